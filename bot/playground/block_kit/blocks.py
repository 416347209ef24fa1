"""Block Kit's everyday blocks and the views as data, each with its source; it checks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.block_kit.shape import (
    EMPTY,
    FLAG,
    ID,
    NOT_EMPTY,
    ON_MESSAGES,
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

_BLOCKS = "DOC /reference/block-kit/blocks"

_SELECTS = tuple(
    f"{many}{kind}_select"
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
)
_CHOOSERS = (*_SELECTS, "checkboxes", "radio_buttons", "datepicker", "timepicker")
_IN_SECTIONS = ("button", "workflow_button", "overflow", *_CHOOSERS)
_IN_ACTIONS = (*_IN_SECTIONS, "datetimepicker", "rich_text_input")
_IN_INPUTS = (
    *_CHOOSERS,
    "datetimepicker",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
)


def _https(high: int, source: str, *, required: bool = False) -> Field:
    limit = Limit(low=1, high=high, source=source, guess=EMPTY)
    return Field(kind=Kind.STRING, required=required, limit=limit, pattern=r"https://.*")


EVERYDAY: Mapping[str, Shape] = {
    "section": Shape(
        type="section",
        source=f"{_BLOCKS}/section-block",
        at_least_one=("text", "fields"),
        fields={
            "block_id": ID,
            "text": text(3_000, "SDK SectionBlock.text_max_length", *TEXT),
            "fields": Field(
                kind=Kind.LIST,
                of=TEXT,
                limit=Limit(low=1, high=10, source="SDK SectionBlock.fields_max_length", guess=EMPTY),
                each=Limit(low=1, high=2_000, source="TYPES SectionBlock.fields"),
            ),
            "accessory": one(*_IN_SECTIONS, "image_element"),
            "expand": FLAG,
        },
    ),
    "header": Shape(
        type="header",
        source=f"{_BLOCKS}/header-block",
        fields={"block_id": ID, "text": text(150, "SDK HeaderBlock.text_max_length", required=True)},
    ),
    "divider": Shape(type="divider", source=f"{_BLOCKS}/divider-block", fields={"block_id": ID}),
    "context": Shape(
        type="context",
        source=f"{_BLOCKS}/context-block",
        fields={
            "block_id": ID,
            "elements": some(10, "SDK ContextBlock.elements_max_length", "image_element", *TEXT),
        },
    ),
    "actions": Shape(
        type="actions",
        source=f"{_BLOCKS}/actions-block",
        fields={"block_id": ID, "elements": some(25, "SDK ActionsBlock.elements_max_length", *_IN_ACTIONS)},
    ),
    "context_actions": Shape(
        type="context_actions",
        source=f"{_BLOCKS}/context-actions-block",
        surfaces=(ON_MESSAGES,),
        fields={
            "block_id": ID,
            "elements": some(
                5, "SDK ContextActionsBlock.elements_max_length", "feedback_buttons", "icon_button", guess=""
            ),
        },
    ),
    "input": Shape(
        type="input",
        source=f"{_BLOCKS}/input-block",
        fields={
            "block_id": ID,
            "label": text(2_000, "SDK InputBlock.label_max_length", required=True),
            "element": one(*_IN_INPUTS, required=True),
            "hint": text(2_000, "SDK InputBlock.hint_max_length"),
            "optional": FLAG,
            "dispatch_action": FLAG,
        },
    ),
    "image_block": Shape(
        type="image",
        source=f"{_BLOCKS}/image-block",
        exactly_one=("image_url", "slack_file"),
        fields={
            "block_id": ID,
            "alt_text": chars(2_000, "SDK ImageBlock.alt_text_max_length", required=True),
            "image_url": chars(3_000, "SDK ImageBlock.image_url_max_length", low=1, guess=EMPTY),
            "slack_file": one("slack_file"),
            "title": text(2_000, "SDK ImageBlock.title_max_length"),
        },
    ),
    "video": Shape(
        type="video",
        source=f"{_BLOCKS}/video-block",
        fields={
            "block_id": ID,
            "alt_text": chars(2_000, "[3P] slackblocks 3.0.0 VIDEO_ALT_TEXT_MAX_LENGTH", required=True),
            # The page, SDK and TYPES say "less than 200" and "less than 50"; [3P] reads them as at most.
            "title": text(199, "SDK VideoBlock._validate_title_length", required=True),
            "author_name": chars(49, "SDK VideoBlock._validate_author_name_length"),
            "title_url": _https(2_000, "[3P] slackblocks 3.0.0 VIDEO_TITLE_URL_MAX_LENGTH"),
            "video_url": _https(3_000, "[3P] slackblocks 3.0.0 VIDEO_VIDEO_URL_MAX_LENGTH", required=True),
            "thumbnail_url": chars(
                3_000,
                "[3P] slackblocks 3.0.0 VIDEO_THUMBNAIL_URL_MAX_LENGTH",
                low=1,
                required=True,
                guess=EMPTY,
            ),
            "description": text(200, "[3P] slackblocks 3.0.0 VIDEO_DESCRIPTION_MAX_LENGTH"),
            "provider_name": chars(50, "[3P] slackblocks 3.0.0 VIDEO_PROVIDER_NAME_MAX_LENGTH"),
            "provider_icon_url": chars(2_000, "[3P] slackblocks 3.0.0 VIDEO_PROVIDER_ICON_URL_MAX_LENGTH"),
        },
    ),
    "file": Shape(
        type="file",
        source=f"{_BLOCKS}/file-block",
        surfaces=(ON_MESSAGES,),
        fields={
            "block_id": ID,
            "source": choice("remote", required=True),
            "external_id": NOT_EMPTY,
        },
    ),
    "call": Shape(
        type="call",
        source="SDK CallBlock",
        surfaces=(ON_MESSAGES,),
        fields={
            "block_id": ID,
            "call_id": NOT_EMPTY,
            "api_decoration_available": FLAG,
        },
    ),
    "rich_text": Shape(
        type="rich_text",
        source=f"{_BLOCKS}/rich-text-block",
        fields={
            "block_id": ID,
            "elements": some(
                None,
                "TYPES RichTextBlock.elements",
                "rich_text_section",
                "rich_text_list",
                "rich_text_preformatted",
                "rich_text_quote",
            ),
        },
    ),
    "markdown": Shape(
        type="markdown",
        source=f"{_BLOCKS}/markdown-block",
        surfaces=(ON_MESSAGES,),
        fields={
            "block_id": ID,
            "text": chars(12_000, "SDK MarkdownBlock.text_max_length", low=1, required=True, guess=EMPTY),
        },
    ),
}
