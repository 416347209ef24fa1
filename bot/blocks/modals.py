"""What one person sees alone: hint, check and result, as modals; it knows nothing of who pressed what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.answer import answer_blocks, sources
from bot.blocks.ids import TRY_BLOCK, TRY_INPUT, Action, Modal
from bot.blocks.message import actions, button, context
from bot.blocks.question import place_line, question_blocks
from bot.blocks.rich_text import bold, rich_text
from bot.blocks.text import clean

if TYPE_CHECKING:
    from bot.bank.model import Question
    from bot.bank.proof import Checked
    from bot.blocks.ids import Reference
    from bot.blocks.json_types import JSON, Block

View = dict[str, "JSON"]
"""A modal as views.open takes it: https://docs.slack.dev/reference/views/modal-views."""

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


def checked_modal(question: Question, attempt: str, *, checked: Checked | None = None) -> View:
    """One's own try, if any, beside the answer and what a good one holds."""
    blocks: list[Block] = [*question_blocks(question)]
    if attempt:
        blocks += [context("Your try"), _verbatim(attempt)]
    blocks += [{"type": "divider"}, *answer_blocks(question)]
    if question.key_points:
        points = "\n".join(f"- {point.text}" for point in question.key_points)
        blocks += [*bold("A good answer holds"), *rich_text(points)]
    blocks.append(sources(question, checked))
    return _modal(Modal.CHECKED, "Check myself", blocks, close="Done")


def notice_modal(sentence: str) -> View:
    """One sentence where a modal was promised and can't be shown."""
    return _modal(Modal.NOTICE, "Interview Bot", rich_text(sentence), close="Close")


def _verbatim(text: str) -> Block:
    """What a person typed, as they typed it: no markup of theirs is read, so that nothing can ping."""
    words: JSON = {"type": "text", "text": clean(text)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [words]}]}


def _modal(callback: Modal, title: str, blocks: list[Block], *, close: str) -> View:
    shown: list[JSON] = list(blocks)
    return {
        "type": "modal",
        "callback_id": callback,
        "title": {"type": "plain_text", "text": title},
        "close": {"type": "plain_text", "text": close},
        "blocks": shown,
    }
