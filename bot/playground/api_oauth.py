"""oauth.v2.access: a code from the install page becomes a bot's token; it knows nothing of HTTP.

https://docs.slack.dev/reference/methods/oauth.v2.access
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from bot.playground.api_call import Done
from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from bot.playground.api_call import Call

GRANT = "authorization_code"


def access(call: Call) -> Done:
    """The token of the workspace where a person said yes. Token rotation is not played."""
    arguments, common = call.arguments, call.workspace.common
    registration = common.registration
    if registration is None or arguments.text("client_id") != registration.client_id:
        raise Refused("invalid_client_id")
    secret = arguments.text("client_secret").encode()
    if not hmac.compare_digest(secret, registration.client_secret.encode()):
        raise Refused("bad_client_secret")
    if arguments.text("grant_type", GRANT) != GRANT:
        raise Refused("invalid_grant_type")
    code, redirect_uri = arguments.text("code"), arguments.text("redirect_uri")
    grant = common.codes.redeem(code, redirect_uri, seconds=call.workspace.monotonic())
    workspace = next(one for one in call.workspace.all if one.team_id == grant.team_id)
    app = workspace.app
    if app is None:
        raise Refused("invalid_code")  # uninstalled before the code was exchanged
    return Done(
        {
            "access_token": app.bot_token,
            "token_type": "bot",
            "scope": ",".join(app.scopes),
            "bot_user_id": app.bot_user_id,
            "app_id": app.app_id,
            "team": {"id": workspace.team_id, "name": workspace.team.name},
            "enterprise": None,
            "authed_user": {"id": grant.person},
            "is_enterprise_install": False,
        }
    )
