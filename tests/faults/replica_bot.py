"""The bot as the stories run it, with a lease of some seconds: what a dead replica held is free soon."""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from typing import TYPE_CHECKING

from bot.app import Pace
from bot.cli import demo_bot
from bot.store.trouble import StoreAwayError
from bot.telemetry import log_to

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.clock import ShiftedClock

LEASE = dt.timedelta(seconds=6)

_settle = demo_bot._settle


async def _settle_in_the_end(bot: Bot, clock: ShiftedClock) -> None:
    """As bot/scheduler.py does at its ticks: a database that is away is tried again."""
    while True:
        try:
            await _settle(bot, clock)
        except StoreAwayError:
            await asyncio.sleep(0.2)
        else:
            return


if __name__ == "__main__":
    log_to(sys.stderr)
    demo_bot._PACE = Pace(interval=0.5, lease=LEASE)
    demo_bot._settle = _settle_in_the_end
    asyncio.run(demo_bot.serve(dt.datetime.fromisoformat(sys.argv[1])))
