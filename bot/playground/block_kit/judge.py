"""Judges one object by the tables, and everything inside it; it knows no payload and holds no limit."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground.block_kit import tables
from bot.playground.block_kit.problem import Code, Problem
from bot.playground.block_kit.shape import Kind
from bot.playground.block_kit.sizes import size_problems
from bot.playground.block_kit.together import together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.playground.block_kit.shape import Field, Limit, Shape

JSON_TYPES: Mapping[Kind, tuple[type[object], ...]] = {
    Kind.STRING: (str,),
    Kind.BOOLEAN: (bool,),
    Kind.INTEGER: (int,),
    Kind.NUMBER: (int, float),
    Kind.OBJECT: (dict,),
    Kind.LIST: (list,),
}


def object_problems(
    value: object, of: Sequence[str], at: str, limit: Limit | None = None
) -> Iterator[Problem]:
    """An object against the shapes that may stand here; `limit` is for the text inside a text object."""
    if not isinstance(value, dict):
        yield Problem(at, Code.WRONG_TYPE, "must provide an object")
        return
    shapes = [tables.SHAPES[name] for name in of]
    fitting = [shape for shape in shapes if shape.type in ("", value.get("type"))]
    if fitting:
        yield from _fields(value, fitting[0], at, limit)
    elif "type" not in value:
        yield Problem(at, Code.MISSING_FIELD, "missing required field: type")
    else:
        allowed = ", ".join(shape.type for shape in shapes)
        message = f"unsupported type: {value['type']} (allowed here: {allowed})"
        expected = [shape.type for shape in shapes]
        yield Problem(f"{at}/type", Code.UNSUPPORTED_TYPE, message, expected, value["type"])


def _fields(value: Mapping[str, object], shape: Shape, at: str, limit: Limit | None) -> Iterator[Problem]:
    for name in value:
        if name not in shape.fields and not (name == "type" and shape.type):
            yield Problem(at, Code.UNKNOWN_FIELD, f"invalid additional property: {name}")
    for name, field in shape.fields.items():
        if name in value:
            ruled = replace(field, limit=limit) if limit is not None and name == "text" else field
            yield from _field(value[name], ruled, f"{at}/{name}")
        elif field.required:
            yield Problem(at, Code.MISSING_FIELD, f"missing required field: {name}")
    yield from together(value, shape, at)


def _field(value: object, field: Field, at: str) -> Iterator[Problem]:
    # In Python a boolean is an integer; in JSON it is not.
    mistaken = isinstance(value, bool) and field.kind is not Kind.BOOLEAN
    if mistaken or not isinstance(value, JSON_TYPES[field.kind]):
        yield Problem(at, Code.WRONG_TYPE, f"must provide {field.kind.value}")
        return
    if isinstance(value, dict):
        yield from object_problems(value, field.of, at, field.limit)
        return
    if field.limit is not None:
        size = len(value) if isinstance(value, str | list) else value if isinstance(value, int | float) else 0
        yield from size_problems(size, field.limit, at, field.kind)
    if isinstance(value, list):
        yield from _each(value, field, at)
    elif field.choices and value not in field.choices:
        yield Problem(at, Code.BAD_VALUE, _choose(field), list(field.choices), value)
    elif field.pattern and not re.fullmatch(field.pattern, str(value), re.ASCII):
        yield Problem(at, Code.BAD_VALUE, f"must match {field.pattern}")


def _each(values: list[object], field: Field, at: str) -> Iterator[Problem]:
    for number, value in enumerate(values):
        if field.items is not None:
            yield from _field(value, field.items, f"{at}/{number}")
        elif field.of:
            yield from object_problems(value, field.of, f"{at}/{number}", field.each)
        elif field.choices and value not in field.choices:
            yield Problem(f"{at}/{number}", Code.BAD_VALUE, _choose(field), list(field.choices), value)


def _choose(field: Field) -> str:
    return f"must be one of: {', '.join(str(choice) for choice in field.choices)}"
