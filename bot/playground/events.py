"""What an app hears of what happens: Slack's events, for who subscribed and may; it sends nothing.

https://docs.slack.dev/reference/events
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.playground import mentions, shapes
from bot.playground.conversations import Kind
from bot.playground.happenings import (
    Archived,
    Deleted,
    Joined,
    Left,
    Looked,
    Renamed,
    Rewritten,
    Said,
    Uninstalled,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.playground.cast import InstalledApp
    from bot.playground.conversations import Conversation, Message
    from bot.playground.happenings import Happening
    from bot.playground.workspace import Workspace

CHANNEL_TYPES = {Kind.PUBLIC: "channel", Kind.PRIVATE: "group", Kind.GROUP: "mpim", Kind.DIRECT: "im"}
MESSAGES = {
    Kind.PUBLIC: "message.channels",
    Kind.PRIVATE: "message.groups",
    Kind.GROUP: "message.mpim",
    Kind.DIRECT: "message.im",
}
HISTORY = {
    Kind.PUBLIC: "channels:history",
    Kind.PRIVATE: "groups:history",
    Kind.GROUP: "mpim:history",
    Kind.DIRECT: "im:history",
}
READ = {
    Kind.PUBLIC: "channels:read",
    Kind.PRIVATE: "groups:read",
    Kind.GROUP: "mpim:read",
    Kind.DIRECT: "im:read",
}
PREFIXES = {Kind.PUBLIC: "channel", Kind.PRIVATE: "group", Kind.GROUP: "group", Kind.DIRECT: "im"}


@dataclass(frozen=True, slots=True)
class Event:
    """One event: the subscription and the scope (empty for none) that it takes, and its own body."""

    subscription: str
    scope: str
    body: Mapping[str, object]


def payloads(workspace: Workspace, app: InstalledApp, happening: Happening) -> list[dict[str, object]]:
    """The payloads that the app gets, none unless it subscribed and has the scope."""
    return [
        _wrapped(workspace, app, event.body)
        for event in _events(workspace, app, happening)
        if event.subscription in app.addresses.subscribed and event.scope in ("", *app.scopes)
    ]


def _wrapped(workspace: Workspace, app: InstalledApp, body: Mapping[str, object]) -> dict[str, object]:
    """https://docs.slack.dev/apis/events-api#callback-field: what stands around every event."""
    return {
        "token": app.verification_token,
        "team_id": app.team_id,
        "api_app_id": app.app_id,
        "event": copy.deepcopy({**body, "event_ts": body.get("event_ts", workspace.ts_now())}),
        "type": "event_callback",
        "event_id": workspace.ids.named("Ev"),
        "event_time": int(workspace.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": app.team_id,
                "user_id": app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{workspace.ids.letters(24)}",
    }


def _events(workspace: Workspace, app: InstalledApp, happening: Happening) -> Iterator[Event]:
    match happening:
        case Said() | Rewritten() | Deleted():
            if app.bot_user_id in happening.conversation.members:
                yield from _messages(workspace, app, happening)
        case Joined() | Left():
            yield from _memberships(workspace, app, happening)
        case Archived(conversation, by):
            yield _channel(conversation, "archive", {"channel": conversation.id, "user": by})
        case Renamed(conversation):
            named = {"id": conversation.id, "name": conversation.name, "created": conversation.created}
            yield _channel(conversation, "rename", {"channel": named})
        case Looked():
            yield _looked(workspace, app, happening)
        case Uninstalled():
            tokens = {"tokens": {"oauth": [], "bot": [app.bot_user_id]}}
            yield Event("tokens_revoked", "", {"type": "tokens_revoked", **tokens})
            yield Event("app_uninstalled", "", {"type": "app_uninstalled"})


def _messages(
    workspace: Workspace, app: InstalledApp, happening: Said | Rewritten | Deleted
) -> Iterator[Event]:
    conversation, message = happening.conversation, happening.message
    place = {"channel": conversation.id, "channel_type": CHANNEL_TYPES[conversation.kind]}
    body: dict[str, object]
    match happening:
        case Said():
            body = {**_said(workspace, conversation, message), **place, "event_ts": message.ts}
            if _mentions(app, conversation, message):
                mention = {name: value for name, value in body.items() if name != "channel_type"}
                yield Event("app_mention", "app_mentions:read", {**mention, "type": "app_mention"})
        case Rewritten(before=before):
            body = {
                "type": "message",
                "subtype": "message_changed",
                "hidden": True,
                "ts": workspace.ts_now(),
                "message": _said(workspace, conversation, message),
                "previous_message": _said(workspace, conversation, replace(message, content=before)),
                **place,
            }
        case Deleted():
            body = {
                "type": "message",
                "subtype": "message_deleted",
                "hidden": True,
                "ts": workspace.ts_now(),
                "deleted_ts": message.ts,
                "previous_message": _said(workspace, conversation, message),
                **place,
            }
    yield Event(MESSAGES[conversation.kind], HISTORY[conversation.kind], body)


def _mentions(app: InstalledApp, conversation: Conversation, message: Message) -> bool:
    """Whether a person names the bot; in direct messages Slack sends message.im only."""
    if message.by_app or conversation.kind is Kind.DIRECT:
        return False
    return app.bot_user_id in mentions.named(message.content.text)


def _said(workspace: Workspace, conversation: Conversation, message: Message) -> dict[str, object]:
    """A message as events carry it; Slack adds the rich text of what a person typed."""
    body = shapes.message(workspace, conversation, message)
    if not message.by_app and "blocks" not in body:
        body |= {"blocks": [_rich_text(message)], "client_msg_id": f"client-{message.ts}"}
    return body


def _rich_text(message: Message) -> dict[str, object]:
    pieces = mentions.MENTION.split(message.content.text)
    parts: list[dict[str, object]] = []
    for place, piece in enumerate(pieces):
        if place % 2:
            parts.append({"type": "user", "user_id": piece})
        elif piece:
            parts.append({"type": "text", "text": _plain(piece)})
    section = {"type": "rich_text_section", "elements": parts}
    return {"type": "rich_text", "block_id": f"b{message.ts[-4:]}", "elements": [section]}


def _plain(piece: str) -> str:
    return piece.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _memberships(workspace: Workspace, app: InstalledApp, happening: Joined | Left) -> Iterator[Event]:
    """The bot hears of its own coming and going, and, where it is a member, of everybody's."""
    conversation, member = happening.conversation, happening.member
    kind = "C" if conversation.kind is Kind.PUBLIC else "G"
    scope = READ[conversation.kind]
    body = {"user": member, "channel": conversation.id, "channel_type": kind, "team": workspace.team_id}
    concerned = member == app.bot_user_id or app.bot_user_id in conversation.members
    match happening:
        case Joined(inviter=inviter) if concerned:
            invited = {"inviter": inviter} if inviter else {}
            yield Event("member_joined_channel", scope, {"type": "member_joined_channel", **body, **invited})
        case Left(by=by) if concerned:
            yield Event("member_left_channel", scope, {"type": "member_left_channel", **body})
            if member == app.bot_user_id:
                yield _channel(conversation, "left", {"channel": conversation.id, "actor_id": by})


def _channel(conversation: Conversation, what: str, body: Mapping[str, object]) -> Event:
    """Events that come in two names: channel_… for public channels, group_… for private ones."""
    name = f"{PREFIXES[conversation.kind]}_{what}"
    return Event(name, READ[conversation.kind], {"type": name, **body})


def _looked(workspace: Workspace, app: InstalledApp, happening: Looked) -> Event:
    body: dict[str, object] = {
        "type": "app_home_opened",
        "user": happening.person,
        "channel": happening.conversation.id,
        "tab": happening.tab,
    }
    home = workspace.views.home(happening.person)
    if home is not None and happening.tab == "home":
        body["view"] = shapes.view(workspace, app, home)
    return Event("app_home_opened", "", body)
