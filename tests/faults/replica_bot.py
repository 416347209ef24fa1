"""The bot as the stories run it, with a short lease; a test may stop it where it can't stop itself.

What is patched here is the bot of these processes alone: the product has no switch for it.
``REPLICA_LEASE`` are seconds; ``REPLICA_NOTES`` is a file for what passed the last look at its lease and what
was taken of it, and ``REPLICA_TRAP`` one whose finder stops behind that look.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot import app
from bot.app import Pace
from bot.bank.library import Shelf
from bot.bank.shipped import shipped
from bot.cli import demo_bot
from bot.delivery.outcomes import Sent
from bot.delivery.wire import SlackWire
from bot.store.trouble import StoreAwayError
from bot.telemetry import log_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.app import Bot
    from bot.clock import ShiftedClock
    from bot.delivery.outcomes import Outcome
    from bot.delivery.wire import Call

_settle = demo_bot._settle


class _Noted(SlackWire):
    """Notes each call behind the sender's last look at its lease, and what Slack took by its reply."""

    async def send(self, call: Call, *, seconds: float) -> Outcome:
        looked = time.monotonic()  # before the file is opened, where a stop is likeliest to fall
        notes, trap = (Path(os.environ[name]) for name in ("REPLICA_NOTES", "REPLICA_TRAP"))
        key = call.arguments.get("client_msg_id")
        with notes.open("a") as file:
            file.write(f"looked {os.getpid()} {key} {looked}\n")
        try:
            trap.unlink()
        except FileNotFoundError:
            pass  # not set, or another one fell into it
        else:
            written = trap.with_suffix(".written")
            written.write_text(str(os.getpid()))
            written.rename(trap.with_suffix(".caught"))
            os.kill(os.getpid(), signal.SIGSTOP)
        outcome = await super().send(call, seconds=seconds)
        if isinstance(outcome, Sent):
            with notes.open("a") as file:
                file.write(f"sent {os.getpid()} {key} {outcome.ts}\n")
        return outcome


async def _settle_in_the_end(bot: Bot, clock: ShiftedClock) -> None:
    """As bot/scheduler.py does at its ticks: a database that is away is tried again."""
    while True:
        try:
            await _settle(bot, clock)
        except StoreAwayError:
            await asyncio.sleep(0.2)
        else:
            return


def made_ready() -> Callable[[str], None]:
    """What begins a bot's life at an instant, as often as it is asked, each time in another process."""
    shelf = Shelf([shipped()])
    demo_bot._settle = _settle_in_the_end
    vars(demo_bot)["Shelf"] = lambda _: shelf
    vars(app)["SlackWire"] = _Noted
    gc.freeze()  # what all of them share is nobody's garbage

    def live(at: str) -> None:
        log_to(sys.stderr)
        lease = dt.timedelta(seconds=float(os.environ["REPLICA_LEASE"]))
        demo_bot._PACE = Pace(interval=1.0, lease=lease)
        asyncio.run(demo_bot.serve(dt.datetime.fromisoformat(at)))

    return live
