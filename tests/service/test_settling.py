"""A press proves that a message stands: what was in doubt is adopted, and of two the newer one goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.service import planning, posting
from bot.service.settling import LATE_CLOSING, settle_by_press
from bot.store.outgoing import Kind, State
from bot.store.plans import Rule
from tests.bank_of_tests import LEAVES
from tests.scene import (
    FOUR,
    HOLD,
    NINE,
    SCHEDULE,
    add_plan,
    claim,
    delivery_of,
    minutes,
    opened,
    plan_due,
    prepare,
    reap,
    root,
    rows,
    send,
    sending,
)

if TYPE_CHECKING:
    import datetime as dt

    from bot.store.deliveries import Delivery
    from bot.store.store import Store

FIRST, SECOND = "1000.000001", "2000.000001"
SHORT = Rule(schedule=SCHEDULE, topics=(str(LEAVES.uid),))


def _press(store: Store, delivery: Delivery, ts: str, now: dt.datetime = NINE) -> None:
    store.write(lambda tx: settle_by_press(tx, delivery, ts, now=now))


def _doubtful(store: Store) -> Delivery:
    """A root that Slack may have."""
    add_plan(store, SHORT)
    plan_due(store)
    row = sending(store)
    store.write(lambda tx: tx.outbox.doubt(row, error="no answer"))
    return delivery_of(store, row)


def _twice(store: Store) -> Delivery:
    """A root that was sent again after its hold, as the message SECOND."""
    delivery = _doubtful(store)
    reap(store, NINE + HOLD)
    send(store, NINE + HOLD, ts=SECOND)
    return delivery


def _deleted(store: Store, delivery: Delivery) -> list[str | None]:
    found = store.read(lambda tx: tx.outbox.of_delivery(delivery.id))
    return [row.ts for row in found if row.kind is Kind.DELETION]


def test_a_press_on_the_message_that_we_know_changes_nothing(store: Store) -> None:
    """The everyday case."""
    add_plan(store)
    plan_due(store)
    delivery = delivery_of(store, send(store, ts=FIRST))
    before = root(store, delivery)

    _press(store, delivery, FIRST)

    assert root(store, delivery) == before


def test_a_press_settles_a_doubtful_post(store: Store) -> None:
    """It stands, as the message that was pressed, and is not sent again after the hold."""
    delivery = _doubtful(store)

    _press(store, delivery, FIRST)
    reap(store, NINE + HOLD)

    assert rows(store, delivery) == [("root", "done")]
    assert root(store, delivery).ts == FIRST
    assert claim(store, NINE + HOLD) == []


def test_a_press_that_is_quicker_than_slacks_own_answer_counts(store: Store) -> None:
    """Still sending: the press is the proof, and the late answer finds nothing to write."""
    add_plan(store)
    plan_due(store)
    row = sending(store)
    delivery = delivery_of(store, row)

    _press(store, delivery, FIRST)
    late = store.write(lambda tx: posting.sent(tx, row, ts=FIRST, now=NINE))

    assert late is False
    assert root(store, delivery).ts == FIRST


@pytest.mark.parametrize("claimed", [True, False])
def test_a_press_after_the_hold_stops_the_repeat(store: Store, *, claimed: bool) -> None:
    """Due again, or claimed already: the adopted row is not sent a second time."""
    delivery = _doubtful(store)
    reap(store, NINE + HOLD)
    taken = claim(store, NINE + HOLD) if claimed else []

    _press(store, delivery, FIRST, NINE + HOLD)

    assert [prepare(store, row, NINE + HOLD) for row in taken] == [None] * len(taken)
    assert claim(store, NINE + HOLD + posting.LEASE) == []
    assert rows(store, delivery) == [("root", "done")]


def test_a_post_that_was_given_up_is_adopted_too(store: Store) -> None:
    """Held past its expiry it was skipped; a press shows that it stands, and the reason goes."""
    delivery = _doubtful(store)
    late = NINE + planning.GRACE
    reap(store, late)
    (row,) = claim(store, late)
    prepare(store, row, late)
    skipped = delivery_of(store, row).skipped

    _press(store, delivery, FIRST, late)

    assert skipped == "The bot was away until it was too late."
    assert delivery_of(store, row).skipped is None
    assert rows(store, delivery) == [("root", "done")]


def test_an_adopted_post_behind_its_closing_hour_closes_later(store: Store) -> None:
    """A press at five settles it; the answer comes at nine in the evening, not within the second."""
    delivery = _doubtful(store)
    five = FOUR + minutes(60)

    _press(store, delivery, FIRST, five)

    closing = store.read(lambda tx: tx.deliveries.get(delivery.id)).closing
    assert closing == five + LATE_CLOSING
    assert store.write(lambda tx: planning.close_due(tx, now=five)) == 0


def test_an_adopted_post_without_a_closing_hour_has_none(store: Store) -> None:
    """Never stays never."""
    delivery = _doubtful(store)
    store.write(lambda tx: tx.connection.exec_driver_sql("UPDATE delivery SET closing = NULL"))

    _press(store, store.read(lambda tx: tx.deliveries.get(delivery.id)), FIRST, FOUR)

    assert store.read(lambda tx: tx.deliveries.get(delivery.id)).closing is None


def test_of_two_the_older_one_stays(store: Store) -> None:
    """A press on the first shows that it stands: it is adopted, and the second one goes."""
    delivery = _twice(store)

    _press(store, delivery, FIRST)

    assert root(store, delivery).ts == FIRST
    assert _deleted(store, delivery) == [SECOND]


def test_of_two_the_newer_one_goes(store: Store) -> None:
    """We know the older one, and a press on the newer shows it."""
    add_plan(store, SHORT)
    plan_due(store)
    delivery = delivery_of(store, send(store, ts=FIRST))

    _press(store, delivery, SECOND)

    assert root(store, delivery).ts == FIRST
    assert _deleted(store, delivery) == [SECOND]


@pytest.mark.parametrize("state", [State.SENDING, State.DOUBTFUL, State.DONE])
def test_the_one_with_an_answer_stays_even_if_it_is_newer(store: Store, state: State) -> None:
    """Under the second hangs an answer, or may hang one: the first goes."""
    delivery = _twice(store)
    opened(store, delivery, NINE + HOLD)
    part = sending(store, NINE + HOLD)
    if state is State.DOUBTFUL:
        store.write(lambda tx: tx.outbox.doubt(part, error="?"))
    if state is State.DONE:
        store.write(lambda tx: tx.outbox.done(part, ts="2000.000002"))

    _press(store, delivery, FIRST)

    assert root(store, delivery).ts == SECOND
    assert _deleted(store, delivery) == [FIRST]


@pytest.mark.parametrize("state", [State.DUE, State.FAILED])
def test_an_answer_that_does_not_hang_yet_goes_where_the_older_one_is(store: Store, state: State) -> None:
    """Its rows wait or have failed: nothing of ours is under the second."""
    delivery = _twice(store)
    opened(store, delivery, NINE + HOLD)
    if state is State.FAILED:
        part = sending(store, NINE + HOLD)
        store.write(lambda tx: posting.failed(tx, part, "invalid_blocks"))

    _press(store, delivery, FIRST)

    assert root(store, delivery).ts == FIRST
    assert _deleted(store, delivery) == [SECOND]


def test_the_age_of_a_message_is_read_as_a_number(store: Store) -> None:
    """999.9 is older than 1000.1, whatever the alphabet says."""
    add_plan(store, SHORT)
    plan_due(store)
    delivery = delivery_of(store, send(store, ts="1000.000001"))

    _press(store, delivery, "999.000009")

    assert root(store, delivery).ts == "999.000009"
