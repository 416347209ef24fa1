"""What a plan says of itself in its channel; it knows nothing of how it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.command_names import PLAIN
from bot.blocks.message import Message, section
from bot.blocks.text import cut, escape, person_name
from bot.practice.calendar import city

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.blocks.command_names import CommandNames
    from bot.practice.calendar import Schedule

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = {
    frozenset(range(5)): "weekdays",
    frozenset(range(7)): "every day",
    frozenset((5, 6)): "weekends",
}


_HEADING = 500  # characters: a section holds 3,000, and escapes are longer than what they stand for


def introduction(
    schedule: Schedule, topics: Sequence[str], *, by: str = "", commands: CommandNames = PLAIN
) -> Message:
    """One paragraph: who, days, hour, topics and closing hour; a plain name, so that nobody is pinged."""
    who = person_name(by)
    begins = f"{who} set up a daily question here" if who else "A daily question starts here"
    change = commands.spell("Change it with /interview daily.")
    text = f"{begins}: {rule(schedule, topics)} {change}"
    return Message(text=escape(text), blocks=(section(escape(text)),))


def heading(schedule: Schedule, topics: Sequence[str]) -> str:
    """The same where it stands alone, its beginning bold; escaped, as mrkdwn."""
    said = rule(schedule, topics)
    days = when(schedule)
    return f"*{escape(days[0].upper() + days[1:])}*{escape(cut(said[len(days) :], _HEADING))}"


def rule(schedule: Schedule, topics: Sequence[str]) -> str:
    """When and about what: ``weekdays at 09:00 Berlin time, FastAPI. Answer at 16:00``, as sentences."""
    about = f", {', '.join(topics)}" if topics else ""
    closes = f"Answer at {schedule.closes:%H:%M}" if schedule.closes else "A button opens the answer"
    if schedule.closes and schedule.closes <= schedule.at:
        closes += " the next day"
    return f"{when(schedule)}{about}. {closes}."


def when(schedule: Schedule) -> str:
    """Days and hour in words: ``weekdays at 09:00 Berlin time``."""
    names = [DAYS[day] for day in sorted(schedule.weekdays)]
    days = _WEEK.get(schedule.weekdays, f"every {' and '.join([', '.join(names[:-1]), names[-1]])}"
                     if len(names) > 1 else f"every {names[0]}")  # fmt: skip
    return f"{days} at {schedule.at:%H:%M} {city(schedule.zone)} time"
