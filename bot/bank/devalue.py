"""Reads devalue, the format in which Nuxt and SvelteKit write values with cycles; it knows no importer.

A text is one JSON array of slots, and a number inside a container is the number of a slot
(https://github.com/sveltejs/devalue, ``src/parse.js`` of 6.0.3). Containers are made empty and filled
one after the other, so that no depth of the input is a depth of calls.
"""

from __future__ import annotations

import base64
import json
import math
import re
import struct
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn, TypeGuard, cast

from bot.bank.javascript import FORMATS, Map, Nothing, RegExp, Set, Sparse, Value, View, Written
from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MOST_CHARACTERS: Final = 16_000_000
MOST_SLOTS: Final = 500_000
MOST_DEPTH: Final = 200
"""Containers inside containers by the shortest way from the first slot, or wrappers round one slot."""
MOST_DIGITS: Final = 4_000
"""Of a BigInt: the time to read one grows with the square."""

WRAPPERS: Final = frozenset({"NuxtError", "Island", "Reactive", "ShallowReactive", "Ref", "ShallowRef"})
"""Nuxt's tags that stand round a value (``revive-payload.client`` of Nuxt 4.5): the value counts."""
_EMPTIED: Final[dict[str, Value]] = {"_": Nothing.UNDEFINED, "0n": 0}
_WRITTEN: Final = frozenset(
    {"Date", "URL", "URLSearchParams"}
    | {
        f"Temporal.{kind}"
        for kind in (
            "Duration",
            "Instant",
            "PlainDate",
            "PlainTime",
            "PlainDateTime",
            "PlainMonthDay",
            "PlainYearMonth",
            "ZonedDateTime",
        )
    }
)
_UNDEFINED: Final = -1
_HOLE: Final = -2
_SPARSE: Final = -7
_FLAGS: Final = frozenset("dgimsuvy")
_MOST_SHOWN: Final = 60
_LONGEST_ARRAY: Final = 2**32 - 1  # what JavaScript allows; its places are not stored


class DevalueError(BotError):
    """The text is not devalue; the message names the slot that is wrong."""

    code = "devalue_error"


_NEGATIVE: Final[dict[int, Value]] = {
    -1: Nothing.UNDEFINED,
    -3: math.nan,
    -4: math.inf,
    -5: -math.inf,
    -6: -0.0,
}


@dataclass(frozen=True, slots=True)
class Read:
    """A value, and the slots that its containers came from."""

    value: Value
    origins: Mapping[int, int]

    def slot(self, container: Value) -> int | None:
        """The slot of a container that is part of the value; None for anything else."""
        return self.origins.get(id(container))


def parse(text: str) -> Read:
    """The value of a text; raises DevalueError with the number of the slot that is wrong."""
    if len(text) > MOST_CHARACTERS:
        raise DevalueError(f"The text has {len(text):,} characters, {MOST_CHARACTERS:,} are allowed.")
    try:
        found = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise DevalueError("The text nests too deeply to be devalue, which nests three levels.") from None
    except ValueError as error:
        raise DevalueError(f"The text is not JSON: {error}.") from None
    return unflatten(found)


def unflatten(found: object) -> Read:
    """The value of slots that are part of a larger JSON text; raises DevalueError."""
    if isinstance(found, int) and found in _NEGATIVE and not isinstance(found, bool):
        return Read(_NEGATIVE[found], {})
    if not isinstance(found, list) or not found:
        raise DevalueError("The text is no list of slots.")
    if len(found) > MOST_SLOTS:
        raise DevalueError(f"The text has {len(found):,} slots, {MOST_SLOTS:,} are allowed.")
    return _Slots(list(found)).read()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


class _Slots:
    """The slots, and the values made of them so far; containers wait in a line until they are filled."""

    def __init__(self, raw: list[object]) -> None:
        self._raw = raw
        self._made: dict[int, Value] = {}
        self._unfilled: deque[tuple[Callable[[], None], int]] = deque()
        self._depth = -1

    def read(self) -> Read:
        """The value of the first slot, whole."""
        root = self._at(0)
        while self._unfilled:
            fill, self._depth = self._unfilled.popleft()
            fill()
        made = reversed(self._made.items())  # a wrapper was made after what it stands round
        origins = {id(value): slot for slot, value in made if isinstance(value, dict | list)}
        return Read(root, origins)

    def _refer(self, slot: int, reference: object) -> Value:
        """What a reference inside the slot stands for."""
        number = self._number(slot, reference)
        return _NEGATIVE[number] if number < 0 else self._at(number)

    def _number(self, slot: int, reference: object) -> int:
        if isinstance(reference, bool) or not isinstance(reference, int):
            raise DevalueError(f"Slot {slot} holds {_shown(reference)} where the number of a slot belongs.")
        if reference not in _NEGATIVE and not 0 <= reference < len(self._raw):
            raise DevalueError(f"Slot {slot} refers to slot {_shown(reference)}; there are {len(self._raw)}.")
        return reference

    def _at(self, number: int) -> Value:
        """The value of a slot, of a container before its entries; wrappers on the way are undone."""
        wrappers: list[int] = []
        while number >= 0 and number not in self._made and (inner := self._wrapped(number)) is not None:
            wrappers.append(number)
            if inner in wrappers or len(wrappers) > MOST_DEPTH:
                raise DevalueError(f"Slot {inner} wraps itself, or is wrapped {MOST_DEPTH} times.")
            number = inner
        if number >= 0 and number not in self._made:
            self._made[number] = self._make(number)
        found = _NEGATIVE[number] if number < 0 else self._made[number]
        self._made.update(dict.fromkeys(wrappers, found))
        return found

    def _wrapped(self, slot: int) -> int | None:
        """The slot that one of Nuxt's wrappers stands round; None for any other slot."""
        raw = self._raw[slot]
        if not (isinstance(raw, list) and raw and isinstance(raw[0], str) and raw[0] in WRAPPERS):
            return None
        inner = raw[1] if len(raw) > 1 else self._number(slot, None)
        if isinstance(inner, int) and not isinstance(inner, bool):
            return self._number(slot, inner)
        self._raw.append(inner)  # a value that stands in the wrapper itself counts as a slot of its own
        return len(self._raw) - 1

    def _make(self, slot: int) -> Value:
        raw = self._raw[slot]
        match raw:
            case None | bool() | int() | float() | str():
                return raw
            case dict():
                return self._object(slot, list(raw.items()))
            case [str(tag), *arguments]:
                return self._tagged(slot, tag, arguments)
            case [-7, *arguments]:
                return self._sparse(slot, arguments)
            case _:
                return self._array(slot, cast("list[object]", raw))  # json.loads makes nothing else

    def _later(self, slot: int, fill: Callable[[], None]) -> None:
        if self._depth >= MOST_DEPTH:
            raise DevalueError(f"Slot {slot} lies deeper than {MOST_DEPTH} containers.")
        self._unfilled.append((fill, self._depth + 1))

    def _object(self, slot: int, pairs: Sequence[tuple[object, object]]) -> dict[str, Value]:
        made: dict[str, Value] = {}
        for key, _ in pairs:
            if not isinstance(key, str):
                raise DevalueError(f"Slot {slot} has {_shown(key)} as the name of a property.")
            if key == "__proto__":  # the format's own rule
                raise DevalueError(f"Slot {slot} has a property named __proto__, which devalue forbids.")
        self._later(slot, lambda: made.update({str(key): self._refer(slot, value) for key, value in pairs}))
        return made

    def _array(self, slot: int, raw: Sequence[object]) -> list[Value]:
        made: list[Value] = []
        self._later(
            slot,
            lambda: made.extend(
                Nothing.HOLE if entry == _HOLE else self._refer(slot, entry) for entry in raw
            ),
        )
        return made

    def _sparse(self, slot: int, arguments: Sequence[object]) -> Sparse:
        length, *rest = arguments or (None,)
        if not _is_place(length, _LONGEST_ARRAY + 1):
            raise DevalueError(f"Slot {slot} has {_shown(length)} as the length of an array.")
        made = Sparse(length=length)
        places: list[tuple[int, object]] = []
        for place, value in _pairs(slot, rest):
            if not _is_place(place, length):
                raise DevalueError(f"Slot {slot} has {_shown(place)} as a place of an array of {length}.")
            places.append((place, value))
        self._later(
            slot, lambda: made.items.update((place, self._refer(slot, value)) for place, value in places)
        )
        return made

    def _tagged(self, slot: int, tag: str, arguments: Sequence[object]) -> Value:
        if tag in _WRITTEN:
            return Written(tag=tag, text=_text(slot, arguments))
        if tag in FORMATS:
            return self._view(slot, tag, arguments)
        readers: dict[str, Callable[[int, Sequence[object]], Value]] = {
            "Set": self._set,
            "Map": self._map,
            "null": lambda slot, arguments: self._object(slot, _pairs(slot, arguments)),
            "Object": self._boxed,
            "RegExp": _regexp,
            "BigInt": _big,
            "ArrayBuffer": _bytes,
            "EmptyRef": self._emptied,
            "EmptyShallowRef": self._emptied,
        }
        if tag not in readers:
            raise DevalueError(f"Slot {slot} has the tag {_shown(tag)}, which nobody knows here.")
        return readers[tag](slot, arguments)

    def _set(self, slot: int, arguments: Sequence[object]) -> Set:
        made = Set()
        self._later(slot, lambda: made.values.extend(self._refer(slot, entry) for entry in arguments))
        return made

    def _map(self, slot: int, arguments: Sequence[object]) -> Map:
        made = Map()
        pairs = _pairs(slot, arguments)
        self._later(
            slot,
            lambda: made.entries.extend(
                (self._refer(slot, key), self._refer(slot, value)) for key, value in pairs
            ),
        )
        return made

    def _boxed(self, slot: int, arguments: Sequence[object]) -> Value:
        """A boxed primitive; devalue 4 wrote it in the slot itself, later ones refer to it."""
        [inner] = arguments[:1] or (None,)
        if isinstance(inner, str | bool):
            return inner
        number = self._number(slot, inner)
        if number == _UNDEFINED:
            raise DevalueError(f"Slot {slot} boxes undefined, which has no box.")
        if number < 0:
            return _NEGATIVE[number]
        match self._raw[number]:
            case bool() | int() | float() | str() | ["BigInt", *_]:
                return self._at(number)
            case _:
                raise DevalueError(f"Slot {slot} boxes slot {number}, which is no primitive.")

    def _view(self, slot: int, kind: str, arguments: Sequence[object]) -> View:
        """A part of a buffer, offset in bytes, length in elements; older texts have the bytes in the slot."""
        [inner, *part] = arguments or (None,)
        buffer = _bytes(slot, (inner,)) if isinstance(inner, str) else self._buffer(slot, inner)
        size = struct.calcsize(f"<{FORMATS[kind]}")
        offset = part[0] if part else 0
        if not _is_place(offset, len(buffer) + 1):
            raise DevalueError(f"Slot {slot} begins at {_shown(offset)} of {len(buffer)} bytes.")
        count, beyond = divmod(len(buffer) - offset, size)
        if len(part) > 1:
            count, beyond = (part[1], 0) if _is_place(part[1], count + 1) else (0, 1)
        if offset % size or beyond:
            raise DevalueError(f"Slot {slot}, {kind}, does not fit its {len(buffer)} bytes.")
        return View(kind=kind, buffer=buffer, offset=offset, length=count * size)

    def _buffer(self, slot: int, reference: object) -> bytes:
        number = self._number(slot, reference)
        found = self._raw[number] if number >= 0 else None
        if isinstance(found, list) and found[:1] == ["ArrayBuffer"]:
            return cast("bytes", self._at(number))
        raise DevalueError(f"Slot {slot} is a view of slot {number}, which is no ArrayBuffer.")

    def _emptied(self, slot: int, arguments: Sequence[object]) -> Value:
        """The value of Nuxt's EmptyRef: undefined, 0n, or a falsy value as JSON."""
        [inner] = arguments[:1] or (None,)
        number = None if isinstance(inner, str) else self._number(slot, inner)
        text = inner if number is None or number < 0 else self._raw[number]
        if not isinstance(text, str):
            raise DevalueError(f"Slot {slot} is an empty ref of something that is no text.")
        if text in _EMPTIED:
            return _EMPTIED[text]
        try:
            found: object = json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            return text  # as Nuxt does
        return found if isinstance(found, str | int | float | None) else text


def _is_place(found: object, end: int) -> TypeGuard[int]:
    return isinstance(found, int) and not isinstance(found, bool) and 0 <= found < end


def _pairs(slot: int, arguments: Sequence[object]) -> list[tuple[object, object]]:
    if len(arguments) % 2:
        raise DevalueError(f"Slot {slot} has a name without a value at its end.")
    return list(zip(arguments[::2], arguments[1::2], strict=True))


def _text(slot: int, arguments: Sequence[object]) -> str:
    if not arguments or not isinstance(arguments[0], str):
        raise DevalueError(
            f"Slot {slot} holds {_shown(arguments[0] if arguments else None)} where a text belongs."
        )
    return arguments[0]


def _regexp(slot: int, arguments: Sequence[object]) -> RegExp:
    """A regular expression; its source stays unread, as only JavaScript could say whether it is one."""
    flags = _text(slot, arguments[1:] or ("",))
    if not set(flags) <= _FLAGS or len(set(flags)) < len(flags):
        raise DevalueError(f"Slot {slot} holds {_shown(flags)} where the flags of a RegExp belong.")
    return RegExp(source=_text(slot, arguments), flags=flags)


def _bytes(slot: int, arguments: Sequence[object]) -> bytes:
    try:
        return base64.b64decode(_text(slot, arguments), validate=True)
    except ValueError:
        raise DevalueError(f"Slot {slot} holds bytes that are not base64.") from None


def _big(slot: int, arguments: Sequence[object]) -> int:
    text = _text(slot, arguments)
    if not re.fullmatch(r"-?[0-9]+", text) or len(text) > MOST_DIGITS:
        raise DevalueError(f"Slot {slot} holds {_shown(text)} where the digits of a BigInt belong.")
    return int(text)


def _shown(found: object) -> str:
    """A piece of the input as it may stand in an error: short, on one line."""
    text = json.dumps(found)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
