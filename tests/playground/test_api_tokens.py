"""Tokens, scopes and the methods there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground import api
from tests.playground.desk import Desk

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=10), inside, max_size=3),
    max_leaves=8,
)
ARGUMENTS = (
    "channel",
    "text",
    "blocks",
    "ts",
    "thread_ts",
    "user",
    "view",
    "trigger_id",
    "limit",
    "cursor",
    "oldest",
    "metadata",
    "types",
    "attachments",
    "markdown_text",
    "message_ts",
)
EVERYTHING = (
    "commands",
    "chat:write",
    "channels:read",
    "channels:history",
    "groups:read",
    "groups:history",
    "im:read",
    "im:history",
    "users:read",
)


def test_auth_test_says_who_the_bot_is() -> None:
    """auth.test names the team, the bot's user and the bot."""
    desk = Desk()

    body = desk.call("auth.test")

    assert body["ok"] is True
    assert (body["team_id"], body["user_id"], body["bot_id"]) == (
        desk.workspace.team_id,
        desk.app.bot_user_id,
        desk.app.bot_id,
    )
    assert (body["team"], body["user"]) == ("Playground", "echo_bot")


@pytest.mark.parametrize(
    ("token", "error"), [("", "not_authed"), ("xoxb-1-2-nobody", "invalid_auth"), ("garbage", "invalid_auth")]
)
def test_a_bad_token_is_refused(token: str, error: str) -> None:
    """No token and a token that nobody was given are told apart."""
    assert Desk().call_with(token, "auth.test")["error"] == error


def test_a_bots_token_opens_no_connection_and_an_apps_token_does_nothing_else() -> None:
    """Each method takes one type of token."""
    desk = Desk()

    assert desk.error("apps.connections.open") == "not_allowed_token_type"
    assert desk.call_with(desk.app.app_token, "chat.postMessage")["error"] == "not_allowed_token_type"


def test_an_apps_token_opens_a_connection() -> None:
    """apps.connections.open answers a WebSocket's address with a ticket."""
    desk = Desk()
    desk.workspace.base_url = "http://127.0.0.1:1"

    body = desk.call_with(desk.app.app_token, "apps.connections.open")

    (ticket,) = desk.workspace.tickets
    assert body["url"] == f"ws://127.0.0.1:1/link/?ticket={ticket}&app_id={desk.app.app_id}"


def test_an_unknown_method_is_named() -> None:
    """A method that Slack does not have is refused by its name, whoever asks."""
    assert Desk().call_with("", "chat.shout") == {
        "ok": False,
        "error": "unknown_method",
        "req_method": "chat.shout",
    }


@pytest.mark.parametrize(
    ("method", "needed"),
    [
        ("chat.postMessage", "chat:write"),
        ("chat.update", "chat:write"),
        ("chat.delete", "chat:write"),
        ("chat.postEphemeral", "chat:write"),
        ("users.info", "users:read"),
        ("conversations.list", "channels:read"),
        ("conversations.info", "channels:read,groups:read,mpim:read,im:read"),
        ("conversations.history", "channels:history,groups:history,mpim:history,im:history"),
        ("conversations.replies", "channels:history,groups:history,mpim:history,im:history"),
    ],
)
def test_a_missing_scope_is_named(method: str, needed: str) -> None:
    """A call beyond the manifest's scopes says what it needs and what the app has."""
    desk = Desk(scopes=["commands"])

    body = desk.call(method, channel="backend-guild", text="x", user=desk.id("ana"), ts="1.0")

    assert body == {"ok": False, "error": "missing_scope", "needed": needed, "provided": "commands"}


@pytest.mark.parametrize(
    "method", ["auth.test", "chat.getPermalink", "views.open", "views.update", "views.push"]
)
def test_methods_without_a_scope_need_none(method: str) -> None:
    """Slack asks no scope for these."""
    assert Desk(scopes=["commands"]).error(method) != "missing_scope"


@given(st.sampled_from(sorted(api.METHODS)), st.dictionaries(st.sampled_from(ARGUMENTS), JSON))
def test_no_arguments_break_a_method(method: str, arguments: dict[str, object]) -> None:
    """Whatever JSON comes as arguments, the answer is Slack's: ok, or not with a code."""
    desk = Desk(scopes=EVERYTHING)
    desk.join("backend-guild")
    token = desk.app.app_token if method == "apps.connections.open" else desk.app.bot_token

    body = desk.call_with(token, method, **{"channel": "backend-guild", **arguments})

    assert (body["ok"] is True) is ("error" not in body)
