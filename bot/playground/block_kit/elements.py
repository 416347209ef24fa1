"""Block Kit's other elements as data, each with its source; it checks nothing.

Select menus stand in `selects`, what rich text is made of in `rich_text`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.block_kit.objects import CONFIRM, PLACEHOLDER, SCHEME
from bot.playground.block_kit.shape import (
    EMPTY,
    FLAG,
    ID,
    STRING,
    Field,
    Kind,
    Shape,
    chars,
    choice,
    number,
    one,
    some,
    strings,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_ELEMENTS = "DOC /reference/block-kit/block-elements"
_LABEL = chars(75, "TYPES Button.accessibility_label")
_DISPATCHED: Mapping[str, Field] = {
    "action_id": ID,
    "dispatch_action_config": one("dispatch_action_config"),
    "focus_on_load": FLAG,
    "placeholder": PLACEHOLDER,
}
_NUMBER = Field(kind=Kind.STRING, pattern=r"-?\d+(\.\d+)?")

_BUTTONS: Mapping[str, Shape] = {
    "button": Shape(
        type="button",
        source=f"{_ELEMENTS}/button-element",
        fields={
            "action_id": ID,
            "text": text(75, "SDK ButtonElement.text_max_length", required=True),
            "value": chars(2_000, "SDK ButtonElement.value_max_length"),
            "url": chars(3_000, "SDK ButtonElement.url_max_length", low=1, guess=EMPTY),
            "style": SCHEME,
            "confirm": CONFIRM,
            "accessibility_label": _LABEL,
            "agent_prompt": chars(4_000, "SDK ButtonElement.agent_prompt_max_length"),
            "agent_prompt_display": STRING,
            "visible_to_user_ids": strings(None, "SDK ButtonElement"),
        },
    ),
    "workflow_button": Shape(
        type="workflow_button",
        source=f"{_ELEMENTS}/workflow-button-element",
        fields={
            "action_id": ID,
            "text": text(75, "TYPES WorkflowButton.text", required=True),
            "workflow": one("workflow", required=True),
            "style": SCHEME,
            "confirm": CONFIRM,
            "accessibility_label": _LABEL,
        },
    ),
    "feedback_buttons": Shape(
        type="feedback_buttons",
        source=f"{_ELEMENTS}/feedback-buttons-element",
        fields={
            "action_id": ID,
            "positive_button": one("feedback_button", required=True),
            "negative_button": one("feedback_button", required=True),
        },
    ),
    "icon_button": Shape(
        type="icon_button",
        source=f"{_ELEMENTS}/icon-button-element",
        fields={
            "action_id": ID,
            # The page knows this one icon only, and so do SDK and TYPES.
            "icon": choice("trash", required=True),
            "text": text(
                75, "[3P] slackblocks 3.0.0: no more than a button's", required=True, guess="the 75"
            ),
            "value": chars(2_000, "[3P] slackblocks 3.0.0 ICON_BUTTON_VALUE_MAX_LENGTH"),
            "confirm": CONFIRM,
            "accessibility_label": chars(75, "TYPES IconButton.accessibility_label"),
            "visible_to_user_ids": strings(
                10, "[3P] slackblocks 3.0.0 ICON_BUTTON_VISIBLE_TO_USER_IDS_MAX_ITEMS"
            ),
        },
    ),
    "overflow": Shape(
        type="overflow",
        source=f"{_ELEMENTS}/overflow-menu-element",
        fields={
            "action_id": ID,
            "options": some(5, "SDK OverflowMenuElement.options_max_length", "overflow_option", guess=""),
            "confirm": CONFIRM,
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
            "confirm": CONFIRM,
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
            "confirm": CONFIRM,
            "focus_on_load": FLAG,
        },
    ),
}

_PICKERS: Mapping[str, Shape] = {
    "datepicker": Shape(
        type="datepicker",
        source=f"{_ELEMENTS}/date-picker-element",
        fields={
            "action_id": ID,
            "initial_date": Field(kind=Kind.STRING, pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
            "confirm": CONFIRM,
            "focus_on_load": FLAG,
            "placeholder": PLACEHOLDER,
        },
    ),
    "timepicker": Shape(
        type="timepicker",
        source=f"{_ELEMENTS}/time-picker-element",
        fields={
            "action_id": ID,
            "initial_time": Field(kind=Kind.STRING, pattern=r"([01]\d|2[0-3]):[0-5]\d"),
            "timezone": STRING,
            "confirm": CONFIRM,
            "focus_on_load": FLAG,
            "placeholder": PLACEHOLDER,
        },
    ),
    "datetimepicker": Shape(
        type="datetimepicker",
        source=f"{_ELEMENTS}/datetime-picker-element",
        fields={
            "action_id": ID,
            "initial_date_time": number(
                1_000_000_000, 9_999_999_999, "TYPES DateTimepicker.initial_date_time: 10 digits"
            ),
            "confirm": CONFIRM,
            "focus_on_load": FLAG,
        },
    ),
}

_INPUTS: Mapping[str, Shape] = {
    "plain_text_input": Shape(
        type="plain_text_input",
        source=f"{_ELEMENTS}/plain-text-input-element",
        fields={
            **_DISPATCHED,
            "initial_value": STRING,
            "multiline": FLAG,
            "min_length": number(0, 3_000, "TYPES PlainTextInput.min_length"),
            "max_length": number(1, 3_000, "[3P] slackblocks 3.0.0 _limits.py", guess="the 1"),
        },
    ),
    "email_text_input": Shape(
        type="email_text_input",
        source=f"{_ELEMENTS}/email-input-element",
        fields={**_DISPATCHED, "initial_value": STRING},
    ),
    "url_text_input": Shape(
        type="url_text_input",
        source=f"{_ELEMENTS}/url-input-element",
        fields={**_DISPATCHED, "initial_value": STRING},
    ),
    "number_input": Shape(
        type="number_input",
        source=f"{_ELEMENTS}/number-input-element",
        fields={
            **_DISPATCHED,
            "is_decimal_allowed": Field(kind=Kind.BOOLEAN, required=True),
            "initial_value": _NUMBER,
            "min_value": _NUMBER,
            "max_value": _NUMBER,
        },
    ),
    "rich_text_input": Shape(
        type="rich_text_input",
        source=f"{_ELEMENTS}/rich-text-input-element",
        fields={
            **_DISPATCHED,
            "initial_value": one("rich_text"),
            "min_lines": number(1, 100, "TYPES RichTextInput.min_lines"),
            "max_lines": number(1, 100, "TYPES RichTextInput.max_lines"),
        },
    ),
    "file_input": Shape(
        type="file_input",
        source=f"{_ELEMENTS}/file-input-element",
        fields={
            "action_id": ID,
            "filetypes": strings(None, "TYPES FileInput.filetypes"),
            "max_files": number(1, 10, "TYPES FileInput.max_files"),
        },
    ),
}

ELEMENTS: Mapping[str, Shape] = {
    **_BUTTONS,
    **_PICKERS,
    **_INPUTS,
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
    "url_source": Shape(
        type="url",
        source="TYPES URLSourceElement",
        fields={
            "url": chars(3_000, "none", low=1, required=True, guess="as long as any other address"),
            "text": Field(kind=Kind.STRING, required=True),
        },
    ),
}
