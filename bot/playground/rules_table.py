"""Block Kit's blocks and views as data, each with its source, and all shapes together; it checks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.rules_elements import ELEMENTS, OBJECTS
from bot.playground.rules_rich_text import RICH_TEXT
from bot.playground.rules_shape import (
    EMPTY,
    FLAG,
    ID,
    PLAIN,
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

_BLOCKS = "DOC /reference/block-kit/blocks"

MESSAGE_BLOCKS = Limit(high=50, source=_BLOCKS)
VIEW_BLOCKS = Limit(low=1, high=100, source=f"{_BLOCKS}; SDK View.blocks_max_length")
MARKDOWN_TOTAL = Limit(high=12_000, source=f"{_BLOCKS}/markdown-block: cumulative over a payload")
RICH_TEXT_PART = Limit(
    high=3_000, source="none", guess="no page names a length; ours, to be on the safe side"
)
RICH_TEXT_TOTAL = Limit(
    high=12_000, source="slackapi/bolt-js#2509", guess="seen at about 13,200, and with markdown blocks only"
)

MESSAGES_ONLY = frozenset({"markdown"})
"""DOC /reference/block-kit/blocks: every other block stands on messages, modals and Home tabs alike."""

NOT_RULED_YET = frozenset(
    {
        "alert",
        "call",
        "card",
        "carousel",
        "container",
        "context_actions",
        "data_table",
        "file",
        "plan",
        "table",
        "task_card",
        "video",
    }
)
"""Blocks that Slack has (TYPES KnownBlock; SDK) and this table does not: refused, and the message says so."""

_INTERACTIVE = (
    "button",
    "static_select",
    "external_select",
    "overflow",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
)
_INPUTS = (
    "plain_text_input",
    "static_select",
    "external_select",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
)
_VIEW: Mapping[str, Field] = {
    "blocks": Field(kind=Kind.LIST, required=True),
    "private_metadata": chars(3_000, "SDK View.private_metadata_max_length"),
    "callback_id": chars(255, "SDK View.callback_id_max_length"),
    "external_id": chars(255, "[3P] slackblocks 3.0.0 _limits.py"),
}

BLOCKS: Mapping[str, Shape] = {
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
            "accessory": one(*_INTERACTIVE, "image_element"),
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
        fields={
            "block_id": ID,
            "elements": some(25, "SDK ActionsBlock.elements_max_length", *_INTERACTIVE),
        },
    ),
    "input": Shape(
        type="input",
        source=f"{_BLOCKS}/input-block",
        fields={
            "block_id": ID,
            "label": text(2_000, "SDK InputBlock.label_max_length", required=True),
            "element": one(*_INPUTS, required=True),
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
        fields={
            "block_id": ID,
            "text": chars(12_000, "SDK MarkdownBlock.text_max_length", low=1, required=True, guess=EMPTY),
        },
    ),
}

VIEWS: Mapping[str, Shape] = {
    "modal": Shape(
        type="modal",
        source="DOC /reference/views/modal-views",
        fields={
            **_VIEW,
            "title": text(24, "SDK View.title_max_length", *PLAIN, required=True),
            "submit": text(24, "SDK View.submit_max_length"),
            "close": text(24, "SDK View.close_max_length"),
            "clear_on_close": FLAG,
            "notify_on_close": FLAG,
            "submit_disabled": FLAG,
        },
    ),
    "home": Shape(type="home", source="DOC /reference/views/home-tab-views", fields=_VIEW),
}

SHAPES: Mapping[str, Shape] = {**BLOCKS, **VIEWS, **ELEMENTS, **OBJECTS, **RICH_TEXT}
"""Every shape by its name here, which is its `type` save for the two images and the untyped objects."""
