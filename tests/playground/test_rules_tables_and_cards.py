"""What binds the fields of Block Kit's tables, charts, containers and the blocks of assistants."""

from __future__ import annotations

import pytest

from bot.playground.rules import Code, Surface, blocks_problems
from tests.playground.rules_examples import (
    AXES,
    CARD,
    CELL,
    DIVIDER,
    EXAMPLES,
    IMAGE,
    LINE,
    RICH,
    SLICE,
    TASK,
    TEXT,
    Json,
    broken,
    judged,
)


def messaged(*blocks: Json) -> set[tuple[str, str]]:
    """What breaks in a message of these blocks."""
    return broken(blocks_problems(list(blocks), surface=Surface.MESSAGE))


def table(*rows: list[Json], **more: object) -> Json:
    """A data table of these rows."""
    return {"type": "data_table", "caption": "Votes", "rows": list(rows)} | more


@pytest.mark.parametrize("columns", [1, 20, 21])
@pytest.mark.parametrize("kind", ["table", "data_table"])
def test_rows_hold_twenty_cells(kind: str, columns: int) -> None:
    """A row of either table holds 1 to 20 cells, and each row is counted."""
    block = EXAMPLES[kind] | {"rows": [[CELL] * columns] * 2}
    expected = {(f"/blocks/0/rows/{row}", Code.TOO_MANY) for row in (0, 1)}
    assert messaged(block) == (expected if columns > 20 else set())


def test_cells_are_text_numbers_or_rich_text() -> None:
    """A section is no cell, and a row is no object."""
    rows: list[object] = [[CELL, EXAMPLES["raw_number"], RICH], [EXAMPLES["section"]], CELL]
    assert messaged({"type": "table", "rows": rows}) == {
        ("/blocks/0/rows/1/0/type", Code.UNSUPPORTED_TYPE),
        ("/blocks/0/rows/2", Code.WRONG_TYPE),
    }


def test_table_rows_may_be_ragged_and_data_table_rows_not() -> None:
    """Only a data table's rows are all as long as its header."""
    assert messaged({"type": "table", "rows": [[CELL, CELL], [CELL]]}) == set()
    assert messaged(table([CELL, CELL], [CELL])) == {("/blocks/0/rows/1", Code.BAD_VALUE)}


def test_header_of_a_data_table_has_no_rich_text() -> None:
    """Rich text stands in the rows below, not in the first."""
    assert messaged(table([CELL], [RICH])) == set()
    assert messaged(table([RICH], [CELL])) == {("/blocks/0/rows/0/0/type", Code.UNSUPPORTED_TYPE)}


def test_row_header_is_a_column() -> None:
    """The index of the row header is below the number of columns."""
    assert messaged(table([CELL, CELL], [CELL, CELL], row_header_column_index=1)) == set()
    beyond = table([CELL, CELL], [CELL, CELL], row_header_column_index=2)
    assert messaged(beyond) == {("/blocks/0/row_header_column_index", Code.OUT_OF_RANGE)}


@pytest.mark.parametrize("size", [20_000, 20_001])
def test_data_tables_of_a_message_are_counted_together(size: int) -> None:
    """20,000 characters is the sum over all cells of all data tables."""
    half = table([CELL], [CELL | {"text": "x" * 9_996}])
    rest = table([CELL], [CELL | {"text": "x" * (size - 10_004)}])
    assert messaged(half, rest) == ({("/blocks", Code.TOO_LONG)} if size > 20_000 else set())


def test_message_has_one_table_and_two_charts() -> None:
    """The second table and the third chart are the problem; a Home tab may have more."""
    charts = [EXAMPLES["data_visualization"]] * 3
    tables = [EXAMPLES["table"]] * 2
    assert messaged(*charts, *tables) == {("/blocks/2", Code.TOO_MANY), ("/blocks/4", Code.TOO_MANY)}
    assert blocks_problems([*charts, *tables], surface=Surface.HOME) == []


@pytest.mark.parametrize("share", [0, -1, 0.5])
def test_slices_of_a_pie_are_more_than_nothing(share: float) -> None:
    """Half a vote makes a slice, none does not."""
    at, problems = judged("pie", {"type": "pie", "segments": [SLICE | {"value": share}]})
    assert broken(problems) == (set() if share > 0 else {(f"{at}/segments/0/value", Code.OUT_OF_RANGE)})


def test_series_have_one_point_for_each_category() -> None:
    """A series that lacks a category, or has one twice, is refused, and so is a name that is taken."""
    both: Json = {"categories": ["Yes", "No"]}
    no = SLICE | {"label": "No", "value": -2}
    right: Json = {"name": "Votes", "data": [no, SLICE]}
    lacking: Json = {"name": "Votes", "data": [SLICE]}
    twice: Json = {"name": "More", "data": [SLICE, SLICE]}
    chart: Json = {"type": "line", "axis_config": both, "series": [right, lacking, twice]}
    at, problems = judged("line", chart)
    assert broken(problems) == {
        (f"{at}/series/1/name", Code.DUPLICATE),
        (f"{at}/series/1/data", Code.BAD_VALUE),
        (f"{at}/series/2/data", Code.BAD_VALUE),
    }


@pytest.mark.parametrize("size", [20, 21])
def test_categories_hold_twenty_characters(size: int) -> None:
    """Each category's own length is judged where it stands."""
    name = "x" * size
    chart = EXAMPLES["bar"] | {
        "axis_config": AXES | {"categories": [name]},
        "series": [{"name": "Votes", "data": [SLICE | {"label": name}]}],
    }
    at, problems = judged("bar", chart)
    expected = {
        (f"{at}/axis_config/categories/0", Code.TOO_LONG),
        (f"{at}/series/0/data/0/label", Code.TOO_LONG),
    }
    assert broken(problems) == (expected if size > 20 else set())


def test_card_needs_something_to_show() -> None:
    """A subtitle alone makes no card, and it has one icon at most."""
    assert messaged({"type": "card", "subtitle": TEXT}) == {("/blocks/0", Code.MISSING_FIELD)}
    icons: Json = {"icon": IMAGE, "slack_icon": EXAMPLES["slack_icon"]}
    assert messaged(CARD | icons) == {("/blocks/0", Code.EXCLUSIVE_FIELDS)}


def test_container_opens_and_closes_by_its_own_flags() -> None:
    """It starts closed only when it can be closed, and has a line under its head only when it cannot."""
    container = EXAMPLES["container"]
    assert messaged(container | {"is_collapsible": True, "default_collapsed": True}) == set()
    assert messaged(container | {"has_header_divider": True}) == set()
    assert messaged(container | {"default_collapsed": True}) == {
        ("/blocks/0/default_collapsed", Code.BAD_VALUE)
    }
    assert messaged(container | {"is_collapsible": True, "has_header_divider": True}) == {
        ("/blocks/0/has_header_divider", Code.EXCLUSIVE_FIELDS)
    }


def test_container_needs_a_title_and_holds_no_container() -> None:
    """Either title will do; cards and containers are no children of it."""
    bare: Json = {"type": "container", "child_blocks": [DIVIDER]}
    assert messaged(bare) == {("/blocks/0", Code.MISSING_FIELD)}
    assert messaged(bare | {"rich_text_title": RICH}) == set()
    nested = EXAMPLES["container"] | {"child_blocks": [EXAMPLES["container"], CARD]}
    assert messaged(nested) == {
        ("/blocks/0/child_blocks/0/type", Code.UNSUPPORTED_TYPE),
        ("/blocks/0/child_blocks/1/type", Code.UNSUPPORTED_TYPE),
    }


def test_only_a_plans_tasks_are_pending_and_each_has_its_own_id() -> None:
    """A task card alone is not pending; two tasks of one id in a plan are refused."""
    pending = TASK | {"status": "pending"}
    assert messaged(pending) == {("/blocks/0/status", Code.BAD_VALUE)}
    assert messaged(EXAMPLES["plan"] | {"tasks": [pending, TASK | {"task_id": "2"}]}) == set()
    assert messaged(EXAMPLES["plan"] | {"tasks": [pending, TASK]}) == {
        ("/blocks/0/tasks/1/task_id", Code.DUPLICATE)
    }


def test_video_is_fetched_over_https() -> None:
    """A plain http address is refused for the video and for its title."""
    video = EXAMPLES["video"] | {"video_url": "http://example.com/v", "title_url": "http://example.com"}
    assert messaged(video) == {
        ("/blocks/0/video_url", Code.BAD_VALUE),
        ("/blocks/0/title_url", Code.BAD_VALUE),
    }


def test_context_actions_have_ids_of_their_own() -> None:
    """An action_id stands once in a block of context actions."""
    button: Json = EXAMPLES["icon_button"] | {"action_id": "go"}
    block: Json = {"type": "context_actions", "elements": [button, button]}
    assert messaged(block) == {("/blocks/0/elements/1/action_id", Code.DUPLICATE)}


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("number_input", "min_value", "max_value"),
        ("rich_text_input", "min_lines", "max_lines"),
    ],
)
def test_least_is_not_above_most(name: str, low: str, high: str) -> None:
    """A range that nothing could satisfy is refused at its lower end; numbers may stand in strings."""
    values: list[object] = ["9", "10"] if name == "number_input" else [9, 10]
    assert judged(name, EXAMPLES[name] | {low: values[0], high: values[1]})[1] == []
    at, problems = judged(name, EXAMPLES[name] | {low: values[1], high: values[0]})
    assert broken(problems) == {(f"{at}/{low}", Code.OUT_OF_RANGE)}


@pytest.mark.parametrize(("value", "well"), [("1", True), ("-2.5", True), ("1,5", False), ("many", False)])
def test_number_input_holds_numbers_as_strings(value: str, well: bool) -> None:  # noqa: FBT001  # a parameter
    """A decimal point and a sign are well, a comma and words are not."""
    at, problems = judged("number_input", EXAMPLES["number_input"] | {"initial_value": value})
    assert broken(problems) == (set() if well else {(f"{at}/initial_value", Code.BAD_VALUE)})


def test_conversation_filter_filters() -> None:
    """An empty filter is refused, and so is a kind of conversation that Slack does not have."""
    at, problems = judged("conversation_filter", {})
    assert broken(problems) == {(at, Code.MISSING_FIELD)}
    at, problems = judged("conversation_filter", {"include": ["im", "radio"]})
    assert broken(problems) == {(f"{at}/include/1", Code.BAD_VALUE)}


def test_lists_of_ids_hold_strings() -> None:
    """A number among the initial users is refused where it stands."""
    at, problems = judged("multi_users_select", EXAMPLES["multi_users_select"] | {"initial_users": ["U1", 2]})
    assert broken(problems) == {(f"{at}/initial_users/1", Code.WRONG_TYPE)}


def test_rich_text_inside_is_judged() -> None:
    """Rich text in a task's details is judged as a block of its own would be."""
    wrong = {"type": "rich_text", "elements": [LINE | {"elements": []}]}
    assert messaged(TASK | {"details": wrong}) == {("/blocks/0/details/elements/0/elements", Code.TOO_FEW)}
