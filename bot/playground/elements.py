"""Finds what a person can press or fill in inside blocks, and what Slack makes of it; it changes nothing."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, NamedTuple

from bot.playground.fields import items, mapping, mappings, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Options = Mapping[tuple[str, str], Iterable[Mapping[str, object]]]
    """By block id and action id: what an app suggested where the element itself holds no options."""

SECONDS = re.compile(r"[0-9]{10}")
"""A moment as a datetimepicker gives it."""
PRESSABLE = {"button", "icon_button", "feedback_buttons"}


class Form(enum.Enum):
    """What an element holds: words, a number, one option or several, one id or several, rich text."""

    WORDS = enum.auto()
    NUMBER = enum.auto()
    OPTION = enum.auto()
    OPTIONS = enum.auto()
    ID = enum.auto()
    IDS = enum.auto()
    RICH_TEXT = enum.auto()


class Entry(NamedTuple):
    """An element's form, its field in state.values, and the field of its own with which it starts."""

    form: Form
    filled: str
    initial: str


ENTRIES = {
    "plain_text_input": Entry(Form.WORDS, "value", "initial_value"),
    "email_text_input": Entry(Form.WORDS, "value", "initial_value"),
    "url_text_input": Entry(Form.WORDS, "value", "initial_value"),
    "number_input": Entry(Form.WORDS, "value", "initial_value"),
    "rich_text_input": Entry(Form.RICH_TEXT, "rich_text_value", "initial_value"),
    "datepicker": Entry(Form.WORDS, "selected_date", "initial_date"),
    "timepicker": Entry(Form.WORDS, "selected_time", "initial_time"),
    "datetimepicker": Entry(Form.NUMBER, "selected_date_time", "initial_date_time"),
    "radio_buttons": Entry(Form.OPTION, "selected_option", "initial_option"),
    "static_select": Entry(Form.OPTION, "selected_option", "initial_option"),
    "external_select": Entry(Form.OPTION, "selected_option", "initial_option"),
    "overflow": Entry(Form.OPTION, "selected_option", ""),
    "checkboxes": Entry(Form.OPTIONS, "selected_options", "initial_options"),
    "multi_static_select": Entry(Form.OPTIONS, "selected_options", "initial_options"),
    "multi_external_select": Entry(Form.OPTIONS, "selected_options", "initial_options"),
    "users_select": Entry(Form.ID, "selected_user", "initial_user"),
    "channels_select": Entry(Form.ID, "selected_channel", "initial_channel"),
    "conversations_select": Entry(Form.ID, "selected_conversation", "initial_conversation"),
    "multi_users_select": Entry(Form.IDS, "selected_users", "initial_users"),
    "multi_channels_select": Entry(Form.IDS, "selected_channels", "initial_channels"),
    "multi_conversations_select": Entry(Form.IDS, "selected_conversations", "initial_conversations"),
    "file_input": Entry(Form.IDS, "files", ""),
}
"""https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload, and @slack/types."""

STATELESS = {"overflow"}
"""A menu that forgets: it is told in its action, and stands in no state."""


def elements(blocks: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every interactive element with the id of its block, in reading order, blocks within blocks too."""
    for block in flat(blocks):
        inside = [*items(block.get("elements")), *items(block.get("actions"))]
        for element in (*inside, block.get("accessory"), block.get("element")):
            if isinstance(element, dict) and element.get("action_id"):
                yield text(block.get("block_id")), element


def flat(blocks: Iterable[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
    """The blocks, each before those inside it: a container's and a carousel's cards."""
    for block in blocks:
        yield block
        yield from flat(mappings(block.get("child_blocks")))
        if block.get("type") == "carousel":
            yield from flat(mappings(block.get("elements")))


def find(
    blocks: Iterable[Mapping[str, object]], *, action_id: str, block_id: str = "", value: str | None = None
) -> tuple[str, Mapping[str, object]] | None:
    """The first element of this action id, and of this block and value where they are given.

    One half of a pair of feedback buttons is found by its value, and carries the pair's action id.
    """
    for found_in, element in elements(blocks):
        if element.get("action_id") != action_id or (block_id and found_in != block_id):
            continue
        for half in _halves(element):
            if value is None or half.get("value") == value:
                return found_in, half
    return None


def state(
    blocks: Iterable[Mapping[str, object]],
    given: Mapping[str, object],
    *,
    before: Mapping[str, object] | None = None,
    suggested: Options | None = None,
) -> dict[str, object]:
    """Slack's state.values for what a person entered, `given` as {block_id: {action_id: plain value}}.

    What is not given stays as it was `before`, else as the element started; null means that the person
    emptied it.
    """
    values: dict[str, object] = {}
    for block_id, element in elements(blocks):
        action_id, kind = text(element.get("action_id")), text(element.get("type"))
        if kind not in ENTRIES or kind in STATELESS:
            continue
        entered, stood = mapping(given.get(block_id)), mapping((before or {}).get(block_id)).get(action_id)
        if action_id not in entered and mapping(stood).get("type") == kind:
            part = stood
        else:
            value = entered[action_id] if action_id in entered else initial(element)
            part = filled(element, value, (suggested or {}).get((block_id, action_id), ()))
        values[block_id] = {**mapping(values.get(block_id)), action_id: part}
    return values


def initial(element: Mapping[str, object]) -> object:
    """The plain value that an element starts with."""
    entry = ENTRIES[text(element.get("type"))]
    start = element.get(entry.initial)
    if entry.form is Form.OPTION:
        return mapping(start).get("value")
    if entry.form is Form.OPTIONS:
        return [option.get("value") for option in mappings(start)]
    return start


def filled(
    element: Mapping[str, object], value: object, suggested: Iterable[Mapping[str, object]] = ()
) -> dict[str, object]:
    """An element's part of state.values for a plain value; what is no option of it counts as nothing."""
    kind = text(element.get("type"))
    entry = ENTRIES[kind]
    return {"type": kind, entry.filled: _shaped(entry.form, element, value, list(suggested))}


def kept(blocks: Iterable[Mapping[str, object]], values: Mapping[str, object]) -> dict[str, object]:
    """What stays of state.values when a view gets new blocks: what they still ask for by the same ids."""
    staying: dict[str, object] = {}
    for block_id, element in elements(blocks):
        action_id = text(element.get("action_id"))
        part = mapping(values.get(block_id)).get(action_id)
        if mapping(part).get("type") == element.get("type"):
            staying[block_id] = {**mapping(staying.get(block_id)), action_id: part}
    return staying


def options(element: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The options that an element holds itself, those of its groups too."""
    groups = [mappings(group.get("options")) for group in mappings(element.get("option_groups"))]
    return [*mappings(element.get("options")), *(option for group in groups for option in group)]


def _halves(element: Mapping[str, object]) -> list[Mapping[str, object]]:
    if element.get("type") != "feedback_buttons":
        return [element]
    buttons = (mapping(element.get(name)) for name in ("positive_button", "negative_button"))
    common = {"type": "feedback_buttons", "action_id": element.get("action_id")}
    return [{**button, **common} for button in buttons]


def _shaped(
    form: Form, element: Mapping[str, object], value: object, suggested: list[Mapping[str, object]]
) -> object:
    match form:
        case Form.WORDS | Form.ID:
            return value if isinstance(value, str) and value else None
        case Form.NUMBER:
            digits = str(value)
            return int(digits) if SECONDS.fullmatch(digits) else None
        case Form.OPTION:
            return _option(element, value, suggested)
        case Form.OPTIONS:
            chosen = [_option(element, single, suggested) for single in items(value)]
            return [option for option in chosen if option is not None]
        case Form.IDS:
            return [single for single in items(value) if isinstance(single, str) and single]
        case Form.RICH_TEXT:
            return _rich_text(value)


def _option(
    element: Mapping[str, object], value: object, suggested: list[Mapping[str, object]]
) -> Mapping[str, object] | None:
    started = [mapping(element.get("initial_option")), *mappings(element.get("initial_options"))]
    known = [*options(element), *suggested, *started]
    return next((option for option in known if option and option.get("value") == value), None)


def _rich_text(value: object) -> Mapping[str, object] | None:
    """Rich text as it is, or plain words as rich text."""
    if not isinstance(value, str):
        return mapping(value) or None
    if not value:
        return None
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
    return {"type": "rich_text", "elements": [section]}
