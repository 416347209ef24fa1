"""8: every zone, ten years, four hours of day: one slot for each local day that the zone has, and no other.

What days a zone has is found without our calendar: by walking through its time in steps of half an hour
and reading the date that its clocks show.
"""

from __future__ import annotations

import datetime as dt
import os
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.practice.calendar import Schedule, slot_on, zone, zones
from tests.faults.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.practice.calendar import Slot

HOURS = (dt.time(0), dt.time(2, 30), dt.time(9), dt.time(23, 30))
_EVERY_DAY = frozenset(range(7))
_YEARS = 10
_STEP = dt.timedelta(minutes=30)
_FIRST_YEARS = (
    1990,
    2007,
    2024,
)  # the first holds Kwajalein's missing day, the second Apia's, the third today


def calendar(seed: int, *, volume: float = 1.0) -> list[Tally]:
    """All zones; with a smaller volume every so many of them."""
    every = max(1, round(1 / volume))
    first = _FIRST_YEARS[seed % len(_FIRST_YEARS)]
    names = sorted(zones())[seed % every :: every]
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        found = list(pool.map(check_zone, names, [first] * len(names), chunksize=8))
    wrong = [sentence for _, sentences in found for sentence in sentences]
    slots = sum(count for count, _ in found)
    way = f"{len(names)} zones, {first}–{first + _YEARS - 1}"
    missing = sum("has no slot" in sentence for sentence in wrong)
    twice = sum("twice" in sentence for sentence in wrong)
    return [Tally(fault=8, way=way, tries=slots, lost=missing, double=twice, wrong=wrong)]


def check_zone(name: str, first: int, years: int = _YEARS) -> tuple[int, list[str]]:
    """How many slots a zone has in those years, and a sentence for each that is wrong."""
    start, end = dt.datetime(first, 1, 1, tzinfo=dt.UTC), dt.datetime(first + years, 1, 1, tzinfo=dt.UTC)
    lived = lived_days(name, start, end)
    wrong: list[str] = []
    count = 0
    for hour in HOURS:
        schedule = Schedule(zone=zone(name), at=hour, weekdays=_EVERY_DAY)
        day, slots = start.date() - dt.timedelta(days=1), []
        while day <= end.date():
            slot = slot_on(schedule, day)
            if (slot is not None) is not (day in lived) and start.date() < day < end.date() - dt.timedelta(
                days=1
            ):
                wrong.append(f"{name} {hour}: {day} {'has no slot' if slot is None else 'never was'}")
            slots += [slot] if slot else []
            day += dt.timedelta(days=1)
        count += len(slots)
        wrong += [
            f"{name} {hour}: {one.date} and {other.date} fall together, or twice"
            for one, other in pairwise(slots)
            if one.due >= other.due
        ]
        wrong += _off(name, hour, slots)
    return count, wrong


def _off(name: str, hour: dt.time, slots: Sequence[Slot]) -> list[str]:
    """The slots that do not show their date and hour on the zone's clocks, and are not just behind a gap.

    Dhaka went from 23:00 to 24:00 on 19 June 2009: the slot of that date at 23:30 shows 00:30 of the next.
    """
    local = ZoneInfo(name)
    return [
        f"{name} {hour}: {slot.date} shows {slot.due.astimezone(local):%Y-%m-%d %H:%M}"
        for slot in slots
        if (moved := _moved(slot, hour, local)) and moved != _gap(slot, local)
    ]


def _moved(slot: Slot, hour: dt.time, local: ZoneInfo) -> dt.timedelta:
    """How much later than its date and hour a slot comes, on the zone's clocks."""
    return slot.due.astimezone(local).replace(tzinfo=None) - dt.datetime.combine(slot.date, hour)


def _gap(slot: Slot, local: ZoneInfo) -> dt.timedelta:
    """By how much the clocks went forward around a slot."""
    around = [(slot.due + side * dt.timedelta(hours=3)).astimezone(local).utcoffset() for side in (-1, 1)]
    before, after = (offset or dt.timedelta() for offset in around)
    return max(after - before, dt.timedelta())


def lived_days(name: str, start: dt.datetime, end: dt.datetime) -> set[dt.date]:
    """The dates that a zone's clocks show between two instants."""
    local, now, days = ZoneInfo(name), start, set[dt.date]()
    while now < end:
        shown = now.astimezone(local)
        days.add(shown.date())
        # Nothing but a jump of the clocks skips the middle of a day, and those last a day at most.
        now += _STEP if shown.hour in (0, 23) else dt.timedelta(hours=1)
    return days
