"""A question wherever it is asked: its place, its words and its code, and never its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.plain import plain
from bot.blocks.rich_text import bold, rich_text
from bot.blocks.text import escape

if TYPE_CHECKING:
    from bot.bank.model import Question
    from bot.blocks.json_types import Block


def place_line(question: Question) -> str:
    """Where it stands and how hard it is, as mrkdwn: ``FastAPI › Testing · Medium``."""
    place = question.place
    names = f"{place.framework.title} › {place.topic.title}"
    return f"{escape(names)} · {question.difficulty.capitalize()}"


def question_blocks(question: Question, *, setup_lines: int | None = None) -> list[Block]:
    """The question in bold and its code; where that is longer than ``setup_lines`` it stays in the modal."""
    blocks = bold(question.question)
    too_long = (
        setup_lines is not None and question.setup.strip().count("\n") + 1 > setup_lines + 2
    )  # the fences
    if not question.setup:
        return blocks
    return [*blocks, *rich_text("*The code is behind Check myself.*" if too_long else question.setup)]


def spoken_question(question: Question) -> str:
    """What a screen reader says: the question first, whole, then its code and its place."""
    place = question.place
    where = escape(f"{place.framework.title}, {place.topic.title}, {question.difficulty}.")
    parts = (plain(question.question), plain(question.setup) if question.setup else "", where)
    return "\n".join(part for part in parts if part)
