"""The answer, as messages in a thread and as blocks of a modal; it knows nothing of who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blocks.counts import split_line
from bot.blocks.grading import ASKED, grade_buttons
from bot.blocks.instants import hour
from bot.blocks.message import Message, context
from bot.blocks.pages import MOST_BLOCKS, MOST_CHARACTERS, pages
from bot.blocks.plain import plain
from bot.blocks.question import badge
from bot.blocks.rich_text import bold, quote, rich_text
from bot.blocks.text import escape

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.bank.model import Question
    from bot.bank.proof import Checked
    from bot.blocks.ids import Posted
    from bot.blocks.json_types import Block
    from bot.practice.calendar import Zone
    from bot.practice.grade import Tally


_ADDED = 3000  # characters for what stands around an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """When an answer was opened and how; ``planned`` is the closing hour, else somebody pressed."""

    at: dt.datetime
    zone: Zone
    planned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What the grades below an answer are for, and how many gave each."""

    ref: Posted
    tally: Tally


def answer_blocks(question: Question) -> list[Block]:
    """Short answer, answer and rule of thumb."""
    return [*bold(question.short_answer), *rich_text(question.answer), *quote(question.rule_of_thumb)]


def sources(question: Question, checked: Checked | None) -> Block:
    """References, what it was checked on, and the id, in small print."""
    links = " · ".join(
        f"<{link_address(reference.url)}|{escape(reference.title)}>" for reference in question.references
    )
    lines = (f"Read more: {links}", badge(checked), f"`{escape(question.uid)}`")
    return context(*(line for line in lines if line))


def answer_pages(question: Question, before: Sequence[Block] = (), *, spare: int = 4) -> list[list[Block]]:
    """The answer's blocks, message by message, with room for the ``spare`` blocks that a caller adds.

    ``before`` stands at the head of the first one. There is one page at least, if an empty one.
    """
    blocks = [*before, *answer_blocks(question)]
    found = pages(blocks, characters=MOST_CHARACTERS - _ADDED, count=MOST_BLOCKS - spare)
    return found or [[]]


def answer_message(
    question: Question, number: int, opening: Opening, judging: Judging, *, checked: Checked | None = None
) -> Message:
    """Message ``number`` (from 1) of the answer; sources and grades stand on the last one."""
    parts = answer_pages(question)
    blocks = [*parts[number - 1]]
    if number == 1:
        blocks.insert(0, context(f"Answer · {_opened(opening)}"))
        text = f"Answer posted for: {plain(question.question)}\n{spoken_answer(question)}"
    else:
        text = f"Answer, message {number} of {len(parts)}, for: {plain(question.question)}"
    if number == len(parts):
        blocks.append(sources(question, checked))
        counted = split_line(judging.tally)
        blocks += [context(ASKED, *([counted] if counted else [])), grade_buttons(judging.ref)]
    return Message(text=text, blocks=tuple(blocks))


def spoken_answer(question: Question) -> str:
    """The whole answer for a screen reader, code and sources included."""
    references = [escape(f"{reference.title}: {reference.url}") for reference in question.references]
    parts = (question.short_answer, question.answer, f"Rule of thumb: {question.rule_of_thumb}")
    return "\n".join([*(plain(part) for part in parts), *references])


def _opened(opening: Opening) -> str:
    at = hour(opening.at, opening.zone)
    return f"posted at {at}, as planned" if opening.planned else f"opened at {at}"


def link_address(url: str) -> str:
    """An address that can't end its own link (https://docs.slack.dev/messaging/formatting-message-text)."""
    return escape(url).replace("|", "%7C").replace(" ", "%20")
