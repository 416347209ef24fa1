"""Our own JSON back to subtopics, as the exporter of the same name wrote it."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from bot.bank.exporters.json_bank import FORMAT
from bot.bank.importers.imported import Imported, ImportingError
from bot.bank.model import Subtopic
from bot.bank.snapshot import SnapshotError, question_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(data: bytes) -> Imported:
    """The subtopics of a file, each question as it was, but for its proof; raises ImportingError."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ImportingError(f"The file is not JSON: {error}.") from None
    match found:
        case {"format": str(name), "subtopics": list(subtopics)} if name == FORMAT:
            return Imported(subtopics=tuple(_subtopics(subtopics)))
        case _:
            raise ImportingError(f'The file does not begin with "format": "{FORMAT}".')


def _subtopics(found: list[object]) -> Iterator[Subtopic]:
    for number, entry in enumerate(found, start=1):
        match entry:
            case {
                "order": int(order),
                "about": str(about),
                "updated": str(updated),
                "questions": [*questions],
            } if questions:
                yield _subtopic(f"Subtopic {number}", order, about, updated, questions)
            case _:
                raise ImportingError(f"Subtopic {number} lacks order, about, updated or questions.")


def _subtopic(what: str, order: int, about: str, updated: str, found: list[object]) -> Subtopic:
    questions = []
    for number, entry in enumerate(found, start=1):
        try:
            questions.append(question_of(entry))
        except SnapshotError as error:
            raise ImportingError(f"{what}, question {number}: {error}") from None
    places = {question.place for question in questions}
    if len(places) > 1:
        raise ImportingError(f"{what} has questions of {len(places)} places.")
    try:
        day = dt.date.fromisoformat(updated)
    except ValueError:
        raise ImportingError(f"{what} has no date as its updated.") from None
    return Subtopic(place=places.pop(), order=order, about=about, updated=day, questions=tuple(questions))
