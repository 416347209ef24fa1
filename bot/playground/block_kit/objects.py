"""Block Kit's composition objects as data, each with its source; it checks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.block_kit.shape import (
    EMPTY,
    FLAG,
    NEEDED,
    NOT_EMPTY,
    STRING,
    TEXT,
    Field,
    Kind,
    Limit,
    Shape,
    chars,
    choice,
    one,
    some,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_OBJECTS = "DOC /reference/block-kit/composition-objects"

SCHEME = choice("primary", "danger")
CONFIRM = one("confirm")
PLACEHOLDER = text(150, "SDK InputInteractiveElement.placeholder_max_length")

_OPTION_TEXT = "SDK Option.label_max_length"
_DESCRIPTION = "TYPES OptionDescriptor.description"
# The documentation page and the SDK say 150; TYPES still says 75.
_VALUE = chars(150, "SDK Option.value_max_length", low=1, required=True, guess=EMPTY)
_OPTION: Mapping[str, Field] = {
    "text": text(75, _OPTION_TEXT, required=True),
    "value": _VALUE,
    "description": text(75, _DESCRIPTION),
}
_CONVERSATIONS = Field(
    kind=Kind.LIST,
    limit=Limit(low=1, source="TYPES BaseConversationFilter.include: cannot be empty"),
    choices=("im", "mpim", "private", "public"),
)

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
    "raw_text": Shape(
        type="raw_text",
        source="TYPES RawTextElement",
        fields={
            "text": Field(
                kind=Kind.STRING, required=True, limit=Limit(low=1, source="TYPES RawTextElement.text")
            )
        },
    ),
    "raw_number": Shape(
        type="raw_number",
        source="TYPES RawNumberElement",
        fields={
            "value": Field(kind=Kind.NUMBER, required=True),
            "text": Field(
                kind=Kind.STRING, required=True, limit=Limit(low=1, source="TYPES RawNumberElement.text")
            ),
        },
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
            "style": SCHEME,
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
    "conversation_filter": Shape(
        source=f"{_OBJECTS}/conversation-filter-object",
        at_least_one=("include", "exclude_external_shared_channels", "exclude_bot_users"),
        fields={
            "include": _CONVERSATIONS,
            "exclude_external_shared_channels": FLAG,
            "exclude_bot_users": FLAG,
        },
    ),
    "slack_file": Shape(
        source=f"{_OBJECTS}/slack-file-object",
        exactly_one=("id", "url"),
        fields={"id": STRING, "url": STRING},
    ),
    "slack_icon": Shape(
        # Neither SDK nor TYPES has it yet. The names are a list of Slack's own, longer than any copy of it.
        source="[3P] slackblocks 3.0.0 SlackIcon",
        type="icon",
        fields={"name": NOT_EMPTY},
    ),
    "workflow": Shape(
        source=f"{_OBJECTS}/workflow-object", fields={"trigger": one("workflow_trigger", required=True)}
    ),
    "workflow_trigger": Shape(
        source=f"{_OBJECTS}/trigger-object",
        fields={
            "url": NOT_EMPTY,
            "customizable_input_parameters": some(
                None,
                "TYPES WorkflowButton.workflow",
                "workflow_parameter",
                low=0,
                required=False,
                guess="",
            ),
        },
    ),
    "workflow_parameter": Shape(
        source="TYPES WorkflowButton.workflow", fields={"name": NEEDED, "value": NEEDED}
    ),
    "feedback_button": Shape(
        source="DOC /reference/block-kit/block-elements/feedback-buttons-element",
        fields={
            "text": text(75, "SDK FeedbackButtonObject.text_max_length", required=True),
            "value": chars(2_000, "SDK FeedbackButtonObject.value_max_length", required=True),
            "accessibility_label": chars(75, "TYPES FeedbackButtons.positive_button.accessibility_label"),
        },
    ),
}
