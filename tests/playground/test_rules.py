"""Block Kit's rules, row by row: every limit at n and n + 1, every required field, every unknown key."""

from __future__ import annotations

import copy

import pytest

from bot.playground.block_kit import tables
from bot.playground.block_kit.judge import JSON_TYPES
from bot.playground.block_kit.shape import Field, Kind, Limit
from bot.playground.block_kit.tables import BLOCKS, SHAPES
from bot.playground.block_kit.views import VIEWS
from bot.playground.rules import Code, Problem
from tests.playground.rules_examples import CELL, EXAMPLES, Json, broken, judged, rivals

LABELLED = ("button", "workflow_button", "icon_button", "feedback_button")

LIMITS: list[tuple[str, str, int, int]] = [
    *((block, "block_id", 1, 255) for block in BLOCKS),
    ("section", "text", 1, 3000),
    ("section", "fields", 1, 10),
    ("header", "text", 1, 150),
    ("context", "elements", 1, 10),
    ("actions", "elements", 1, 25),
    ("input", "label", 1, 2000),
    ("input", "hint", 1, 2000),
    ("image_block", "alt_text", 0, 2000),
    ("image_block", "image_url", 1, 3000),
    ("image_block", "title", 1, 2000),
    ("context_actions", "elements", 1, 5),
    ("video", "alt_text", 0, 2000),
    ("video", "title", 1, 199),
    ("video", "author_name", 0, 49),
    ("video", "title_url", 1, 2000),
    ("video", "video_url", 1, 3000),
    ("video", "thumbnail_url", 1, 3000),
    ("video", "description", 1, 200),
    ("video", "provider_name", 0, 50),
    ("video", "provider_icon_url", 0, 2000),
    ("table", "rows", 1, 100),
    ("table", "column_settings", 0, 20),
    ("data_table", "rows", 2, 201),
    ("data_table", "page_size", 1, 100),
    ("data_table", "row_header_column_index", 0, 19),
    ("data_visualization", "title", 1, 50),
    ("alert", "text", 1, 200),
    ("card", "title", 1, 150),
    ("card", "subtitle", 1, 150),
    ("card", "body", 1, 200),
    ("card", "subtext", 1, 200),
    ("card", "actions", 1, 3),
    ("carousel", "elements", 1, 10),
    ("container", "title", 1, 150),
    ("container", "subtitle", 1, 150),
    ("container", "child_blocks", 1, 10),
    ("plan", "tasks", 0, 50),
    ("auth_provider", "value", 1, 150),
    ("auth_provider", "name", 1, 75),
    ("auth_provider", "description", 1, 150),
    *(("auth_provider", name, 1, 3000) for name in ("icon_url", "auth_url", "disconnect_url")),
    *(("auth_provider", name, 1, 75) for name in ("connected_identity", "connected_context")),
    ("markdown", "text", 1, 12_000),
    *((view, "private_metadata", 0, 3000) for view in VIEWS),
    *((view, "callback_id", 0, 255) for view in VIEWS),
    *((view, "external_id", 0, 255) for view in VIEWS),
    *(("modal", name, 1, 24) for name in ("title", "submit", "close")),
    *((name, "action_id", 1, 255) for name, shape in SHAPES.items() if "action_id" in shape.fields),
    *((name, "placeholder", 1, 150) for name, shape in SHAPES.items() if "placeholder" in shape.fields),
    ("button", "text", 1, 75),
    ("button", "value", 0, 2000),
    ("button", "url", 1, 3000),
    *((name, "accessibility_label", 0, 75) for name in LABELLED),
    ("button", "agent_prompt", 0, 4000),
    ("workflow_button", "text", 1, 75),
    ("icon_button", "text", 1, 75),
    ("icon_button", "value", 0, 2000),
    ("icon_button", "visible_to_user_ids", 1, 10),
    ("feedback_button", "text", 1, 75),
    ("feedback_button", "value", 0, 2000),
    *((name, "options", 1, 100) for name in ("static_select", "multi_static_select")),
    *((name, "option_groups", 1, 100) for name in ("static_select", "multi_static_select")),
    *((name, "initial_options", 1, 100) for name in ("multi_static_select", "multi_external_select")),
    ("overflow", "options", 1, 5),
    ("checkboxes", "options", 1, 10),
    ("checkboxes", "initial_options", 1, 10),
    ("radio_buttons", "options", 1, 10),
    ("plain_text_input", "min_length", 0, 3000),
    ("plain_text_input", "max_length", 1, 3000),
    ("datetimepicker", "initial_date_time", 1_000_000_000, 9_999_999_999),
    ("rich_text_input", "min_lines", 1, 100),
    ("rich_text_input", "max_lines", 1, 100),
    ("file_input", "max_files", 1, 10),
    ("url_source", "url", 1, 3000),
    ("image_element", "alt_text", 0, 2000),
    ("image_element", "image_url", 1, 3000),
    ("plain_text", "text", 1, 3000),
    ("mrkdwn", "text", 1, 3000),
    *((option, "text", 1, 75) for option in ("option", "overflow_option", "choice_option")),
    *((option, "value", 1, 150) for option in ("option", "overflow_option", "choice_option")),
    *((option, "description", 1, 75) for option in ("option", "overflow_option", "choice_option")),
    ("overflow_option", "url", 1, 3000),
    ("option_group", "label", 1, 75),
    ("option_group", "options", 1, 100),
    ("confirm", "title", 1, 100),
    ("confirm", "text", 1, 300),
    ("confirm", "confirm", 1, 30),
    ("confirm", "deny", 1, 30),
    ("dispatch_action_config", "trigger_actions_on", 1, 2),
    ("rich_text_list", "indent", 0, 8),
    ("date", "format", 1, 3000),
    ("pie", "segments", 1, 12),
    *((kind, "series", 1, 12) for kind in ("bar", "area", "line")),
    ("chart_segment", "label", 1, 20),
    ("chart_series", "name", 1, 20),
    ("chart_series", "data", 1, 20),
    ("chart_point", "label", 1, 20),
    ("chart_axes", "categories", 1, 20),
    ("chart_axes", "x_label", 0, 50),
    ("chart_axes", "y_label", 0, 50),
]
"""Written out once more, so that a slip in the table fails here."""


BOUND = {
    ("video", "title_url"),
    ("video", "video_url"),
    ("data_table", "row_header_column_index"),
    ("chart_axes", "categories"),
    ("chart_series", "data"),
    ("chart_point", "label"),
    *((kind, "series") for kind in ("bar", "area", "line")),
    ("plan", "tasks"),
}
"""Fields that another rule binds too, so that not every size that keeps the limit is well."""


def sized(name: str, field: str, size: int) -> tuple[Json, str]:
    """The shape's example with that field at that size, and the pointer below it where the size counts."""
    rule = SHAPES[name].fields[field]
    example = copy.deepcopy(
        {key: kept for key, kept in EXAMPLES[name].items() if key not in rivals(name, field)}
    )
    match rule.kind:
        case Kind.OBJECT:
            return example | {field: {"type": "plain_text", "text": "x" * size}}, f"/{field}/text"
        case Kind.LIST:
            return example | {field: [copy.deepcopy(item(rule)) for _ in range(size)]}, f"/{field}"
        case Kind.INTEGER:
            return example | {field: size}, f"/{field}"
        case _:
            return example | {field: "x" * size}, f"/{field}"


def item(rule: Field) -> object:
    """Something that may stand in a list that this rule rules."""
    if rule.items is not None:
        return [CELL] if rule.items.kind is Kind.LIST else "x"
    return EXAMPLES[rule.of[0]] if rule.of else rule.choices[0]


WRONG: list[object] = [None, True, 7, 1.5, "word", [], {}]


def rows(*, required: bool = False) -> list[tuple[str, str]]:
    """Every field of every shape, or those that are required."""
    return [
        (name, field)
        for name, shape in SHAPES.items()
        for field, rule in shape.fields.items()
        if rule.required or not required
    ]


def test_every_shape_has_an_example() -> None:
    """No shape of the table goes untested."""
    assert EXAMPLES.keys() == SHAPES.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_least_example_is_accepted(name: str) -> None:
    """The least of each shape has no problem."""
    assert judged(name, EXAMPLES[name])[1] == []


def test_every_limit_is_written_out() -> None:
    """The list above holds each upper limit of the table, with the same numbers."""
    ruled = {
        (name, field, rule.limit.low, rule.limit.high)
        for name, shape in SHAPES.items()
        for field, rule in shape.fields.items()
        if rule.limit is not None and rule.limit.high is not None
    }
    assert set(LIMITS) == ruled


@pytest.mark.parametrize(("name", "field", "low", "high"), LIMITS)
def test_limit_holds_at_n_and_breaks_beyond(name: str, field: str, low: int, high: int) -> None:
    """At both ends all is well; one further there is a problem just there."""
    for size in (low, high):
        value, below = sized(name, field, size)
        at, problems = judged(name, value)
        assert problems == [] or (name, field) in BOUND
    for size in (low - 1, high + 1):
        value, below = sized(name, field, size)
        at, problems = judged(name, value)
        negative_length = size < 0 and SHAPES[name].fields[field].kind is not Kind.INTEGER
        assert negative_length or f"{at}{below}" in {problem.pointer for problem in problems}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        (name, field)
        for name, field in rows()
        if (limit := SHAPES[name].fields[field].limit) is not None and limit.low == 1 and limit.high is None
    ],
)
def test_unbounded_fields_are_not_empty(name: str, field: str) -> None:
    """Where only a least size is ruled, that size stands and an empty value does not."""
    assert judged(name, sized(name, field, 1)[0])[1] == []
    value, below = sized(name, field, 0)
    at, problems = judged(name, value)
    assert {pointer for pointer, _ in broken(problems)} == {f"{at}{below}"}
    assert {code for _, code in broken(problems)} < {Code.TOO_FEW, Code.TOO_SHORT, Code.OUT_OF_RANGE}


@pytest.mark.parametrize(("name", "field"), rows(required=True))
def test_required_field_is_missed(name: str, field: str) -> None:
    """Without a required field there is one problem, and it names the field."""
    value = {key: kept for key, kept in EXAMPLES[name].items() if key != field}
    at, problems = judged(name, value)
    assert Problem(at, Code.MISSING_FIELD, f"missing required field: {field}") in problems


@pytest.mark.parametrize("name", EXAMPLES)
def test_unknown_key_is_refused(name: str) -> None:
    """A key that the shape does not have is refused by name."""
    at, problems = judged(name, EXAMPLES[name] | {"surprise": 1})
    assert problems == [Problem(at, Code.UNKNOWN_FIELD, "invalid additional property: surprise")]


@pytest.mark.parametrize(
    ("name", "field", "wrong"),
    [
        (name, field, wrong)
        for name, field in rows()
        for wrong in WRONG
        if type(wrong) not in JSON_TYPES[SHAPES[name].fields[field].kind]
    ],
)
def test_wrong_type_is_refused(name: str, field: str, wrong: object) -> None:
    """A value of another JSON type is refused at the field."""
    at, problems = judged(name, EXAMPLES[name] | {field: wrong})
    assert (f"{at}/{field}", Code.WRONG_TYPE) in broken(problems)


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if shape.type])
def test_unknown_type_is_refused(name: str) -> None:
    """A type that may not stand here is refused at `type`, one that is absent at the object."""
    at, problems = judged(name, EXAMPLES[name] | {"type": "banana"})
    assert broken(problems) == {(f"{at}/type", Code.UNSUPPORTED_TYPE)}
    at, problems = judged(name, {key: kept for key, kept in EXAMPLES[name].items() if key != "type"})
    assert broken(problems) == {(at, Code.MISSING_FIELD)}


@pytest.mark.parametrize(
    ("name", "field", "choice"),
    [
        (name, field, choice)
        for name, field in rows()
        for choice in SHAPES[name].fields[field].choices
        if SHAPES[name].fields[field].kind is not Kind.LIST and choice != "pending"
    ],
)
def test_choices_are_closed(name: str, field: str, choice: str | int) -> None:
    """Each choice is accepted, and another value of the same type is refused."""
    assert judged(name, EXAMPLES[name] | {field: choice})[1] == []
    other = 7 if isinstance(choice, int) else "banana"
    at, problems = judged(name, EXAMPLES[name] | {field: other})
    assert broken(problems) == {(f"{at}/{field}", Code.BAD_VALUE)}


@pytest.mark.parametrize(
    ("name", "field", "right", "wrong"),
    [
        ("datepicker", "initial_date", "2026-11-23", "23.11.2026"),
        ("datepicker", "initial_date", "2026-12-31", "2026-13-01"),
        ("timepicker", "initial_time", "09:30", "9:30"),
        ("timepicker", "initial_time", "23:59", "24:00"),
    ],
)
def test_dates_and_times_have_a_form(name: str, field: str, right: str, wrong: str) -> None:
    """Initial dates are YYYY-MM-DD, initial times HH:mm."""
    assert judged(name, EXAMPLES[name] | {field: right})[1] == []
    at, problems = judged(name, EXAMPLES[name] | {field: wrong})
    assert broken(problems) == {(f"{at}/{field}", Code.BAD_VALUE)}


@pytest.mark.parametrize(
    ("name", "field"),
    [(name, field) for name, field in rows() if SHAPES[name].fields[field].of == ("plain_text",)],
)
def test_plain_text_places_refuse_mrkdwn(name: str, field: str) -> None:
    """Where Slack takes plain text only, mrkdwn is an unsupported type."""
    at, problems = judged(name, EXAMPLES[name] | {field: EXAMPLES["mrkdwn"]})
    assert (f"{at}/{field}/type", Code.UNSUPPORTED_TYPE) in broken(problems)


def test_every_rule_has_a_source() -> None:
    """Each shape and each limit says where it comes from, or that it is a guess."""
    limits = [rule.limit for shape in SHAPES.values() for rule in shape.fields.values()]
    limits += [rule.each for shape in SHAPES.values() for rule in shape.fields.values()]
    limits += [rule.items.limit for shape in SHAPES.values() for rule in shape.fields.values() if rule.items]
    limits += [tables.MESSAGE_BLOCKS, tables.VIEW_BLOCKS, tables.RICH_TEXT_PART]
    limits += [*tables.TOTALS.values(), *tables.COUNTS.values()]
    known = ("DOC /", "SDK ", "TYPES ", "[3P] ", "slackapi/")
    assert all(shape.source.startswith(known) for shape in SHAPES.values())
    assert all(is_sourced(limit, known) for limit in limits if limit is not None)


def is_sourced(limit: Limit, known: tuple[str, ...]) -> bool:
    """A source, or `none` and what the guess is."""
    return limit.source.startswith(known) or (limit.source == "none" and bool(limit.guess))
