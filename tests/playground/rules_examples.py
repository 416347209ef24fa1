"""The least that each shape of Block Kit accepts, and a payload to put it in; no rule stands here."""

from __future__ import annotations

from bot.playground.rules import Problem, Surface, blocks_problems, view_problems
from bot.playground.rules_table import BLOCKS, VIEWS

Json = dict[str, object]

TEXT: Json = {"type": "plain_text", "text": "Try"}
OPTION: Json = {"text": TEXT, "value": "a"}
RUN: Json = {"type": "text", "text": "Words"}
LINE: Json = {"type": "rich_text_section", "elements": [RUN]}
DIVIDER: Json = {"type": "divider"}
CONFIRM: Json = {"title": TEXT, "text": TEXT, "confirm": TEXT, "deny": TEXT}

EXAMPLES: dict[str, Json] = {
    "section": {"type": "section", "text": TEXT},
    "header": {"type": "header", "text": TEXT},
    "divider": DIVIDER,
    "context": {"type": "context", "elements": [TEXT]},
    "actions": {"type": "actions", "elements": [{"type": "button", "text": TEXT}]},
    "input": {"type": "input", "label": TEXT, "element": {"type": "plain_text_input"}},
    "image_block": {"type": "image", "alt_text": "A graph", "image_url": "https://example.com/a.png"},
    "rich_text": {"type": "rich_text", "elements": [LINE]},
    "markdown": {"type": "markdown", "text": "**Bold**"},
    "modal": {"type": "modal", "title": TEXT, "blocks": [DIVIDER]},
    "home": {"type": "home", "blocks": [DIVIDER]},
    "button": {"type": "button", "text": TEXT},
    "static_select": {"type": "static_select", "options": [OPTION]},
    "external_select": {"type": "external_select"},
    "overflow": {"type": "overflow", "options": [OPTION]},
    "checkboxes": {"type": "checkboxes", "options": [OPTION]},
    "radio_buttons": {"type": "radio_buttons", "options": [OPTION]},
    "datepicker": {"type": "datepicker"},
    "timepicker": {"type": "timepicker"},
    "plain_text_input": {"type": "plain_text_input"},
    "image_element": {"type": "image", "alt_text": "A graph", "image_url": "https://example.com/a.png"},
    "plain_text": TEXT,
    "mrkdwn": {"type": "mrkdwn", "text": "*Try*"},
    "option": OPTION,
    "overflow_option": OPTION,
    "choice_option": OPTION,
    "option_group": {"label": TEXT, "options": [OPTION]},
    "confirm": CONFIRM,
    "dispatch_action_config": {},
    "slack_file": {"id": "F1"},
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
}
"""The least that each shape accepts."""


INLINE = ("text", "link", "emoji", "user", "channel", "usergroup", "team", "broadcast", "date", "color")


def judged(name: str, value: object) -> tuple[str, list[Problem]]:
    """Where the value stands in a payload that is otherwise well, and that payload's problems."""
    if name in VIEWS:
        return "/view", view_problems(value)
    at, block = framed(name, value)
    return f"/blocks/0{at}", blocks_problems([block], surface=Surface.MESSAGE)


def framed(name: str, value: object) -> tuple[str, object]:  # noqa: PLR0911  # one return a kind of frame
    """The block that holds a value of this shape, and the pointer within it."""
    if name in BLOCKS:
        return "", value
    if name.startswith("rich_text_") and name != "rich_text_style":
        return "/elements/0", {"type": "rich_text", "elements": [value]}
    if name in INLINE:
        at, block = framed("rich_text_section", {"type": "rich_text_section", "elements": [value]})
        return f"{at}/elements/0", block
    inside = {
        "rich_text_style": ("text", "style", RUN | {"style": value}),
        "confirm": ("button", "confirm", EXAMPLES["button"] | {"confirm": value}),
        "option": ("static_select", "options/0", {"type": "static_select", "options": [value]}),
        "overflow_option": ("overflow", "options/0", {"type": "overflow", "options": [value]}),
        "choice_option": ("checkboxes", "options/0", {"type": "checkboxes", "options": [value]}),
        "option_group": (
            "static_select",
            "option_groups/0",
            {"type": "static_select", "option_groups": [value]},
        ),
        "dispatch_action_config": (
            "plain_text_input",
            "dispatch_action_config",
            {"type": "plain_text_input", "dispatch_action_config": value},
        ),
    }
    if name in inside:
        outer, where, holder = inside[name]
        at, block = framed(outer, holder)
        return f"{at}/{where}", block
    if name == "plain_text_input":
        return "/element", {"type": "input", "label": TEXT, "element": value}
    if name == "slack_file":
        return "/slack_file", {"type": "image", "alt_text": "A graph", "slack_file": value}
    if name in ("plain_text", "mrkdwn"):
        return "/text", {"type": "section", "text": value}
    kind = "context" if name == "image_element" else "actions"
    return "/elements/0", {"type": kind, "elements": [value]}


def broken(problems: list[Problem]) -> set[tuple[str, str]]:
    """Where and which."""
    return {(problem.pointer, problem.code) for problem in problems}
