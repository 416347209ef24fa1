"""Slots: one on each local date that the plan means and the zone has, whatever its clocks do."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.practice.calendar import (
    Schedule,
    Slot,
    UnknownZoneError,
    Zone,
    city,
    next_slot,
    resolve,
    slot_on,
    zone,
    zones,
)

BERLIN = zone("Europe/Berlin")
EVERY_DAY = frozenset(range(7))
ODD_ZONES = (
    "America/Havana",  # its clocks go forward at midnight
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Africa/Casablanca",  # the clocks change round Ramadan
    "Asia/Gaza",
    "Atlantic/Azores",
    "Australia/Lord_Howe",  # by half an hour
    "Antarctica/Troll",  # by two hours
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
    "UTC",
)
HOURS = (dt.time(0), dt.time(2, 30), dt.time(9), dt.time(23, 30))
INSTANTS = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
TIMES = st.times().map(lambda time: time.replace(second=0, microsecond=0))


def _utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


def _schedule(name: str, at: dt.time, **rest: object) -> Schedule:
    given = {"zone": zone(name), "at": at, "weekdays": EVERY_DAY, **rest}
    return Schedule(**given)  # type: ignore[arg-type] # fields by name


SCHEDULES = st.builds(
    Schedule,
    zone=st.sampled_from(ODD_ZONES).map(Zone),
    at=TIMES | st.sampled_from(HOURS),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    closes=st.none() | TIMES,
)


def _slots(schedule: Schedule, start: dt.datetime, end: dt.datetime) -> list[Slot]:
    found = []
    slot = next_slot(schedule, after=start)
    while slot and slot.due <= end:
        found.append(slot)
        slot = next_slot(schedule, after=slot.due)
    return found


def test_an_hour_that_the_clocks_skip_moves_forward_by_the_gap() -> None:
    """On 28 March 2027 Berlin has no 02:30; it becomes 03:30 summer time."""
    assert resolve(dt.date(2027, 3, 28), dt.time(2, 30), BERLIN) == _utc(2027, 3, 28, 1, 30)


def test_of_an_hour_that_comes_twice_the_first_one_counts() -> None:
    """On 25 October 2026 Berlin has 02:30 twice; the first is still summer time."""
    assert resolve(dt.date(2026, 10, 25), dt.time(2, 30), BERLIN) == _utc(2026, 10, 25, 0, 30)


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("Pacific/Apia", dt.date(2011, 12, 30)),
        ("Pacific/Fakaofo", dt.date(2011, 12, 30)),
        ("Pacific/Kwajalein", dt.date(1993, 8, 21)),
    ],
)
@pytest.mark.parametrize("at", HOURS)
def test_a_date_that_a_zone_never_had_has_no_slot(name: str, missing: dt.date, at: dt.time) -> None:
    """Where the date line moved, the slot before is followed by the one after the missing date."""
    schedule = _schedule(name, at)
    before, after = (slot_on(schedule, missing + dt.timedelta(days=days)) for days in (-1, 1))

    assert slot_on(schedule, missing) is None
    assert before is not None
    assert next_slot(schedule, after=before.due) == after


def test_a_midnight_that_the_clocks_skip_is_no_missing_date() -> None:
    """Havana's clocks go from 00:00 to 01:00 on 14 March 2027: the slot at midnight comes at 01:00."""
    slot = slot_on(_schedule("America/Havana", dt.time(0)), dt.date(2027, 3, 14))

    assert slot is not None
    assert slot.due.astimezone(ZoneInfo("America/Havana")).hour == 1


def test_days_off_and_skipped_dates_have_no_slot() -> None:
    """After Friday the 18th comes Tuesday the 22nd, when Monday is skipped."""
    weekdays = frozenset(range(5))
    schedule = _schedule("UTC", dt.time(9), weekdays=weekdays, skipped=frozenset({dt.date(2026, 12, 21)}))

    slot = next_slot(schedule, after=_utc(2026, 12, 18, 9))

    assert slot == Slot(date=dt.date(2026, 12, 22), due=_utc(2026, 12, 22, 9), closing=None)


def test_a_slot_due_at_the_very_instant_is_not_the_next_one() -> None:
    """The next slot after 09:00 sharp is tomorrow's, a microsecond before it is today's."""
    schedule = _schedule("UTC", dt.time(9))
    instant = dt.timedelta(microseconds=1)

    dates = [next_slot(schedule, after=_utc(2026, 11, 23, 9) - back) for back in (dt.timedelta(), instant)]

    assert [slot and slot.date.day for slot in dates] == [24, 23]


def test_a_rule_without_days_has_no_next_slot() -> None:
    """The search for a slot ends after five years."""
    assert next_slot(_schedule("UTC", dt.time(9), weekdays=frozenset()), after=_utc(2026, 1, 1, 0)) is None


@pytest.mark.parametrize(
    ("closes", "closing"),
    [
        (dt.time(16), _utc(2026, 11, 23, 15)),
        (dt.time(9), _utc(2026, 11, 24, 8)),  # not after the posting hour: the next day
        (dt.time(8), _utc(2026, 11, 24, 7)),
        (None, None),
    ],
)
def test_the_closing_hour_comes_after_the_post(closes: dt.time | None, closing: dt.datetime | None) -> None:
    """A closing hour not after the posting hour means the next day, and none means never."""
    slot = slot_on(_schedule("Europe/Berlin", dt.time(9), closes=closes), dt.date(2026, 11, 23))

    assert slot is not None
    assert slot.closing == closing


def test_a_closing_hour_on_a_missing_date_moves_to_the_next_date() -> None:
    """A question of 29 December in Apia that closes on the 30th, which never was, closes on the 31st."""
    slot = slot_on(_schedule("Pacific/Apia", dt.time(9), closes=dt.time(8)), dt.date(2011, 12, 29))

    assert slot is not None
    assert slot.closing == resolve(dt.date(2011, 12, 31), dt.time(8), zone("Pacific/Apia"))


def test_a_gap_can_not_push_the_post_behind_its_closing_hour() -> None:
    """02:30 moves to 03:30 where the clocks skip it: a closing at 03:00 then means the next day's."""
    slot = slot_on(_schedule("Europe/Berlin", dt.time(2, 30), closes=dt.time(3)), dt.date(2027, 3, 28))

    assert slot is not None
    assert slot.closing == _utc(2027, 3, 29, 1)


@given(schedule=SCHEDULES, start=INSTANTS)
def test_never_two_slots_on_a_local_date(schedule: Schedule, start: dt.datetime) -> None:
    """Forty days of slots have different dates, in order, each later than the one before."""
    slots = _slots(schedule, start, start + dt.timedelta(days=40))

    assert len({slot.date for slot in slots}) == len(slots)
    assert slots == sorted(slots, key=lambda slot: slot.date)
    assert all(one.due < other.due for one, other in pairwise(slots))


@given(schedule=SCHEDULES, start=INSTANTS)
def test_every_existing_date_of_the_rule_has_its_slot(schedule: Schedule, start: dt.datetime) -> None:
    """The dates of the slots are those that the zone's own calendar shows at some minute of the day."""
    local = ZoneInfo(schedule.zone)
    end = start + dt.timedelta(days=12)
    minutes = (start + dt.timedelta(minutes=30 * step) for step in range(2 * 24 * 12))
    lived = {minute.astimezone(local).date() for minute in minutes}
    inner = sorted(day for day in lived if day.weekday() in schedule.weekdays)[2:-2]

    dates = {slot.date for slot in _slots(schedule, start - dt.timedelta(days=2), end + dt.timedelta(days=2))}

    assert dates >= set(inner)
    assert dates.isdisjoint({min(lived) + dt.timedelta(days=day) for day in range(len(lived))} - lived)


@given(schedule=SCHEDULES, start=INSTANTS, gaps=st.lists(st.integers(0, 5000), max_size=60))
def test_every_due_slot_comes_once_whatever_the_ticks(
    schedule: Schedule, start: dt.datetime, gaps: list[int]
) -> None:
    """Ticks at any moments see the same slots as one look at the whole time."""
    seen = []
    now, last = start, start
    for gap in gaps:
        now += dt.timedelta(minutes=gap)
        while (slot := next_slot(schedule, after=last)) and slot.due <= now:
            seen.append(slot)
            last = slot.due

    assert seen == _slots(schedule, start, now)


@given(schedule=SCHEDULES, date=st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)))
def test_a_slot_closes_after_it_is_due(schedule: Schedule, date: dt.date) -> None:
    """Whatever the clocks do, an answer opens later than its question, and within two days and a half."""
    slot = slot_on(schedule, date)

    assert (
        slot is None or slot.closing is None or slot.due < slot.closing <= slot.due + dt.timedelta(hours=60)
    )


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(sorted(zones())), start=INSTANTS, at=st.sampled_from(HOURS))
def test_all_zones_have_one_slot_a_day(name: str, start: dt.datetime, at: dt.time) -> None:
    """In any zone thirty days have their slots about a day apart, but for a date that was skipped."""
    slots = _slots(_schedule(name, at), start, start + dt.timedelta(days=30))
    steps = [other.due - one.due for one, other in pairwise(slots)]

    assert all(dt.timedelta(hours=20) <= step <= dt.timedelta(hours=28) for step in steps)


@pytest.mark.parametrize(
    "text", ["", "Berlin", "europe/berlin", "../../etc/localtime", "/etc/localtime", "UTC\x00", "EST5EDT4"]
)
def test_what_is_no_zone_is_refused(text: str) -> None:
    """Paths and misspelt names never reach ZoneInfo, which would open a file of that name."""
    with pytest.raises(UnknownZoneError):
        zone(text)


def test_a_zone_is_known_by_its_city() -> None:
    """The last part of the name, with spaces."""
    assert city(zone("America/Argentina/Buenos_Aires")) == "Buenos Aires"
