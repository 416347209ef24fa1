"""The metronome and the loops that it wakes; it knows nothing of slots, which are rows.

APScheduler's jobs only set an event: its shutdown cancels a job in flight, and a job that outlives its
interval only logs a warning. What must not be cancelled runs in tasks of ours.
"""

from __future__ import annotations

import asyncio
import logging
import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.bank.library import Shelf
    from bot.delivery.planner import Planner
    from bot.delivery.poster import Poster
    from bot.delivery.settler import Settler

log = logging.getLogger(__name__)


class Scheduler:
    """Wakes planner, poster, settler and bank every ``interval`` seconds, and the poster at each nudge."""

    def __init__(
        self, planner: Planner, poster: Poster, settler: Settler, shelf: Shelf, *, interval: float
    ) -> None:
        self._planner = planner
        self._poster = poster
        self._settler = settler
        self._seek = asyncio.Event()
        self._shelf = shelf
        self._look = asyncio.Event()
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="bank")
        self._tick = asyncio.Event()
        self._planned = -math.inf
        self._loops: list[asyncio.Task[None]] = []
        self._metronome = AsyncIOScheduler(timezone="UTC")
        for event in (self._tick, poster.nudge, self._seek, self._look):
            self._metronome.add_job(_set, "interval", (event,), seconds=interval, coalesce=True)

    @property
    def idle(self) -> float:
        """Seconds since the planner last did all that was due; without end before the first time."""
        return asyncio.get_running_loop().time() - self._planned

    def start(self) -> None:
        """Begins to tick, the first time at once."""
        self._metronome.start()
        self._loops = [
            asyncio.create_task(_whenever(self._tick, self._plan), name="planner"),
            asyncio.create_task(_whenever(self._poster.nudge, self._poster.work), name="poster"),
            asyncio.create_task(_whenever(self._seek, self._settle), name="settler"),
            asyncio.create_task(_whenever(self._look, self._read), name="bank"),
        ]
        self._tick.set()
        self._poster.nudge.set()

    async def catch_up(self) -> None:
        """Does all that is due at this instant, and returns when nothing more is."""
        while True:
            moved = await self._planner.work() + await self._settler.work() + await self._poster.work()
            await self._poster.drained()
            if not moved:
                return

    async def drained(self) -> None:
        """Waits until nothing is on the wire, as before a clock is moved: a jump ends every lease."""
        await self._poster.drained()

    async def stop(self, *, within: float) -> None:
        """No new claims; what is on the wire is waited for so many seconds, what was not begun given back."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await self._poster.stop(within=within)
        self._reader.shutdown()
        if self._metronome.running:
            self._metronome.shutdown(wait=False)

    async def _plan(self) -> int:
        moved = await self._planner.work()
        self._planned = asyncio.get_running_loop().time()
        if moved:
            self._poster.nudge.set()
        return moved

    async def _settle(self) -> int:
        settled = await self._settler.work()
        if settled:
            self._poster.nudge.set()
        return settled

    async def _read(self) -> int:
        """Takes edits of the bank's files, or says why it does not."""
        loop = asyncio.get_running_loop()
        problems = await loop.run_in_executor(self._reader, self._shelf.refresh)
        for problem in problems or ():
            log.error("the bank keeps its last good state: %s", problem)
        return 0


async def _set(event: asyncio.Event) -> None:
    event.set()  # a coroutine, because APScheduler runs plain functions in a thread


async def _whenever(event: asyncio.Event, work: Callable[[], Awaitable[int]]) -> None:
    """Works each time the event is set; an error is logged and the next tick tries again."""
    while True:
        await event.wait()
        event.clear()
        try:
            while await work():
                pass
        except Exception:  # the loop is an edge: a locked or restarted database must not end it
            log.exception("%s failed; it tries again at the next tick", work)
