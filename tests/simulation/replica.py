"""A replica as planner and poster in one thread: it may stop for ever between any two steps."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import event, func, select

from bot.delivery.planner import Planner
from bot.delivery.poster import Poster
from bot.delivery.settler import Settler
from bot.delivery.wire import SlackWire
from bot.store.store import Store, Transaction
from bot.store.tables import outgoing, rate_gate
from bot.store.trouble import StoreAwayError
from tests.simulation.slack import SocketlessClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.simulation.town import Town

T = TypeVar("T")

log = logging.getLogger(__name__)

INTERVAL = 5.0
_LONGEST_NAP = 3600.0
_HANGS = 90.0


def broken(what: str) -> StoreAwayError:
    """What the store raises when the database is gone."""
    return StoreAwayError(f"the database went away at a {what}, by the simulation")


class SteppedStore(Store):
    """The town's one database as a replica sees it: every transaction is a step, and may fail."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._town = replica.town

    async def write_soon(self, use_case: Callable[[Transaction], T]) -> T:
        """A step, the transaction, a step; it may hang for longer than a lease before it or behind it."""
        await self._replica.step("a transaction begins")
        if self._town.strikes("commit", "hangs before"):
            await asyncio.sleep(_HANGS)
        written = self.write(use_case)
        if self._town.strikes("commit", "hangs after"):
            await asyncio.sleep(_HANGS)
        await self._replica.step("a transaction is committed")
        return written

    async def read_soon(self, use_case: Callable[[Transaction], T]) -> T:
        """A step, and a look."""
        await self._replica.step("a look")
        return self._town.store.read(use_case)

    def read(self, use_case: Callable[[Transaction], T]) -> T:
        """A look."""
        return self._town.store.read(use_case)

    def write(self, use_case: Callable[[Transaction], T]) -> T:
        """The transaction; any of its statements or its commit may fail, before or after it was done."""

        def watched(tx: Transaction) -> T:
            event.listen(tx.connection, "before_cursor_execute", self._before)
            event.listen(tx.connection, "after_cursor_execute", self._after)
            written = use_case(tx)
            if self._town.strikes("commit", "before"):
                raise broken("commit")
            return written

        written = self._town.store.write(watched)
        if self._town.strikes("commit", "after"):
            raise broken("commit")
        return written

    def _before(self, *_statement: object) -> None:
        if self._town.strikes("statement", "before"):
            raise broken("statement")

    def _after(self, *_statement: object) -> None:
        if self._town.strikes("statement", "after"):
            raise broken("statement")


class Replica:
    """One life of one process; ``skew`` is how much its clock goes before the true one."""

    def __init__(self, town: Town, name: str, *, skew: dt.timedelta = dt.timedelta()) -> None:
        self.town = town
        self.name = name
        self.skew = skew
        self.is_dead = False
        self._awake = asyncio.Event()
        self._awake.set()
        store = SteppedStore(self)
        self.planner = Planner(store=store, clock=self.clock, hold=town.hold)
        wire = SlackWire(SocketlessClient(town.line, self.step))
        self.settler = Settler(store=store, wire=wire, clock=self.clock)
        self.poster = Poster(
            store=store,
            wire=wire,
            library=lambda: town.library,
            clock=self.clock,
            chance=town.chance,
            owner=name,
        )

    def clock(self) -> dt.datetime:
        """What its own clock shows."""
        return self.town.clock() + self.skew

    def kill(self) -> None:
        """As ``kill -9``: whatever it was about to do it never does, and no clean-up runs."""
        self.is_dead = True

    def freeze(self) -> None:
        """As SIGSTOP: it stops at its next step."""
        self._awake.clear()

    def thaw(self) -> None:
        """As SIGCONT."""
        self._awake.set()

    async def step(self, what: str) -> None:
        """Between two steps: others may go first, the town may do something, and the dead stay here."""
        await asyncio.sleep(self.town.chance.choice((0.001, 0.002, 0.003, 0.005, 0.008)))
        await self._awake.wait()
        if not self.is_dead:
            self.town.passes(self, what)
        if self.is_dead:
            await asyncio.Event().wait()

    async def live(self) -> None:
        """Works whenever something is due, and naps until then."""
        while True:
            try:
                moved = await self.planner.work() + await self.settler.work() + await self.poster.work()
            except StoreAwayError:  # as bot/scheduler.py does: logged, and tried at the next tick
                log.info("%s: the database failed", self.name)
                await self._nap(INTERVAL)
                continue
            if not moved:
                await self._nap(self._nap_seconds())

    async def _nap(self, seconds: float) -> None:
        self.poster.nudge.clear()
        try:
            async with asyncio.timeout(seconds):
                await self.poster.nudge.wait()
        except TimeoutError:
            return

    def _nap_seconds(self) -> float:
        following = self.town.store.read(self._next)
        left = (following - self.clock()).total_seconds() if following else _LONGEST_NAP
        return min(max(left, INTERVAL), _LONGEST_NAP)

    def _next(self, tx: Transaction) -> dt.datetime | None:
        """When time itself moves something; what is due and was not claimed waits for something else.

        What is doubtful may be looked for at any time.
        """
        now = self.clock()
        states = select(func.count()).where(outgoing.c.state == "doubtful")
        if self.town.history and tx.connection.execute(states).scalar_one():
            return now + dt.timedelta(seconds=30)
        leased = select(func.min(outgoing.c.lease)).where(outgoing.c.state.in_(("claimed", "sending")))
        instants = (
            tx.plans.earliest(),
            tx.deliveries.earliest_closing(),
            *self._next_tries(tx, now),
            tx.connection.execute(leased).scalar(),
            tx.connection.execute(
                select(func.min(rate_gate.c.until)).where(rate_gate.c.until > now)
            ).scalar(),
        )
        return min((instant for instant in instants if instant and instant > now), default=None)

    def _next_tries(self, tx: Transaction, now: dt.datetime) -> list[dt.datetime | None]:
        """The next try of what is due later, and the end of the next hold."""
        later = select(func.min(outgoing.c.next_try)).where(
            outgoing.c.state == "due", outgoing.c.next_try > now
        )
        held = select(func.min(outgoing.c.sent)).where(outgoing.c.state == "doubtful")
        sent = tx.connection.execute(held).scalar()
        soon = now + dt.timedelta(seconds=30)  # where the hold is over, a look comes first
        return [tx.connection.execute(later).scalar(), sent and max(sent + self.town.hold, soon)]
