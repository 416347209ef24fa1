"""Lets time pass for the store: slots that fall due, closing hours, leases and holds; no Slack here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.service import planning

if TYPE_CHECKING:
    import datetime as dt

    from bot.clock import Clock
    from bot.store.store import Store, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """The hands of the clock; ``hold`` is how long a doubtful post waits before it is sent again."""

    store: Store
    clock: Clock
    hold: dt.timedelta

    async def work(self) -> int:
        """Does what the present instant asks for; how many plans and rows moved."""
        return await self.store.write_soon(self._tick)

    def _tick(self, tx: Transaction) -> int:
        now = self.clock()
        moved = tx.outbox.reap(now=now, hold=self.hold)
        return moved + planning.plan_due(tx, now=now) + planning.close_due(tx, now=now)
