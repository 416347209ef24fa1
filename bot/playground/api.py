"""The Web API: which methods there are, which token and scopes each needs; it knows nothing of HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground import api_chat, api_conversations, api_views, reach
from bot.playground.api_call import Call, Done
from bot.playground.arguments import Arguments
from bot.playground.refusals import Refused
from bot.playground.wire import Way

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from bot.playground.cast import InstalledApp
    from bot.playground.wire import Entry
    from bot.playground.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method, the scope it needs of a bot's token (none when empty), and whether it takes an app's."""

    carry_out: Callable[[Call], Done]
    scope: str = ""
    app_token: bool = False


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
    ticket = call.workspace.ids.uuid()
    call.workspace.tickets.add(ticket)
    address = call.workspace.base_url.replace("http", "ws", 1)
    return Done({"url": f"{address}/link/?ticket={ticket}&app_id={call.app.app_id}"})


METHODS: dict[str, Method] = {
    "auth.test": Method(carry_out=auth_test),
    "apps.connections.open": Method(carry_out=open_connection, app_token=True),
    "chat.postMessage": Method(carry_out=api_chat.post_message, scope="chat:write"),
    "chat.update": Method(carry_out=api_chat.update, scope="chat:write"),
    "chat.delete": Method(carry_out=api_chat.delete, scope="chat:write"),
    "chat.postEphemeral": Method(carry_out=api_chat.post_ephemeral, scope="chat:write"),
    "chat.getPermalink": Method(carry_out=api_chat.get_permalink),
    "conversations.list": Method(carry_out=api_conversations.list_conversations),
    "conversations.info": Method(carry_out=api_conversations.info),
    "conversations.history": Method(carry_out=api_conversations.history),
    "conversations.replies": Method(carry_out=api_conversations.replies),
    "users.info": Method(carry_out=api_conversations.user_info, scope="users:read"),
    "views.open": Method(carry_out=api_views.open_view),
    "views.update": Method(carry_out=api_views.update),
    "views.push": Method(carry_out=api_views.push),
}
"""The conversations methods weigh their scopes themselves: which one they need hangs on the channel."""


def call(
    workspace: Workspace, method: str, given: Mapping[str, object], token: str
) -> tuple[Mapping[str, object], Entry]:
    """Carry out one call, or refuse it; nothing is raised. `given` are the arguments without the token.

    Returns the JSON for the app, and the call's entry on the wire's record.
    """
    body: Mapping[str, object]
    to: Collection[str] = ()
    try:
        done = _carry_out(workspace, method, given, token)
        body, to = {"ok": True, **done.body}, done.to
    except Refused as refused:
        body = refused.body
    return body, workspace.record(Way.API, method, body=dict(given), reply=body, to=to)


def _carry_out(
    workspace: Workspace,
    name: str,
    given: Mapping[str, object],
    token: str,
) -> Done:
    if name not in METHODS:
        raise Refused("unknown_method", req_method=name)
    method = METHODS[name]
    app = _authorized(workspace, token, method)
    if method.scope and method.scope not in app.scopes:
        raise reach.missing_scope(app, [method.scope])
    return method.carry_out(Call(workspace, app, Arguments(given)))


def _authorized(workspace: Workspace, token: str, method: Method) -> InstalledApp:
    if not token:
        raise Refused("not_authed")
    if token in workspace.revoked:
        raise Refused("account_inactive")
    app = workspace.app
    if app is None or token not in (app.bot_token, app.app_token):
        raise Refused("invalid_auth")
    if (token == app.app_token) is not method.app_token:
        raise Refused("not_allowed_token_type")
    return app
