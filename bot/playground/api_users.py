"""The Web API's methods about people; they know nothing of tokens or HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import shapes
from bot.playground.api_call import Done
from bot.playground.paging import page_of
from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from bot.playground.api_call import Call

LISTED = 1_000
"""The largest page, and the one without a limit: a guess, as Slack speaks of 200 and of "large teams"."""


def info(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/users.info."""
    person = call.workspace.people.get(call.arguments.text("user"))
    if person is None:
        raise Refused("user_not_found")
    return Done({"user": shapes.user(call.workspace, person)})


def list_users(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/users.list: everybody, bots too."""
    everybody = [shapes.user(call.workspace, person) for person in call.workspace.people.values()]
    page, cursor = page_of(call.arguments, everybody, default=LISTED, most=LISTED)
    body = {"members": page, "cache_ts": int(call.workspace.now().timestamp())}
    return Done(body | {"response_metadata": {"next_cursor": cursor}})
