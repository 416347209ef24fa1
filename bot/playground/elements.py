"""Finds what a person can press or fill in inside blocks, and what Slack makes of it; it changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.fields import items, mapping, mappings, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SINGLE = {"radio_buttons", "static_select", "external_select"}
SEVERAL = {"checkboxes", "multi_static_select", "multi_external_select"}
PLAIN = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
}
"""An element's field in state.values, and the field of its own with which it starts.

https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
"""


def elements(blocks: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every interactive element with the id of its block, in reading order."""
    for block in blocks:
        block_id = text(block.get("block_id"))
        inside = [*items(block.get("elements")), block.get("accessory"), block.get("element")]
        for element in inside:
            if isinstance(element, dict) and element.get("action_id"):
                yield block_id, element


def find(
    blocks: Iterable[Mapping[str, object]], *, action_id: str, block_id: str = "", value: str | None = None
) -> tuple[str, Mapping[str, object]] | None:
    """The first element of this action id, and of this block and value where they are given."""
    for found_in, element in elements(blocks):
        if element.get("action_id") != action_id or (block_id and found_in != block_id):
            continue
        if value is None or element.get("value") == value:
            return found_in, element
    return None


def state(blocks: Iterable[Mapping[str, object]], given: Mapping[str, object]) -> dict[str, object]:
    """Slack's state.values for what a person entered, `given` as {block_id: {action_id: plain value}}.

    What is not given keeps the element's initial value; null means that the person emptied it.
    """
    values: dict[str, object] = {}
    for block_id, element in elements(blocks):
        action_id = text(element.get("action_id"))
        entered = mapping(given.get(block_id))
        value = entered[action_id] if action_id in entered else initial(element)
        filled = _filled(element, value)
        if filled is not None:
            values[block_id] = {**mapping(values.get(block_id)), action_id: filled}
    return values


def initial(element: Mapping[str, object]) -> object:
    """The plain value that an element starts with."""
    kind = text(element.get("type"))
    if kind in SINGLE:
        return mapping(element.get("initial_option")).get("value")
    if kind in SEVERAL:
        return [option.get("value") for option in mappings(element.get("initial_options"))]
    return element.get(PLAIN[kind][1]) if kind in PLAIN else None


def kept(blocks: Iterable[Mapping[str, object]], values: Mapping[str, object]) -> dict[str, object]:
    """What stays of state.values when a view gets new blocks: what they still ask for by the same ids."""
    staying: dict[str, object] = {}
    for block_id, element in elements(blocks):
        action_id = text(element.get("action_id"))
        filled = mapping(values.get(block_id)).get(action_id)
        if mapping(filled).get("type") == element.get("type"):
            staying[block_id] = {**mapping(staying.get(block_id)), action_id: filled}
    return staying


def complaints(blocks: Iterable[Mapping[str, object]], values: Mapping[str, object]) -> dict[str, str]:
    """What Slack's client itself refuses to submit: a sentence by the id of the input block."""
    found = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        block_id, element = text(block.get("block_id")), mapping(block.get("element"))
        filled = mapping(mapping(values.get(block_id)).get(text(element.get("action_id"))))
        entered = [value for name, value in filled.items() if name != "type" and value]
        if not entered and block.get("optional") is not True:
            found[block_id] = "Please complete this required field."
        elif entered and element.get("type") == "plain_text_input":
            found |= _length(block_id, element, text(entered[0]))
    return found


def _length(block_id: str, element: Mapping[str, object], entered: str) -> dict[str, str]:
    least, most = element.get("min_length"), element.get("max_length")
    if isinstance(least, int) and len(entered) < least:
        return {block_id: f"Please enter at least {least} characters."}
    if isinstance(most, int) and len(entered) > most:
        return {block_id: f"Please enter at most {most} characters."}
    return {}


def _filled(element: Mapping[str, object], value: object) -> dict[str, object] | None:
    kind = text(element.get("type"))
    if kind in PLAIN:
        return {"type": kind, PLAIN[kind][0]: value if isinstance(value, str) and value else None}
    if kind in SINGLE:
        return {"type": kind, "selected_option": _option(element, value)}
    if kind in SEVERAL:
        chosen = [_option(element, single) for single in items(value)]
        return {"type": kind, "selected_options": [option for option in chosen if option is not None]}
    return None


def _option(element: Mapping[str, object], value: object) -> Mapping[str, object] | None:
    groups = [mappings(group.get("options")) for group in mappings(element.get("option_groups"))]
    options = [*mappings(element.get("options")), *(option for group in groups for option in group)]
    return next((option for option in options if option.get("value") == value), None)
