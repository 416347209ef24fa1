"""The least that each shape of Block Kit accepts, and a payload to put it in; no rule stands here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.block_kit.shape import ON_MESSAGES
from bot.playground.block_kit.tables import BLOCKS, SHAPES
from bot.playground.block_kit.views import VIEWS
from bot.playground.rules import Problem, Surface, blocks_problems, view_problems

if TYPE_CHECKING:
    from bot.playground.block_kit.shape import Field

Json = dict[str, object]

TEXT: Json = {"type": "plain_text", "text": "Try"}
OPTION: Json = {"text": TEXT, "value": "a"}
RUN: Json = {"type": "text", "text": "Words"}
LINE: Json = {"type": "rich_text_section", "elements": [RUN]}
RICH: Json = {"type": "rich_text", "elements": [LINE]}
DIVIDER: Json = {"type": "divider"}
CONFIRM: Json = {"title": TEXT, "text": TEXT, "confirm": TEXT, "deny": TEXT}
IMAGE: Json = {"type": "image", "alt_text": "A graph", "image_url": "https://example.com/a.png"}
CELL: Json = {"type": "raw_text", "text": "Cell"}
TASK: Json = {"type": "task_card", "task_id": "1", "title": "Look it up", "status": "complete"}
CARD: Json = {"type": "card", "title": TEXT}
SLICE: Json = {"label": "Yes", "value": 3}
AXES: Json = {"categories": ["Yes"]}
SERIES: Json = {"name": "Votes", "data": [SLICE]}
FEEDBACK: Json = {"text": TEXT, "value": "good"}
PARAMETER: Json = {"name": "who", "value": "Ana"}
TRIGGER: Json = {"url": "https://example.com/trigger"}

EXAMPLES: dict[str, Json] = {
    "section": {"type": "section", "text": TEXT},
    "header": {"type": "header", "text": TEXT},
    "divider": DIVIDER,
    "context": {"type": "context", "elements": [TEXT]},
    "actions": {"type": "actions", "elements": [{"type": "button", "text": TEXT}]},
    "context_actions": {
        "type": "context_actions",
        "elements": [{"type": "icon_button", "icon": "trash", "text": TEXT}],
    },
    "input": {"type": "input", "label": TEXT, "element": {"type": "plain_text_input"}},
    "image_block": IMAGE,
    "video": {
        "type": "video",
        "alt_text": "A talk",
        "title": TEXT,
        "video_url": "https://example.com/v",
        "thumbnail_url": "https://example.com/v.png",
    },
    "file": {"type": "file", "source": "remote", "external_id": "ABCD1"},
    "call": {"type": "call", "call_id": "R1"},
    "rich_text": RICH,
    "markdown": {"type": "markdown", "text": "**Bold**"},
    "table": {"type": "table", "rows": [[CELL]]},
    "data_table": {"type": "data_table", "caption": "Votes", "rows": [[CELL], [CELL]]},
    "data_visualization": {
        "type": "data_visualization",
        "title": "Votes",
        "chart": {"type": "pie", "segments": [SLICE]},
    },
    "alert": {"type": "alert", "text": TEXT},
    "card": CARD,
    "carousel": {"type": "carousel", "elements": [CARD]},
    "container": {"type": "container", "title": TEXT, "child_blocks": [DIVIDER]},
    "plan": {"type": "plan", "title": "To do"},
    "task_card": TASK,
    "auth_provider": {"type": "auth_provider", "value": "files", "name": TEXT, "is_connected": False},
    "modal": {"type": "modal", "title": TEXT, "blocks": [DIVIDER]},
    "home": {"type": "home", "blocks": [DIVIDER]},
    "button": {"type": "button", "text": TEXT},
    "workflow_button": {"type": "workflow_button", "text": TEXT, "workflow": {"trigger": TRIGGER}},
    "feedback_buttons": {
        "type": "feedback_buttons",
        "positive_button": FEEDBACK,
        "negative_button": FEEDBACK,
    },
    "icon_button": {"type": "icon_button", "icon": "trash", "text": TEXT},
    "overflow": {"type": "overflow", "options": [OPTION]},
    "checkboxes": {"type": "checkboxes", "options": [OPTION]},
    "radio_buttons": {"type": "radio_buttons", "options": [OPTION]},
    "datepicker": {"type": "datepicker"},
    "timepicker": {"type": "timepicker"},
    "datetimepicker": {"type": "datetimepicker"},
    "plain_text_input": {"type": "plain_text_input"},
    "email_text_input": {"type": "email_text_input"},
    "url_text_input": {"type": "url_text_input"},
    "number_input": {"type": "number_input", "is_decimal_allowed": False},
    "rich_text_input": {"type": "rich_text_input"},
    "file_input": {"type": "file_input"},
    "image_element": IMAGE,
    "url_source": {"type": "url", "url": "https://example.com", "text": "A page"},
    "static_select": {"type": "static_select", "options": [OPTION]},
    "external_select": {"type": "external_select"},
    "users_select": {"type": "users_select"},
    "conversations_select": {"type": "conversations_select"},
    "channels_select": {"type": "channels_select"},
    "multi_static_select": {"type": "multi_static_select", "options": [OPTION]},
    "multi_external_select": {"type": "multi_external_select"},
    "multi_users_select": {"type": "multi_users_select"},
    "multi_conversations_select": {"type": "multi_conversations_select"},
    "multi_channels_select": {"type": "multi_channels_select"},
    "plain_text": TEXT,
    "mrkdwn": {"type": "mrkdwn", "text": "*Try*"},
    "raw_text": CELL,
    "raw_number": {"type": "raw_number", "value": 1.5, "text": "1.5"},
    "option": OPTION,
    "overflow_option": OPTION,
    "choice_option": OPTION,
    "option_group": {"label": TEXT, "options": [OPTION]},
    "confirm": CONFIRM,
    "dispatch_action_config": {},
    "conversation_filter": {"include": ["im"]},
    "slack_file": {"id": "F1"},
    "slack_icon": {"type": "icon", "name": "rocket"},
    "workflow": {"trigger": TRIGGER},
    "workflow_trigger": TRIGGER,
    "workflow_parameter": PARAMETER,
    "feedback_button": FEEDBACK,
    "rich_text_section": LINE,
    "rich_text_list": {"type": "rich_text_list", "style": "bullet", "elements": [LINE]},
    "rich_text_preformatted": {"type": "rich_text_preformatted", "elements": [RUN]},
    "rich_text_quote": {"type": "rich_text_quote", "elements": [RUN]},
    "text": RUN,
    "link": {"type": "link", "url": "https://example.com"},
    "emoji": {"type": "emoji", "name": "wave"},
    "user": {"type": "user", "user_id": "U1"},
    "channel": {"type": "channel", "channel_id": "C1"},
    "usergroup": {"type": "usergroup", "usergroup_id": "S1"},
    "team": {"type": "team", "team_id": "T1"},
    "broadcast": {"type": "broadcast", "range": "here"},
    "date": {"type": "date", "timestamp": 1_795_000_000, "format": "{date}"},
    "color": {"type": "color", "value": "#336699"},
    "rich_text_style": {"bold": True},
    "column_settings": {"align": "right"},
    "pie": {"type": "pie", "segments": [SLICE]},
    "bar": {"type": "bar", "series": [SERIES], "axis_config": AXES},
    "area": {"type": "area", "series": [SERIES], "axis_config": AXES},
    "line": {"type": "line", "series": [SERIES], "axis_config": AXES},
    "chart_segment": SLICE,
    "chart_series": SERIES,
    "chart_point": SLICE,
    "chart_axes": AXES,
}
"""The least that each shape accepts."""


def judged(name: str, value: object) -> tuple[str, list[Problem]]:
    """Where the value stands in a payload that is otherwise well, and that payload's problems."""
    if name in VIEWS:
        return "/view", view_problems(value)
    at, outer, block = framed(name, value)
    surface = Surface.MESSAGE if ON_MESSAGES in BLOCKS[outer].surfaces else Surface.MODAL
    return f"/blocks/0{at}", blocks_problems([block], surface=surface)


def framed(name: str, value: object) -> tuple[str, str, object]:
    """The pointer to a value of this shape within a block, that block's name, and the block."""
    at, outer, held = "", name, value
    while outer not in BLOCKS:
        holder, key, field = FRAMES[outer]
        example = {
            other: kept for other, kept in EXAMPLES[holder].items() if other not in rivals(holder, key)
        }
        inside: object = held
        if field.items is not None:
            inside, at = [[held]], f"/0/0{at}"
        elif field.kind.value == "an array":
            inside, at = [held], f"/0{at}"
        at, held, outer = f"/{key}{at}", example | {key: inside}, holder
    return at, outer, held


def rivals(name: str, field: str) -> set[str]:
    """The other fields of which only one may be given."""
    shape = SHAPES[name]
    groups = (group for group in (shape.exactly_one, shape.at_most_one) if field in group)
    return {other for group in groups for other in group} - {field}


def frames() -> dict[str, tuple[str, str, Field]]:
    """For each shape that is no block, one that holds it: its name, and the field it stands in.

    Nearest to a block first, so that every way leads out.
    """
    found: dict[str, tuple[str, str, Field]] = {}
    level = list(BLOCKS)
    while level:
        inner = [
            (shape, (holder, key, field))
            for holder in level
            for key, field in SHAPES[holder].fields.items()
            for shape in (field.items.of if field.items is not None else field.of)
            if shape not in BLOCKS
        ]
        fresh = {shape: way for shape, way in reversed(inner) if shape not in found}
        found |= fresh
        level = list(fresh)
    return found


FRAMES = frames()


def broken(problems: list[Problem]) -> set[tuple[str, str]]:
    """Where and which."""
    return {(problem.pointer, problem.code) for problem in problems}
