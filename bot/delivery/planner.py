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
        """Does what the present instant asks for; how many plans and rows moved.

        A transaction each, so that what can't be closed keeps nothing else from its hour.
        """
        steps = (self._reap, self._plan, self._close)
        return sum([await self.store.write_soon(step) for step in steps])

    def _reap(self, tx: Transaction) -> int:
        return tx.outbox.reap(now=self.clock(), hold=self.hold)

    def _plan(self, tx: Transaction) -> int:
        return planning.plan_due(tx, now=self.clock())

    def _close(self, tx: Transaction) -> int:
        return planning.close_due(tx, now=self.clock())
