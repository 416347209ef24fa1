"""Judges Block Kit payloads by the tables beside it; it holds no limit itself and renders nothing.

The tables say where each rule comes from. Of Slack's own codes and words only a few are known
(``failed_constraint``, "unsupported type: …", "must be less than …"): the codes here are finer and ours,
the words follow Slack's where it is known to use them.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from bot.playground import rules_table as table
from bot.playground.fields import items, mapping, mappings, objects_within, text
from bot.playground.rules_shape import Field, Kind, Limit, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

JSON_TYPES: Mapping[Kind, type[object]] = {
    Kind.STRING: str,
    Kind.BOOLEAN: bool,
    Kind.INTEGER: int,
    Kind.OBJECT: dict,
    Kind.LIST: list,
}


class Surface(enum.Enum):
    """Where blocks stand; the values are how messages call it."""

    MESSAGE = "messages"
    MODAL = "modals"
    HOME = "Home tabs"


class Code(enum.StrEnum):
    """What kind of rule is broken."""

    WRONG_TYPE = "wrong_type"
    MISSING_FIELD = "missing_field"
    UNKNOWN_FIELD = "unknown_field"
    EXCLUSIVE_FIELDS = "exclusive_fields"
    UNSUPPORTED_TYPE = "unsupported_type"
    NOT_ON_THIS_SURFACE = "not_on_this_surface"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    TOO_MANY = "too_many"
    TOO_FEW = "too_few"
    OUT_OF_RANGE = "out_of_range"
    BAD_VALUE = "bad_value"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule: where (a JSON pointer from the request's own argument), which, and a sentence."""

    pointer: str
    code: str
    message: str


def blocks_problems(blocks: object, *, surface: Surface) -> list[Problem]:
    """Everything that Slack would refuse in a message's or a view's `blocks`; none when all is well."""
    return list(_blocks(blocks, "/blocks", surface))


def view_problems(view: object) -> list[Problem]:
    """Everything that Slack would refuse in a view, a modal or a Home tab; none when all is well."""
    problems = list(_object(view, tuple(table.VIEWS), "/view"))
    if isinstance(view, dict) and text(view.get("type")) in table.VIEWS:
        surface = Surface.MODAL if view["type"] == "modal" else Surface.HOME
        if isinstance(view.get("blocks"), list):
            problems += _blocks(view["blocks"], "/view/blocks", surface)
        problems += _view_as_a_whole(view, surface)
    return problems


def _blocks(blocks: object, at: str, surface: Surface) -> Iterator[Problem]:
    if not isinstance(blocks, list):
        yield Problem(at, Code.WRONG_TYPE, "must provide an array of blocks")
        return
    count = table.MESSAGE_BLOCKS if surface is Surface.MESSAGE else table.VIEW_BLOCKS
    yield from _size(len(blocks), count, at, Kind.LIST)
    for number, block in enumerate(blocks):
        yield from _block(block, f"{at}/{number}", surface)
    yield from _duplicates(blocks, "block_id", at)
    yield from _totals(mappings(blocks), at, surface)


def _block(block: object, at: str, surface: Surface) -> Iterator[Problem]:
    kind = text(block.get("type")) if isinstance(block, dict) else ""
    if kind in table.NOT_RULED_YET:
        message = f"Slack has {kind} blocks; the playground has no rules for them yet"
        yield Problem(f"{at}/type", Code.UNSUPPORTED_TYPE, message)
        return
    if kind in table.MESSAGES_ONLY and surface is not Surface.MESSAGE:
        message = f"unsupported type: {kind} (not allowed on {surface.value})"
        yield Problem(f"{at}/type", Code.NOT_ON_THIS_SURFACE, message)
    yield from _object(block, tuple(table.BLOCKS), at)


def _object(value: object, of: Sequence[str], at: str, limit: Limit | None = None) -> Iterator[Problem]:
    """An object against the shapes that may stand here; `limit` is for the text inside a text object."""
    if not isinstance(value, dict):
        yield Problem(at, Code.WRONG_TYPE, "must provide an object")
        return
    shapes = [table.SHAPES[name] for name in of]
    fitting = [shape for shape in shapes if shape.type in ("", value.get("type"))]
    if fitting:
        yield from _fields(value, fitting[0], at, limit)
    elif "type" not in value:
        yield Problem(at, Code.MISSING_FIELD, "missing required field: type")
    else:
        allowed = ", ".join(shape.type for shape in shapes)
        message = f"unsupported type: {value['type']} (allowed here: {allowed})"
        yield Problem(f"{at}/type", Code.UNSUPPORTED_TYPE, message)


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
    yield from _together(value, shape, at)


def _field(value: object, field: Field, at: str) -> Iterator[Problem]:
    # In Python a boolean is an integer; in JSON it is not.
    mistaken = field.kind is Kind.INTEGER and isinstance(value, bool)
    if mistaken or not isinstance(value, JSON_TYPES[field.kind]):
        yield Problem(at, Code.WRONG_TYPE, f"must provide {field.kind.value}")
        return
    if isinstance(value, dict):
        yield from _object(value, field.of, at, field.limit)
        return
    if field.limit is not None:
        size = value if isinstance(value, int) else len(value) if isinstance(value, str | list) else 0
        yield from _size(size, field.limit, at, field.kind)
    if isinstance(value, list):
        yield from _each(value, field, at)
    elif field.choices and value not in field.choices:
        yield Problem(at, Code.BAD_VALUE, _choose(field))
    elif field.pattern and not re.fullmatch(field.pattern, str(value), re.ASCII):
        yield Problem(at, Code.BAD_VALUE, f"must match {field.pattern}")


def _each(values: list[object], field: Field, at: str) -> Iterator[Problem]:
    for number, value in enumerate(values):
        if field.of:
            yield from _object(value, field.of, f"{at}/{number}", field.each)
        elif field.choices and value not in field.choices:
            yield Problem(f"{at}/{number}", Code.BAD_VALUE, _choose(field))


def _choose(field: Field) -> str:
    return f"must be one of: {', '.join(str(choice) for choice in field.choices)}"


def _size(size: int, limit: Limit, at: str, kind: Kind) -> Iterator[Problem]:
    """Too much or too little, in Slack's words where they are known."""
    if limit.low <= size and (limit.high is None or size <= limit.high):
        return
    over = size > limit.low
    bound = limit.high if over and limit.high is not None else limit.low
    match kind, over:
        case Kind.LIST, True:
            yield Problem(at, Code.TOO_MANY, f"no more than {bound} items allowed")
        case Kind.LIST, False:
            yield Problem(at, Code.TOO_FEW, f"no less than {bound} items allowed")
        case Kind.INTEGER, _:
            yield Problem(at, Code.OUT_OF_RANGE, f"must be {'at most' if over else 'at least'} {bound}")
        case _, True:
            yield Problem(at, Code.TOO_LONG, f"must be less than {bound + 1} characters")
        case _, False:
            yield Problem(at, Code.TOO_SHORT, f"must be more than {bound - 1} characters")


def _together(value: Mapping[str, object], shape: Shape, at: str) -> Iterator[Problem]:
    """Rules that bind several fields of one object."""
    if shape.at_least_one and not any(name in value for name in shape.at_least_one):
        yield Problem(at, Code.MISSING_FIELD, f"must provide {' or '.join(shape.at_least_one)}")
    if shape.exactly_one:
        given = [name for name in shape.exactly_one if name in value]
        names = " or ".join(shape.exactly_one)
        if not given:
            yield Problem(at, Code.MISSING_FIELD, f"must provide {names}")
        elif len(given) > 1:
            yield Problem(at, Code.EXCLUSIVE_FIELDS, f"must provide {names}, not both")
    if shape.type == "actions":
        yield from _duplicates(items(value.get("elements")), "action_id", f"{at}/elements")
    if shape.type == "rich_text":
        yield from _parts(value, at)
    yield from _initials(value, at)
    yield from _lengths(value, at)


def _parts(value: Mapping[str, object], at: str) -> Iterator[Problem]:
    for number, part in enumerate(items(value.get("elements"))):
        yield from _size(_characters(part), table.RICH_TEXT_PART, f"{at}/elements/{number}", Kind.STRING)


def _initials(value: Mapping[str, object], at: str) -> Iterator[Problem]:
    """What is chosen at first must be one of the options, exactly (TYPES StaticSelect, Checkboxes)."""
    if "options" not in value and "option_groups" not in value:
        return
    groups = [group.get("options") for group in mappings(value.get("option_groups"))]
    options = list(chain.from_iterable(items(each) for each in (value.get("options"), *groups)))
    if "initial_option" in value and value["initial_option"] not in options:
        yield Problem(f"{at}/initial_option", Code.BAD_VALUE, "must be one of the options, exactly")
    for number, initial in enumerate(items(value.get("initial_options"))):
        if initial not in options:
            pointer = f"{at}/initial_options/{number}"
            yield Problem(pointer, Code.BAD_VALUE, "must be one of the options, exactly")


def _lengths(value: Mapping[str, object], at: str) -> Iterator[Problem]:
    low, high = value.get("min_length"), value.get("max_length")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield Problem(f"{at}/min_length", Code.OUT_OF_RANGE, "must be at most max_length")


def _duplicates(values: Sequence[object], name: str, at: str) -> Iterator[Problem]:
    """DOC /reference/block-kit/blocks: block_id unique in a message or view, action_id in its block."""
    seen: set[str] = set()
    for number, value in enumerate(values):
        found = text(mapping(value).get(name))
        if found in seen:
            yield Problem(f"{at}/{number}/{name}", Code.DUPLICATE, f"{name} {found} stands here already")
        elif found:
            seen.add(found)


def _totals(blocks: Sequence[Mapping[str, object]], at: str, surface: Surface) -> Iterator[Problem]:
    if surface is not Surface.MESSAGE:
        return
    for kind, limit in (("markdown", table.MARKDOWN_TOTAL), ("rich_text", table.RICH_TEXT_TOTAL)):
        total = sum(_characters(block) for block in blocks if block.get("type") == kind)
        for problem in _size(total, limit, at, Kind.STRING):
            yield replace(problem, message=f"all {kind} blocks together: {problem.message}")


def _characters(value: object) -> int:
    """Characters of every text inside; a link without a text of its own shows its address."""
    return sum(len(text(part.get("text", part.get("url")))) for part in objects_within(value))


def _view_as_a_whole(view: Mapping[str, object], surface: Surface) -> Iterator[Problem]:
    blocks = mappings(view.get("blocks"))
    inputs = any(block.get("type") == "input" for block in blocks)
    if surface is Surface.MODAL and inputs and "submit" not in view:
        # TYPES ModalView.submit
        yield Problem("/view", Code.MISSING_FIELD, "missing required field: submit (an input block needs it)")
    focused = [
        part for block in blocks for part in objects_within(block) if part.get("focus_on_load") is True
    ]
    if len(focused) > 1:
        # TYPES Focusable
        yield Problem("/view/blocks", Code.EXCLUSIVE_FIELDS, "only one element may have focus_on_load")
