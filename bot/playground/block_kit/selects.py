"""Block Kit's ten select menus as data, each with its source; it checks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.block_kit.objects import CONFIRM, PLACEHOLDER
from bot.playground.block_kit.shape import FLAG, ID, STRING, Field, Shape, number, one, some, strings

if TYPE_CHECKING:
    from collections.abc import Mapping

_ONE = "DOC /reference/block-kit/block-elements/select-menu-element"
_MANY = "DOC /reference/block-kit/block-elements/multi-select-menu-element"

_MENU: Mapping[str, Field] = {
    "action_id": ID,
    "confirm": CONFIRM,
    "focus_on_load": FLAG,
    "placeholder": PLACEHOLDER,
}
_MULTI: Mapping[str, Field] = {
    **_MENU,
    "max_selected_items": number(1, None, "TYPES MaxItemsSelectable.max_selected_items"),
}
_OPTIONS: Mapping[str, Field] = {
    "options": some(100, "SDK StaticSelectElement.options_max_length", "option", required=False),
    "option_groups": some(
        100, "SDK StaticSelectElement.option_groups_max_length", "option_group", required=False
    ),
}
_QUERY = number(0, None, "TYPES ExternalSelect.min_query_length", guess="that it is not negative")
_CONVERSATIONS: Mapping[str, Field] = {
    "default_to_current_conversation": FLAG,
    "filter": one("conversation_filter"),
}
_INITIAL_OPTIONS = some(100, "SDK StaticMultiSelectElement.options_max_length", "option", required=False)


def _initials(source: str) -> Field:
    return strings(None, source)


SELECTS: Mapping[str, Shape] = {
    "static_select": Shape(
        type="static_select",
        source=_ONE,
        exactly_one=("options", "option_groups"),
        fields={**_MENU, **_OPTIONS, "initial_option": one("option")},
    ),
    "external_select": Shape(
        type="external_select",
        source=_ONE,
        fields={**_MENU, "initial_option": one("option"), "min_query_length": _QUERY},
    ),
    "users_select": Shape(type="users_select", source=_ONE, fields={**_MENU, "initial_user": STRING}),
    "conversations_select": Shape(
        type="conversations_select",
        source=_ONE,
        fields={**_MENU, **_CONVERSATIONS, "initial_conversation": STRING, "response_url_enabled": FLAG},
    ),
    "channels_select": Shape(
        type="channels_select",
        source=_ONE,
        fields={**_MENU, "initial_channel": STRING, "response_url_enabled": FLAG},
    ),
    "multi_static_select": Shape(
        type="multi_static_select",
        source=_MANY,
        exactly_one=("options", "option_groups"),
        fields={**_MULTI, **_OPTIONS, "initial_options": _INITIAL_OPTIONS},
    ),
    "multi_external_select": Shape(
        type="multi_external_select",
        source=_MANY,
        fields={**_MULTI, "initial_options": _INITIAL_OPTIONS, "min_query_length": _QUERY},
    ),
    "multi_users_select": Shape(
        type="multi_users_select",
        source=_MANY,
        fields={**_MULTI, "initial_users": _initials("TYPES MultiUsersSelect.initial_users")},
    ),
    "multi_conversations_select": Shape(
        type="multi_conversations_select",
        source=_MANY,
        fields={
            **_MULTI,
            **_CONVERSATIONS,
            "initial_conversations": _initials("TYPES MultiConversationsSelect.initial_conversations"),
        },
    ),
    "multi_channels_select": Shape(
        type="multi_channels_select",
        source=_MANY,
        fields={**_MULTI, "initial_channels": _initials("TYPES MultiChannelsSelect.initial_channels")},
    ),
}
