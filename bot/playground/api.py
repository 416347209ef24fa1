"""The Web API: which methods there are, and what each needs of its caller; it knows nothing of HTTP."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground import (
    api_blocks,
    api_chat,
    api_conversations,
    api_files,
    api_members,
    api_oauth,
    api_users,
    api_views,
    reach,
)
from bot.playground.api_call import Call, Done
from bot.playground.arguments import Arguments
from bot.playground.limits import A_CHANNEL, A_WORKSPACE, Tier
from bot.playground.refusals import RateLimited, Refused
from bot.playground.wire import Way

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from bot.playground.cast import InstalledApp
    from bot.playground.wire import Entry
    from bot.playground.workspace import Workspace

SECRETS = ("client_secret", "access_token")
"""What the wire's record leaves out of oauth.v2.access, as it leaves out every call's token."""


class Token(enum.Enum):
    """What a method asks its caller to show."""

    BOT = "xoxb"
    APP = "xapp"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method, its tier, the scope it needs of a bot's token (none when empty), and the token it takes."""

    carry_out: Callable[[Call], Done]
    tier: Tier
    scope: str = ""
    token: Token = Token.BOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The JSON for the app, the status and headers it comes with, and its entry on the wire's record."""

    body: Mapping[str, object]
    entry: Entry
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def auth_test(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/auth.test."""
    app = call.app
    return Done(
        {
            "url": f"{call.workspace.base_url}/",
            "team": call.workspace.team.name,
            "user": call.workspace.people[app.bot_user_id].handle,
            "team_id": call.workspace.team_id,
            "user_id": app.bot_user_id,
            "bot_id": app.bot_id,
            "is_enterprise_install": False,
        }
    )


def open_connection(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/apps.connections.open: an address good for one connection."""
    registration = call.workspace.common.registration
    ticket = call.workspace.ids.uuid()
    call.workspace.tickets.add(ticket)
    address = call.workspace.base_url.replace("http", "ws", 1)
    app_id = registration.app_id if registration else ""
    return Done({"url": f"{address}/link/?ticket={ticket}&app_id={app_id}"})


METHODS: dict[str, Method] = {
    "auth.test": Method(carry_out=auth_test, tier=Tier.HUNDREDS),
    "apps.connections.open": Method(carry_out=open_connection, tier=Tier.ONE, token=Token.APP),
    "blocks.validate": Method(carry_out=api_blocks.validate, tier=Tier.HUNDREDS, token=Token.NONE),
    "chat.postMessage": Method(carry_out=api_chat.post_message, tier=Tier.HUNDREDS, scope="chat:write"),
    "chat.update": Method(carry_out=api_chat.update, tier=Tier.THREE, scope="chat:write"),
    "chat.delete": Method(carry_out=api_chat.delete, tier=Tier.THREE, scope="chat:write"),
    "chat.postEphemeral": Method(carry_out=api_chat.post_ephemeral, tier=Tier.FOUR, scope="chat:write"),
    "chat.getPermalink": Method(carry_out=api_chat.get_permalink, tier=Tier.HUNDREDS),
    "conversations.list": Method(carry_out=api_conversations.list_conversations, tier=Tier.TWO),
    "conversations.info": Method(carry_out=api_conversations.info, tier=Tier.THREE),
    "conversations.history": Method(carry_out=api_conversations.history, tier=Tier.THREE),
    "conversations.replies": Method(carry_out=api_conversations.replies, tier=Tier.THREE),
    "conversations.members": Method(carry_out=api_members.members, tier=Tier.FOUR),
    "conversations.open": Method(carry_out=api_members.open_direct, tier=Tier.THREE),
    "conversations.join": Method(carry_out=api_members.join, tier=Tier.THREE, scope="channels:join"),
    "conversations.invite": Method(carry_out=api_members.invite, tier=Tier.THREE),
    "users.info": Method(carry_out=api_users.info, tier=Tier.FOUR, scope="users:read"),
    "users.list": Method(carry_out=api_users.list_users, tier=Tier.TWO, scope="users:read"),
    "views.open": Method(carry_out=api_views.open_view, tier=Tier.FOUR),
    "views.update": Method(carry_out=api_views.update, tier=Tier.FOUR),
    "views.push": Method(carry_out=api_views.push, tier=Tier.FOUR),
    "views.publish": Method(carry_out=api_views.publish, tier=Tier.FOUR),
    "files.getUploadURLExternal": Method(carry_out=api_files.begin, tier=Tier.FOUR, scope="files:write"),
    "files.completeUploadExternal": Method(carry_out=api_files.complete, tier=Tier.FOUR, scope="files:write"),
    "files.info": Method(carry_out=api_files.info, tier=Tier.FOUR, scope="files:read"),
    "oauth.v2.access": Method(carry_out=api_oauth.access, tier=Tier.FOUR, token=Token.NONE),
}
"""The tiers are those of slackapi/java-slack-sdk's MethodsRateLimits, which follows the methods' pages.

The conversations methods weigh their scopes themselves: which one they need hangs on the channel.
"""


def call(
    workspace: Workspace, method: str, given: Mapping[str, object], token: str, *, form: bool = False
) -> Answer:
    """Carry out one call, or refuse it; nothing is raised. `given` are the arguments without the token.

    The token names the workspace; `workspace` is where a call without one belongs.
    """
    at = next((one for one in workspace.all if one.app and one.app.bot_token == token), workspace)
    body: Mapping[str, object]
    to: Collection[str] = ()
    retry_after = 0
    try:
        done = _carry_out(at, method, given, token, form=form)
        body, to = {"ok": True, **done.body}, done.to
    except Refused as refused:
        body = refused.body
        retry_after = refused.retry_after if isinstance(refused, RateLimited) else 0
    entry = at.record(Way.API, method, body=_shown(given), reply=_shown(body), to=to)
    if retry_after:
        return Answer(body=body, entry=entry, status=429, headers={"Retry-After": str(retry_after)})
    return Answer(body=body, entry=entry, headers=_scopes(at, method, token))


def _shown(crossed: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in crossed.items() if name not in SECRETS}


def _carry_out(
    workspace: Workspace, name: str, given: Mapping[str, object], token: str, *, form: bool
) -> Done:
    if name not in METHODS:
        raise Refused("unknown_method", req_method=name)
    method = METHODS[name]
    app = _authorized(workspace, token, method)
    arguments = Arguments(given)
    _count(workspace, name, method, arguments)
    if method.scope and app is not None and method.scope not in app.scopes:
        raise reach.missing_scope(app, [method.scope])
    return method.carry_out(Call(workspace, arguments, installed=app, form=form))


def _authorized(workspace: Workspace, token: str, method: Method) -> InstalledApp | None:
    """The app whose bot's token this is; None for a method that takes another token, or none."""
    if method.token is Token.NONE:
        return None
    if not token:
        raise Refused("not_authed")
    if token in workspace.common.revoked:
        raise Refused("account_inactive")
    app, registration = workspace.app, workspace.common.registration
    bots = app is not None and token == app.bot_token
    apps = registration is not None and token == registration.app_token
    if not bots and not apps:
        raise Refused("invalid_auth")
    if apps is not (method.token is Token.APP):
        raise Refused("not_allowed_token_type")
    return app if bots else None


def _count(workspace: Workspace, name: str, method: Method, arguments: Arguments) -> None:
    """One call more, by the app, in this workspace; a refused one counts too, which is a guess."""
    seconds, now = workspace.monotonic(), workspace.now()
    if name == "chat.postMessage":
        channel = reach.channel_of(workspace, str(arguments.value("channel")))
        workspace.limits.take((name, channel), A_CHANNEL, seconds=seconds, now=now)
        workspace.limits.take((name,), A_WORKSPACE, seconds=seconds, now=now)
    else:
        workspace.limits.take((name,), method.tier.value, seconds=seconds, now=now)


def _scopes(workspace: Workspace, method: str, token: str) -> dict[str, str]:
    """Each answer names its token's scopes: https://docs.slack.dev/authentication/installing-with-oauth."""
    app = workspace.app
    if app is None or token != app.bot_token:
        return {}
    accepted = METHODS[method].scope if method in METHODS else ""
    return {"X-OAuth-Scopes": ",".join(app.scopes), "X-Accepted-OAuth-Scopes": accepted}
