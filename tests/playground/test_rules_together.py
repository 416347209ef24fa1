"""Block Kit's rules that bind more than one field, and that no payload at all makes the judge fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.block_kit import tables
from bot.playground.block_kit.tables import BLOCKS, SHAPES
from bot.playground.rules import Code, Problem, Surface, blocks_problems, view_problems
from tests.playground.rules_examples import DIVIDER, EXAMPLES, OPTION, RUN, TEXT, Json, broken, judged


@pytest.mark.parametrize("size", [2000, 2001])
def test_section_field_holds_2000_characters(size: int) -> None:
    """A section's field is shorter than its text."""
    block = {"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * size}]}
    problems = blocks_problems([block], surface=Surface.MESSAGE)
    assert broken(problems) == ({("/blocks/0/fields/0/text", Code.TOO_LONG)} if size > 2000 else set())


@pytest.mark.parametrize(
    ("surface", "most"), [(Surface.MESSAGE, 50), (Surface.MODAL, 100), (Surface.HOME, 100)]
)
def test_blocks_are_counted_by_surface(surface: Surface, most: int) -> None:
    """A message holds 50 blocks, a view 100."""
    assert blocks_problems([DIVIDER] * most, surface=surface) == []
    problems = blocks_problems([DIVIDER] * (most + 1), surface=surface)
    assert problems == [Problem("/blocks", Code.TOO_MANY, f"no more than {most} items allowed")]


def test_view_needs_a_block_and_a_message_does_not() -> None:
    """An empty list of blocks is no problem in a message and one in a view."""
    assert blocks_problems([], surface=Surface.MESSAGE) == []
    assert broken(view_problems(EXAMPLES["modal"] | {"blocks": []})) == {("/view/blocks", Code.TOO_FEW)}


STANDING = {
    Surface.MESSAGE: BLOCKS.keys() - {"alert"},
    Surface.MODAL: BLOCKS.keys()
    - {"carousel", "container", "context_actions", "data_table", "data_visualization", "table"}
    - {"call", "file", "markdown", "plan", "task_card"},
    Surface.HOME: BLOCKS.keys()
    - {"alert", "context_actions", "call", "file", "markdown", "plan", "task_card"},
}
"""Written out once more: which blocks stand where."""


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_stand_on_their_surfaces(name: str, surface: Surface) -> None:
    """A block that is not for this surface is refused at its type, and every other is well."""
    problems = blocks_problems([EXAMPLES[name]], surface=surface)
    refused = name not in STANDING[surface]
    assert broken(problems) == ({("/blocks/0/type", Code.NOT_ON_THIS_SURFACE)} if refused else set())


@pytest.mark.parametrize("blocks", [None, {}, "[]", 3])
def test_blocks_are_an_array(blocks: object) -> None:
    """Anything but an array is one problem at the argument itself."""
    assert broken(blocks_problems(blocks, surface=Surface.MESSAGE)) == {("/blocks", Code.WRONG_TYPE)}


@pytest.mark.parametrize("view", [None, [], "modal"])
def test_view_is_an_object(view: object) -> None:
    """Anything but an object is one problem at the argument itself."""
    assert broken(view_problems(view)) == {("/view", Code.WRONG_TYPE)}


def test_block_ids_are_unique() -> None:
    """The second block of one id is the problem; blocks without an id are not."""
    blocks = [DIVIDER | {"block_id": "a"}, "no block", DIVIDER, DIVIDER, DIVIDER | {"block_id": "a"}]
    problems = blocks_problems(blocks, surface=Surface.MESSAGE)
    assert broken(problems) == {("/blocks/1", Code.WRONG_TYPE), ("/blocks/4/block_id", Code.DUPLICATE)}


def test_action_ids_are_unique_within_their_block() -> None:
    """One action_id may stand in two blocks, not twice in one."""
    button: Json = {"type": "button", "text": TEXT, "action_id": "go"}
    once: Json = {"type": "actions", "elements": [button]}
    assert blocks_problems([once, once], surface=Surface.MESSAGE) == []
    twice: Json = {"type": "actions", "elements": [button, button]}
    problems = blocks_problems([twice], surface=Surface.MESSAGE)
    assert broken(problems) == {("/blocks/0/elements/1/action_id", Code.DUPLICATE)}


def test_section_needs_text_or_fields() -> None:
    """A section with neither is refused; with both it is well."""
    assert broken(blocks_problems([{"type": "section"}], surface=Surface.MESSAGE)) == {
        ("/blocks/0", Code.MISSING_FIELD)
    }
    both: Json = {"type": "section", "text": TEXT, "fields": [TEXT]}
    assert blocks_problems([both], surface=Surface.MESSAGE) == []


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if shape.exactly_one])
def test_exclusive_fields_exclude_each_other(name: str) -> None:
    """Of two fields that exclude each other, none and both are refused."""
    values: Json = {
        "image_url": "https://example.com/a.png",
        "slack_file": {"id": "F1"},
        "options": [OPTION],
        "option_groups": [EXAMPLES["option_group"]],
        "id": "F1",
        "url": "https://example.com/F1",
    }
    pair = SHAPES[name].exactly_one
    none = {key: kept for key, kept in EXAMPLES[name].items() if key not in pair}
    at, problems = judged(name, none)
    assert broken(problems) == {(at, Code.MISSING_FIELD)}
    at, problems = judged(name, none | {key: values[key] for key in pair})
    assert broken(problems) == {(at, Code.EXCLUSIVE_FIELDS)}


@pytest.mark.parametrize("name", ["static_select", "radio_buttons"])
def test_initial_option_is_one_of_the_options(name: str) -> None:
    """An initial option equals one of the options in every field."""
    assert judged(name, EXAMPLES[name] | {"initial_option": OPTION})[1] == []
    at, problems = judged(name, EXAMPLES[name] | {"initial_option": OPTION | {"value": "b"}})
    assert broken(problems) == {(f"{at}/initial_option", Code.BAD_VALUE)}


def test_initial_option_may_stand_in_a_group() -> None:
    """The options of the groups count as options."""
    select: Json = {
        "type": "static_select",
        "option_groups": [EXAMPLES["option_group"]],
        "initial_option": OPTION,
    }
    assert judged("static_select", select)[1] == []


def test_external_select_may_start_with_any_option() -> None:
    """Nobody has asked the app for its options yet."""
    assert judged("external_select", EXAMPLES["external_select"] | {"initial_option": OPTION})[1] == []


def test_initial_options_are_among_the_options() -> None:
    """Each initial option of checkboxes is judged where it stands."""
    value = EXAMPLES["checkboxes"] | {"initial_options": [OPTION, OPTION | {"value": "b"}]}
    at, problems = judged("checkboxes", value)
    assert broken(problems) == {(f"{at}/initial_options/1", Code.BAD_VALUE)}


def test_least_length_is_not_above_the_greatest() -> None:
    """An input that no text could satisfy is refused."""
    at, problems = judged("plain_text_input", {"type": "plain_text_input", "min_length": 6, "max_length": 5})
    assert broken(problems) == {(f"{at}/min_length", Code.OUT_OF_RANGE)}


def test_dispatch_configuration_names_known_triggers() -> None:
    """Only Slack's two triggers may be listed."""
    value: Json = {"trigger_actions_on": ["on_enter_pressed", "on_blur"]}
    at, problems = judged("dispatch_action_config", value)
    assert broken(problems) == {(f"{at}/trigger_actions_on/1", Code.BAD_VALUE)}


@pytest.mark.parametrize(
    ("holder", "element"),
    [
        ("actions", "plain_text_input"),
        ("actions", "image_element"),
        ("input", "button"),
        ("input", "overflow"),
    ],
)
def test_elements_stand_in_their_blocks(holder: str, element: str) -> None:
    """An element in a block that does not take it is an unsupported type."""
    held: Json = {"elements": [EXAMPLES[element]]} if holder == "actions" else {"element": EXAMPLES[element]}
    problems = blocks_problems([EXAMPLES[holder] | held], surface=Surface.MESSAGE)
    assert [problem.code for problem in problems] == [Code.UNSUPPORTED_TYPE]


def test_preformatted_holds_text_and_links_only() -> None:
    """An emoji inside preformatted text is an unsupported type."""
    value: Json = {"type": "rich_text_preformatted", "elements": [RUN, EXAMPLES["link"], EXAMPLES["emoji"]]}
    at, problems = judged("rich_text_preformatted", value)
    assert broken(problems) == {(f"{at}/elements/2/type", Code.UNSUPPORTED_TYPE)}


def test_preformatted_takes_language_and_border() -> None:
    """Both are documented and accepted."""
    value = EXAMPLES["rich_text_preformatted"] | {"language": "python", "border": 1}
    assert judged("rich_text_preformatted", value)[1] == []


@pytest.mark.parametrize("size", [3000, 3001])
def test_rich_text_part_is_capped_by_a_guess(size: int) -> None:
    """All texts of one section, list, quote or preformatted together hold 3,000 characters."""
    half: Json = {"type": "text", "text": "x" * 1500}
    rest: Json = {"type": "link", "url": "x" * (size - 1500)}
    at, problems = judged("rich_text_quote", {"type": "rich_text_quote", "elements": [half, rest]})
    assert broken(problems) == ({(at, Code.TOO_LONG)} if size > 3000 else set())
    assert tables.RICH_TEXT_PART.guess


@pytest.mark.parametrize("size", [12_000, 12_001])
def test_rich_text_of_a_message_is_capped_by_a_guess(size: int) -> None:
    """All rich_text blocks of one message hold 12,000 characters; in a view nobody counts."""
    sizes = [3000, 3000, 3000, 2999, size - 11_999]
    lines = [{"type": "rich_text_section", "elements": [RUN | {"text": "x" * each}]} for each in sizes]
    blocks = [{"type": "rich_text", "elements": lines[:2]}, {"type": "rich_text", "elements": lines[2:]}]
    problems = blocks_problems(blocks, surface=Surface.MESSAGE)
    assert broken(problems) == ({("/blocks", Code.TOO_LONG)} if size > 12_000 else set())
    assert blocks_problems(blocks, surface=Surface.MODAL) == []
    assert tables.RICH_TEXT_TOTAL.guess


@pytest.mark.parametrize("size", [12_000, 12_001])
def test_markdown_of_a_message_is_counted_together(size: int) -> None:
    """12,000 characters is the sum over all markdown blocks."""
    blocks = [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * (size - 6000)}]
    problems = blocks_problems(blocks, surface=Surface.MESSAGE)
    assert broken(problems) == ({("/blocks", Code.TOO_LONG)} if size > 12_000 else set())


def test_modal_with_an_input_needs_a_submit() -> None:
    """An input block in a modal without a submit is refused, with one it is not, and a Home tab has none."""
    modal = EXAMPLES["modal"] | {"blocks": [EXAMPLES["input"]]}
    assert broken(view_problems(modal)) == {("/view", Code.MISSING_FIELD)}
    assert view_problems(modal | {"submit": TEXT}) == []
    assert view_problems(EXAMPLES["home"] | {"blocks": [EXAMPLES["input"]]}) == []


def test_home_tab_has_no_title() -> None:
    """What a modal has and a Home tab has not is an unknown field there."""
    assert broken(view_problems(EXAMPLES["home"] | {"title": TEXT})) == {("/view", Code.UNKNOWN_FIELD)}


def test_one_element_has_the_focus() -> None:
    """Two elements that want the focus are refused."""
    field: Json = {"type": "plain_text_input", "focus_on_load": True}
    block = EXAMPLES["input"] | {"element": field}
    modal = EXAMPLES["modal"] | {"submit": TEXT, "blocks": [block]}
    assert view_problems(modal) == []
    twice = modal | {"blocks": [block, block]}
    assert broken(view_problems(twice)) == {("/view/blocks", Code.EXCLUSIVE_FIELDS)}


def test_problems_inside_a_view_point_below_it() -> None:
    """The pointer of a block in a view starts at the view."""
    modal = EXAMPLES["modal"] | {"blocks": [DIVIDER, EXAMPLES["header"] | {"text": TEXT | {"text": ""}}]}
    assert view_problems(modal) == [
        Problem("/view/blocks/1/text/text", Code.TOO_SHORT, "must be more than 0 characters")
    ]


def test_words_are_slacks_where_known() -> None:
    """Too long, too many and missing read as they do in Slack's own answers."""
    block: Json = {
        "type": "actions",
        "elements": [EXAMPLES["button"] | {"text": TEXT | {"text": "x" * 76}}] * 26,
    }
    messages = {problem.message for problem in blocks_problems([block], surface=Surface.MESSAGE)}
    assert messages == {"must be less than 76 characters", "no more than 25 items allowed"}


NAMES = sorted({"type", *SHAPES, *(field for shape in SHAPES.values() for field in shape.fields)})
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.sampled_from(NAMES),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=25,
)


@given(value=JSON)
def test_any_json_is_judged_and_every_pointer_leads_somewhere(value: object) -> None:
    """No payload makes the judge fail, and each problem stands at a place that the payload has."""
    payload = {"blocks": value, "view": value}
    found = [problem for surface in Surface for problem in blocks_problems(value, surface=surface)]
    for problem in found + view_problems(value):
        resolve(payload, problem.pointer)


@given(data=st.data(), name=st.sampled_from(sorted(EXAMPLES)))
def test_damaged_examples_are_judged(data: st.DataObject, name: str) -> None:
    """An example with one field replaced by anything is judged without failing."""
    field = data.draw(st.sampled_from(["type", *SHAPES[name].fields, "surprise"]))
    _, problems = judged(name, EXAMPLES[name] | {field: data.draw(JSON)})
    assert all(problem.message for problem in problems)


def resolve(payload: object, pointer: str) -> object:
    """What a JSON pointer leads to; fails where it leads nowhere."""
    for step in pointer.split("/")[1:]:
        payload = payload[int(step)] if isinstance(payload, list) else dict_of(payload)[step]
    return payload


def dict_of(value: object) -> Json:
    """The object that must stand here."""
    assert isinstance(value, dict)
    return value
