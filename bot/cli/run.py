"""``interview-bot run``: the bot in a workspace, until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, TypeVar, assert_never

from bot.app import Pace, running
from bot.bank.library import Shelf
from bot.bank.shipped import shipped
from bot.clock import system_clock
from bot.config import HttpMode, SocketMode, read_config
from bot.telemetry import log_to
from bot.web import slack

if TYPE_CHECKING:
    import argparse
    import datetime as dt
    from collections.abc import Coroutine

    from bot.app import Bot
    from bot.bank.library import Library
    from bot.cli.verbs import Verbs
    from bot.config import Config
    from bot.store.plans import Plan

T = TypeVar("T")

_LONGEST_GOODBYE_S = 14  # the drain, and the door's last requests, take less


def add_to(verbs: Verbs) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "run",
        help="run the bot in a Slack workspace",
        description="Runs the bot over Socket Mode, or over HTTP where there is SLACK_SIGNING_SECRET and no"
        " SLACK_APP_TOKEN, until Ctrl+C or SIGTERM.",
        epilog="example: SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… interview-bot run",
    )
    parser.set_defaults(verb=run)


def run(_options: argparse.Namespace) -> int:
    """Runs until a signal; the tokens come from the environment."""
    config = read_config(os.environ)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        os.environ.pop(name, None)  # nothing else needs them; Bolt, which looks by itself, would warn of them
    shelf = Shelf([shipped(), *config.banks])
    for problem in shelf.library.problems:
        print(f"left out: {problem}", file=sys.stderr)
    log_to(sys.stderr)
    asyncio.run(_until_told(config, shelf))
    return 0


async def _until_told(config: Config, shelf: Shelf) -> None:
    """Runs until a signal; one that comes while the bot connects ends that."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, _told, stop)
    chance = random.Random()  # noqa: S311 - chooses questions, guards nothing
    async with AsyncExitStack() as stack:
        start = stack.enter_async_context(
            running(config, shelf, clock=system_clock, chance=chance, pace=Pace())
        )
        bot = await _unless(stop, start)
        if bot:
            print(await _greeting(bot, config, shelf.library), flush=True)
            await stop.wait()
            print("Stopping: waiting for what is on the wire.", flush=True)


def _told(stop: asyncio.Event) -> None:
    """The first word counts. Whatever hangs is ended by the kernel: every row says how far it came."""
    if not stop.is_set():
        stop.set()
        signal.alarm(_LONGEST_GOODBYE_S)


async def _unless(told: asyncio.Event, work: Coroutine[None, None, T]) -> T | None:
    """What the work comes to; None when the word comes first, which ends it."""
    doing, hearing = asyncio.create_task(work), asyncio.create_task(told.wait())
    await asyncio.wait((doing, hearing), return_when=asyncio.FIRST_COMPLETED)
    hearing.cancel()
    if doing.done():
        return doing.result()
    doing.cancel()
    await asyncio.gather(doing, return_exceptions=True)
    return None


async def _greeting(bot: Bot, config: Config, library: Library) -> str:
    """Who it is, what it holds, what comes next, and where to look: five lines, and one a plan that waits."""
    plans = await bot.store.read_soon(lambda tx: tx.plans.of_team(bot.workspace.team))
    coming = [plan.next_due for plan in plans if plan.next_due and not plan.is_waiting]
    waiting = [plan for plan in plans if plan.is_waiting]
    count = len(library.bank.questions)
    lines = [
        f"Connected to {bot.workspace.name} as {bot.name}, {_way(bot, config)}.",
        f"Bank: {count} question{'' if count == 1 else 's'}.",
        f"Plans: {len(plans)}.",
        *map(_wait, waiting),
        f"Next post: {_next(min(coming, default=None), has_plans=bool(plans))}.",
        f"Log: standard error, from here on. Memory: {bot.store.name}. {_probes(bot)}Ctrl+C stops.",
    ]
    return "\n".join(lines)


def _way(bot: Bot, config: Config) -> str:
    match config.mode:
        case SocketMode():
            return "over Socket Mode"
        case HttpMode():
            return f"over HTTP: Slack's requests are awaited at {bot.address}{slack.PATH}"
        case _:
            assert_never(config.mode)


def _next(due: dt.datetime | None, *, has_plans: bool) -> str:
    if due:
        return f"{due:%a %d %b %H:%M} UTC"
    return "none" if has_plans else "none; /interview daily in a channel makes a plan"


def _probes(bot: Bot) -> str:
    return f"Probes: {bot.address}/livez and /readyz. " if bot.address else ""


def _wait(plan: Plan) -> str:
    """What to do about a plan whose channel let nobody in."""
    mend = f"type /invite @Interview Bot there, then interview-bot plan resume {plan.id}"
    return f"Plan {plan.id} waits, since {plan.channel} refused it: {mend}."
