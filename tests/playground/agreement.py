"""Lays Block Kit's tables beside what three others say, claim by claim; it judges no difference.

The others: @slack/types (recorded, see record_types.py); `slack_sdk.models` and `slackblocks`.
"""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import slackblocks._limits
import slackblocks._surfaces
from slack_sdk.models import views as sdk_views
from slack_sdk.models.blocks import basic_components, block_elements, blocks

from bot.playground.block_kit.shape import EVERYWHERE
from bot.playground.block_kit.tables import BLOCKS, MESSAGE_BLOCKS, SHAPES, TOTALS, VIEW_BLOCKS
from bot.playground.block_kit.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORD = Path(__file__).with_name("slack_types.json")


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says of a shape or one of its fields, beside what the tables say of it.

    `what` is: known (is there such a field), required, high, low, or surface.
    """

    who: str
    where: str
    what: str
    theirs: object
    ours: object

    @property
    def agreed(self) -> bool:
        """Whether both say the same."""
        return self.theirs == self.ours


def claims() -> list[Claim]:
    """Everything that the three say of what the tables rule too."""
    return [*types_claims(), *sdk_claims(), *slackblocks_claims()]


def field_claims(who: str, name: str, fields: dict[str, dict[str, object]]) -> Iterator[Claim]:
    """The fields that either side has, and what the other says of them."""
    ours = SHAPES[name].fields
    for field in sorted(ours.keys() | fields.keys()):
        where = f"{name}.{field}"
        yield Claim(who, where, "known", field in fields, field in ours)
        if field in fields and field in ours:
            theirs = fields[field]
            if "required" in theirs:
                yield Claim(who, where, "required", theirs["required"], ours[field].required)
            for end in ("high", "low"):
                if end in theirs:
                    yield Claim(who, where, end, theirs[end], our_limit(name, field, end))


def our_limit(name: str, field: str, end: str) -> int | None:
    """The limit of a field in the tables, None for none."""
    if name in VIEWS and field == "blocks":
        limit = VIEW_BLOCKS
    else:
        found = SHAPES[name].fields[field].limit
        if found is None:
            return chosen(name, field, end)
        limit = found
    return limit.high if end == "high" else limit.low


def chosen(name: str, field: str, end: str) -> int | None:
    """The least or greatest of the numbers to choose from, None where there are none."""
    numbers = [each for each in SHAPES[name].fields[field].choices if isinstance(each, int)]
    return (max(numbers) if end == "high" else min(numbers)) if numbers else None


TYPES_NAMES = {
    "Confirm": "confirm",
    "DispatchActionConfig": "dispatch_action_config",
    "PlainTextOption": "overflow_option",
    "OptionGroup": "option_group",
    "BaseConversationFilter": "conversation_filter",
    "TableBlockColumnSettings": "column_settings",
    "ImageBlock": "image_block",
    "ImageElement": "image_element",
    "URLSourceElement": "url_source",
}
"""Interfaces whose shape here has another name than their `type`."""

TYPES_LEFT_OUT = {
    "MrkdwnOption": "the fields of PlainTextOption once more; its text is judged in test_rules",
    "WorkflowStepView": "steps from apps are gone since September 2024",
}


def types_claims() -> Iterator[Claim]:
    """What @slack/types says."""
    interfaces = json.loads(RECORD.read_text("utf-8"))["interfaces"]
    for interface in sorted(interfaces.keys() - TYPES_LEFT_OUT.keys()):
        recorded = interfaces[interface]
        yield from field_claims(
            "@slack/types", TYPES_NAMES.get(interface, recorded["type"]), recorded["fields"]
        )


SDK_NAMES = {
    "ImageBlock": "image_block",
    "ImageElement": "image_element",
    "UrlSourceElement": "url_source",
    "Option": "overflow_option",
    "OptionGroup": "option_group",
    "ConfirmObject": "confirm",
    "DispatchActionConfig": "dispatch_action_config",
    "ConversationFilter": "conversation_filter",
    "TableBlockColumnSettings": "column_settings",
    "FeedbackButtonObject": "feedback_button",
    "Workflow": "workflow",
    "WorkflowTrigger": "workflow_trigger",
    "SlackFile": "slack_file",
}
SDK_LEFT_OUT = {
    "LinkButtonElement": "a button that makes up its action_id",
    "SelectElement": "the old name of StaticSelectElement",
}
SDK_FIELDS = {
    ("overflow_option", "label"): "text",
    ("auth_provider", "url"): "auth_url",
    ("file_input", "multiple"): "max_files",
}
"""Limits that the SDK keeps under another name than the field's."""


def sdk_claims() -> Iterator[Claim]:
    """What slack_sdk's models say: their attributes, their constructors' arguments, their *_max_length."""
    for module in (blocks, block_elements, basic_components):
        for _, model in inspect.getmembers(module, inspect.isclass):
            name = SDK_NAMES.get(model.__name__) or str(getattr(model, "type", ""))
            if model.__module__ == module.__name__ and model.__name__ not in SDK_LEFT_OUT and name in SHAPES:
                yield from field_claims("slack_sdk", name, sdk_fields(model, name))
    for name in VIEWS:
        for field in ("title", "blocks", "close", "submit", "private_metadata", "callback_id"):
            if field in VIEWS[name].fields:
                high = getattr(sdk_views.View, f"{field}_max_length")
                yield Claim("slack_sdk", f"{name}.{field}", "high", high, our_limit(name, field, "high"))


def sdk_fields(model: type[object], name: str) -> dict[str, dict[str, object]]:
    """The fields of one model."""
    arguments = inspect.signature(model.__init__).parameters
    found: dict[str, dict[str, object]] = {
        field: {"required": argument.default is inspect.Parameter.empty and "Optional" not in str(argument)}
        for field, argument in arguments.items()
        if argument.kind is argument.KEYWORD_ONLY and field != "type"
    }
    for attribute in dir(model):
        if ruled := re.fullmatch(r"(\w+)_(max|min)_length", attribute):
            field = SDK_FIELDS.get((name, ruled[1]), ruled[1])
            if field in found:
                found[field]["high" if ruled[2] == "max" else "low"] = getattr(model, attribute)
    return found


SLACKBLOCKS_NAMES = {
    "confirmation": ("confirm",),
    "option": ("option", "overflow_option", "choice_option"),
    "select": ("static_select", "external_select"),
    "multi_select": ("multi_static_select", "multi_external_select"),
    "email_input": ("email_text_input",),
    "url_input": ("url_text_input",),
    "date_picker": ("datepicker",),
    "time_picker": ("timepicker",),
    "dispatch_action_configuration": ("dispatch_action_config",),
    "image": ("image_block",),
    "view": ("modal", "home"),
    "data_visualization.segment": ("chart_segment",),
}
SLACKBLOCKS_PLACES = {
    "text": [("plain_text", "text"), ("mrkdwn", "text")],
    "action_id": [(name, "action_id") for name, shape in SHAPES.items() if "action_id" in shape.fields],
    "block_id": [(name, "block_id") for name in BLOCKS],
    "data_visualization.segments": [("pie", "segments")],
    "data_visualization.series": [(kind, "series") for kind in ("bar", "area", "line")],
    "data_visualization.series_name": [("chart_series", "name")],
    "data_visualization.data": [("chart_series", "data")],
    "data_visualization.point_label": [("chart_point", "label")],
    "data_visualization.categories": [("chart_axes", "categories")],
    "data_visualization.axis_label": [("chart_axes", "x_label"), ("chart_axes", "y_label")],
    "data_table.cell_text": [("raw_text", "text")],
}
SLACKBLOCKS_WHOLES = {
    "section.fields.item_max_length": SHAPES["section"].fields["fields"].each,
    "table.columns.max_items": SHAPES["table"].fields["rows"].items,
    "data_table.columns.min_items": SHAPES["data_table"].fields["rows"].items,
    "data_table.columns.max_items": SHAPES["data_table"].fields["rows"].items,
    "data_table.content.max_length": TOTALS["data_table"],
    "data_table.total_content.max_length": TOTALS["data_table"],
    "data_visualization.category_label.max_length": SHAPES["chart_axes"].fields["categories"].items,
    "markdown.total_text.max_length": TOTALS["markdown"],
    "message.blocks.max_items": MESSAGE_BLOCKS,
}
SLACKBLOCKS_LEFT_OUT = {
    "data_visualization.segment.value.exclusive_min": "judged in test_rules_tables_and_cards",
    "message.data_visualizations.max_items": "judged in test_rules_tables_and_cards",
    "message.channel.min_length": "no rule of Block Kit",
    "message.attachments.max_items": "no rule of Block Kit; bot/playground/content.py holds it",
}


def slackblocks_claims() -> Iterator[Claim]:
    """What slackblocks' registry of limits says, and its list of surfaces."""
    for dotted, value in slackblocks_limits().items():
        place, _, end = dotted.rpartition(".")
        side = "low" if end.startswith("min") else "high"
        if dotted in SLACKBLOCKS_WHOLES:
            whole = SLACKBLOCKS_WHOLES[dotted]
            limit = getattr(whole, "limit", whole)
            yield Claim("slackblocks", place, side, value, getattr(limit, side))
        elif dotted not in SLACKBLOCKS_LEFT_OUT:
            for name, field in slackblocks_places(place):
                ours = our_limit(name, field, side)
                yield Claim("slackblocks", f"{name}.{field}", side, value, ours)
    surfaces = dict(zip(("message", "modal", "home"), EVERYWHERE, strict=True))
    for surface, standing in slackblocks._surfaces._BLOCK_TYPES_BY_SURFACE.items():
        for shape in BLOCKS.values():
            there = surfaces[surface] in shape.surfaces
            yield Claim("slackblocks", f"{shape.type} on {surface}", "surface", shape.type in standing, there)


def slackblocks_limits() -> dict[str, int]:
    """The registry's entries by their dotted names, which stand in its comments alone."""
    source = inspect.getsource(slackblocks._limits)
    return {found[1]: int(found[2]) for found in re.finditer(r"^# (\S+)\n\w+ = (\d+)$", source, re.MULTILINE)}


def slackblocks_places(place: str) -> list[tuple[str, str]]:
    """The shapes and fields here that an entry of the registry is about."""
    if place in SLACKBLOCKS_PLACES:
        return SLACKBLOCKS_PLACES[place]
    thing, _, field = place.rpartition(".")
    places = [(name, field) for name in SLACKBLOCKS_NAMES.get(thing, (thing,))]
    return [(name, field) for name, field in places if field in SHAPES[name].fields]
