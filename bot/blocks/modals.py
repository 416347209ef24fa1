"""What one person sees alone: hint, check and result, as modals; it knows nothing of who pressed what."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blocks.answer import answer_blocks, sources
from bot.blocks.grading import ASKED, grade_buttons, undo_button
from bot.blocks.ids import TRIED_BLOCK, TRY_BLOCK, TRY_INPUT, Action, Modal, Shown
from bot.blocks.message import actions, button, context, section
from bot.blocks.question import place_line, question_blocks
from bot.blocks.rich_text import bold, rich_text
from bot.blocks.text import clean, mrkdwn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.bank.model import KeyPoint, Question
    from bot.bank.proof import Checked
    from bot.blocks.ids import Reference
    from bot.blocks.json_types import JSON, Block
    from bot.practice.grade import Grade

View = dict[str, "JSON"]
"""A modal as views.open takes it: https://docs.slack.dev/reference/views/modal-views."""

_POINT = 3000  # characters of a section
_TRY_LENGTH = 3000  # the longest plain_text_input


def hint_modal(question: Question, number: int, ref: Reference) -> View:
    """Hint ``number`` (from 1), under those before it, and the way to the next one."""
    count = len(question.hints)
    blocks = question_blocks(question)
    for index, hint in enumerate(question.hints[:number], start=1):
        blocks += [context(f"Hint {index} of {count}"), *rich_text(hint)]
    if number < count:
        spoken = f"Next hint, {number + 1} of {count}"
        blocks.append(actions(button("Next hint", Action.NEXT_HINT, f"{ref} {number + 1}", spoken=spoken)))
    return _modal(Modal.HINT, f"Hint {number} of {count}", blocks, close="Close")


def check_modal(question: Question, ref: Reference) -> View:
    """The question and room for a try; the answer is not in it."""
    blocks: list[Block] = [context(place_line(question)), *question_blocks(question)]
    blocks.append(
        {
            "type": "input",
            "block_id": TRY_BLOCK,
            "optional": True,
            "label": {"type": "plain_text", "text": "Your try (only you see it)"},
            "element": {
                "type": "plain_text_input",
                "action_id": TRY_INPUT,
                "multiline": True,
                "max_length": _TRY_LENGTH,
            },
        }
    )
    view = _modal(Modal.CHECK, "Check myself", blocks, close="Cancel")
    return {**view, "submit": {"type": "plain_text", "text": "Show answer"}, "private_metadata": str(ref)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """Somebody before the answer: which post or showing, their try, and the grade that they gave."""

    ref: Reference
    attempt: str
    grade: Grade | None = None


def checked_modal(question: Question, checking: Checking, *, checked: Checked | None = None) -> View:
    """One's own try, if any, beside the answer, what a good one holds, what goes beyond it, and the grades.

    Drawn again after a grade, it keeps the ticks: their blocks have the ids that they had.
    """
    blocks: list[Block] = [*question_blocks(question)]
    if checking.attempt:
        blocks += [context("Your try"), _verbatim(checking.attempt)]
    blocks += [{"type": "divider"}, *answer_blocks(question)]
    if question.key_points:
        blocks += [*bold("A good answer holds"), *_checklist(question)]
    blocks += _beyond(question)
    blocks += [sources(question, checked), *_graded(checking)]
    view = _modal(Modal.CHECKED, "Check myself", blocks, close="Done")
    return {**view, "private_metadata": str(checking.ref)}


def _checklist(question: Question) -> list[Block]:
    """The key points to tick off; a point may be longer than the 75 characters of an option."""
    weighed = any(point.weight != 1 for point in question.key_points)
    return [
        {**section(_point(point, weighed=weighed)), "block_id": f"point-{number}", "accessory": _tick(number)}
        for number, point in enumerate(question.key_points, start=1)
    ]


def _point(point: KeyPoint, *, weighed: bool) -> str:
    """A key point as mrkdwn, in which backticks mean what they mean in Markdown, and what it counts for."""
    worth = f" · {point.weight} point{'' if point.weight == 1 else 's'}" if weighed else ""
    return mrkdwn(" ".join(point.text.split()), _POINT - len(worth)) + worth


def _beyond(question: Question) -> list[Block]:
    """How answers sound to an interviewer, what people get wrong, and what is asked next."""
    lists = {
        "How answers sound": question.levels.named if question.levels else (),
        "Common mistakes": question.common_mistakes,
        "Where an interviewer goes next": question.follow_ups,
    }
    return [
        block for title, entries in lists.items() if entries for block in (*bold(title), *_bullets(entries))
    ]


def _bullets(entries: Iterable[str]) -> list[Block]:
    """A list; what an entry holds beside its words stays within it."""
    return rich_text("\n".join(f"- {textwrap.indent(entry, '  ').lstrip()}" for entry in entries))


def _tick(number: int) -> Block:
    had: JSON = {"text": {"type": "plain_text", "text": f"I had point {number}"}, "value": str(number)}
    return {"type": "checkboxes", "action_id": Action.TICK.numbered(number), "options": [had]}


def _graded(checking: Checking) -> list[Block]:
    """The four buttons, and after a press the line that says so; nothing where no grade can be kept."""
    if isinstance(checking.ref, Shown):
        return []
    if checking.grade is None:
        return [context(ASKED), grade_buttons(checking.ref)]
    said = context(f"You said: {checking.grade.label}. Press another to change it.")
    row = grade_buttons(checking.ref)
    elements = row["elements"]
    assert isinstance(elements, list)  # noqa: S101 - grade_buttons makes one
    return [said, {**row, "elements": [*elements, undo_button(checking.ref, None)]}]


def notice_modal(sentence: str) -> View:
    """One sentence where a modal was promised and can't be shown."""
    return _modal(Modal.NOTICE, "Interview Bot", rich_text(sentence), close="Close")


def _verbatim(text: str) -> Block:
    """What a person typed, as they typed it: no markup of theirs is read, so that nothing can ping."""
    words: JSON = {"type": "text", "text": clean(text)}
    quote: JSON = {"type": "rich_text_quote", "elements": [words]}
    return {"type": "rich_text", "block_id": TRIED_BLOCK, "elements": [quote]}


def _modal(callback: Modal, title: str, blocks: list[Block], *, close: str) -> View:
    shown: list[JSON] = list(blocks)
    return {
        "type": "modal",
        "callback_id": callback,
        "title": {"type": "plain_text", "text": title},
        "close": {"type": "plain_text", "text": close},
        "blocks": shown,
    }
