"""The Web API's methods that read conversations; they know nothing of tokens or HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import reach, shapes, stamps
from bot.playground.api_call import Done
from bot.playground.conversations import Kind
from bot.playground.paging import page_of
from bot.playground.refusals import Refused
from bot.playground.unknowns import Unknown

if TYPE_CHECKING:
    from bot.playground.api_call import Call
    from bot.playground.arguments import Arguments
    from bot.playground.conversations import Conversation, Message

TYPES = {kind.value: kind for kind in Kind}
IN_CHANNELS = (Kind.PUBLIC, Kind.PRIVATE)
LISTED = 1_000
READ = 999
"""The largest pages: https://docs.slack.dev/reference/methods/conversations.list and .history."""


def list_conversations(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/conversations.list."""
    kinds = _kinds(call.arguments)
    lacking = [f"{reach.PREFIXES[kind]}:read" for kind in kinds if not _may_list(call, kind)]
    if lacking:
        raise reach.missing_scope(call.app, lacking)
    found = [
        shapes.channel(conversation, call.app)
        for conversation in call.workspace.conversations.values()
        if conversation.kind in kinds
        and (conversation.kind is Kind.PUBLIC or call.app.bot_user_id in conversation.members)
        and not (conversation.archived and call.arguments.flag("exclude_archived"))
    ]
    page, cursor = page_of(call.arguments, found, default=100, most=LISTED)
    return Done({"channels": page, "response_metadata": {"next_cursor": cursor}})


def info(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/conversations.info."""
    conversation = reach.readable(call, "read")
    body = shapes.channel(conversation, call.app)
    if call.arguments.flag("include_num_members"):
        body["num_members"] = len(conversation.members)
    return Done({"channel": body})


def history(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/conversations.history: roots, the newest first."""
    conversation = reach.readable(call, "history")
    if call.app.bot_user_id not in conversation.members:
        raise Refused("not_in_channel")
    roots = [message for message in reversed(conversation.roots()) if _within(call.arguments, message)]
    return _messages(call, conversation, roots)


def replies(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/conversations.replies: the root, then its replies in order."""
    conversation = reach.readable(call, "history")
    if call.app.bot_user_id not in conversation.members:
        raise Refused("not_in_channel")
    if conversation.kind in IN_CHANNELS and not call.workspace.unknowns[Unknown.REPLIES_READABLE]:
        raise Refused("not_allowed_token_type")
    root = conversation.find(call.arguments.text("ts"))
    if root is None:
        raise Refused("thread_not_found")
    inside = [reply for reply in conversation.replies(root.ts) if _within(call.arguments, reply)]
    return _messages(call, conversation, [root, *inside])


def _kinds(arguments: Arguments) -> list[Kind]:
    asked = [name.strip() for name in arguments.text("types", Kind.PUBLIC.value).split(",")]
    if not all(name in TYPES for name in asked):
        raise Refused("invalid_types")
    return [TYPES[name] for name in asked]


def _may_list(call: Call, kind: Kind) -> bool:
    return f"{reach.PREFIXES[kind]}:read" in call.app.scopes


def _within(arguments: Arguments, message: Message) -> bool:
    oldest = _moment(arguments, "oldest", "0")
    latest = _moment(arguments, "latest", "9999999999")
    at = stamps.micros(message.ts)
    return oldest <= at <= latest if arguments.flag("inclusive") else oldest < at < latest


def _moment(arguments: Arguments, name: str, default: str) -> int:
    given = arguments.text(name) or default
    if not stamps.SHAPE.fullmatch(given):
        raise Refused(f"invalid_ts_{name}")
    return stamps.micros(given)


def _messages(call: Call, conversation: Conversation, found: list[Message]) -> Done:
    page, cursor = page_of(call.arguments, found, default=100, most=READ)
    bodies = [shapes.message(call.workspace, conversation, message) for message in page]
    if call.arguments.flag("include_all_metadata"):
        bodies = [shapes.with_metadata(body, message) for body, message in zip(bodies, page, strict=True)]
    answer: dict[str, object] = {"messages": bodies, "has_more": bool(cursor)}
    return Done(answer | {"response_metadata": {"next_cursor": cursor}} if cursor else answer)
