"""Five posts that nobody touched lead to one message to the plan's editor."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.blocks.ids import Posted
from bot.practice.grade import Grade
from bot.service import planning, posting
from bot.service.grading import grade
from bot.service.silence import SILENCE, Wish, answer
from bot.store.outgoing import Kind
from bot.store.plans import Editor, PlanState
from tests.scene import CHANNEL, NINE, RULE, SUNDAY, TEAM, claim, connect, delivery_of, plan_due, prepare

if TYPE_CHECKING:
    from bot.store.outgoing import Outgoing
    from bot.store.plans import Plan
    from bot.store.store import Store

ANA = Editor(person="T1/UANA", name="Ana")
DAY = dt.timedelta(days=1)


@pytest.fixture
def plan(store: Store) -> Plan:
    """Ana's plan, introduced."""
    connect(store)
    made = store.write(lambda tx: planning.add_plan(tx, TEAM, CHANNEL, RULE, now=SUNDAY, editor=ANA))
    _sent(store, SUNDAY)
    return made


def _sent(store: Store, now: dt.datetime) -> list[Outgoing]:
    """All that is due, taken by Slack; what it was."""
    taken = []
    while rows := claim(store, now):
        for row in rows:
            assert prepare(store, row, now) is not None
            ts = f"{int(now.timestamp())}.{row.id:06}"
            store.write(lambda tx, r=row, t=ts: posting.sent(tx, r, ts=t, now=now))  # type: ignore[misc] # bound now
            taken.append(row)
    return taken


def _days(store: Store, days: range) -> list[Outgoing]:
    """The notices that these days bring."""
    found = []
    for day in days:
        plan_due(store, NINE + day * DAY)
        found += [row for row in _sent(store, NINE + day * DAY) if row.kind is Kind.NOTICE]
    return found


def test_the_sixth_silent_post_tells_the_editor_once(store: Store, plan: Plan) -> None:
    """The five before it went by without a press; later ones say nothing more."""
    assert _days(store, range(5)) == []

    (notice,) = _days(store, range(5, 12))

    assert (notice.notice, notice.channel, notice.plan) == (SILENCE, "UANA", plan.id)


def test_one_press_in_five_posts_is_no_silence(store: Store, plan: Plan) -> None:
    """A grade on the third of them, and nobody is told on the sixth day."""
    assert plan.state is PlanState.ACTIVE
    _days(store, range(2))
    plan_due(store, NINE + 2 * DAY)
    (root,) = (row for row in _sent(store, NINE + 2 * DAY) if row.kind is Kind.ROOT)
    ref = Posted(key=delivery_of(store, root).key)
    store.write(lambda tx: grade(tx, TEAM, ref, "T1/U1", Grade.EASY, now=NINE + 2 * DAY))

    assert _days(store, range(3, 6)) == []


@pytest.mark.parametrize(
    ("wish", "state", "weekdays", "sentence"),
    [
        (Wish.KEEP, PlanState.ACTIVE, 7, "goes on as before"),
        (Wish.WEEKLY, PlanState.ACTIVE, 1, "once a week"),
        (Wish.PAUSE, PlanState.PAUSED, 7, "Paused."),
    ],
)
def test_the_three_answers(
    store: Store, plan: Plan, wish: Wish, state: PlanState, weekdays: int, sentence: str
) -> None:
    """Each does what it says, at once."""
    seen = (plan.id, plan.version)

    said = store.write(lambda tx: answer(tx, TEAM, ANA.person, seen, wish, now=NINE))

    now = store.read(lambda tx: tx.plans.get(plan.id))
    assert sentence in said
    assert (now.state, len(now.rule.schedule.weekdays)) == (state, weekdays)


@pytest.mark.parametrize(("person", "version"), [("T1/UBEN", 1), ("T1/UANA", 7)])
def test_others_and_old_messages_change_nothing(store: Store, plan: Plan, person: str, version: int) -> None:
    """Only the editor's own answer to the plan as it stands counts."""
    said = store.write(lambda tx: answer(tx, TEAM, person, (plan.id, version), Wish.PAUSE, now=NINE))

    assert "/interview daily" in said
    assert store.read(lambda tx: tx.plans.get(plan.id)) == plan
