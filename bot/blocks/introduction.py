"""What a plan says of itself in its channel; it knows nothing of who set it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.message import Message, section
from bot.blocks.text import escape
from bot.practice.calendar import city

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.practice.calendar import Schedule

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = {
    frozenset(range(5)): "weekdays",
    frozenset(range(7)): "every day",
    frozenset((5, 6)): "weekends",
}


def introduction(schedule: Schedule, topics: Sequence[str]) -> Message:
    """One paragraph: days, hour, topics and closing hour."""
    about = f", {', '.join(topics)}" if topics else ""
    closes = (
        f" The answer comes at {schedule.closes:%H:%M}." if schedule.closes else " A button opens the answer."
    )
    text = f"A daily question starts here: {when(schedule)}{about}.{closes} Ask me with /interview help."
    return Message(text=escape(text), blocks=(section(escape(text)),))


def when(schedule: Schedule) -> str:
    """Days and hour in words: ``weekdays at 09:00 Berlin time``."""
    names = [_DAYS[day] for day in sorted(schedule.weekdays)]
    days = _WEEK.get(schedule.weekdays, f"every {' and '.join([', '.join(names[:-1]), names[-1]])}"
                     if len(names) > 1 else f"every {names[0]}")  # fmt: skip
    return f"{days} at {schedule.at:%H:%M} {city(schedule.zone)} time"
