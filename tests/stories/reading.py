"""What a test needs to know of a posted question to judge what people saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bank.library import open_library
from bot.bank.shipped import shipped
from bot.blocks.plain import plain, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.bank.model import Question

PIECE = 12
"""Characters of an answer that give it away."""


def posted(messages: Iterable[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """What the bot said to everybody."""
    return [message for message in messages if message["is_bot"] and not message["ephemeral"]]


def told(messages: Iterable[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """What the bot said to one person alone, but for the word of welcome."""
    alone = [message for message in messages if message["is_bot"] and message["ephemeral"]]
    return [message for message in alone if not str(message["text"]).startswith("Hello!")]


def question_of(root: Mapping[str, object]) -> Question:
    """The bank's question that a root asks."""
    bank = open_library([shipped()]).bank
    (question,) = (one for one in bank.questions if str(root["text"]).startswith(plain(one.question)))
    return question


def secrets_of(question: Question) -> set[str]:
    """Pieces of the answer, of twelve characters, that stand in no open text of the question."""
    hidden = [question.short_answer, question.answer, question.rule_of_thumb]
    hidden += [point.text for point in question.key_points]
    opened = " ".join(words(text) for text in (question.question, question.setup, *question.hints))
    return {piece for text in hidden for piece in _pieces(words(text)) if piece not in opened}


def _pieces(text: str) -> list[str]:
    return [text[start : start + PIECE] for start in range(len(text) - PIECE + 1)]
