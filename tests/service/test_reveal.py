"""The answer is opened once, whoever presses, however often and however many at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.blocks.answer import answer_pages
from bot.service.reveal import AlreadyOpen, Opened, open_answer, press_reveal
from bot.store.plans import Rule
from tests.bank_of_tests import LEAVES, STARTER, bank_of
from tests.scene import (
    NINE,
    SCHEDULE,
    add_plan,
    delivery_of,
    every_delivery,
    opened,
    plan_due,
    posted,
    rows,
    send,
    sending,
)

if TYPE_CHECKING:
    from bot.store.deliveries import Delivery
    from bot.store.store import Store, Transaction


def _press(tx: Transaction, delivery: Delivery, person: str) -> Opened | AlreadyOpen:
    return press_reveal(tx, delivery, person=person, now=NINE)


async def test_fifty_presses_at_once_open_it_once(store: Store) -> None:
    """One of fifty people opened it; the thread has its answer once."""
    add_plan(store, Rule(schedule=SCHEDULE, topics=(str(LEAVES.uid),)))
    delivery = posted(store)

    presses = [store.write_soon(lambda tx, n=n: _press(tx, delivery, f"T1/U{n}")) for n in range(50)]  # type: ignore[misc] # the default binds n
    outcomes = await asyncio.gather(*presses)

    assert sum(isinstance(outcome, Opened) for outcome in outcomes) == 1
    assert rows(store, delivery) == [("root", "done"), ("answer", "due"), ("redraw", "due")]


def test_a_long_answer_has_a_row_for_each_message(store: Store) -> None:
    """As many parts as the answer has pages, in order, and the redraw behind them."""
    add_plan(store)
    plan_due(store)
    row = sending(store, bank=bank_of([STARTER]))
    store.write(lambda tx: tx.outbox.done(row, ts="1.1"))

    opened(store, delivery_of(store, row), NINE)

    parts = [kind for kind, _ in rows(store, delivery_of(store, row))]
    assert parts == ["root", *["answer"] * len(answer_pages(STARTER)), "redraw"]
    assert parts.count("answer") > 1


def test_a_stale_press_is_told_where_the_answer_stands(store: Store) -> None:
    """First it is on its way, then it has an address."""
    add_plan(store, Rule(schedule=SCHEDULE, topics=(str(LEAVES.uid),)))
    delivery = posted(store)
    opened(store, delivery, NINE)

    on_its_way = store.write(lambda tx: _press(tx, delivery, "T1/U2"))
    send(store, ts="1000.000002", link="https://example.org/answer")
    there = store.write(lambda tx: _press(tx, delivery, "T1/U2"))

    assert on_its_way == AlreadyOpen(permalink=None)
    assert there == AlreadyOpen(permalink="https://example.org/answer")


def test_a_delivery_without_a_question_has_no_answer(store: Store) -> None:
    """Nothing was posted yet, so that opening it is a bug of ours."""
    add_plan(store)
    plan_due(store)
    (delivery,) = every_delivery(store)

    with pytest.raises(ValueError, match="no question yet"):
        store.write(lambda tx: open_answer(tx, delivery, person=None, now=NINE))
