"""The `questions.json` of 30 seconds of interviews to drafts.

The format of github.com/30-seconds/30-seconds-of-interviews: a list of objects with a question, an answer
in Markdown, what is good to hear, links, tags, and an expertise of 0, 1 or 2.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from bot.bank import rules
from bot.bank.importers.drafting import Entry, drafts, links, text_of
from bot.bank.importers.imported import Imported, ImportingError, Refused
from bot.bank.model import Difficulty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.importers.drafting import Origin

_LEVELS: Final = (Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD)


def recognises(found: object) -> bool:
    """Whether a JSON value is of this format."""
    match found:
        case [{"question": str(), "answer": str(), "goodToHear": list()}, *_]:
            return True
        case _:
            return False


def read(data: bytes, origin: Origin) -> Imported:
    """The entries as drafts, a subtopic a first tag; raises ImportingError."""
    try:
        found = json.loads(text_of(data))
    except (ValueError, RecursionError) as error:
        raise ImportingError(f"The file is not JSON: {error}.") from None
    if not isinstance(found, list):
        raise ImportingError("The file is no list of questions.")
    refused: list[Refused] = []
    imported = drafts(_entries(found, refused), origin)
    return Imported(subtopics=imported.subtopics, refused=(*refused, *imported.refused))


def _entries(found: list[object], refused: list[Refused]) -> Iterator[Entry]:
    for number, value in enumerate(found, start=1):
        entry = _entry(value)
        if entry:
            yield entry
        else:
            refused.append(Refused(name=f"entry {number}", reason="it has no question and answer as texts"))


def _entry(value: object) -> Entry | None:
    match value:
        case {"question": str(question), "answer": str(answer), **rest}:
            asked, _, code = question.partition("\n")
            tags, name = _texts(rest.get("tags")), rest.get("name")
            level, points = rest.get("expertise"), _texts(rest.get("goodToHear"))
            long = [point for point in points if len(point) > rules.POINT.most]  # longer than a checklist's
            return Entry(
                section=tags[0] if tags else "Questions",
                name=name.removesuffix(".md") if isinstance(name, str) and name else asked,
                question=asked,
                setup=code.strip("\n"),
                answer="\n\n".join([answer, *(f"- {point}" for point in long)]),
                difficulty=_LEVELS[level] if level in (0, 1, 2) else Difficulty.MEDIUM,
                key_points=tuple(point for point in points if point not in long),
                references=links(_texts(rest.get("links"))),
            )
        case _:
            return None


def _texts(found: object) -> tuple[str, ...]:
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()
