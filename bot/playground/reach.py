"""Which conversations an app may see, read and post in; it changes nothing but the opening of a DM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.conversations import Kind
from bot.playground.refusals import Refused
from bot.playground.unknowns import Unknown

if TYPE_CHECKING:
    from bot.playground.api_call import Call
    from bot.playground.cast import InstalledApp
    from bot.playground.conversations import Conversation
    from bot.playground.workspace import Workspace

PREFIXES = {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups", Kind.GROUP: "mpim", Kind.DIRECT: "im"}
"""The scope's first word by kind, in missing_scope's order: https://docs.slack.dev/reference/scopes."""


def visible(workspace: Workspace, app: InstalledApp, name_or_id: str) -> Conversation:
    """The conversation, unless it is hidden from the app: a private one without the bot does not exist."""
    found = workspace.conversation(name_or_id)
    if found is None or (found.kind is not Kind.PUBLIC and app.bot_user_id not in found.members):
        raise Refused("channel_not_found")
    return found


def readable(call: Call, verb: str) -> Conversation:
    """The call's channel if the app's scopes reach it; without any such scope nothing is said about it."""
    need_scope(call.app, verb)
    conversation = visible(call.workspace, call.app, call.arguments.required("channel"))
    need_scope(call.app, verb, conversation)
    return conversation


def postable(workspace: Workspace, app: InstalledApp, name_or_id: str) -> Conversation:
    """The conversation to post in; a person's id opens the direct messages with them."""
    if name_or_id in workspace.people:
        return _direct(workspace, app, name_or_id)
    found = visible(workspace, app, name_or_id)
    if found.archived:
        raise Refused("is_archived")
    if app.bot_user_id not in found.members and "chat:write.public" not in app.scopes:
        raise Refused("not_in_channel")
    return found


def thread(conversation: Conversation, thread_ts: str) -> str | None:
    """The root to reply under, None when no thread was asked for; a reply is no root."""
    if not thread_ts:
        return None
    root = conversation.find(thread_ts)
    if root is None:
        raise Refused("thread_not_found")
    if root.thread_ts is not None:
        raise Refused("cannot_reply_to_message")
    return thread_ts


def need_scope(app: InstalledApp, verb: str, conversation: Conversation | None = None) -> None:
    """Refuse with missing_scope unless the app may do this to this conversation, or, with none, to any."""
    kinds = list(Kind) if conversation is None else [conversation.kind]
    needed = [f"{PREFIXES[kind]}:{verb}" for kind in kinds]
    if not set(needed) & set(app.scopes):
        raise missing_scope(app, needed)


def channel_of(workspace: Workspace, name_or_id: str) -> str:
    """The id under which posts into this place are counted, whether or not it exists."""
    found = workspace.conversation(name_or_id)
    return name_or_id if found is None else found.id


def missing_scope(app: InstalledApp, needed: list[str]) -> Refused:
    """Slack's answer to a call beyond the app's scopes."""
    return Refused("missing_scope", needed=",".join(needed), provided=",".join(app.scopes))


def _direct(workspace: Workspace, app: InstalledApp, person: str) -> Conversation:
    if person == app.bot_user_id:
        raise Refused("channel_not_found")
    if not app.messages_tab:
        raise Refused("messages_tab_disabled")
    if not workspace.unknowns[Unknown.DM_WITHOUT_IM_WRITE] and "im:write" not in app.scopes:
        raise missing_scope(app, ["im:write"])
    return workspace.direct(person, app.bot_user_id)
