"""The Web API's methods about who is in a conversation; they know nothing of tokens or HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import reach, shapes
from bot.playground.api_call import Done
from bot.playground.conversations import Kind
from bot.playground.paging import page_of
from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.api_call import Call
    from bot.playground.conversations import Conversation

LISTED = 1_000
INVITED = 100
"""https://docs.slack.dev/reference/methods/conversations.invite: up to 100 people a call."""
GROUP = 8
"""https://docs.slack.dev/reference/methods/conversations.open: too_many_users beyond 8."""
INVITES = {
    Kind.PUBLIC: ("channels:manage", "channels:write.invites"),
    Kind.PRIVATE: ("groups:write", "groups:write.invites"),
}
"""Either scope of a pair does: the page above."""


def members(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/conversations.members."""
    conversation = reach.readable(call, "read")
    everybody = sorted(conversation.members)
    page, cursor = page_of(call.arguments, everybody, default=100, most=LISTED)
    return Done({"members": page, "response_metadata": {"next_cursor": cursor}})


def join(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/conversations.join: a public channel; twice is a warning."""
    conversation = reach.visible(call.workspace, call.app, call.arguments.required("channel"))
    if conversation.kind is not Kind.PUBLIC:
        raise Refused("method_not_supported_for_channel_type")
    if conversation.archived:
        raise Refused("is_archived")
    new = call.workspace.enter(conversation, call.app.bot_user_id)
    body: dict[str, object] = {"channel": shapes.channel(conversation, call.app)}
    if not new:
        warning = "already_in_channel"
        body |= {"warning": warning, "response_metadata": {"warnings": [warning]}}
    return Done(body)


def invite(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/conversations.invite: all, or by force those who can."""
    conversation = _inviting(call)
    users = _users(call)
    if not users:
        raise Refused("no_user")
    if len(users) > INVITED:
        raise Refused(
            "invalid_arguments", messages=[f"[ERROR] no more than {INVITED} users [json-pointer:/users]"]
        )
    wrong = {user: error for user in users if (error := _cannot(call, conversation, user))}
    if wrong and not (call.arguments.flag("force") and len(wrong) < len(users)):
        errors = [{"user": user, "ok": False, "error": error} for user, error in wrong.items()]
        raise Refused(next(iter(wrong.values())), errors=errors)
    for user in users:
        if user not in wrong:
            call.workspace.enter(conversation, user, inviter=call.app.bot_user_id)
    return Done({"channel": shapes.channel(conversation, call.app)})


def open_direct(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/conversations.open: by the people, or one that was opened."""
    found, known = _resumed(call) if call.arguments.has("channel") else _opened(call)
    full = call.arguments.flag("return_im")
    body: dict[str, object] = {"channel": shapes.channel(found, call.app) if full else {"id": found.id}}
    return Done({"no_op": True, "already_open": True, **body} if known else body)


def _inviting(call: Call) -> Conversation:
    """The channel to invite into, which the bot must be in."""
    _need_any(call, [scope for scopes in INVITES.values() for scope in scopes])
    conversation = reach.visible(call.workspace, call.app, call.arguments.required("channel"))
    if conversation.kind not in INVITES:
        raise Refused("method_not_supported_for_channel_type")
    _need_any(call, list(INVITES[conversation.kind]))
    if call.app.bot_user_id not in conversation.members:
        raise Refused("not_in_channel")
    if conversation.archived:
        raise Refused("is_archived")
    return conversation


def _cannot(call: Call, conversation: Conversation, user: str) -> str:
    """Why this person cannot be invited, empty when they can."""
    if user not in call.workspace.people:
        return "user_not_found"
    if user == call.app.bot_user_id:
        return "cant_invite_self"
    return "already_in_channel" if user in conversation.members else ""


def _resumed(call: Call) -> tuple[Conversation, bool]:
    _need_any(call, ["im:write", "mpim:write"])
    found = reach.visible(call.workspace, call.app, call.arguments.required("channel"))
    if found.kind not in (Kind.DIRECT, Kind.GROUP):
        raise Refused("method_not_supported_for_channel_type")
    _need_any(call, [f"{reach.PREFIXES[found.kind]}:write"])
    return found, True


def _opened(call: Call) -> tuple[Conversation, bool]:
    """The conversation with these people, and whether it was open already."""
    users, bot = _users(call), call.app.bot_user_id
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > GROUP:
        raise Refused("too_many_users")
    _need_any(call, ["im:write" if len(users) == 1 else "mpim:write"])
    if bot in users or not set(users) <= set(call.workspace.people):
        raise Refused("user_not_found")
    known = call.workspace.direct_between({*users, bot})
    if known is not None:
        return known, True
    if call.arguments.flag("prevent_creation"):
        raise Refused("channel_not_found")  # a guess: the page names no code for it
    if len(users) == 1:
        return call.workspace.direct(users[0], bot), False
    return call.workspace.group([*users, bot]), False


def _users(call: Call) -> list[str]:
    given = call.arguments.text("users").split(",")
    return list(dict.fromkeys(user.strip() for user in given if user.strip()))


def _need_any(call: Call, scopes: Sequence[str]) -> None:
    if not set(scopes) & set(call.app.scopes):
        raise reach.missing_scope(call.app, list(scopes))
