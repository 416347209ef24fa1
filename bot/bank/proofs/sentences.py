"""The sentences of a question that must be settled, as their author quotes them; it judges none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.bank.proofs.blocks import PARSER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.model import Question

# A sentence ends at . ! or ? before a space and anything but a small letter, abbreviations aside.
_END: Final = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)(?<!etc\.) (?=[^a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence in Markdown, on one line; headings and the heads of tables need no quote."""

    field: str
    text: str
    needed: bool = True


def normal(text: str) -> str:
    """The text with every run of spaces and line breaks as one space."""
    return " ".join(text.split())


def split(text: str) -> list[str]:
    """The sentences of a normal text."""
    return _END.split(text) if text else []


def sentences(question: Question) -> Iterator[Sentence]:
    """Every sentence of what states something, in order; code stands for itself."""
    yield from _in("short_answer", question.short_answer)
    yield from _in("answer", question.answer)
    yield from _in("rule_of_thumb", question.rule_of_thumb)
    for point in question.key_points:
        yield from _in("key_points", point.text)
    for mistake in question.common_mistakes:
        yield from _in("common_mistakes", mistake)


def _in(field: str, text: str) -> Iterator[Sentence]:
    lines = text.split("\n")
    inside = {"heading": False, "tr": False, "thead": False}
    for token in PARSER.parse(text):
        place, _, end = token.type.rpartition("_")
        if place in inside:
            inside[place] = end == "open"
        if token.type == "tr_open" and token.map:
            row = normal(lines[token.map[0]])
            yield Sentence(field=field, text=row, needed=not inside["thead"])
        if token.type == "inline" and not inside["tr"]:
            for part in split(normal(token.content)):
                yield Sentence(field=field, text=part, needed=not inside["heading"])
