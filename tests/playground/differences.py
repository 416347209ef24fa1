"""Where Block Kit's tables differ from what others say of Block Kit: who is right, and why.

Each difference is named as agreement.py names it: who says otherwise, where, and what of it. Whoever mends
one, here or there, finds test_agreement.py red until it is gone from this list.
"""

from __future__ import annotations

import enum


class Right(enum.Enum):
    """Whose word stands."""

    OURS = "the tables here"
    THEIRS = "the other, and the tables are stricter or laxer on purpose"
    NOBODY_KNOWS = "nobody who could say has said"


Difference = tuple[str, str, str]

TYPES = "@slack/types"
SDK = "slack_sdk"
SLACKBLOCKS = "slackblocks"


def _all(who: str, what: str, *wheres: str) -> list[Difference]:
    return [(who, where, what) for where in wheres]


GROUPS: list[tuple[Right, str, list[Difference]]] = [
    (
        Right.OURS,
        "slack_sdk 3.47.0 of the same month has these fields of a button; @slack/types follows later",
        _all(
            TYPES,
            "known",
            "button.agent_prompt",
            "button.agent_prompt_display",
            "button.visible_to_user_ids",
        ),
    ),
    (
        Right.NOBODY_KNOWS,
        "slackblocks has these fields of a card, as its reading of Slack's page; Slack's packages lack them",
        [
            *_all(TYPES, "known", "card.slack_icon", "card.subtext"),
            *_all(SDK, "known", "card.slack_icon", "card.subtext"),
        ],
    ),
    (
        Right.OURS,
        "the page of the confirmation dialog marks all four texts as required",
        [
            *_all(TYPES, "required", "confirm.title", "confirm.confirm", "confirm.deny"),
            *_all(SDK, "required", "confirm.confirm", "confirm.deny"),
        ],
    ),
    (
        Right.OURS,
        "the page of the option object and slack_sdk say 150; 75 was the limit once",
        _all(TYPES, "high", "overflow_option.value"),
    ),
    (
        Right.OURS,
        "the page of the option object marks value as required, whether or not there is a url",
        _all(TYPES, "required", "overflow_option.value"),
    ),
    (
        Right.OURS,
        "the page of modal views has it; @slack/types knows it of the workflow steps that are gone",
        _all(TYPES, "known", "modal.submit_disabled"),
    ),
    (
        Right.OURS,
        "Slack's own clients send these, and an app may post what it has read; they change nothing",
        _all(TYPES, "known", "link.from_llm", "link.is_slack_url", "link.truncated"),
    ),
    (
        Right.OURS,
        "the page of rich text lists documents offset, and slack_sdk has it",
        _all(TYPES, "known", "rich_text_list.offset"),
    ),
    (
        Right.NOBODY_KNOWS,
        "the page of preformatted text documents language; a real call has refused its neighbour border",
        [
            *_all(TYPES, "known", "rich_text_preformatted.language"),
            *_all(SDK, "known", "rich_text_preformatted.language"),
        ],
    ),
    (
        Right.OURS,
        "the page of the quote and @slack/types have border; slack_sdk's model drops it",
        _all(SDK, "known", "rich_text_quote.border"),
    ),
    (
        Right.THEIRS,
        "Slack adds `call` to what it hands back; an app that posts sends call_id alone",
        _all(SDK, "known", "call.call"),
    ),
    (
        Right.OURS,
        "the constructor fills in `remote`, so its argument may be left out; what it sends has the field",
        _all(SDK, "required", "file.source"),
    ),
    (
        Right.OURS,
        "the constructor takes None and validate_json refuses it afterwards: required all the same",
        _all(
            SDK,
            "required",
            "header.text",
            "video.alt_text",
            "video.thumbnail_url",
            "video.title",
            "video.video_url",
        ),
    ),
    (
        Right.OURS,
        "the page marks it as required, and so does @slack/types; slack_sdk does not look",
        _all(
            SDK,
            "required",
            "checkboxes.options",
            "image_element.alt_text",
            "number_input.is_decimal_allowed",
            "radio_buttons.options",
            "rich_text_list.style",
            "workflow_button.workflow",
        ),
    ),
    (
        Right.OURS,
        "text and label are two names of one argument there, and one of them must be given",
        [
            *_all(SDK, "required", "overflow_option.text", "option_group.label"),
            *_all(SDK, "known", "overflow_option.label"),
        ],
    ),
    (
        Right.NOBODY_KNOWS,
        "@slack/types has confirm on a workflow button, slack_sdk does not",
        _all(SDK, "known", "workflow_button.confirm"),
    ),
    (
        Right.OURS,
        "the page says `less than`, and so does slack_sdk's own check, whatever its constant is called",
        [
            *_all(SDK, "high", "video.title", "video.author_name"),
            *_all(SLACKBLOCKS, "high", "video.title", "video.author_name"),
        ],
    ),
    (
        Right.OURS,
        "slackblocks does not have this block at all; slack_sdk does",
        _all(
            SLACKBLOCKS,
            "surface",
            "call on message",
            "auth_provider on message",
            "auth_provider on modal",
            "auth_provider on home",
        ),
    ),
]

DIFFERENCES: dict[Difference, tuple[Right, str]] = {
    difference: (right, why) for right, why, differences in GROUPS for difference in differences
}
