"""The playground by itself, and somebody else's app on it: synchronous, as most Bolt apps are."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.playground.alone import MANIFEST, serve_alone
from bot.playground.testing.person import Slack, messages_of

if TYPE_CHECKING:
    from tests.playground.fixtures import Clock


async def test_somebody_elses_app(clock: Clock) -> None:
    """The environment is all that a synchronous app with slack_sdk's own Socket Mode client needs."""

    def greet(say: Any) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        say("Hello yourself")

    async with serve_alone(clock=clock) as alone, Slack(alone.playground.url) as slack:
        environment = alone.environment
        client = WebClient(token=environment["SLACK_BOT_TOKEN"], base_url=environment["SLACK_API_URL"])
        app = await asyncio.to_thread(App, client=client)
        app.message("hello")(greet)
        handler = SocketModeHandler(app, environment["SLACK_APP_TOKEN"])
        await asyncio.to_thread(handler.connect)
        ana = slack.person("ana")
        await ana.see_until(lambda seen: seen["app"]["connected"])  # type: ignore[index]  # JSON
        await ana.invite("general", "My App")

        await ana.post("general", "hello")
        seen = await ana.see_until(lambda seen: len(messages_of(seen, "general")) == 2)
        await asyncio.to_thread(handler.close)

    assert [message["text"] for message in messages_of(seen, "general")] == ["hello", "Hello yourself"]


async def test_a_request_url_turns_socket_mode_off(clock: Clock) -> None:
    """The same manifest, over HTTP; its environment has the secret that signs."""
    async with serve_alone(clock=clock, request_url="http://127.0.0.1:3000/slack/events") as alone:
        assert alone.app.addresses.socket_mode is False
        assert alone.app.addresses.events_url == "http://127.0.0.1:3000/slack/events"
        assert alone.environment["SLACK_SIGNING_SECRET"] == alone.app.signing_secret


async def test_a_port_that_is_taken(clock: Clock) -> None:
    """OSError reaches the host, and nothing is left running."""
    async with serve_alone(clock=clock) as alone:
        port = int(alone.playground.url.rpartition(":")[2])

        with pytest.raises(OSError, match="address already in use"):
            async with serve_alone(clock=clock, port=port):
                pass


def test_the_manifest_asks_for_what_its_events_need() -> None:
    """Each subscription of the app that comes with the playground has its scope."""
    needed = {
        "app_mention": "app_mentions:read",
        "member_joined_channel": "channels:read",
        "message.channels": "channels:history",
        "message.groups": "groups:history",
        "message.im": "im:history",
    }
    said = str(MANIFEST)

    assert all(event in said and scope in said for event, scope in needed.items())
