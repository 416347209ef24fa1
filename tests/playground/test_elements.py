"""What a person enters, as Slack's state.values."""

from __future__ import annotations

import pytest

from bot.playground import elements, entries
from bot.playground.fields import mapping


def option(value: str) -> dict[str, object]:
    """An option of a select."""
    return {"text": {"type": "plain_text", "text": value.upper()}, "value": value}


OPTIONS = [option("a"), option("b")]
GROUPS = [{"label": {"type": "plain_text", "text": "x"}, "options": OPTIONS}]


@pytest.mark.parametrize(
    ("element", "entered", "filled"),
    [
        ({"type": "plain_text_input"}, "words", {"value": "words"}),
        ({"type": "plain_text_input"}, "", {"value": None}),
        ({"type": "datepicker"}, "2026-11-23", {"selected_date": "2026-11-23"}),
        ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
        ({"type": "static_select", "options": OPTIONS}, "b", {"selected_option": option("b")}),
        ({"type": "static_select", "option_groups": GROUPS}, "a", {"selected_option": option("a")}),
        ({"type": "static_select", "options": OPTIONS}, "zzz", {"selected_option": None}),
        ({"type": "radio_buttons", "options": OPTIONS}, None, {"selected_option": None}),
        ({"type": "checkboxes", "options": OPTIONS}, ["b", "zzz"], {"selected_options": [option("b")]}),
        ({"type": "multi_static_select", "options": OPTIONS}, [], {"selected_options": []}),
    ],
)
def test_each_element_fills_its_own_field(
    element: dict[str, object], entered: object, filled: dict[str, object]
) -> None:
    """Plain values become what Slack sends, options whole."""
    block = {"type": "input", "block_id": "b", "element": {**element, "action_id": "a"}}

    assert elements.state([block], {"b": {"a": entered}}) == {"b": {"a": {"type": element["type"], **filled}}}


@pytest.mark.parametrize(
    ("element", "filled"),
    [
        ({"type": "plain_text_input", "initial_value": "first"}, {"value": "first"}),
        ({"type": "datepicker", "initial_date": "2026-11-23"}, {"selected_date": "2026-11-23"}),
        (
            {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[1]},
            {"selected_option": OPTIONS[1]},
        ),
        (
            {"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS},
            {"selected_options": OPTIONS},
        ),
    ],
)
def test_what_nobody_touched_keeps_its_initial_value(
    element: dict[str, object], filled: dict[str, object]
) -> None:
    """A field that is not given is sent as it started."""
    block = {"type": "section", "block_id": "b", "accessory": {**element, "action_id": "a"}}

    assert elements.state([block], {}) == {"b": {"a": {"type": element["type"], **filled}}}


def test_buttons_have_no_state() -> None:
    """A row of buttons and checkboxes fills in the checkboxes only."""
    row = {
        "type": "actions",
        "block_id": "b",
        "elements": [
            {"type": "button", "action_id": "go"},
            {"type": "checkboxes", "action_id": "points", "options": OPTIONS},
        ],
    }

    state = elements.state([row], {"b": {"points": ["a"]}})

    assert list(mapping(state["b"])) == ["points"]


@pytest.mark.parametrize(
    ("block", "entered", "told"),
    [
        ({}, "", "complete this required field"),
        ({"optional": True}, "", None),
        ({"element": {"min_length": 3}}, "ab", "at least 3"),
        ({"element": {"min_length": 3}}, "abc", None),
        ({"element": {"max_length": 3}}, "abcd", "at most 3"),
        ({"optional": True, "element": {"min_length": 3}}, "", None),
    ],
)
def test_what_the_client_complains_about(block: dict[str, object], entered: str, told: str | None) -> None:
    """Required fields and lengths are judged before anything is sent."""
    element = {"type": "plain_text_input", "action_id": "a", **mapping(block.get("element"))}
    blocks = [{"type": "input", "block_id": "b", **block, "element": element}]

    found = entries.complaints(blocks, elements.state(blocks, {"b": {"a": entered}}))

    assert (told is None) is (found == {})
    assert (told or "") in found.get("b", "")
