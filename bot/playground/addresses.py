"""Where and what an app asks to be told, as its manifest says; it sends nothing.

https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

import copy
import urllib.parse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.fields import items, mapping, mappings, text

if TYPE_CHECKING:
    from collections.abc import Mapping

THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """A shortcut of the app's manifest; `type` is global or message."""

    name: str
    callback_id: str
    type: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """How payloads reach the app: over Socket Mode, or else by POST to its request URLs.

    `subscribed` holds the events asked for, in the manifest's words, such as message.channels.
    """

    socket_mode: bool
    subscribed: frozenset[str] = frozenset()
    events_url: str = ""
    interactivity_url: str = ""
    options_url: str = ""

    @classmethod
    def read(cls, settings: Mapping[str, object]) -> Addresses:
        """The manifest's `settings`; ValueError for a request URL beyond this machine."""
        events = mapping(settings.get("event_subscriptions"))
        interactivity = mapping(settings.get("interactivity"))
        return cls(
            socket_mode=settings.get("socket_mode_enabled") is True,
            subscribed=frozenset(text(name) for name in items(events.get("bot_events"))),
            events_url=at_this_machine(events.get("request_url")),
            interactivity_url=at_this_machine(interactivity.get("request_url")),
            options_url=at_this_machine(interactivity.get("message_menu_options_url")),
        )


def read_shortcuts(given: object) -> tuple[Shortcut, ...]:
    """The manifest's `features.shortcuts`; ValueError for one of no known type or without a callback_id."""
    found = tuple(
        Shortcut(
            name=text(entry.get("name")),
            callback_id=text(entry.get("callback_id")),
            type=text(entry.get("type")),
            description=text(entry.get("description")),
        )
        for entry in mappings(given)
    )
    for shortcut in found:
        if not shortcut.callback_id or shortcut.type not in ("global", "message"):
            raise ValueError(
                f"The shortcut {shortcut.name!r} of the manifest needs a callback_id, "
                "and a type that is global or message."
            )
    return found


def at_this_machine(url: object) -> str:
    """A request URL, empty for none; ValueError unless it is of this machine, which nothing is to leave."""
    given = text(url)
    parts = urllib.parse.urlsplit(given)
    if given and (parts.scheme not in ("http", "https") or parts.hostname not in THIS_MACHINE):
        raise ValueError(f"The playground delivers to http://127.0.0.1:… only, not to {given}.")
    return given


def over_http(manifest: Mapping[str, object], url: str) -> dict[str, object]:
    """The same manifest with Socket Mode off and every request URL at `url`, as if edited in Slack."""
    changed = copy.deepcopy(dict(manifest))
    features = {**mapping(changed.get("features"))}
    commands = [{**command, "url": url} for command in mappings(features.get("slash_commands"))]
    settings = {**mapping(changed.get("settings")), "socket_mode_enabled": False}
    events = mapping(settings.get("event_subscriptions"))
    interactivity = mapping(settings.get("interactivity"))
    settings["event_subscriptions"] = {**events, "request_url": url}
    settings["interactivity"] = {**interactivity, "request_url": url, "message_menu_options_url": url}
    return {**changed, "features": {**features, "slash_commands": commands}, "settings": settings}
