"""A question wherever it is asked: its place, its words and its code, and never its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.plain import words
from bot.blocks.rich_text import bold, rich_text
from bot.blocks.text import escape, mrkdwn

if TYPE_CHECKING:
    from bot.bank.model import Question
    from bot.bank.proof import Checked
    from bot.blocks.json_types import Block

_SPOKEN = (
    4000  # characters that chat.update takes: https://docs.slack.dev/reference/methods/chat.update#errors
)
_FENCES = 2  # lines of the setup that Slack does not show


def place_line(question: Question) -> str:
    """Where it stands and how hard it is, as mrkdwn: ``FastAPI › Testing · Medium``."""
    place = question.place
    names = f"{place.framework.title} › {place.topic.title}"
    return f"{escape(names)} · {question.difficulty.capitalize()}"


def question_blocks(question: Question, *, setup_lines: int | None = None) -> list[Block]:
    """The question in bold and its code; where that is longer than ``setup_lines`` it stays in the modal."""
    blocks = bold(question.question)
    lines = len(question.setup.splitlines()) - _FENCES
    if setup_lines is not None and lines > setup_lines:
        return [*blocks, *rich_text("*The code is behind Check myself.*")]
    return [*blocks, *rich_text(question.setup)]


def badge(checked: Checked | None) -> str:
    """``Checked on fastapi 0.165, 23 Nov 2026``; nothing for an answer that no proof stands behind."""
    if checked is None:
        return ""
    day = f"{checked.on.day} {checked.on:%b %Y}"
    return f"Checked on {escape(checked.library)} {escape(checked.version)}, {day}"


def spoken_question(question: Question) -> str:
    """What a screen reader says: the question first, whole, then its place and its code.

    Only code can be so long that its end is missing here; the modal has all of it.
    """
    place = question.place
    where = f"{place.framework.title}, {place.topic.title}, {question.difficulty}."
    parts = (words(question.question), where, words(question.setup))
    return mrkdwn("\n".join(part for part in parts if part), _SPOKEN)
