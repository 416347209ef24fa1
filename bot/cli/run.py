"""``interview-bot run``: the bot in a workspace, until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from typing import TYPE_CHECKING

from bot.app import Pace, running
from bot.bank.library import Shelf
from bot.bank.shipped import shipped
from bot.clock import system_clock
from bot.config import read_config
from bot.telemetry import log_to

if TYPE_CHECKING:
    import argparse

    from bot.app import Bot
    from bot.bank.library import Library
    from bot.cli.verbs import Verbs
    from bot.config import Config
    from bot.store.plans import Plan


def add_to(verbs: Verbs) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "run",
        help="run the bot in a Slack workspace",
        description="Runs the bot over Socket Mode until Ctrl+C or SIGTERM.",
        epilog="example: SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… interview-bot run",
    )
    parser.set_defaults(verb=run)


def run(_options: argparse.Namespace) -> int:
    """Runs until a signal; the tokens come from the environment."""
    config = read_config(os.environ)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        os.environ.pop(name)  # nothing else needs them; Bolt, which looks by itself, would warn of them
    shelf = Shelf([shipped(), *config.banks])
    for problem in shelf.library.problems:
        print(f"left out: {problem}", file=sys.stderr)
    log_to(sys.stderr)
    asyncio.run(_until_told(config, shelf))
    return 0


async def _until_told(config: Config, shelf: Shelf) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    chance = random.Random()  # noqa: S311 - chooses questions, guards nothing
    async with running(config, shelf, clock=system_clock, chance=chance, pace=Pace()) as bot:
        print(await _greeting(bot, config, shelf.library), flush=True)
        await stop.wait()
        print("Stopping: waiting for what is on the wire.", flush=True)


async def _greeting(bot: Bot, config: Config, library: Library) -> str:
    """Who it is, what it holds and what comes next."""
    plans = await bot.store.read_soon(lambda tx: tx.plans.of_team(bot.workspace.team))
    coming = [plan.next_due for plan in plans if plan.next_due and not plan.is_waiting]
    waiting = [plan for plan in plans if plan.is_waiting]
    following = f"{min(coming):%a %d %b %H:%M} UTC" if coming else "none: interview-bot plan add makes one"
    count = len(library.bank.questions)
    return (
        f"Connected to {bot.workspace.name} as {bot.workspace.bot_user}.\n"
        f"Bank: {count} question{'' if count == 1 else 's'}.\n"
        f"Plans: {len(plans)}. Next post: {following}.\n{''.join(map(_wait, waiting))}"
        f"Memory: {config.database}. The log follows here; Ctrl+C stops."
    )


def _wait(plan: Plan) -> str:
    """What to do about a plan whose channel let nobody in."""
    mend = f"type /invite @Interview Bot there, then interview-bot plan resume {plan.id}"
    return f"Plan {plan.id} waits, since {plan.channel} refused it: {mend}.\n"
