"""Plans become deliveries at their hour: one a date, at most one of them late, each with its reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot.practice.calendar import Schedule, resolve, zone
from bot.service import planning
from bot.store.plans import Rule
from tests.engines import SQLITE
from tests.scene import (
    CHANNEL,
    EVERY_DAY,
    FOUR,
    NINE,
    RULE,
    SUNDAY,
    TEAM,
    add_plan,
    claim,
    delivery_of,
    every_delivery,
    minutes,
    opened,
    plan_due,
    posted,
    prepare,
    rows,
    send,
    sending,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.deliveries import Delivery
    from bot.store.store import Store

DAY = dt.timedelta(days=1)
ZONES = ["UTC", "Pacific/Apia", "America/Havana"]


def _close(store: Store, now: dt.datetime) -> int:
    return store.write(lambda tx: planning.close_due(tx, now=now))


def _posts(store: Store) -> list[Delivery]:
    """The deliveries that have a call waiting."""
    return [delivery for delivery in every_delivery(store) if rows(store, delivery)]


def test_a_new_plan_is_introduced_and_begins_with_the_next_slot(store: Store) -> None:
    """Made at noon, its first question comes tomorrow at nine."""
    plan = add_plan(store, introduced=False)

    (row,) = claim(store, SUNDAY)

    assert plan.next_due == NINE
    assert (row.kind.value, row.plan, row.channel) == ("introduction", plan.id, CHANNEL)


def test_a_plan_whose_days_are_all_skipped_has_no_next_slot(store: Store) -> None:
    """It is kept, and nothing falls due."""
    rule = Rule(schedule=Schedule(zone=zone("UTC"), at=dt.time(9), weekdays=frozenset()))

    plan = add_plan(store, rule)

    assert plan.next_due is None
    assert plan_due(store, NINE + 100 * DAY) == 0


def test_nothing_is_planned_before_the_hour_and_once_at_it(store: Store) -> None:
    """A tick before nine, one at nine and one a second later make one delivery."""
    plan = add_plan(store)

    moved = [plan_due(store, now) for now in (NINE - minutes(0.01), NINE, NINE + minutes(0.01))]
    (delivery,) = every_delivery(store)

    assert moved == [0, 1, 0]
    assert (delivery.date, delivery.due, delivery.closing) == (NINE.date(), NINE, FOUR)
    assert delivery.expires == NINE + planning.GRACE
    assert store.read(lambda tx: tx.plans.get(plan.id)).next_due == NINE + DAY


def test_a_slot_that_has_its_row_is_not_planned_again(store: Store) -> None:
    """A clock that was put back finds the date taken."""
    plan = add_plan(store)
    plan_due(store)
    store.write(lambda tx: tx.plans.advance(plan.id, NINE))

    plan_due(store)

    assert len(every_delivery(store)) == 1


@pytest.mark.parametrize("database_kind", [SQLITE])  # some dozens of databases
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moved=st.integers(-180, 180), at=st.times(), name=st.sampled_from(ZONES))
def test_changed_rules_of_a_zone_lose_no_day_and_double_none(
    new_store: Callable[[], Store], moved: int, at: dt.time, name: str
) -> None:
    """What was written down as the next slot is hours off by the rules of today: each day has its slot."""
    store, hour = new_store(), at.replace(second=0, microsecond=0)
    plan = add_plan(store, Rule(schedule=Schedule(zone=zone(name), at=hour, weekdays=EVERY_DAY)))
    assert plan.next_due
    written = plan.next_due + minutes(moved)
    store.write(lambda tx: tx.plans.advance(plan.id, written))

    for now in (written, plan.next_due, plan.next_due + minutes(200), plan.next_due + DAY):
        plan_due(store, now)

    first, second = sorted(every_delivery(store), key=lambda one: one.due)
    assert (first.due, second.due - first.due) == (plan.next_due, DAY)
    assert first in _posts(store)


@pytest.mark.parametrize("database_kind", [SQLITE])  # as above
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.integers(0, 24 * 60 - 1), at=st.times(), name=st.sampled_from(ZONES))
def test_a_plan_made_on_a_day_posts_that_day_if_its_hour_is_still_to_come(
    new_store: Callable[[], Store], made: int, at: dt.time, name: str
) -> None:
    """At any minute of the zone's Monday: its first date is Monday, or Tuesday where the hour is over."""
    store, hour = new_store(), at.replace(second=0, microsecond=0)
    midnight = resolve(NINE.date(), dt.time(), zone(name))
    assert midnight
    now = midnight + minutes(made)
    add_plan(store, Rule(schedule=Schedule(zone=zone(name), at=hour, weekdays=EVERY_DAY)), now=now)

    plan_due(store, now)
    plan_due(store, now + DAY)

    is_to_come = (hour.hour, hour.minute) > divmod(made, 60)
    expected = NINE.date() if is_to_come else NINE.date() + DAY
    assert [one.date for one in every_delivery(store)][:1] == [expected]
    assert len(every_delivery(store)) == 1


def test_down_at_nine_and_up_at_half_past_ten_posts_once_and_late(store: Store) -> None:
    """Within the grace of four hours the question still comes."""
    add_plan(store)

    plan_due(store, NINE + minutes(90))

    assert [delivery.due for delivery in _posts(store)] == [NINE]


@pytest.mark.parametrize("database_kind", [SQLITE])  # some dozens of databases
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(down=st.integers(1, 30 * 24 * 60), at=st.times(), name=st.sampled_from(ZONES))
def test_a_bot_that_was_away_posts_at_most_once_late(
    new_store: Callable[[], Store], down: int, at: dt.time, name: str
) -> None:
    """Away a minute to thirty days: every slot has its row, one at most is sent, none past its expiry."""
    store, hour = new_store(), at.replace(second=0, microsecond=0)
    add_plan(store, Rule(schedule=Schedule(zone=zone(name), at=hour, weekdays=EVERY_DAY)))
    back = SUNDAY + minutes(down)

    plan_due(store, back)
    found, waiting = every_delivery(store), _posts(store)

    assert len(found) == len({delivery.date for delivery in found})
    assert abs(len(found) - down / (24 * 60)) <= 1
    assert len(waiting) <= 1
    assert all(delivery.expires > back for delivery in waiting)
    assert all(delivery.skipped for delivery in found if delivery not in waiting)


def test_the_sending_step_looks_at_the_expiry_again(store: Store) -> None:
    """Planned in time, and held up for more than four hours by Slack: the slot is skipped."""
    add_plan(store)
    plan_due(store)
    late = NINE + planning.GRACE
    (row,) = claim(store, late)

    assert prepare(store, row, late) is None
    assert delivery_of(store, row).skipped == "The bot was away until it was too late."
    assert rows(store, delivery_of(store, row)) == [("root", "skipped")]


def test_a_post_behind_its_own_closing_hour_stays_closed_for_four_hours(store: Store) -> None:
    """Due at nine, closing at ten, sent at half past eleven: the answer comes at half past three."""
    schedule = Schedule(zone=zone("UTC"), at=dt.time(9), weekdays=EVERY_DAY, closes=dt.time(10))
    add_plan(store, Rule(schedule=schedule))
    plan_due(store, NINE)
    late = NINE + minutes(150)

    delivery = delivery_of(store, send(store, late, ts="1.1"))

    assert delivery.closing == late + dt.timedelta(hours=4)
    assert [_close(store, now) for now in (late, late + dt.timedelta(hours=4))] == [0, 1]


def test_the_closing_hour_opens_the_answer_once(store: Store) -> None:
    """At four, not before, and not again."""
    add_plan(store)
    delivery = posted(store)

    closed = [_close(store, now) for now in (FOUR - minutes(0.01), FOUR, FOUR + DAY)]
    reveal = store.read(lambda tx: tx.deliveries.reveal_of(delivery.id))

    assert closed == [0, 1, 0]
    assert reveal is not None
    assert (reveal.person, reveal.at) == (None, FOUR)
    assert rows(store, delivery)[0] == ("root", "done")
    assert rows(store, delivery)[-1] == ("redraw", "due")


def test_what_somebody_opened_does_not_close(store: Store) -> None:
    """A press in the morning leaves the closing hour nothing to do."""
    add_plan(store)
    delivery = posted(store)
    opened(store, delivery, NINE)

    assert _close(store, FOUR) == 0


def test_a_post_that_nobody_knows_of_does_not_close(store: Store) -> None:
    """An answer needs a thread: a doubtful root waits for a press or its hold."""
    add_plan(store)
    plan_due(store)
    row = sending(store)
    store.write(lambda tx: tx.outbox.doubt(row, error="?"))

    assert _close(store, FOUR) == 0


def test_two_plans_of_a_channel_have_a_question_each(store: Store) -> None:
    """Their slots of the same minute are two deliveries."""
    first, second = add_plan(store), add_plan(store)

    assert plan_due(store) == 2
    assert [delivery.plan for delivery in every_delivery(store)] == [first.id, second.id]


@pytest.mark.parametrize("state", ["waiting", "paused", "deleted"])
def test_only_an_active_plan_is_planned(store: Store, state: str) -> None:
    """A waiting or deleted plan has no slots, nor one that is paused without end."""
    add_plan(store)
    ended = f"UPDATE plan SET state = '{state}'{', next_due = NULL' if state == 'paused' else ''}"  # noqa: S608 - our words
    store.write(lambda tx: tx.connection.exec_driver_sql(ended))

    assert plan_due(store) == 0


def test_a_plan_of_an_unknown_team_is_refused(store: Store) -> None:
    """Foreign keys hold: no plan without its team."""
    with pytest.raises(IntegrityError):
        store.write(lambda tx: planning.add_plan(tx, TEAM, CHANNEL, RULE, now=SUNDAY))
