"""Socket Mode over real WebSockets, frame by frame."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.playground.fixtures import manifest, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.cast import InstalledApp
    from bot.playground.server import Playground
    from bot.playground.testing.person import Slack

Socket = aiohttp.ClientWebSocketResponse


@pytest.fixture
def app(playground: Playground) -> InstalledApp:
    """An app in the playground, not connected."""
    return playground.install(manifest())


@contextlib.asynccontextmanager
async def connected(slack: Slack, app: InstalledApp) -> AsyncIterator[Socket]:
    """A connection of the app's, its hello still to be read."""
    headers = {"Authorization": f"Bearer {app.app_token}"}
    async with slack.session.post("/api/apps.connections.open", headers=headers) as answer:
        url = (await answer.json())["url"]
    async with slack.session.ws_connect(url, autoping=False) as socket:
        yield socket


async def test_hello_comes_first(slack: Slack, app: InstalledApp) -> None:
    """The first frame names the app and counts the connections."""
    async with connected(slack, app) as first, connected(slack, app) as second:
        hellos = [await first.receive_json(), await second.receive_json()]

    assert [hello["type"] for hello in hellos] == ["hello", "hello"]
    assert [hello["num_connections"] for hello in hellos] == [1, 2]
    assert hellos[0]["connection_info"] == {"app_id": app.app_id}


async def test_a_ticket_is_good_once(slack: Slack, app: InstalledApp) -> None:
    """A second connection with the same ticket, or with none, is refused at the handshake."""
    headers = {"Authorization": f"Bearer {app.app_token}"}
    async with slack.session.post("/api/apps.connections.open", headers=headers) as answer:
        url = (await answer.json())["url"]
    async with slack.session.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError) as again:
            await slack.session.ws_connect(url)
    with pytest.raises(aiohttp.WSServerHandshakeError) as without:
        await slack.session.ws_connect("/link/")

    assert (again.value.status, without.value.status) == (403, 403)


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", 101), ("localhost", 101), ("example.com", 403)])
async def test_the_port_may_be_left_out(slack: Slack, app: InstalledApp, host: str, status: int) -> None:
    """slack_sdk's own client names the host alone; another name is refused all the same."""
    headers = {"Authorization": f"Bearer {app.app_token}"}
    async with slack.session.post("/api/apps.connections.open", headers=headers) as answer:
        url = (await answer.json())["url"]
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}

    async with slack.session.get(
        url.replace("ws", "http", 1), headers={"Host": host, **upgrade, **key}
    ) as told:
        assert told.status == status


async def test_a_ping_gets_its_own_words_back(slack: Slack, app: InstalledApp) -> None:
    """A ping frame is answered by a pong frame with the same payload."""
    async with connected(slack, app) as socket:
        await socket.receive_json()
        await socket.ping(b"sdk-ping-pong:1795420800.5")

        pong = await socket.receive()

    assert (pong.type, bytes(pong.data)) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:1795420800.5")


async def test_an_envelope_waits_for_its_own_ack(slack: Slack, app: InstalledApp) -> None:
    """Nonsense and strange ids are passed over; the ack's payload is shown."""
    async with connected(slack, app) as socket:
        await socket.receive_json()
        ana = slack.person("ana")
        typed = asyncio.create_task(ana.command("backend-guild", "/echo hi"))
        envelope = await socket.receive_json()
        await socket.send_str("no json")
        await socket.send_json(["no", "object"])
        await socket.send_json({"envelope_id": "another", "payload": {"text": "Wrong"}})

        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Hi"}})

        assert (await typed)["ack"] == "ok"

    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert envelope["payload"]["text"] == "hi"
    assert [message["text"] for message in await ana.messages("backend-guild")] == ["Hi"]


async def test_a_late_ack_is_not_read(playground: Playground, slack: Slack, app: InstalledApp) -> None:
    """After the deadline the person has been told already, and the ack's message never shows."""
    playground.socket_mode.ack_seconds = 0.05
    async with connected(slack, app) as socket:
        await socket.receive_json()
        ana = slack.person("ana")
        said = await ana.command("backend-guild", "/echo")
        envelope = await socket.receive_json()
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Late"}})
        await socket.ping(b"x")
        await socket.receive()  # the pong comes after the ack was read

        (none,) = await slack.wire("timeout")
        (late,) = await slack.wire("late")
        assert (said["ack"], none["reply"], none["body"]) == ("timeout", {"ack": "timeout"}, {})
        assert (late["way"], late["name"], late["to"]) == ("ack", "unexpected", [])
        assert await ana.messages("backend-guild") == []
        assert await ana.notices() == ['/echo failed with the error "operation_timeout"']


async def test_without_a_connection_the_dispatch_fails(slack: Slack, app: InstalledApp) -> None:
    """The person learns at once that nobody is there."""
    ana = slack.person("ana")

    assert (await ana.command("backend-guild", "/echo"))["ack"] == "unconnected"

    assert app.commands[0].command == "/echo"
    assert await ana.notices() == ['/echo failed with the error "dispatch_failed"']


async def test_any_one_connection_gets_the_payload(slack: Slack, app: InstalledApp) -> None:
    """Of two connections each gets some, and no payload goes to both."""
    heard: list[str] = []

    async def answer(name: str, socket: Socket) -> None:
        async for frame in socket:
            if frame.type is aiohttp.WSMsgType.TEXT and "envelope_id" in (envelope := frame.json()):
                heard.append(name)
                await socket.send_json({"envelope_id": envelope["envelope_id"]})

    async with connected(slack, app) as first, connected(slack, app) as second:
        answering = [
            asyncio.create_task(answer(name, socket))
            for name, socket in (("first", first), ("second", second))
        ]
        ana = slack.person("ana")
        for _ in range(20):
            await ana.command("backend-guild", "/echo")
        for task in answering:
            task.cancel()

    assert len(heard) == 20
    assert set(heard) == {"first", "second"}


async def test_ten_connections_and_no_more(slack: Slack, app: InstalledApp) -> None:
    """The eleventh is told that there are too many, and closed."""
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(10):
            socket = await stack.enter_async_context(connected(slack, app))
            assert (await socket.receive_json())["type"] == "hello"
        eleventh = await stack.enter_async_context(connected(slack, app))

        told = await eleventh.receive_json()
        closing = await eleventh.receive()

    assert (told["type"], told["reason"]) == ("disconnect", "too_many_websockets")
    assert closing.type is aiohttp.WSMsgType.CLOSE


@pytest.mark.parametrize(
    ("how", "reason", "ends"),
    [
        ("warn", "warning", False),
        ("refresh", "refresh_requested", False),
        ("disable", "link_disabled", True),
    ],
)
async def test_disconnects_are_announced(
    playground: Playground, slack: Slack, app: InstalledApp, how: str, reason: str, *, ends: bool
) -> None:
    """A warning and a refresh leave the connection open for the app to renew; disabling closes it."""
    async with connected(slack, app) as socket:
        await socket.receive_json()
        telling = asyncio.create_task(getattr(playground.socket_mode, how)())

        told = await socket.receive_json()

        if ends:
            assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
        await telling
        assert playground.workspace.connections == (0 if ends else 1)
    assert (told["type"], told["reason"]) == ("disconnect", reason)


async def test_a_cut_comes_without_a_word(playground: Playground, slack: Slack, app: InstalledApp) -> None:
    """The app's connection is gone, no closing frame was sent."""
    async with connected(slack, app) as socket:
        await socket.receive_json()
        playground.socket_mode.cut()

        frame = await socket.receive()

        assert frame.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
        assert socket.close_code == aiohttp.WSCloseCode.ABNORMAL_CLOSURE
        await until(lambda: playground.workspace.connections == 0)


async def test_a_connection_lost_before_the_ack_is_a_timeout(
    playground: Playground, slack: Slack, app: InstalledApp
) -> None:
    """Slack waits the whole time for an ack that cannot come."""
    playground.socket_mode.ack_seconds = 0.2
    async with connected(slack, app) as socket:
        await socket.receive_json()
        typed = asyncio.create_task(slack.person("ana").command("backend-guild", "/echo"))
        await socket.receive_json()
        playground.socket_mode.cut()

        assert (await typed)["ack"] == "timeout"
