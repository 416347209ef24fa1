"""What people do to plans: never two posts a date, nothing written over unseen, nothing lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.practice.calendar import zone
from bot.service import editing, posting
from bot.service.editing import Changed, Gone, Introduced, Mark, Refused
from bot.store.plans import Editor, Plan, PlanState
from bot.store.workspaces import ChannelId
from tests.engines import SQLITE
from tests.scene import (
    NINE,
    OTHER_TEAM,
    RULE,
    SCHEDULE,
    SUNDAY,
    add_plan,
    claim,
    delivery_of,
    every_delivery,
    minutes,
    plan_due,
    posted,
    prepare,
    rows,
    send,
    sending,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.plans import Rule
    from bot.store.store import Store, Transaction

ANA = Editor(person="T1/U1", name="ana")
BEN = Editor(person="T1/U2", name="ben")
DAY = dt.timedelta(days=1)
MONDAY = NINE.date()


def _mark(plan: Plan) -> Mark:
    return Mark(team=plan.team, channel=plan.channel, plan=plan.id, version=plan.version)


def _at(hour: int, minute: int = 0, name: str = "UTC") -> Rule:
    return replace(RULE, schedule=replace(SCHEDULE, at=dt.time(hour, minute), zone=zone(name)))


def _edit(store: Store, plan: Plan, rule: Rule, now: dt.datetime = NINE) -> Plan:
    edited = store.write(lambda tx: editing.edit(tx, _mark(plan), rule, ANA, now=now))
    assert isinstance(edited, Plan)
    return edited


def _pause(store: Store, plan: Plan, until: dt.date | None, now: dt.datetime = SUNDAY) -> Plan:
    paused = store.write(lambda tx: editing.pause(tx, _mark(plan), until, ANA, now=now))
    assert isinstance(paused, Plan)
    return paused


def _coming(store: Store, plan: Plan, now: dt.datetime = SUNDAY, count: int = 1) -> list[dt.datetime]:
    return [slot.due for slot in store.read(lambda tx: editing.coming(tx, plan, now=now, count=count))]


def test_an_edit_counts_and_is_signed(store: Store) -> None:
    """The rule, its editor, the next version, the next slot."""
    edited = _edit(store, add_plan(store), _at(10), SUNDAY)

    assert (edited.version, edited.editor, edited.rule) == (2, ANA, _at(10))
    assert edited.next_due == NINE + minutes(60)


def test_the_second_of_two_editors_is_told(store: Store) -> None:
    """What the first one wrote stands, and is shown."""
    plan = add_plan(store)
    first = _edit(store, plan, _at(10), SUNDAY)

    second = store.write(lambda tx: editing.edit(tx, _mark(plan), _at(11), None, now=SUNDAY))

    assert second == Changed(first)


@pytest.mark.parametrize("act", ["edit", "pause", "pause without end", "resume"])
def test_what_is_sent_once_more_finds_that_it_stands(store: Store, act: str) -> None:
    """The same by the same person, since the first answer was lost: no second version, and no news."""
    plan = add_plan(store)
    acts: dict[str, Callable[[Transaction, Editor], object]] = {
        "edit": lambda tx, by: editing.edit(tx, _mark(plan), _at(10), by, now=SUNDAY),
        "pause": lambda tx, by: editing.pause(tx, _mark(plan), MONDAY + 3 * DAY, by, now=SUNDAY),
        "pause without end": lambda tx, by: editing.pause(tx, _mark(plan), None, by, now=SUNDAY),
        "resume": lambda tx, by: editing.resume(tx, _mark(plan), by, now=SUNDAY),
    }

    first, again, of_another = (
        store.write(lambda tx, by=by: acts[act](tx, by))  # type: ignore[misc] # a default binds it now
        for by in (ANA, ANA, BEN)
    )

    assert isinstance(first, Plan)
    assert first.version == plan.version + 1
    assert again == first
    assert of_another == Changed(first)


def test_what_is_sent_once_more_takes_nothing_back(store: Store) -> None:
    """Saved, then changed once more: the first save, arriving again, is told of the second."""
    plan = add_plan(store)
    second = _edit(store, _edit(store, plan, _at(10), SUNDAY), _at(11), SUNDAY)

    again = store.write(lambda tx: editing.edit(tx, _mark(plan), _at(10), ANA, now=SUNDAY))

    assert again == Changed(second)


@pytest.mark.parametrize("act", ["edit", "pause", "resume", "skip", "delete"])
def test_a_plan_of_elsewhere_is_not_found(store: Store, act: str) -> None:
    """Neither another channel's nor another team's, whatever is tried."""
    plan = add_plan(store)
    acts: dict[str, Callable[[Mark], object]] = {
        "edit": lambda mark: store.write(lambda tx: editing.edit(tx, mark, RULE, ANA, now=NINE)),
        "pause": lambda mark: store.write(lambda tx: editing.pause(tx, mark, None, ANA, now=NINE)),
        "resume": lambda mark: store.write(lambda tx: editing.resume(tx, mark, ANA, now=NINE)),
        "skip": lambda mark: store.write(lambda tx: editing.skip(tx, mark, MONDAY, ANA, now=NINE)),
        "delete": lambda mark: store.write(lambda tx: editing.delete(tx, mark, ANA, now=NINE)),
    }

    for mark in (replace(_mark(plan), channel=ChannelId("C2")), replace(_mark(plan), team=OTHER_TEAM)):
        assert acts[act](mark) == Gone()
    assert store.read(lambda tx: tx.plans.get(plan.id)) == plan


def test_an_edit_after_todays_post_counts_from_tomorrow(store: Store) -> None:
    """Today has had its question, whatever the new hour."""
    plan = add_plan(store)
    posted(store)

    edited = _edit(store, plan, _at(18), NINE + minutes(5))
    plan_due(store, NINE.replace(hour=18))

    assert edited.next_due == NINE.replace(hour=18) + DAY
    assert store.read(lambda tx: editing.posted_today(tx, edited, now=NINE + minutes(5)))
    assert len(every_delivery(store)) == 1


def test_a_slot_that_nobody_began_to_send_moves_with_its_plan(store: Store) -> None:
    """Due at nine and still waiting, moved to ten: it comes at ten, once, under the new rule."""
    plan = add_plan(store)
    plan_due(store)
    edited = _edit(store, plan, _at(10), NINE + minutes(1))

    assert claim(store, NINE + minutes(59)) == []
    assert _coming(store, edited, NINE + minutes(1)) == [NINE + minutes(60)]
    plan_due(store, NINE + minutes(60))
    row = send(store, NINE + minutes(60), ts="1000.1")

    assert delivery_of(store, row).due == NINE + minutes(60)
    assert [delivery.date for delivery in every_delivery(store)] == [MONDAY]


def test_an_edit_between_the_hour_and_the_next_tick_loses_no_day(store: Store) -> None:
    """At 09:00 and two seconds, before the planner looked, another closing hour: today's post still comes."""
    plan = add_plan(store)
    now = NINE + dt.timedelta(seconds=2)

    edited = _edit(store, plan, replace(RULE, schedule=replace(SCHEDULE, closes=dt.time(17))), now)

    (row,) = claim(store, now)

    assert [delivery.date for delivery in every_delivery(store)] == [MONDAY]
    assert prepare(store, row, now) is not None
    assert edited.next_due == NINE + DAY


def test_a_claim_is_lost_when_its_plan_moves(store: Store) -> None:
    """The poster that had taken the row sends nothing; the row waits for its new hour."""
    plan = add_plan(store)
    plan_due(store)
    (row,) = claim(store)
    _edit(store, plan, _at(10), NINE)

    assert prepare(store, row) is None
    assert send(store, NINE + minutes(60), ts="1000.1").id == row.id


def test_what_is_on_the_wire_stays_todays(store: Store) -> None:
    """An edit between intent and answer makes no second post."""
    plan = add_plan(store)
    plan_due(store)
    row = sending(store)
    edited = _edit(store, plan, _at(10), NINE)
    store.write(lambda tx: posting.sent(tx, row, ts="1.1", now=NINE))
    plan_due(store, NINE + minutes(60))

    assert edited.next_due == NINE + DAY + minutes(60)
    assert len(every_delivery(store)) == 1


def test_a_pause_is_silent_until_its_day(store: Store) -> None:
    """Until Thursday: nothing before, and Thursday's question at its hour, woken by the planner."""
    paused = _pause(store, add_plan(store), MONDAY + 3 * DAY)
    plan_due(store, NINE + 2 * DAY)
    before = every_delivery(store)
    plan_due(store, NINE + 3 * DAY)

    assert _coming(store, paused) == [NINE + 3 * DAY]
    assert before == []
    (delivery,) = every_delivery(store)
    assert delivery.date == MONDAY + 3 * DAY
    assert rows(store, delivery) == [("root", "due")]
    assert store.read(lambda tx: tx.plans.get(paused.id)).state is PlanState.ACTIVE


def test_a_pause_without_end_waits_for_somebody(store: Store) -> None:
    """Nothing comes, and resuming brings the next slot without a new introduction."""
    paused = _pause(store, add_plan(store), None)
    plan_due(store, NINE + 9 * DAY)
    resumed = store.write(lambda tx: editing.resume(tx, _mark(paused), ANA, now=NINE + 9 * DAY))

    assert _coming(store, paused) == every_delivery(store) == []
    assert isinstance(resumed, Plan)
    assert resumed.next_due == NINE + 9 * DAY
    assert claim(store, NINE + 9 * DAY) == []


def test_an_edit_keeps_the_day_of_a_pause(store: Store) -> None:
    """Another hour: the pause ends on the same day, at that hour."""
    paused = _pause(store, add_plan(store), MONDAY + 3 * DAY)

    edited = _edit(store, paused, _at(11), SUNDAY)

    assert edited.state is PlanState.PAUSED
    assert edited.next_due == NINE + 3 * DAY + minutes(120)


def test_a_committed_pause_stops_a_claimed_post(store: Store) -> None:
    """The poster looks again before it sends."""
    plan = add_plan(store)
    plan_due(store)
    (row,) = claim(store)
    _pause(store, plan, None, NINE)

    assert prepare(store, row) is None


def test_skipping_the_next_date_and_taking_it_back(store: Store) -> None:
    """The date has no slot, then it has one again."""
    plan = add_plan(store)
    skipped = store.write(lambda tx: editing.skip(tx, _mark(plan), MONDAY, ANA, now=SUNDAY))
    assert isinstance(skipped, Plan)
    back = store.write(lambda tx: editing.unskip(tx, _mark(skipped), MONDAY, ANA, now=SUNDAY))
    assert isinstance(back, Plan)

    assert _coming(store, skipped) == [NINE + DAY]
    assert _coming(store, back) == [NINE]


@pytest.mark.parametrize("state", [PlanState.ACTIVE, PlanState.PAUSED, PlanState.WAITING])
def test_a_deletion_can_be_taken_back(store: Store, state: PlanState) -> None:
    """The plan is as it was, and meanwhile it does not exist."""
    plan = add_plan(store)
    if state is PlanState.PAUSED:
        plan = _pause(store, plan, MONDAY + 3 * DAY)
    if state is PlanState.WAITING:
        store.write(lambda tx: tx.plans.wait(plan.id))
    deleted = store.write(lambda tx: editing.delete(tx, _mark(plan), ANA, now=SUNDAY))
    assert isinstance(deleted, Plan)
    listed = store.read(lambda tx: tx.plans.of_channel(plan.team, plan.channel))
    again = store.write(lambda tx: editing.delete(tx, _mark(deleted), ANA, now=SUNDAY))

    back = store.write(lambda tx: editing.restore(tx, _mark(deleted), state, ANA, now=SUNDAY))

    assert listed == []
    assert again == Gone()
    assert isinstance(back, Plan)
    assert (back.state, back.rule, back.next_due) == (state, plan.rule, plan.next_due)


def test_a_refused_introduction_is_said_in_slacks_word_and_tried_again(store: Store) -> None:
    """The plan waits; resuming it introduces it once more."""
    plan = add_plan(store, introduced=False)
    unknown = store.read(lambda tx: editing.introduction_of(tx, plan))
    (row,) = claim(store, SUNDAY)
    prepare(store, row, SUNDAY)
    store.write(lambda tx: posting.refused_by_channel(tx, row, "not_in_channel", now=NINE))
    refused = store.read(lambda tx: editing.introduction_of(tx, plan))

    resumed = store.write(lambda tx: editing.resume(tx, _mark(plan), ANA, now=SUNDAY))
    assert isinstance(resumed, Plan)
    asked = store.read(lambda tx: editing.introduction_of(tx, resumed))
    send(store, SUNDAY, ts="1.2")

    assert (unknown, refused, asked) == (None, Refused("not_in_channel"), None)
    assert store.read(lambda tx: editing.introduction_of(tx, resumed)) == Introduced()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["hour", "zone", "pause", "resume", "skip", "plan", "send", "wait"]),
        st.integers(0, 23),
    ),
    max_size=25,
)


@pytest.mark.parametrize("database_kind", [SQLITE])  # some dozens of databases
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(steps=STEPS)
def test_whatever_is_edited_between_no_date_has_two_posts(
    new_store: Callable[[], Store], steps: list[tuple[str, int]]
) -> None:
    """Hours, zones, pauses and skips between every two steps of planner and poster."""
    store = new_store()
    plan, now = add_plan(store), SUNDAY
    zones = ["UTC", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata"]
    for number, (step, value) in enumerate(steps):
        mark = _mark(store.read(lambda tx: tx.plans.get(plan.id)))
        match step:
            case "hour" | "zone":
                rule = _at(value, name=zones[value % 4 if step == "zone" else 0])
                store.write(lambda tx, m=mark, r=rule, n=now: editing.edit(tx, m, r, ANA, now=n))  # type: ignore[misc] # the defaults bind
            case "pause":
                until = now.date() + DAY * (value % 5) if value % 2 else None
                store.write(lambda tx, m=mark, u=until, n=now: editing.pause(tx, m, u, ANA, now=n))  # type: ignore[misc] # the defaults bind
            case "resume":
                store.write(lambda tx, m=mark, n=now: editing.resume(tx, m, ANA, now=n))  # type: ignore[misc] # the defaults bind
            case "skip":
                store.write(lambda tx, m=mark, n=now: editing.skip(tx, m, n.date(), ANA, now=n))  # type: ignore[misc] # the defaults bind
            case "plan":
                plan_due(store, now)
            case "send":
                for row in claim(store, now):
                    if prepare(store, row, now):
                        ts = f"{number}.{row.id}"
                        store.write(lambda tx, r=row, t=ts, n=now: posting.sent(tx, r, ts=t, now=n))  # type: ignore[misc] # the defaults bind
            case _:
                now += minutes(60 * (value + 1))

    roots = [one for one in every_delivery(store) if ("root", "done") in rows(store, one)]
    assert len({one.date for one in roots}) == len(roots)
    assert len({one.uid for one in roots[:6]}) == len(roots[:6])
