"""A question as JSON and back, to the letter; it knows nothing of where the text is kept.

A text that an older program wrote lacks newer fields, and they take their defaults; fields that this
program does not know are left out. What is there but wrong is an error: the text was written by us.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields, replace
from typing import TYPE_CHECKING, TypeVar, cast

from bot.bank.model import (
    Difficulty,
    KeyPoint,
    Levels,
    Name,
    Place,
    Question,
    QuestionUid,
    Reference,
    Source,
    Status,
    Use,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import DataclassInstance

Value = TypeVar("Value")
Plain = Mapping[str, object]
"""A JSON object."""


class SnapshotError(ValueError):
    """The text is not a question; the message names the field that is wrong."""


def dump(question: Question) -> str:
    """The question as one line of JSON in ASCII, the same for the same question."""
    return json.dumps(plain(question), sort_keys=True, separators=(",", ":"))


def read(text: str) -> Question:
    """The question that ``dump`` was given; raises SnapshotError."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SnapshotError(f"The text is not JSON: {error}") from None
    return question_of(found)


def plain(question: Question) -> dict[str, object]:
    """The question as JSON values, its fields under the model's names; its proof stays behind."""
    return {**asdict(replace(question, proof=None)), "updated": question.updated.isoformat()}


def question_of(found: object) -> Question:
    """The question of ``plain``; raises SnapshotError."""
    values = _object(found, "the question")
    return Question(
        uid=QuestionUid(_text(values, "uid")),
        place=_place(_object(values.get("place"), "place")),
        difficulty=_made(Difficulty, _text(values, "difficulty")),
        updated=_made(dt.date.fromisoformat, _text(values, "updated")),
        question=_text(values, "question"),
        short_answer=_text(values, "short_answer"),
        answer=_text(values, "answer"),
        rule_of_thumb=_text(values, "rule_of_thumb"),
        references=tuple(Reference(**_texts(entry, Reference)) for entry in _list(values, "references")),
        setup=_text(values, "setup", ""),
        hints=_lines(values, "hints"),
        key_points=tuple(_key_point(entry) for entry in _list(values, "key_points")),
        common_mistakes=_lines(values, "common_mistakes"),
        follow_ups=_lines(values, "follow_ups"),
        levels=Levels(**_texts(values["levels"], Levels)) if values.get("levels") is not None else None,
        applies_to=tuple(_pair(entry) for entry in _list(values, "applies_to")),
        aliases=tuple(map(QuestionUid, _lines(values, "aliases"))),
        source=Source(**_texts(values["source"], Source)) if values.get("source") is not None else None,
        use=_made(Use, _text(values, "use", Use.PRACTICE)),
        status=_made(Status, _text(values, "status", Status.PUBLISHED)),
    )


def _place(values: Plain) -> Place:
    steps = {step.name: Name(**_texts(values.get(step.name), Name)) for step in fields(Place)}
    return Place(**steps)


def _key_point(found: object) -> KeyPoint:
    values = _object(found, "key_points")
    weight = values.get("weight", 1)
    if not isinstance(weight, int) or isinstance(weight, bool):
        raise SnapshotError("weight is no whole number.")
    return KeyPoint(text=_text(values, "text"), weight=weight)


def _pair(found: object) -> tuple[str, str]:
    match found:
        case [str(name), str(versions)]:
            return name, versions
        case _:
            raise SnapshotError("applies_to holds something that is no pair of texts.")


def _object(found: object, what: str) -> Plain:
    if not isinstance(found, Mapping):
        raise SnapshotError(f"{what} is no object.")
    return cast("Plain", found)


def _text(values: Plain, name: str, default: str | None = None) -> str:
    found = values.get(name, default)
    if not isinstance(found, str):
        raise SnapshotError(f"{name} is no text.")
    return found


def _texts(found: object, kind: type[DataclassInstance]) -> dict[str, str]:
    """The fields of a value that holds nothing but texts; those with a default may be absent."""
    values = _object(found, kind.__name__.lower())
    return {
        each.name: _text(values, each.name, None if each.default is MISSING else each.default)
        for each in fields(kind)
    }


def _list(values: Plain, name: str) -> list[object]:
    found = values.get(name, [])
    if not isinstance(found, list | tuple):
        raise SnapshotError(f"{name} is no list.")
    return list(found)


def _lines(values: Plain, name: str) -> tuple[str, ...]:
    found = _list(values, name)
    texts = tuple(entry for entry in found if isinstance(entry, str))
    if len(texts) != len(found):
        raise SnapshotError(f"{name} holds something that is no text.")
    return texts


def _made(make: Callable[[str], Value], text: str) -> Value:
    try:
        return make(text)
    except ValueError as error:
        raise SnapshotError(f"{error}.") from None
