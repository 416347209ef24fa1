"""Grades: one a person and post, taken back at will, counted below the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.ids import Posted, Private, Shown
from bot.practice.grade import Grade, Tally
from bot.service.grading import Graded, grade, grade_of
from bot.store.outgoing import CALM, Kind, State
from bot.store.showings import Asker
from tests.bank_of_tests import STEEP
from tests.scene import (
    CHANNEL,
    NINE,
    OTHER_TEAM,
    TEAM,
    add_plan,
    connect,
    minutes,
    opened,
    posted,
    rows,
    send,
)

if TYPE_CHECKING:
    import datetime as dt

    from bot.blocks.ids import Reference
    from bot.store.deliveries import Delivery
    from bot.store.showings import Showing
    from bot.store.store import Store, Transaction
    from bot.store.workspaces import TeamId


def give(
    store: Store,
    ref: Reference,
    given: Grade | None,
    *,
    person: str = "T1/U1",
    team: TeamId = TEAM,
    now: dt.datetime = NINE,
) -> Graded | None:
    """One person's grade."""
    return store.write(lambda tx: grade(tx, team, ref, person, given, now=now))


def tally(store: Store, delivery: Delivery) -> Tally:
    """The grades of a post."""
    return store.read(lambda tx: tx.grades.tally(delivery.id))


def asked(store: Store) -> Delivery:
    """A question that stands in its channel."""
    add_plan(store)
    return posted(store)


def test_a_person_has_one_grade_which_can_change_and_go(store: Store) -> None:
    """Each press tells the grade before it, for Undo."""
    delivery = asked(store)
    ref = Posted(key=delivery.key)

    assert give(store, ref, Grade.SHAKY) == Graded(now=Grade.SHAKY, before=None)
    assert give(store, ref, Grade.EASY) == Graded(now=Grade.EASY, before=Grade.SHAKY)
    assert tally(store, delivery) == Tally(easy=1)
    assert store.read(lambda tx: grade_of(tx, TEAM, ref, "T1/U1")) is Grade.EASY
    assert give(store, ref, None) == Graded(now=None, before=Grade.EASY)
    assert tally(store, delivery) == Tally()


def test_grades_are_counted_by_person(store: Store) -> None:
    """Two people of two teams with one id are two (Slack Connect)."""
    delivery = asked(store)
    ref = Posted(key=delivery.key)

    give(store, ref, Grade.GOT_IT, person="T1/U1")
    give(store, ref, Grade.GOT_IT, person="T2/U1")
    give(store, ref, Grade.MISSED, person="T1/U2")

    assert tally(store, delivery) == Tally(got_it=2, missed=1)


def test_what_another_team_was_asked_can_not_be_graded(store: Store) -> None:
    """A forged reference finds nothing and writes nothing."""
    delivery = asked(store)
    connect(store, OTHER_TEAM)

    assert give(store, Posted(key=delivery.key), Grade.EASY, team=OTHER_TEAM) is None
    assert give(store, Posted(key="no key"), Grade.EASY) is None
    assert give(store, Shown(uid=STEEP.uid), Grade.EASY) is None
    assert tally(store, delivery) == Tally()


def test_a_private_showing_has_grades_of_its_own(store: Store) -> None:
    """They draw nothing in any channel."""
    connect(store)
    asker = Asker(team=TEAM, channel=CHANNEL, person="T1/U1")

    def show(tx: Transaction) -> Showing:
        tx.questions.keep(STEEP)
        return tx.showings.show("key", asker, STEEP, now=NINE)

    store.write(show)

    assert give(store, Private(key="key"), Grade.MISSED) == Graded(now=Grade.MISSED, before=None)
    assert store.read(lambda tx: grade_of(tx, TEAM, Private(key="key"), "T1/U1")) is Grade.MISSED
    assert store.read(lambda tx: tx.outbox.waiting()) == 0


def test_a_burst_of_grades_draws_the_root_twice(store: Store) -> None:
    """At once after the first, and with the last state when the calm is over."""
    delivery = asked(store)
    ref = Posted(key=delivery.key)
    give(store, ref, Grade.EASY, person="T1/U0")
    send(store, NINE, ts="1000.000001")

    for number in range(1, 20):
        give(store, ref, Grade.EASY, person=f"T1/U{number}")

    redraw = store.read(lambda tx: tx.outbox.of_delivery(delivery.id))[-1]
    assert (redraw.kind, redraw.state, redraw.next_try) == (Kind.REDRAW, State.DUE, NINE + CALM)
    send(store, NINE + CALM, ts="1000.000001")
    assert rows(store, delivery) == [("root", "done"), ("redraw", "done")]


def test_an_open_answer_is_counted_below_it_too(store: Store) -> None:
    """Root and the answer's last message are both drawn anew."""
    delivery = asked(store)
    opened(store, delivery, NINE)
    for number in range(2):
        send(store, NINE, ts=f"1000.00000{number + 2}")

    give(store, Posted(key=delivery.key), Grade.GOT_IT, now=NINE + minutes(5))

    assert rows(store, delivery) == [
        ("root", "done"),
        ("answer", "done"),
        ("redraw", "due"),
        ("recount", "due"),
    ]


def test_the_same_grade_again_draws_nothing(store: Store) -> None:
    """There is nothing new to show."""
    delivery = asked(store)
    ref = Posted(key=delivery.key)
    give(store, ref, Grade.EASY)
    send(store, NINE, ts="1000.000001")

    give(store, ref, Grade.EASY, now=NINE + minutes(5))

    assert rows(store, delivery) == [("root", "done"), ("redraw", "done")]
