"""Block Kit's rules, row by row: every limit at n and n + 1, every required field, every unknown key."""

from __future__ import annotations

import copy

import pytest

from bot.playground import rules_table as table
from bot.playground.rules import JSON_TYPES, Code, Problem
from bot.playground.rules_shape import Kind, Limit
from bot.playground.rules_table import BLOCKS, SHAPES, VIEWS
from tests.playground.rules_examples import EXAMPLES, Json, broken, judged

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
    ("button", "accessibility_label", 0, 75),
    ("static_select", "options", 1, 100),
    ("static_select", "option_groups", 1, 100),
    ("overflow", "options", 1, 5),
    ("checkboxes", "options", 1, 10),
    ("checkboxes", "initial_options", 1, 10),
    ("radio_buttons", "options", 1, 10),
    ("plain_text_input", "min_length", 0, 3000),
    ("plain_text_input", "max_length", 1, 3000),
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
]
"""Written out once more, so that a slip in the table fails here."""


def sized(name: str, field: str, size: int) -> tuple[Json, str]:
    """The shape's example with that field at that size, and the pointer below it where the size counts."""
    rule = SHAPES[name].fields[field]
    example = copy.deepcopy(EXAMPLES[name])
    for other in SHAPES[name].exactly_one:
        if field in SHAPES[name].exactly_one:
            example.pop(other, None)
    match rule.kind:
        case Kind.OBJECT:
            return example | {field: {"type": "plain_text", "text": "x" * size}}, f"/{field}/text"
        case Kind.LIST:
            item = EXAMPLES[rule.of[0]] if rule.of else rule.choices[0]
            return example | {field: [copy.deepcopy(item) for _ in range(size)]}, f"/{field}"
        case Kind.INTEGER:
            return example | {field: size}, f"/{field}"
        case _:
            return example | {field: "x" * size}, f"/{field}"


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
        assert judged(name, sized(name, field, size)[0])[1] == []
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
    assert broken(problems) <= {(f"{at}{below}", Code.TOO_FEW), (f"{at}{below}", Code.TOO_SHORT)}
    assert problems


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
        if type(wrong) is not JSON_TYPES[SHAPES[name].fields[field].kind]
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
        if SHAPES[name].fields[field].kind is not Kind.LIST
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
    limits += [table.MESSAGE_BLOCKS, table.VIEW_BLOCKS, table.MARKDOWN_TOTAL]
    limits += [table.RICH_TEXT_PART, table.RICH_TEXT_TOTAL]
    known = ("DOC /", "SDK ", "TYPES ", "[3P] ", "slackapi/")
    assert all(shape.source.startswith(known) for shape in SHAPES.values())
    assert all(is_sourced(limit, known) for limit in limits if limit is not None)


def is_sourced(limit: Limit, known: tuple[str, ...]) -> bool:
    """A source, or `none` and what the guess is."""
    return limit.source.startswith(known) or (limit.source == "none" and bool(limit.guess))
