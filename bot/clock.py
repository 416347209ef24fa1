"""The only place that asks the time; everything else is handed a clock or an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from email.utils import parsedate_to_datetime

Clock = Callable[[], dt.datetime]
"""Returns the present instant, aware and in UTC."""


def system_clock() -> dt.datetime:
    """The machine's own time."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251 - this is the place


def seconds_ahead(now: dt.datetime, date: str) -> float | None:
    """How far this time is ahead of another machine's, by the Date header of its answer; None for no date.

    https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats: whole seconds, so that one is nothing.
    """
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return None
    return (now - (theirs if theirs.tzinfo else theirs.replace(tzinfo=dt.UTC))).total_seconds()


class Skew:
    """How far our time is ahead of another machine's, by the latest answer of it that told; None before."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.seconds: float | None = None

    def note(self, date: str) -> None:
        """An answer has just come with this Date header; an unreadable one tells nothing."""
        ahead = seconds_ahead(self._clock(), date)
        self.seconds = self.seconds if ahead is None else ahead


class ShiftedClock:
    """The machine's time and an offset that its owner may move forward, as the demo does."""

    def __init__(self, start: dt.datetime | None = None) -> None:
        self._offset = dt.timedelta() if start is None else start - system_clock()

    def __call__(self) -> dt.datetime:
        """The shifted instant."""
        return system_clock() + self._offset

    def move_to(self, instant: dt.datetime) -> None:
        """Makes it this instant now; one that has passed changes nothing, since time runs forward."""
        self._offset = max(self._offset, instant - system_clock())
