"""Events over Socket Mode: envelopes, retries, and deliveries that come twice or out of order."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.playground.delivery import Mishap
from bot.playground.fields import mapping
from tests.playground.fixtures import manifest, until
from tests.playground.test_socket_mode import connected

if TYPE_CHECKING:
    import aiohttp

    from bot.playground.cast import InstalledApp
    from bot.playground.delivery import Parcel
    from bot.playground.server import Playground
    from bot.playground.testing.person import Slack
    from tests.playground.fixtures import Clock

Json = dict[str, object]


@pytest.fixture
async def app(playground: Playground, slack: Slack) -> InstalledApp:
    """An app that hears messages, its bot in #backend-guild, not connected."""
    scopes = ("commands", "chat:write", "channels:history")
    app = playground.install(manifest(scopes=scopes, events=("message.channels",)))
    await slack.person("ana").invite("backend-guild", "Echo Bot")
    return app


async def answer(socket: aiohttp.ClientWebSocketResponse) -> Json:
    """Read one envelope and acknowledge it."""
    envelope: Json = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    return envelope


def words(envelope: Json) -> object:
    """The text of the message or command inside."""
    payload = mapping(envelope["payload"])
    return mapping(payload.get("event")).get("text", payload.get("text"))


async def test_an_event_is_acknowledged_once(playground: Playground, slack: Slack, app: InstalledApp) -> None:
    """Its envelope takes no payload and counts no retry; the act does not wait for it."""
    async with connected(slack, app) as socket:
        await socket.receive_json()
        await slack.person("ana").post("backend-guild", "hello")

        envelope = await answer(socket)

        await until(lambda: playground.workspace.wire.entries(wanted="ack"))
    payload = mapping(envelope["payload"])
    assert {name: envelope[name] for name in envelope if name not in ("payload", "envelope_id")} == {
        "type": "events_api",
        "accepts_response_payload": False,
        "retry_attempt": 0,
        "retry_reason": "",
    }
    assert (payload["type"], words(envelope)) == ("event_callback", "hello")
    assert payload["authorizations"] == [
        {
            "enterprise_id": None,
            "team_id": app.team_id,
            "user_id": app.bot_user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]


async def test_an_unacknowledged_event_comes_again(
    playground: Playground, slack: Slack, app: InstalledApp, clock: Clock
) -> None:
    """At once, after one minute and after five by the workspace's clock, with attempt and reason."""
    playground.socket_mode.ack_seconds = 0.05
    wire = playground.workspace.wire
    async with connected(slack, app) as socket:
        await socket.receive_json()
        await slack.person("ana").post("backend-guild", "hello")
        envelopes = [await socket.receive_json(), await socket.receive_json()]
        for count, minutes in ((2, 1), (3, 5)):
            await until(lambda: len(wire.entries(wanted="timeout")) >= count)  # noqa: B023 - waited for within the round
            clock.pass_by(minutes=minutes)
            playground.publish()
            envelopes.append(await socket.receive_json())

    assert [envelope["retry_attempt"] for envelope in envelopes] == [0, 1, 2, 3]
    assert [envelope["retry_reason"] for envelope in envelopes] == ["", *["timeout"] * 3]
    assert len({mapping(envelope["payload"])["event_id"] for envelope in envelopes}) == 1
    assert len({envelope["envelope_id"] for envelope in envelopes}) == 4


async def test_an_event_waits_for_an_app_that_was_away(
    playground: Playground, slack: Slack, app: InstalledApp, clock: Clock
) -> None:
    """What happened without any connection comes with a retry, when there is one."""
    await slack.person("ana").post("backend-guild", "hello")
    await until(lambda: len(playground.workspace.wire.entries(wanted="unconnected")) == 2)
    async with connected(slack, app) as socket:
        await socket.receive_json()
        clock.pass_by(minutes=1)
        playground.publish()

        envelope = await answer(socket)

    assert (words(envelope), envelope["retry_attempt"]) == ("hello", 2)


async def test_a_command_is_never_sent_again(playground: Playground, slack: Slack, app: InstalledApp) -> None:
    """Only events are."""
    playground.socket_mode.ack_seconds = 0.05
    async with connected(slack, app) as socket:
        await socket.receive_json()
        await slack.person("ana").command("backend-guild", "/echo one")
        await socket.receive_json()
        playground.socket_mode.ack_seconds = 3
        typed = asyncio.create_task(slack.person("ana").command("backend-guild", "/echo two"))

        assert words(await answer(socket)) == "two"

        await typed


async def test_a_delivery_comes_twice(playground: Playground, slack: Slack, app: InstalledApp) -> None:
    """The same payload under another envelope, for a command as for an event."""
    playground.dispatch.mishaps = lambda _parcel: Mishap.REPEATED
    async with connected(slack, app) as socket:
        await socket.receive_json()
        typed = asyncio.create_task(slack.person("ana").command("backend-guild", "/echo once"))
        first, second = await answer(socket), await answer(socket)
        await typed

    assert first["payload"] == second["payload"]
    assert first["envelope_id"] != second["envelope_id"]


async def test_a_delivery_is_overtaken(playground: Playground, slack: Slack, app: InstalledApp) -> None:
    """The one behind it arrives first."""

    def mishap(parcel: Parcel) -> Mishap | None:
        return Mishap.OVERTAKEN if mapping(parcel.payload["event"])["text"] == "first" else None

    playground.dispatch.mishaps = mishap
    async with connected(slack, app) as socket:
        await socket.receive_json()
        for said in ("first", "second"):
            await slack.person("ana").post("backend-guild", said)

        assert [words(await answer(socket)), words(await answer(socket))] == ["second", "first"]
