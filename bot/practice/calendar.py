"""When a plan's slots fall, in local time; it knows nothing of what is posted in them.

A local time is kept with its IANA zone, never as an offset, because the rules of a zone change. A
time that the clocks skip moves forward by the width of the gap, of a time that comes twice the first
one counts (``fold=0``, PEP 495), and a day that the zone skipped altogether has no slot.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Iterator

Zone = NewType("Zone", str)
"""An IANA zone name that is in the pinned tzdata, as in ``Europe/Berlin``."""

_LOOK_AHEAD = dt.timedelta(days=366 * 5)  # a plan that skips five years has no next slot


class UnknownZoneError(ValueError):
    """The text is not the name of a zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A plan's rule of days and hours; ``weekdays`` counts Monday as 0, ``closes`` None means never."""

    zone: Zone
    at: dt.time
    weekdays: frozenset[int]
    skipped: frozenset[dt.date] = frozenset()
    closes: dt.time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One due moment of a plan: its local date, when it is due, and when its answer opens (UTC)."""

    date: dt.date
    due: dt.datetime
    closing: dt.datetime | None


@cache
def zones() -> frozenset[str]:
    """All zone names; asked before ZoneInfo sees a name, which would read a file of that name."""
    return frozenset(zoneinfo.available_timezones())


def zone(name: str) -> Zone:
    """The zone of that name; raises UnknownZoneError for anything else, paths included."""
    if name not in zones():
        raise UnknownZoneError(name)
    return Zone(name)


def city(name: Zone) -> str:
    """The part of a zone's name that people know it by: ``Europe/Berlin`` is Berlin."""
    return name.rsplit("/", 1)[-1].replace("_", " ")


def resolve(date: dt.date, time: dt.time, name: Zone) -> dt.datetime | None:
    """The instant (UTC) of a local time on a date; None when the zone has no such date."""
    local = zoneinfo.ZoneInfo(name)
    midnight = dt.datetime.combine(date, dt.time(), local).astimezone(dt.UTC)
    if midnight.astimezone(local).date() != date:
        return None
    return dt.datetime.combine(date, time, local).astimezone(dt.UTC)


def slot_on(schedule: Schedule, date: dt.date) -> Slot | None:
    """The slot of a date; None on days off, skipped dates and days that the zone does not have."""
    if date.weekday() not in schedule.weekdays or date in schedule.skipped:
        return None
    due = resolve(date, schedule.at, schedule.zone)
    return Slot(date=date, due=due, closing=_closing(schedule, date, due)) if due else None


def next_slot(schedule: Schedule, *, after: dt.datetime) -> Slot | None:
    """The first slot due later than an instant; None when none comes within five years."""
    first = after.astimezone(zoneinfo.ZoneInfo(schedule.zone)).date() - dt.timedelta(days=1)
    for offset in range(_LOOK_AHEAD.days):
        slot = slot_on(schedule, first + dt.timedelta(days=offset))
        if slot and slot.due > after:
            return slot
    return None


def slots(schedule: Schedule, *, after: dt.datetime) -> Iterator[Slot]:
    """The slots due later than an instant, one by one, as long as one comes within five years."""
    slot = next_slot(schedule, after=after)
    while slot:
        yield slot
        slot = next_slot(schedule, after=slot.due)


def local_date(instant: dt.datetime, name: Zone) -> dt.date:
    """The date that a zone's calendars show at an instant."""
    return instant.astimezone(zoneinfo.ZoneInfo(name)).date()


def spelled(instant: dt.datetime, name: Zone) -> str:
    """An instant on a zone's clocks: ``Tue 24 Nov 09:30``."""
    local = instant.astimezone(zoneinfo.ZoneInfo(name))
    return f"{day(local.date())} {local:%H:%M}"


def day(date: dt.date) -> str:
    """A date in words: ``Tue 24 Nov``."""
    return f"{date:%a} {date.day} {date:%b}"


def _closing(schedule: Schedule, date: dt.date, due: dt.datetime) -> dt.datetime | None:
    """The closing hour of a date's slot; one not after the posting hour means the next day.

    The instants are compared, not the hours: a gap may move 02:30 behind a closing at 03:00.
    """
    if schedule.closes is None:
        return None
    day = date if schedule.closes > schedule.at else date + dt.timedelta(days=1)
    while (closing := resolve(day, schedule.closes, schedule.zone)) is None or closing <= due:
        day += dt.timedelta(days=1)
    return closing
