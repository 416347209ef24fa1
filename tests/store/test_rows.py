"""What is remembered comes back as it was, and a team sees nothing of another."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from bot.bank.model import ContentHash, Difficulty
from bot.practice.calendar import Schedule, Slot, zone
from bot.practice.pick import Picked
from bot.store.deliveries import Fate
from bot.store.plans import PlanState, Rule
from bot.store.workspaces import ChannelId, WorkspaceState
from tests.bank_of_tests import LEAVES, STEEP, renamed
from tests.scene import (
    CHANNEL,
    NINE,
    OTHER_TEAM,
    RULE,
    SUNDAY,
    TEAM,
    add_plan,
    connect,
    delivery_of,
    every_delivery,
    opened,
    plan_due,
    posted,
    sending,
)

if TYPE_CHECKING:
    from bot.bank.model import QuestionUid
    from bot.store.plans import PlanId
    from bot.store.store import Store

FULL = Rule(
    schedule=Schedule(
        zone=zone("Asia/Kathmandu"),
        at=dt.time(23, 5),
        weekdays=frozenset({0, 6}),
        skipped=frozenset({dt.date(2026, 12, 25)}),
        closes=dt.time(0, 0),
    ),
    topics=("kettle", "oven/baking"),
    difficulties=(Difficulty.EASY, Difficulty.HARD),
)


@pytest.mark.parametrize("rule", [RULE, FULL])
def test_a_plan_comes_back_as_it_was_set(store: Store, rule: Rule) -> None:
    """Zone, hour, days, skipped dates, closing hour, topics and difficulties; midnight is no never."""
    plan = add_plan(store, rule)

    assert store.read(lambda tx: tx.plans.get(plan.id)) == plan
    assert plan.rule == rule
    assert (plan.state, plan.version, plan.seed) == (PlanState.ACTIVE, 1, f"T1/{plan.id}")


def test_only_active_plans_fall_due_and_the_most_urgent_first(store: Store) -> None:
    """A waiting plan has no next post, and the limit leaves the later ones."""
    waiting, late, soon = (
        add_plan(store, now=now) for now in (SUNDAY, SUNDAY + dt.timedelta(days=2), SUNDAY)
    )
    store.write(lambda tx: tx.plans.wait(waiting.id))
    until = NINE + dt.timedelta(days=9)

    due = store.write(lambda tx: tx.plans.due(until=until, limit=9))
    first = store.write(lambda tx: tx.plans.due(until=until, limit=1))

    assert [plan.id for plan in due] == [soon.id, late.id]
    assert [plan.id for plan in first] == [soon.id]
    assert store.read(lambda tx: tx.plans.earliest()) == NINE


def test_a_plan_without_a_next_slot_is_never_due(store: Store) -> None:
    """When no slot comes any more, the plan rests."""
    plan = add_plan(store)
    store.write(lambda tx: tx.plans.advance(plan.id, None))

    assert store.write(lambda tx: tx.plans.due(until=NINE + dt.timedelta(days=999), limit=9)) == []
    assert store.read(lambda tx: tx.plans.earliest()) is None


def test_a_team_sees_its_own_plans_but_for_deleted_ones(store: Store) -> None:
    """The other team's plans are not among them."""
    mine, theirs = add_plan(store), add_plan(store, team=OTHER_TEAM)
    deleted = add_plan(store)
    gone = f"UPDATE plan SET state = 'deleted' WHERE id = {deleted.id}"  # noqa: S608 - a number
    store.write(lambda tx: tx.connection.exec_driver_sql(gone))

    assert [plan.id for plan in store.read(lambda tx: tx.plans.of_team(TEAM))] == [mine.id]
    assert [plan.id for plan in store.read(lambda tx: tx.plans.of_team(OTHER_TEAM))] == [theirs.id]


def test_a_slot_has_one_row_whoever_plans_it(store: Store) -> None:
    """The second time the date of the plan is taken; another plan's is free."""
    plan, other = add_plan(store), add_plan(store)
    slot = Slot(date=NINE.date(), due=NINE, closing=None)

    made = [
        store.write(lambda tx, p=p: tx.deliveries.plan_slot(p, slot, expires=NINE))  # type: ignore[misc] # the default binds p
        for p in (plan, plan, other)
    ]

    assert [delivery is not None for delivery in made] == [True, False, True]
    assert len({delivery.key for delivery in made if delivery}) == 2


def test_the_key_of_a_delivery_is_for_its_team_alone(store: Store) -> None:
    """Another team's key, and what is no key at all, name nothing."""
    add_plan(store)
    add_plan(store, team=OTHER_TEAM)
    plan_due(store)
    mine, theirs = every_delivery(store)

    def find(key: str) -> object:
        return store.read(lambda tx: tx.deliveries.by_key(TEAM, key))

    assert find(mine.key) == mine
    assert [find(key) for key in (theirs.key, "", "' OR 1=1 --", "%", "\x00", "9" * 5000)] == [None] * 6


def test_a_question_is_kept_once_and_for_ever(store: Store) -> None:
    """The version that was posted can be read after the bank has another one."""
    edited = renamed(STEEP, answer="Another answer.")

    first, again, other = (
        store.write(lambda tx, q=question: tx.questions.keep(q))  # type: ignore[misc] # the default binds the question
        for question in (STEEP, STEEP, edited)
    )

    assert first == again != other
    assert store.read(lambda tx: tx.questions.get(first)) == renamed(STEEP, proof=None)
    assert store.read(lambda tx: tx.questions.get(other)).answer == "Another answer."


def test_a_repeat_within_a_cycle_is_refused_by_the_database(store: Store) -> None:
    """Whatever chose it, the same question twice in a cycle does not commit."""
    add_plan(store)
    plan_due(store)
    plan_due(store, NINE + dt.timedelta(days=1))
    first, second = every_delivery(store)
    kept = store.write(lambda tx: tx.questions.keep(LEAVES))
    picked = Picked(uid=LEAVES.uid, cycle=0)
    store.write(lambda tx: tx.deliveries.choose(first, picked, kept))

    with pytest.raises(IntegrityError):
        store.write(lambda tx: tx.deliveries.choose(second, picked, kept))


def test_a_version_that_nobody_kept_can_not_be_chosen(store: Store) -> None:
    """Foreign keys hold: a delivery never points at a question that is not there."""
    add_plan(store)
    plan_due(store)
    (delivery,) = every_delivery(store)

    with pytest.raises(IntegrityError):
        store.write(
            lambda tx: tx.deliveries.choose(delivery, Picked(uid=STEEP.uid, cycle=0), ContentHash("none"))
        )


def test_an_answer_is_opened_once(store: Store) -> None:
    """The first one is written, who comes later changes nothing."""
    add_plan(store)
    delivery = posted(store)

    first = store.write(lambda tx: tx.deliveries.open_answer(delivery.id, person="T1/U1", now=NINE))
    second = store.write(lambda tx: tx.deliveries.open_answer(delivery.id, person=None, now=SUNDAY))
    reveal = store.read(lambda tx: tx.deliveries.reveal_of(delivery.id))

    assert (first, second) == (True, False)
    assert reveal is not None
    assert (reveal.person, reveal.at) == ("T1/U1", NINE)


def test_only_posted_questions_close(store: Store) -> None:
    """A root on the wire does not close, one that stands does, and one that was opened no more."""
    add_plan(store)
    plan_due(store)
    evening = NINE.replace(hour=20)

    def closing() -> int:
        return len(store.read(lambda tx: tx.deliveries.closing_by(evening, limit=9)))

    row = sending(store)
    on_the_wire = closing(), store.read(lambda tx: tx.deliveries.earliest_closing())
    store.write(lambda tx: tx.outbox.done(row, ts="1.1"))
    stands = closing(), store.read(lambda tx: tx.deliveries.earliest_closing())
    opened(store, delivery_of(store, row), NINE)

    assert on_the_wire == (0, None)
    assert stands == (1, NINE.replace(hour=16))
    assert closing() == 0


def test_what_other_plans_asked_in_the_channel_is_seen_beside(store: Store) -> None:
    """Its own questions are not among them, nor those of another team, nor old ones."""
    plan, other = add_plan(store), add_plan(store)
    add_plan(store, team=OTHER_TEAM)
    plan_due(store)
    kept = store.write(lambda tx: tx.questions.keep(STEEP))
    for delivery in every_delivery(store):
        picked = Picked(uid=STEEP.uid if delivery.plan == other.id else LEAVES.uid, cycle=0)
        store.write(lambda tx, d=delivery, p=picked: tx.deliveries.choose(d, p, kept))  # type: ignore[misc] # the defaults bind

    def seen(since: dt.datetime, plan_id: PlanId | None) -> list[QuestionUid]:
        return store.read(lambda tx: tx.deliveries.seen_beside(plan.team, plan.channel, plan_id, since=since))

    assert seen(NINE, plan.id) == [STEEP.uid]
    assert sorted(seen(NINE, None)) == sorted([STEEP.uid, LEAVES.uid])
    assert seen(NINE + dt.timedelta(days=1), plan.id) == []


def test_a_team_that_connects_again_is_active_under_its_new_name(store: Store) -> None:
    """A token that Slack takes ends a revocation."""
    connect(store)
    store.write(lambda tx: tx.workspaces.revoke(TEAM))
    revoked = store.read(lambda tx: tx.workspaces.get(TEAM))
    store.write(lambda tx: tx.workspaces.connected(TEAM, name="New", bot_user="U2"))
    active = store.read(lambda tx: tx.workspaces.get(TEAM))

    assert revoked is not None
    assert active is not None
    assert (revoked.state, active.state, active.name) == (
        WorkspaceState.REVOKED,
        WorkspaceState.ACTIVE,
        "New",
    )
    assert store.read(lambda tx: tx.workspaces.get(OTHER_TEAM)) is None


def test_deliveries_are_found_by_their_fate_and_place(store: Store) -> None:
    """One that stands, one in doubt, one that was skipped: each by its word, its date, its channel."""
    add_plan(store)
    stands = posted(store)
    plan_due(store, NINE + dt.timedelta(days=1))
    row = sending(store, NINE + dt.timedelta(days=1))
    store.write(lambda tx: tx.outbox.doubt(row, error="?"))
    plan_due(store, NINE + dt.timedelta(days=2, hours=5))
    doubted, skipped = every_delivery(store)[1:]

    def found(
        fate: Fate | None = None, date: dt.date | None = None, channel: ChannelId | None = None
    ) -> list[int]:
        listed = store.read(lambda tx: tx.deliveries.listed(fate=fate, date=date, channel=channel, limit=9))
        return [delivery.id for delivery in listed]

    assert found() == found(channel=CHANNEL) == [skipped.id, doubted.id, stands.id]
    assert found(Fate.POSTED) == found(date=stands.date) == [stands.id]
    assert found(Fate.DOUBTFUL) == [doubted.id]
    assert found(Fate.SKIPPED) == [skipped.id]
    assert [found(fate) for fate in (Fate.WAITING, Fate.FAILED, Fate.UNCERTAIN)] == [[], [], []]
    assert found(channel=ChannelId("C999")) == []
