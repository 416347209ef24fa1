"""The values that JavaScript has and JSON has not; it knows nothing of how they are written down."""

from __future__ import annotations

import enum
import struct
from dataclasses import dataclass, field
from typing import Final, TypeAlias

FORMATS: Final = {
    "Int8Array": "b",
    "Uint8Array": "B",
    "Uint8ClampedArray": "B",
    "Int16Array": "h",
    "Uint16Array": "H",
    "Float16Array": "e",
    "Int32Array": "i",
    "Uint32Array": "I",
    "Float32Array": "f",
    "Float64Array": "d",
    "BigInt64Array": "q",
    "BigUint64Array": "Q",
    "DataView": "B",
}
"""Kinds of views and the format that ``struct`` gives their elements."""


class Nothing(enum.Enum):
    """What JavaScript has beside null."""

    UNDEFINED = "undefined"
    HOLE = "hole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A value that is known by its text: a Date (empty when invalid), a URL, one of Temporal's."""

    tag: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegExp:
    """A regular expression of JavaScript's."""

    source: str
    flags: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A typed array or a DataView: a part of a buffer, offset and length in bytes."""

    kind: str
    buffer: bytes
    offset: int
    length: int

    @property
    def elements(self) -> tuple[int | float, ...]:
        """The elements, little-endian as on every machine that browsers run on."""
        size = struct.calcsize(f"<{FORMATS[self.kind]}")
        return struct.unpack_from(f"<{self.length // size}{FORMATS[self.kind]}", self.buffer, self.offset)


# Mutable and equal only to themselves, as their own entries may lead back to them.
@dataclass(slots=True, eq=False)
class Set:
    """A Set, in its order; its values may be of any kind."""

    values: list[Value] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Map:
    """A Map, in its order; its keys may be of any kind."""

    entries: list[tuple[Value, Value]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Sparse:
    """An array of which only some places are taken; its length may be huge."""

    length: int
    items: dict[int, Value] = field(default_factory=dict)


Value: TypeAlias = (
    "bool | int | float | str | bytes | Nothing | Written | RegExp | View"
    " | Set | Map | Sparse | list[Value] | dict[str, Value] | None"
)
"""Any of them. BigInt is int, a boxed primitive is the primitive, an ArrayBuffer is bytes."""
