"""Multiple-choice questions in the bank's own fields: how they are written, and how they are read again.

The options stand in the setup, behind the code, as a list of `- A: …`; the marked one is the short answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.bank.model import Question

_OPTION: Final = re.compile(r"^- ([A-Z]): (.*(?:\n(?!- [A-Z]: ).*)*)", re.MULTILINE)
_CODE: Final = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the answers to choose from; the text is Markdown."""

    letter: str
    text: str

    def __str__(self) -> str:
        return f"{self.letter}: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """Code, options, and the option that the source holds for right; ``language`` as behind the fence."""

    language: str
    code: str
    options: tuple[Option, ...]
    marked: str


def setup_of(code: str, options: Sequence[Option]) -> str:
    """The setup of a quiz: what comes before the options, and the options."""
    listed = "\n".join(f"- {option}" for option in options)
    return f"{code}\n\n{listed}" if code else listed


def read(question: Question) -> Quiz | None:
    """The quiz that a question is; None for any other, and for one without a single block of code."""
    options = tuple(
        Option(letter=found[1], text=found[2].strip()) for found in _OPTION.finditer(question.setup)
    )
    blocks = _CODE.findall(question.setup)
    marked = question.short_answer[:1]
    if len(blocks) != 1 or marked not in {option.letter for option in options}:
        return None
    [(language, code)] = blocks
    return Quiz(language=language, code=code, options=options, marked=marked)
