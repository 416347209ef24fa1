"""How many checked themselves, in words; it knows nothing of who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.practice import calendar

if TYPE_CHECKING:
    import datetime as dt

    from bot.practice.grade import Tally

_SPLIT_FROM: Final = 3
"""People whose grades are told apart: of fewer, each would be known."""
_THIS_WEEK: Final = 6


def checked_line(tally: Tally) -> str:
    """``4 checked themselves``; empty for nobody."""
    return f"{tally.total} checked themselves" if tally.total else ""


def split_line(tally: Tally) -> str:
    """``7 checked themselves: 1 missed, 1 shaky, 4 got it, 1 easy``; without the split for one or two."""
    if tally.total < _SPLIT_FROM:
        return checked_line(tally)
    each = ((tally.missed, "missed"), (tally.shaky, "shaky"), (tally.got_it, "got it"), (tally.easy, "easy"))
    split = ", ".join(f"{number} {grade}" for number, grade in each if number)
    return f"{checked_line(tally)}: {split}"


def earlier_line(tally: Tally, date: dt.date, today: dt.date) -> str:
    """``Friday: 7 checked, 4 got it``; a day of another week by its date."""
    recent = (today - date).days <= _THIS_WEEK
    day = f"{date:%A}" if recent else calendar.day(date)
    split = f", {tally.knew} got it" if tally.total >= _SPLIT_FROM else ""
    return f"{day}: {tally.total} checked{split}"
