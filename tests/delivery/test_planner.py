"""The planner lets time pass: slots, closings, leases and holds, each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.delivery.planner import Planner
from bot.delivery.settler import Settler
from bot.service import planning
from tests.delivery.scripted import Script
from tests.scene import (
    FOUR,
    HOLD,
    NINE,
    Clock,
    add_plan,
    claim,
    every_delivery,
    minutes,
    posted,
    prepare,
    rows,
)

if TYPE_CHECKING:
    from bot.store.store import Store, Transaction


def _planner(store: Store, clock: Clock) -> Planner:
    return Planner(store=store, clock=clock, hold=HOLD)


async def test_a_tick_does_what_the_instant_asks_for(store: Store) -> None:
    """At nine a slot, and then nothing; at four its answer."""
    add_plan(store)
    clock = Clock(NINE - minutes(1))
    planner = _planner(store, clock)
    before = await planner.work()
    clock.now = NINE
    at_nine = [await planner.work(), await planner.work()]
    (row,) = claim(store)
    prepare(store, row)
    store.write(lambda tx: tx.outbox.done(row, ts="1.1"))
    clock.now = FOUR
    at_four = [await planner.work(), await planner.work()]

    assert (before, at_nine, at_four) == (0, [1, 0], [1, 0])


async def test_a_tick_settles_leases_and_holds(store: Store) -> None:
    """A sender that died: in doubt after its lease, due again after the hold, when a look was in vain."""
    add_plan(store)
    clock = Clock()
    planner = _planner(store, clock)
    await planner.work()
    (row,) = claim(store)
    prepare(store, row)
    clock.now = NINE + minutes(1)
    await planner.work()
    (delivery,) = every_delivery(store)
    after_the_lease = rows(store, delivery)
    clock.now = NINE + HOLD
    await planner.work()
    unseen = rows(store, delivery)
    await Settler(store=store, wire=Script(), clock=clock).work()  # it may not read there
    await planner.work()

    assert after_the_lease == unseen == [("root", "doubtful")]
    assert rows(store, delivery) == [("root", "due")]


async def test_what_can_not_be_closed_keeps_nothing_else_from_its_hour(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug at one answer's closing, and the other plan's slot is planned all the same."""
    add_plan(store)
    posted(store)
    add_plan(store, now=NINE)

    def broken(_tx: Transaction, **_rest: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(planning, "close_due", broken)
    clock = Clock(NINE.replace(day=24))
    with pytest.raises(ZeroDivisionError):
        await _planner(store, clock).work()

    assert len(every_delivery(store)) == 3
