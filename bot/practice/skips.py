"""Dates that a plan leaves out, as people write them; it knows nothing of plans.

One day is ``2026-12-25``, several in a row ``2026-12-28..2027-01-01``, parted by commas, spaces or lines.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HOW = "2026-12-25, or 2026-12-28..2027-01-01 for several days"
"""How dates are written, for a sentence."""

_LONGEST = 366  # days of one range: who skips more pauses the plan
_MOST = 1000  # days in all
_SHOWN = 40  # characters of what was typed that a sentence quotes

_DAY = r"(\d{4}-\d{1,2}-\d{1,2})"
_ITEM = re.compile(rf"{_DAY}(?:\.\.{_DAY})?", re.ASCII)
_RANGE_SIGN = re.compile(r"\s*(?:\.{2,}|…|\bto\b)\s*", re.IGNORECASE)
_APART = re.compile(r"[,;\s]+")
# Phone keyboards make long dashes of hyphens; a dash between two dates is a range.
_LONG_RANGE = re.compile(r"(?<=\d)\s+[-\u2010-\u2015]\s+(?=\d{4})|(?<=-\d\d)[-\u2013\u2014](?=\d{4}-)")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


@dataclass(frozen=True, slots=True)
class UnreadableDates:
    """Dates that can't be meant; ``sentence`` names what is wrong and how to write it."""

    sentence: str


def read_skips(text: str) -> frozenset[dt.date] | UnreadableDates:
    """The dates of a text, none for an empty one; the first thing that is wrong, else."""
    days: set[dt.date] = set()
    for item in filter(None, _APART.split(_tidied(text))):
        found = _days(item)
        if isinstance(found, UnreadableDates):
            return found
        days |= found
        if len(days) > _MOST:
            return UnreadableDates(f"These are more than {_MOST:,} days: pause the plan instead.")
    return frozenset(days)


def write_skips(days: Iterable[dt.date]) -> str:
    """The dates in the shortest form that is read as the same ones."""
    return ", ".join(
        str(first) if first == last else f"{first}..{last}" for first, last in _ranges(sorted(set(days)))
    )


def _tidied(text: str) -> str:
    ranges = _LONG_RANGE.sub("..", text)
    return _RANGE_SIGN.sub("..", _DASHES.sub("-", ranges))


def _days(item: str) -> set[dt.date] | UnreadableDates:
    written = _ITEM.fullmatch(item)
    if written is None:
        return UnreadableDates(f"“{_quoted(item)}” is no date here: write {HOW}.")
    first, last = (_day(part) if part else None for part in written.groups())
    for part, day in zip(written.groups(), (first, last), strict=True):
        if part and day is None:
            return UnreadableDates(f"{part} is a day that no calendar has: write {HOW}.")
    assert first is not None  # noqa: S101 - the pattern's first group, which _day could read
    return {first} if last is None else _between(first, last)


def _between(first: dt.date, last: dt.date) -> set[dt.date] | UnreadableDates:
    count = (last - first).days + 1
    if count < 1:
        return UnreadableDates(f"{first}..{last} runs backwards: write the earlier day first.")
    if count > _LONGEST:
        return UnreadableDates(f"{first}..{last} is longer than a year: pause the plan instead.")
    return {first + dt.timedelta(days=number) for number in range(count)}


def _day(part: str) -> dt.date | None:
    try:
        return dt.date(*map(int, part.split("-")))
    except ValueError:
        return None


def _quoted(item: str) -> str:
    return item if len(item) <= _SHOWN else f"{item[: _SHOWN - 1]}…"


def _ranges(days: list[dt.date]) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last day of each run of neighbours, no run longer than what is read."""
    if not days:
        return
    first = days[0]
    for day, after in pairwise([*days, None]):
        assert day is not None  # noqa: S101 - only the last one is none
        last = after is None or (after - day).days != 1 or (after - first).days >= _LONGEST
        if last:
            yield first, day
            first = after or day
