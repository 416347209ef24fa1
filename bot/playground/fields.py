"""Reads JSON whose shape nobody has promised; it knows nothing of what the fields mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


DEPTH = 100
"""Arrays and objects within one another; Block Kit needs about ten, and deeper JSON is an attack."""


def parse(source: str) -> object:
    """The JSON value; ValueError when it is none, or nested too deeply."""
    try:
        value: object = json.loads(source, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("This JSON is nested too deeply.") from None
    level = [value]
    for _ in range(DEPTH):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return value
    raise ValueError("This JSON is nested too deeply.")


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON.")


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def mapping(value: object) -> Mapping[str, object]:
    """The object, or an empty one where something else stands."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """The array, or an empty one where something else stands."""
    return value if isinstance(value, list) else []


def mappings(value: object) -> list[Mapping[str, object]]:
    """The objects of the array; whatever else stands in it is left out."""
    return [item for item in items(value) if isinstance(item, dict)]


def text(value: object) -> str:
    """The string, or an empty one where something else stands."""
    return value if isinstance(value, str) else ""


def objects_within(value: object) -> Iterator[Mapping[str, object]]:
    """Every object inside a JSON value, outermost first, in reading order."""
    if isinstance(value, dict):
        yield value
        for child in value.values():
            yield from objects_within(child)
    elif isinstance(value, list):
        for child in value:
            yield from objects_within(child)
