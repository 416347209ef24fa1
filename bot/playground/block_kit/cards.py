"""Block Kit's blocks that hold others, and those of assistants, as data with sources; it checks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.block_kit.shape import (
    EMPTY,
    FLAG,
    ID,
    NOT_EMPTY,
    ON_HOME,
    ON_MESSAGES,
    ON_MODALS,
    TEXT,
    Field,
    Kind,
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
_SDK = "SDK AuthProviderBlock"
_CHILDREN = (
    "actions",
    "context",
    "divider",
    "file",
    "header",
    "image_block",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)

CARDS: Mapping[str, Shape] = {
    "alert": Shape(
        type="alert",
        source=f"{_BLOCKS}/alert-block",
        surfaces=(ON_MODALS,),  # slackapi/java-slack-sdk#1624: "currently only supported in modals"
        fields={
            "block_id": ID,
            "text": text(200, "slackapi/java-slack-sdk#1624 AlertBlock.text", *TEXT, required=True),
            "level": choice("default", "info", "warning", "error", "success"),
        },
    ),
    "card": Shape(
        type="card",
        source=f"{_BLOCKS}/card-block",
        at_least_one=("hero_image", "title", "actions", "body"),
        at_most_one=("icon", "slack_icon"),
        fields={
            "block_id": ID,
            "hero_image": one("image_element"),
            "icon": one("image_element"),
            "slack_icon": one("slack_icon"),
            # TYPES takes mrkdwn only, SDK and [3P] any text object.
            "title": text(150, "SDK CardBlock.title_max_length", *TEXT),
            "subtitle": text(150, "SDK CardBlock.subtitle_max_length", *TEXT),
            "body": text(200, "SDK CardBlock.body_max_length", *TEXT),
            "subtext": text(200, "[3P] slackblocks 3.0.0 CARD_SUBTEXT_MAX_LENGTH", *TEXT),
            "actions": some(3, "[3P] slackblocks 3.0.0 CARD_ACTIONS_MAX_ITEMS", "button", required=False),
        },
    ),
    "carousel": Shape(
        type="carousel",
        source=f"{_BLOCKS}/carousel-block",
        surfaces=(ON_MESSAGES, ON_HOME),
        fields={
            "block_id": ID,
            "elements": some(10, "SDK CarouselBlock.elements_max_length", "card", guess=""),
        },
    ),
    "container": Shape(
        type="container",
        source=f"{_BLOCKS}/container-block",
        surfaces=(ON_MESSAGES, ON_HOME),
        at_least_one=("title", "rich_text_title"),
        fields={
            "block_id": ID,
            "title": text(150, "SDK ContainerBlock.title_max_length"),
            "rich_text_title": one("rich_text"),
            "subtitle": text(150, "SDK ContainerBlock.subtitle_max_length", *TEXT),
            "child_blocks": some(10, "SDK ContainerBlock.child_blocks_max_length", *_CHILDREN, guess=""),
            "width": choice("narrow", "standard", "wide", "full"),
            "icon": one("image_element"),
            "is_collapsible": FLAG,
            "default_collapsed": FLAG,
            "has_header_divider": FLAG,
        },
    ),
    "plan": Shape(
        type="plan",
        source=f"{_BLOCKS}/plan-block",
        surfaces=(ON_MESSAGES,),
        fields={
            "block_id": ID,
            "title": NOT_EMPTY,
            "tasks": some(
                50,
                "[3P] slackblocks 3.0.0 PLAN_TASKS_MAX_ITEMS",
                "task_card",
                low=0,
                required=False,
                guess="",
            ),
        },
    ),
    "task_card": Shape(
        type="task_card",
        source=f"{_BLOCKS}/task-card-block",
        surfaces=(ON_MESSAGES,),
        fields={
            "block_id": ID,
            "task_id": NOT_EMPTY,
            "title": NOT_EMPTY,
            "details": one("rich_text"),
            "output": one("rich_text"),
            "sources": some(
                None, "TYPES TaskCardBlock.sources", "url_source", low=0, required=False, guess=""
            ),
            "status": choice("pending", "in_progress", "complete", "error", required=True),
        },
    ),
    "auth_provider": Shape(
        # The only block that the SDK knows and TYPES does not; its page names no surface.
        type="auth_provider",
        source=_SDK,
        fields={
            "block_id": ID,
            "value": chars(150, f"{_SDK}.value_max_length", low=1, required=True),
            "name": text(75, f"{_SDK}.name_max_length", required=True),
            "is_connected": Field(kind=Kind.BOOLEAN, required=True),
            "description": text(150, f"{_SDK}.description_max_length"),
            "icon_url": chars(3_000, f"{_SDK}.url_max_length", low=1, guess=EMPTY),
            "auth_url": chars(3_000, f"{_SDK}.url_max_length", low=1, guess=EMPTY),
            "disconnect_url": chars(3_000, f"{_SDK}.url_max_length", low=1, guess=EMPTY),
            "connected_identity": text(75, f"{_SDK}.connected_identity_max_length"),
            "connected_context": text(75, f"{_SDK}.connected_context_max_length"),
            "accessory": one("overflow"),
            "fallback": some(None, _SDK, *_CHILDREN, required=False),
        },
    ),
}
