"""``interview-bot smoke``: asks a real workspace what nobody could verify from here, as a table."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
from rich.console import Console
from rich.table import Table
from rich.text import Text
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.smoke_hand import a_hand
from bot.config import HttpMode, SocketMode, read_config
from bot.delivery.smoke import Row, Verdict, smoke
from bot.delivery.smoke_press import by_hand
from bot.delivery.smoke_thread import SmokeThread
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.cli.verbs import Verbs
    from bot.config import Config

_PATIENCE_S = 30
_STYLES = {Verdict.YES: "green", Verdict.NO: "red", Verdict.OPEN: "yellow"}


class SmokeError(BotError):
    """Slack could not be asked to the end."""

    code = "smoke_error"


def add_to(verbs: Verbs) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "smoke",
        help="ask a real workspace what is not verified",
        description="Makes some twenty calls in one thread of a test channel, prints what Slack answered, and"
        " takes its messages away again. Send the table to the project: it settles what its documentation"
        " leaves open.",
        epilog="example: interview-bot smoke --channel C0123ABCD --person U0123ABCD",
    )
    channel = "a test channel's id, in which the bot is (/invite @Interview Bot)"
    person = "somebody in it, for a direct message and a message to them alone"
    parser.add_argument("--channel", required=True, type=_channel, metavar="C0123ABCD", help=channel)
    parser.add_argument("--person", type=_person, metavar="U0123ABCD", help=person)
    press = "also what your presses in the channel settle; stop the bot first, which would get them, too"
    parser.add_argument("--press", action="store_true", help=press)
    parser.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Prints the table; the answers are no verdict on the install, so that the code is 0."""
    console = Console()
    config = read_config(os.environ)
    if options.press and isinstance(config.mode, HttpMode):
        raise SmokeError("--press hears presses over Socket Mode: set SLACK_APP_TOKEN, or leave it out.")
    rows = asyncio.run(_rows(config, options, console))
    console.print(_table(rows))
    still_open = sum(row.verdict is Verdict.OPEN for row in rows)
    if still_open:
        console.print(f"{still_open} of {len(rows)} stay open; the last column says what they need.")
    return 0


async def _rows(config: Config, options: argparse.Namespace, console: Console) -> list[Row]:
    rows: list[Row] = []
    async with AsyncExitStack() as stack:
        patience = aiohttp.ClientTimeout(total=_PATIENCE_S)
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=patience))
        client = AsyncWebClient(
            token=config.bot_token, base_url=config.slack_api, session=session, retry_handlers=[]
        )
        hand = None
        if options.press and isinstance(config.mode, SocketMode):
            connected = a_hand(client, session, config.mode.app_token, console.print)
            hand = await stack.enter_async_context(connected)
        status = stack.enter_context(console.status("Asking Slack; a post a second."))

        def told(row: Row) -> None:
            rows.append(row)
            status.update(f"{len(rows)} answers. {row.sentence}: {row.verdict}.")

        thread = SmokeThread(client, options.channel, options.person or "")
        try:
            await smoke(thread, told, partial(by_hand, hand=hand) if hand else None)
        except (aiohttp.ClientError, TimeoutError, OSError) as broken:
            raise SmokeError(
                f"Slack did not answer ({type(broken).__name__}): try again; what was posted until then may"
                f" stand in {options.channel}."
            ) from broken
    return rows


def _table(rows: list[Row]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("Of this Slack holds", "", "What it said"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(Text(row.sentence), Text(row.verdict, _STYLES[row.verdict]), Text(row.said))
    return table


def _channel(text: str) -> str:
    """A channel's id: a name would post somewhere else once the channel is renamed."""
    if not re.fullmatch(r"[CG][A-Z0-9]{8,}", text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no channel id: it stands at the end of a channel's details"
        )
    return text


def _person(text: str) -> str:
    """A person's id."""
    if not re.fullmatch(r"[UW][A-Z0-9]{8,}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no person's id: it stands in their profile, under ⋮")
    return text
