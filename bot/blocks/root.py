"""The daily question in its channel, before and after its answer; it knows nothing of how it is sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.blocks.answer import link_address
from bot.blocks.buttons import check_button, hint_button
from bot.blocks.counts import checked_line, earlier_line
from bot.blocks.ids import Action, Posted
from bot.blocks.instants import hour
from bot.blocks.message import Message, actions, button, context
from bot.blocks.question import badge, place_line, question_blocks, spoken_question
from bot.blocks.text import escape, person_name
from bot.practice.calendar import city, day
from bot.practice.grade import Tally

if TYPE_CHECKING:
    from bot.bank.model import Question
    from bot.bank.proof import Checked
    from bot.blocks.json_types import JSON, Block
    from bot.practice.calendar import Zone

_NOBODY = Tally()
_LATE = dt.timedelta(minutes=5)  # less than this is no lateness that anybody notices
_SETUP_LINES = 12  # more of it stands in the modal


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPost:
    """The plan's post before: its day, its counts, and the address of its answer."""

    date: dt.date
    tally: Tally
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A question on its day; all instants in UTC, ``sent`` the moment of posting.

    ``shared_by`` names who chose it, ``extra`` says that it came beside the plan's own.
    """

    key: str
    question: Question
    zone: Zone
    date: dt.date
    due: dt.datetime
    sent: dt.datetime
    closing: dt.datetime | None
    first: bool
    checked: Checked | None = None
    tally: Tally = _NOBODY
    earlier: EarlierPost | None = None
    shared_by: str = ""
    extra: bool = False


def closed_root(posting: Posting) -> Message:
    """The question with its three buttons; nothing of the answer is in it."""
    ref = str(Posted(key=posting.key))
    buttons = [check_button(ref, primary=True)]
    if posting.question.hints:
        buttons.append(hint_button(ref))
    reveal = button(
        "Reveal in thread", Action.REVEAL, ref, spoken="Reveal in thread: post the answer for everyone"
    )
    buttons.append({**reveal, "confirm": _confirm(posting)})
    return _message(posting, actions(*buttons), _invitation(posting))


def open_root(posting: Posting, *, opened: dt.datetime, link: str | None) -> Message:
    """The question after its answer; without a link while Slack does not tell it."""
    ref = str(Posted(key=posting.key))
    buttons = [check_button(ref, primary=True)]
    if link:
        go = button("Go to the answer", Action.GO, ref, spoken="Go to the answer in the thread")
        buttons.append({**go, "url": link})
    line = f"Answer in the thread since {hour(opened, posting.zone)}"
    return _message(posting, actions(*buttons), line)


def _message(posting: Posting, buttons: Block, line: str) -> Message:
    question = posting.question
    last = [checked_line(posting.tally), badge(posting.checked), *_late(posting), *_before(posting)]
    blocks = [
        context(_head(posting)),
        *question_blocks(question, setup_lines=_SETUP_LINES),
        buttons,
        context(*(part for part in (line, *last) if part)),
    ]
    return Message(text=spoken_question(question), blocks=tuple(blocks))


def _head(posting: Posting) -> str:
    """Where the question stands, of which day it is, and whose wish it was, if it was somebody's."""
    date = posting.date
    parts = [place_line(posting.question), day(date)]
    if posting.extra:
        parts.append("extra")
    if posting.shared_by:
        parts.append(f"shared by {escape(person_name(posting.shared_by))}")
    return " · ".join(parts)


def _before(posting: Posting) -> list[str]:
    """How the plan's post before went, and the way to its answer."""
    earlier = posting.earlier
    if earlier is None:
        return []
    line = earlier_line(earlier.tally, earlier.date, posting.date)
    return [f"{line} · <{link_address(earlier.link)}|see the answer>"]


def _invitation(posting: Posting) -> str:
    """What to do with the question; a plan's first post explains itself once."""
    if not posting.first:
        return "Reply in the thread with your try"
    comes = f", the answer comes at {_hour(posting.closing, posting.zone)}" if posting.closing else ""
    return f"Reply with a try, check yourself privately{comes}."


def _late(posting: Posting) -> list[str]:
    """That the post is late, and since when the bot is back; nothing for one on time."""
    if posting.sent - posting.due <= _LATE:
        return []
    due, sent = (f"{at.astimezone(ZoneInfo(posting.zone)):%H:%M}" for at in (posting.due, posting.sent))
    return [f"Planned for {due}; I was away until {sent}."]


def _confirm(posting: Posting) -> dict[str, JSON]:
    by_itself = f" It comes by itself at {_hour(posting.closing, posting.zone)}." if posting.closing else ""
    text = f"Anyone who opens the thread will see it.{by_itself}"
    return {
        "title": {"type": "plain_text", "text": "Post the answer in the thread?"},
        "text": {"type": "plain_text", "text": text},
        "confirm": {"type": "plain_text", "text": "Post the answer"},
        "deny": {"type": "plain_text", "text": "Not yet"},
    }


def _hour(instant: dt.datetime, zone: Zone) -> str:
    """An hour where no date token is possible, with the city whose time it is."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M} {city(zone)} time"
