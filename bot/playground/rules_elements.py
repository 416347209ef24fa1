"""Block Kit's elements and composition objects as data, each with its source; it checks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.rules_shape import (
    EMPTY,
    FLAG,
    ID,
    STRING,
    TEXT,
    Field,
    Kind,
    Limit,
    Shape,
    chars,
    one,
    some,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_ELEMENTS = "DOC /reference/block-kit/block-elements"
_OBJECTS = "DOC /reference/block-kit/composition-objects"

_SCHEME = Field(kind=Kind.STRING, choices=("primary", "danger"))
_CONFIRM = one("confirm")
_PLACEHOLDER = text(150, "SDK InputInteractiveElement.placeholder_max_length")
_OPTION_TEXT = "SDK Option.label_max_length"
_DESCRIPTION = "TYPES OptionDescriptor.description"
# The documentation page and the SDK say 150; TYPES still says 75.
_VALUE = chars(150, "SDK Option.value_max_length", low=1, required=True, guess=EMPTY)
_OPTION: Mapping[str, Field] = {
    "text": text(75, _OPTION_TEXT, required=True),
    "value": _VALUE,
    "description": text(75, _DESCRIPTION),
}

ELEMENTS: Mapping[str, Shape] = {
    "button": Shape(
        type="button",
        source=f"{_ELEMENTS}/button-element",
        fields={
            "action_id": ID,
            "text": text(75, "SDK ButtonElement.text_max_length", required=True),
            "value": chars(2_000, "SDK ButtonElement.value_max_length"),
            "url": chars(3_000, "SDK ButtonElement.url_max_length", low=1, guess=EMPTY),
            "style": _SCHEME,
            "confirm": _CONFIRM,
            "accessibility_label": chars(75, "SDK ButtonElement.text_max_length"),
        },
    ),
    "static_select": Shape(
        type="static_select",
        source=f"{_ELEMENTS}/select-menu-element",
        exactly_one=("options", "option_groups"),
        fields={
            "action_id": ID,
            "options": some(100, "SDK StaticSelectElement.options_max_length", "option", required=False),
            "option_groups": some(
                100, "SDK StaticSelectElement.option_groups_max_length", "option_group", required=False
            ),
            "initial_option": one("option"),
            "confirm": _CONFIRM,
            "focus_on_load": FLAG,
            "placeholder": _PLACEHOLDER,
        },
    ),
    "external_select": Shape(
        type="external_select",
        source=f"{_ELEMENTS}/select-menu-element",
        fields={
            "action_id": ID,
            "initial_option": one("option"),
            "min_query_length": Field(
                kind=Kind.INTEGER,
                limit=Limit(source="TYPES ExternalSelect.min_query_length", guess="that it is not negative"),
            ),
            "confirm": _CONFIRM,
            "focus_on_load": FLAG,
            "placeholder": _PLACEHOLDER,
        },
    ),
    "overflow": Shape(
        type="overflow",
        source=f"{_ELEMENTS}/overflow-menu-element",
        fields={
            "action_id": ID,
            "options": some(5, "SDK OverflowMenuElement.options_max_length", "overflow_option", guess=""),
            "confirm": _CONFIRM,
        },
    ),
    "checkboxes": Shape(
        type="checkboxes",
        source=f"{_ELEMENTS}/checkboxes-element",
        fields={
            "action_id": ID,
            "options": some(10, "TYPES Checkboxes.options", "choice_option"),
            "initial_options": some(
                10, "TYPES Checkboxes.initial_options", "choice_option", required=False, guess=""
            ),
            "confirm": _CONFIRM,
            "focus_on_load": FLAG,
        },
    ),
    "radio_buttons": Shape(
        type="radio_buttons",
        source=f"{_ELEMENTS}/radio-button-group-element",
        fields={
            "action_id": ID,
            "options": some(10, "TYPES RadioButtons.options", "choice_option"),
            "initial_option": one("choice_option"),
            "confirm": _CONFIRM,
            "focus_on_load": FLAG,
        },
    ),
    "datepicker": Shape(
        type="datepicker",
        source=f"{_ELEMENTS}/date-picker-element",
        fields={
            "action_id": ID,
            "initial_date": Field(kind=Kind.STRING, pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
            "confirm": _CONFIRM,
            "focus_on_load": FLAG,
            "placeholder": _PLACEHOLDER,
        },
    ),
    "timepicker": Shape(
        type="timepicker",
        source=f"{_ELEMENTS}/time-picker-element",
        fields={
            "action_id": ID,
            "initial_time": Field(kind=Kind.STRING, pattern=r"([01]\d|2[0-3]):[0-5]\d"),
            "timezone": STRING,
            "confirm": _CONFIRM,
            "focus_on_load": FLAG,
            "placeholder": _PLACEHOLDER,
        },
    ),
    "plain_text_input": Shape(
        type="plain_text_input",
        source=f"{_ELEMENTS}/plain-text-input-element",
        fields={
            "action_id": ID,
            "initial_value": STRING,
            "multiline": FLAG,
            "min_length": Field(
                kind=Kind.INTEGER, limit=Limit(high=3_000, source="TYPES PlainTextInput.min_length")
            ),
            "max_length": Field(
                kind=Kind.INTEGER,
                limit=Limit(low=1, high=3_000, source="[3P] slackblocks 3.0.0 _limits.py", guess="the 1"),
            ),
            "dispatch_action_config": one("dispatch_action_config"),
            "focus_on_load": FLAG,
            "placeholder": _PLACEHOLDER,
        },
    ),
    "image_element": Shape(
        type="image",
        source=f"{_ELEMENTS}/image-element",
        exactly_one=("image_url", "slack_file"),
        fields={
            "alt_text": chars(2_000, "SDK ImageElement.alt_text_max_length", required=True),
            "image_url": chars(3_000, "SDK ImageElement.image_url_max_length", low=1, guess=EMPTY),
            "slack_file": one("slack_file"),
        },
    ),
}

OBJECTS: Mapping[str, Shape] = {
    "plain_text": Shape(
        type="plain_text",
        source=f"{_OBJECTS}/text-object",
        fields={"text": chars(3_000, "TYPES PlainTextElement.text", low=1, required=True), "emoji": FLAG},
    ),
    "mrkdwn": Shape(
        type="mrkdwn",
        source=f"{_OBJECTS}/text-object",
        fields={"text": chars(3_000, "TYPES MrkdwnElement.text", low=1, required=True), "verbatim": FLAG},
    ),
    "option": Shape(source=f"{_OBJECTS}/option-object", fields=_OPTION),
    "overflow_option": Shape(
        source=f"{_OBJECTS}/option-object",
        fields={**_OPTION, "url": chars(3_000, "TYPES OptionDescriptor.url", low=1, guess=EMPTY)},
    ),
    "choice_option": Shape(
        source=f"{_OBJECTS}/option-object",
        fields={
            "text": text(75, _OPTION_TEXT, *TEXT, required=True),
            "value": _VALUE,
            "description": text(75, _DESCRIPTION, *TEXT),
        },
    ),
    "option_group": Shape(
        source=f"{_OBJECTS}/option-group-object",
        fields={
            "label": text(75, "SDK OptionGroup.label_max_length", required=True),
            "options": some(100, "SDK OptionGroup.options_max_length", "option"),
        },
    ),
    "confirm": Shape(
        # The page asks for all four, TYPES for `text` alone: the page stands here.
        source=f"{_OBJECTS}/confirmation-dialog-object",
        fields={
            "title": text(100, "SDK ConfirmObject.title_max_length", required=True),
            # The page says plain_text; TYPES and Slack's blocks.validate take mrkdwn too: those stand here.
            "text": text(300, "SDK ConfirmObject.text_max_length", *TEXT, required=True),
            "confirm": text(30, "SDK ConfirmObject.confirm_max_length", required=True),
            "deny": text(30, "SDK ConfirmObject.deny_max_length", required=True),
            "style": _SCHEME,
        },
    ),
    "dispatch_action_config": Shape(
        source=f"{_OBJECTS}/dispatch-action-configuration-object",
        fields={
            "trigger_actions_on": Field(
                kind=Kind.LIST,
                limit=Limit(low=1, high=2, source="TYPES DispatchActionConfig: one or both"),
                choices=("on_enter_pressed", "on_character_entered"),
            )
        },
    ),
    "slack_file": Shape(
        source=f"{_OBJECTS}/slack-file-object",
        exactly_one=("id", "url"),
        fields={"id": STRING, "url": STRING},
    ),
}
