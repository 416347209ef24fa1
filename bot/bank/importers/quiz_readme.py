"""A README of quiz items to drafts: `###### N. title`, code, `- A: …`, and `#### Answer: X` in details.

The format of github.com/lydiahallie/javascript-questions. Most of its items share one title, so that the
number is what an item is known by.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.bank import quiz
from bot.bank.importers.drafting import Entry, bodies, drafts, text_of
from bot.bank.quiz import Option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.importers.drafting import Origin
    from bot.bank.importers.imported import Imported

_ITEM: Final = re.compile(r"^######\s+(\d+)\.\s+(.+?)\s*$", re.MULTILINE)
_OPTION: Final = re.compile(r"^- ([A-Z]):[ \t]*(.*(?:\n(?!- [A-Z]:|<details|\n).*)*)", re.MULTILINE)
_ANSWER: Final = re.compile(r"^####\s+[^:\n]+:\s*([A-Z])\s*$", re.MULTILINE)
_END: Final = re.compile(r"^(?:</p>\s*\n?</details>|---)[ \t]*$", re.MULTILINE)


def recognises(text: str) -> bool:
    """Whether a text is of this format."""
    return bool(_ITEM.search(text) and _ANSWER.search(text))


def read(data: bytes, origin: Origin) -> Imported:
    """The items as drafts; raises ImportingError."""
    return drafts(_entries(text_of(data)), origin)


def _entries(text: str) -> Iterator[Entry]:
    for head, body in bodies(_ITEM, text):
        yield _entry(int(head[1]), head[2], body)


def _entry(number: int, title: str, body: str) -> Entry:
    """One item; one without options or without a marked answer becomes a draft that lacks them."""
    answer = _ANSWER.search(body)
    asked = body[: answer.start()] if answer else body
    options = [Option(letter=found[1], text=found[2].strip()) for found in _OPTION.finditer(asked)]
    first = _OPTION.search(asked)
    code = asked[: first.start() if first else len(asked)].strip("\n -")
    marked = next((option for option in options if answer and option.letter == answer[1]), None)
    return Entry(
        section="Quiz",
        name=f"question-{number}",
        question=title,
        setup=quiz.setup_of(code, options),
        short_answer=str(marked or ""),
        answer=_explanation(body[answer.end() :]) if answer else "",
    )


def _explanation(rest: str) -> str:
    end = _END.search(rest)
    return rest[: end.start() if end else len(rest)].strip("\n")
