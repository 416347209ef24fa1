"""What became of a channel's posts, a line each, for whoever asks; it looks nothing up."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from bot.blocks.instants import day_and_hour, hour
from bot.blocks.message import Message, section
from bot.blocks.text import escape, mrkdwn

if TYPE_CHECKING:
    from bot.practice.calendar import Zone

NOTHING: Final = "Nothing was due in this channel yet. /interview daily sets a daily question up."
_HEAD: Final = "*The latest here*"
_MOST: Final = 300  # characters of a reason
_LATE: Final = dt.timedelta(minutes=5)


def why_reply(lines: list[str], nothing: str = NOTHING) -> Message:
    """The lines under a heading; one sentence where there are none."""
    if not lines:
        return Message(text=escape(nothing), blocks=(section(escape(nothing)),))
    blocks = (section(_HEAD), *(section(line) for line in lines))
    return Message(text="\n".join(("The latest here", *lines)), blocks=blocks)


def posted_line(
    what: str,
    due: dt.datetime,
    sent: dt.datetime,
    zone: Zone,
    *,
    doubt: str = "",
    uncertain: bool = False,
) -> str:
    """A post that stands: when it came, whether late, and how a doubt about it ended."""
    late = f" (planned for {hour(due, zone)})" if sent - due > _LATE else ""
    line = f"{day_and_hour(sent, zone)} · {what}: posted{late}."
    if uncertain:
        line += " Nobody pressed on the first one in time, so it was sent again: both may stand."
    elif doubt:
        line += f" {doubt}"
    return line


def missing_line(what: str, due: dt.datetime, zone: Zone, reason: str) -> str:
    """A post that does not stand, and why."""
    return f"{day_and_hour(due, zone)} · {what}: {mrkdwn(reason, _MOST)}"
