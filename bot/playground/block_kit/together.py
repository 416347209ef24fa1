"""Judges what binds several fields of one object; the rules of single fields stand in the tables."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from bot.playground.block_kit import tables
from bot.playground.block_kit.problem import Code, Problem
from bot.playground.block_kit.shape import Kind
from bot.playground.block_kit.sizes import characters, size_problems
from bot.playground.fields import items, mapping, mappings, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bot.playground.block_kit.shape import Shape


def together(value: Mapping[str, object], shape: Shape, at: str) -> Iterator[Problem]:
    """Every rule that binds fields of this object."""
    yield from _given(value, shape, at)
    yield from _initials(value, at)
    yield from _ordered(value, at)
    if shape.type in _BY_TYPE:
        yield from _BY_TYPE[shape.type](value, at)


def duplicates(values: Sequence[object], name: str, at: str) -> Iterator[Problem]:
    """The second object of one `name`, and each further one.

    DOC /reference/block-kit/blocks: block_id unique in a message or view, action_id in its block.
    """
    seen: set[str] = set()
    for number, value in enumerate(values):
        found = text(mapping(value).get(name))
        if found in seen:
            yield Problem(f"{at}/{number}/{name}", Code.DUPLICATE, f"{name} {found} stands here already")
        elif found:
            seen.add(found)


def _given(value: Mapping[str, object], shape: Shape, at: str) -> Iterator[Problem]:
    if shape.at_least_one and not any(name in value for name in shape.at_least_one):
        yield Problem(at, Code.MISSING_FIELD, f"must provide {' or '.join(shape.at_least_one)}")
    for names, needed in ((shape.exactly_one, True), (shape.at_most_one, False)):
        given = [name for name in names if name in value]
        if names and needed and not given:
            yield Problem(at, Code.MISSING_FIELD, f"must provide {' or '.join(names)}")
        elif len(given) > 1:
            yield Problem(at, Code.EXCLUSIVE_FIELDS, f"must provide {' or '.join(names)}, not both")


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


def _ordered(value: Mapping[str, object], at: str) -> Iterator[Problem]:
    """TYPES PlainTextInput, NumberInput; that the lines of a rich text input keep order too is a guess."""
    for low, high in (("min_length", "max_length"), ("min_value", "max_value"), ("min_lines", "max_lines")):
        least, most = _number(value.get(low)), _number(value.get(high))
        if least is not None and most is not None and least > most:
            yield Problem(f"{at}/{low}", Code.OUT_OF_RANGE, f"must be at most {high}")


def _number(value: object) -> float | None:
    """An integer, or the number that a string spells out, as number_input has them."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _rich_text(value: Mapping[str, object], at: str) -> Iterator[Problem]:
    for number, part in enumerate(items(value.get("elements"))):
        yield from size_problems(
            characters(part), tables.RICH_TEXT_PART, f"{at}/elements/{number}", Kind.STRING
        )


def _elements(value: Mapping[str, object], at: str) -> Iterator[Problem]:
    return duplicates(items(value.get("elements")), "action_id", f"{at}/elements")


def _container(value: Mapping[str, object], at: str) -> Iterator[Problem]:
    """TYPES ContainerBlock; SDK ContainerBlock._validate_header_divider_collapsible."""
    collapsible = value.get("is_collapsible") is True
    if value.get("default_collapsed") is True and not collapsible:
        yield Problem(f"{at}/default_collapsed", Code.BAD_VALUE, "needs is_collapsible")
    if value.get("has_header_divider") is True and collapsible:
        message = "must not be set when is_collapsible is"
        yield Problem(f"{at}/has_header_divider", Code.EXCLUSIVE_FIELDS, message)


def _plan(value: Mapping[str, object], at: str) -> Iterator[Problem]:
    """[3P] slackblocks 3.0.0 PlanBlock: task ids are unique in their plan."""
    return duplicates(items(value.get("tasks")), "task_id", f"{at}/tasks")


def _data_table(value: Mapping[str, object], at: str) -> Iterator[Problem]:
    """DOC /reference/block-kit/blocks/data-table-block: even rows, and no rich text in the first."""
    rows = [items(row) for row in items(value.get("rows"))]
    if not rows:
        return
    for number, cell in enumerate(rows[0]):
        if mapping(cell).get("type") == "rich_text":
            message = "unsupported type: rich_text (not in the header row)"
            yield Problem(f"{at}/rows/0/{number}/type", Code.UNSUPPORTED_TYPE, message)
    for number, row in enumerate(rows):
        if len(row) != len(rows[0]):
            message = f"must have {len(rows[0])} cells, as the header row has"
            yield Problem(f"{at}/rows/{number}", Code.BAD_VALUE, message)
    index = value.get("row_header_column_index")
    if isinstance(index, int) and index >= len(rows[0]):
        message = f"must be less than {len(rows[0])}, the number of columns"
        yield Problem(f"{at}/row_header_column_index", Code.OUT_OF_RANGE, message)


def _pie(value: Mapping[str, object], at: str) -> Iterator[Problem]:
    """[3P] slackblocks 3.0.0 ChartSegment: a slice is more than nothing."""
    for number, segment in enumerate(items(value.get("segments"))):
        share = mapping(segment).get("value")
        if isinstance(share, int | float) and share <= 0:
            yield Problem(f"{at}/segments/{number}/value", Code.OUT_OF_RANGE, "must be more than 0")


def _axes(value: Mapping[str, object], at: str) -> Iterator[Problem]:
    """[3P] slackblocks 3.0.0 DataSeries: unique names, and one point for each category in every series."""
    series = items(value.get("series"))
    yield from duplicates(series, "name", f"{at}/series")
    categories = items(mapping(value.get("axis_config")).get("categories"))
    names = sorted(text(category) for category in categories)
    for number, each in enumerate(series):
        labels = sorted(text(point.get("label")) for point in mappings(mapping(each).get("data")))
        if labels != names and "data" in mapping(each):
            message = "must have one point for each of the categories"
            yield Problem(f"{at}/series/{number}/data", Code.BAD_VALUE, message)


_BY_TYPE: Mapping[str, Callable[[Mapping[str, object], str], Iterator[Problem]]] = {
    "actions": _elements,
    "context_actions": _elements,
    "rich_text": _rich_text,
    "container": _container,
    "plan": _plan,
    "data_table": _data_table,
    "pie": _pie,
    "bar": _axes,
    "area": _axes,
    "line": _axes,
}
