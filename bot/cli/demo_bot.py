"""The bot as the demo's child process: the real one, with a clock that its parent moves.

The parent writes lines of JSON, ``{"move": "2026-11-23T09:00:00+00:00"}``, and reads one back for each:
``{"next": …}``, the instant at which the bot has something to do again. The end of the input ends it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import random
import sys
from typing import TYPE_CHECKING

from bot.app import Pace, running
from bot.bank.library import Shelf
from bot.bank.shipped import shipped
from bot.clock import ShiftedClock
from bot.config import read_config
from bot.telemetry import log_to

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.store.store import Transaction

_PACE = Pace(interval=1.0)


async def serve(start: dt.datetime) -> None:
    """Runs the bot from that instant on until the parent goes."""
    clock = ShiftedClock(start)
    config = read_config(os.environ)
    shelf = Shelf([shipped(), *config.banks])
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        os.environ.pop(name, None)  # Bolt, which looks by itself, would warn of them
    chance = random.Random()  # noqa: S311 - chooses questions, guards nothing
    async with running(config, shelf, clock=clock, chance=chance, pace=_PACE) as bot:
        orders = await _lines()
        await _settle(bot, clock)
        while line := await orders.readline():
            await _obey(json.loads(line), bot, clock)


async def _obey(order: dict[str, str], bot: Bot, clock: ShiftedClock) -> None:
    await bot.scheduler.drained()
    clock.move_to(dt.datetime.fromisoformat(order["move"]))
    await _settle(bot, clock)


async def _settle(bot: Bot, clock: ShiftedClock) -> None:
    """Does what is due now, then tells the parent when the next thing is."""
    await bot.scheduler.catch_up()
    following = await bot.store.read_soon(lambda tx: _next(tx, clock()))
    print(json.dumps({"next": following.isoformat() if following else None}), flush=True)


def _next(tx: Transaction, now: dt.datetime) -> dt.datetime | None:
    instants = (tx.plans.earliest(), tx.deliveries.earliest_closing(), tx.outbox.earliest(hold=_PACE.hold))
    return min((instant for instant in instants if instant and instant > now), default=None)


async def _lines() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


if __name__ == "__main__":
    log_to(sys.stderr)
    asyncio.run(serve(dt.datetime.fromisoformat(sys.argv[1])))
