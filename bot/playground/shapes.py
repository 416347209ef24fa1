"""Slack's own JSON of people, channels, messages and views; it decides nothing."""

from __future__ import annotations

import urllib.parse
import zoneinfo
from typing import TYPE_CHECKING

from bot.playground.conversations import Kind

if TYPE_CHECKING:
    from bot.playground.cast import InstalledApp, Person
    from bot.playground.conversations import Conversation, Message
    from bot.playground.files import File
    from bot.playground.views import View
    from bot.playground.workspace import Workspace

VIEW_FIELDS = ("type", "title", "blocks", "close", "submit", "callback_id", "private_metadata", "external_id")


def message(workspace: Workspace, conversation: Conversation, shown: Message) -> dict[str, object]:
    """A message as history, payloads and answers carry it, metadata left out.

    https://docs.slack.dev/reference/events/message
    """
    body: dict[str, object] = {
        "type": "message",
        "user": shown.user,
        "ts": shown.ts,
        "text": shown.content.text,
        "team": workspace.team_id,
    }
    if shown.deleted:
        return body | {"subtype": "tombstone", "hidden": True, "user": "USLACKBOT"}
    if shown.by_app and workspace.app is not None:
        body |= _authorship(workspace.app)
    if shown.content.blocks:
        body["blocks"] = shown.content.blocks
    if shown.content.attachments:
        body["attachments"] = shown.content.attachments
    if shown.content.files:
        body["files"] = [file(workspace, workspace.files.find(found)) for found in shown.content.files]
    if shown.content.client_msg_id:
        body["client_msg_id"] = shown.content.client_msg_id
    if shown.edited_ts:
        body["edited"] = {"user": shown.user, "ts": shown.edited_ts}
    return body | _threading(conversation, shown)


def with_metadata(body: dict[str, object], shown: Message) -> dict[str, object]:
    """The same message with its metadata, for whoever asked for it."""
    return body if shown.content.metadata is None else body | {"metadata": shown.content.metadata}


def _authorship(app: InstalledApp) -> dict[str, object]:
    return {
        "bot_id": app.bot_id,
        "app_id": app.app_id,
        "bot_profile": {
            "id": app.bot_id,
            "app_id": app.app_id,
            "user_id": app.bot_user_id,
            "name": app.name,
            "deleted": False,
            "team_id": app.team_id,
        },
    }


def _threading(conversation: Conversation, shown: Message) -> dict[str, object]:
    if shown.thread_ts is not None:
        root = conversation.find(shown.thread_ts)
        parent: dict[str, object] = {} if root is None else {"parent_user_id": root.user}
        return {"thread_ts": shown.thread_ts, **parent}
    replies = conversation.replies(shown.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": shown.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "reply_users": users,
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }


def channel(conversation: Conversation, app: InstalledApp) -> dict[str, object]:
    """A conversation as conversations.list and info give it.

    https://docs.slack.dev/reference/objects/conversation-object
    """
    if conversation.kind is Kind.DIRECT:
        (person,) = conversation.members - {app.bot_user_id}
        return {
            "id": conversation.id,
            "created": conversation.created,
            "is_im": True,
            "is_archived": False,
            "is_org_shared": False,
            "user": person,
            "is_user_deleted": False,
        }
    group = conversation.kind is Kind.GROUP
    private = group or conversation.kind is Kind.PRIVATE
    return {
        "id": conversation.id,
        "name": conversation.name,
        "name_normalized": conversation.name,
        "created": conversation.created,
        "is_channel": not private,
        "is_group": private,
        "is_im": False,
        "is_mpim": group,
        "is_private": private,
        "is_archived": conversation.archived,
        "is_general": conversation.name == "general",
        "is_member": app.bot_user_id in conversation.members,
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "topic": {"value": conversation.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }


def user(workspace: Workspace, person: Person) -> dict[str, object]:
    """A person as users.info gives it: https://docs.slack.dev/reference/objects/user-object."""
    offset = workspace.now().astimezone(zoneinfo.ZoneInfo(person.zone)).utcoffset()
    return {
        "id": person.id,
        "team_id": workspace.team_id,
        "name": person.handle,
        "real_name": person.name,
        "deleted": False,
        "color": person.colour.removeprefix("#"),
        "tz": person.zone,
        "tz_label": person.zone,
        "tz_offset": 0 if offset is None else int(offset.total_seconds()),
        "is_admin": False,
        "is_owner": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "profile": {"real_name": person.name, "display_name": person.handle},
    }


def file(workspace: Workspace, shown: File) -> dict[str, object]:
    """A file as files.info and messages give it, with nothing in it that Slack has not looked at yet.

    https://docs.slack.dev/reference/objects/file-object
    """
    ready = shown.processed(seconds=workspace.monotonic())
    address = (
        f"{workspace.base_url}/files/{workspace.team_id}/{shown.id}/{urllib.parse.quote(shown.name, safe='')}"
    )
    return {
        "id": shown.id,
        "created": shown.created,
        "timestamp": shown.created,
        "name": shown.name,
        "title": shown.title or shown.name,
        "mimetype": shown.mimetype if ready else "",
        "filetype": shown.name.rpartition(".")[2] if ready else "",
        "user": shown.user,
        "user_team": workspace.team_id,
        "mode": "hosted",
        "size": shown.length,
        "alt_txt": shown.alt_txt,
        "is_external": False,
        "is_public": any(_public(workspace, channel) for channel in shown.shares),
        "url_private": address,
        "url_private_download": f"{address}?download=1",
        "permalink": address,
        "channels": [channel for channel in shown.shares if _public(workspace, channel)],
        "shares": _shares(workspace, shown) if ready else {},
    }


def _public(workspace: Workspace, channel: str) -> bool:
    return workspace.conversations[channel].kind is Kind.PUBLIC


def _shares(workspace: Workspace, shown: File) -> dict[str, object]:
    """Where the file was shared, by the ts of the messages: how one learns of the message of an upload."""
    sides: dict[str, dict[str, object]] = {}
    for channel, stamps in shown.shares.items():
        side = "public" if _public(workspace, channel) else "private"
        sides.setdefault(side, {})[channel] = [{"ts": stamp} for stamp in stamps]
    return dict(sides)


def view(workspace: Workspace, app: InstalledApp, shown: View) -> dict[str, object]:
    """A view as answers and payloads carry it: https://docs.slack.dev/reference/interaction-payloads."""
    defaults: dict[str, object] = {
        "close": None,
        "submit": None,
        "callback_id": "",
        "private_metadata": "",
        "external_id": "",
    }
    definition = {name: value for name, value in shown.definition.items() if name in VIEW_FIELDS}
    return {
        "id": shown.id,
        "team_id": workspace.team_id,
        **defaults,
        **definition,
        "clear_on_close": shown.definition.get("clear_on_close") is True,
        "notify_on_close": shown.definition.get("notify_on_close") is True,
        "state": {"values": shown.values},
        "hash": shown.hash,
        "root_view_id": shown.root_view_id,
        "previous_view_id": shown.previous_view_id,
        "app_id": app.app_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": app.bot_id,
    }


def permalink(conversation: Conversation, shown: Message) -> str:
    """The path of a message's permalink, below the workspace's address."""
    path = f"/archives/{conversation.id}/p{shown.ts.replace('.', '')}"
    if shown.thread_ts is None:
        return path
    return f"{path}?thread_ts={shown.thread_ts}&cid={conversation.id}"
