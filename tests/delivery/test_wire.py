"""Over a real socket: one request a call, whatever comes back, and an outcome for each reply."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.outcomes import Doubtful, NotSent, Outcome, RateLimited, Sent
from bot.delivery.wire import Call, SlackWire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

CALL = Call(method="chat.postMessage", arguments={"channel": "C1", "text": "words"})
JSON = "application/json"


@asynccontextmanager
async def _slack(handler: Handler) -> AsyncIterator[tuple[SlackWire, list[web.Request]]]:
    """A wire to a server of ours, and the requests that reached it."""
    seen: list[web.Request] = []

    async def note(request: web.Request) -> web.StreamResponse:
        seen.append(request)
        await request.read()
        return await handler(request)

    async with AsyncExitStack() as stack:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", note)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        session = await stack.enter_async_context(aiohttp.ClientSession())
        host, port = runner.addresses[0][:2]
        yield SlackWire(_client(f"http://{host}:{port}/api/", session)), seen


def _client(url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    return AsyncWebClient(token="xoxb-made-up", base_url=url, session=session, retry_handlers=[])


def _replies(**given: object) -> Handler:
    async def reply(_request: web.Request) -> web.Response:
        return web.Response(**given)  # type: ignore[arg-type] # the test's own arguments

    return reply


async def _send(handler: Handler, *, seconds: float = 10.0) -> tuple[Outcome, int]:
    """What came of one call, and how many requests reached the server."""
    async with _slack(handler) as (wire, seen):
        return await wire.send(CALL, seconds=seconds), len(seen)


async def test_a_message_is_sent_as_json_with_the_token() -> None:
    """Slack gets the arguments as they are, once, and its ts comes back."""
    async with _slack(_replies(text='{"ok": true, "ts": "1.2"}', content_type=JSON)) as (wire, seen):
        outcome = await wire.send(CALL, seconds=10)

        assert outcome == Sent(ts="1.2")
        assert [await request.json() for request in seen] == [CALL.arguments]
        assert seen[0].headers["Authorization"] == "Bearer xoxb-made-up"


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7.0), (None, 30.0), ("in a while", 30.0), ("-1", 30.0)]
)
@pytest.mark.parametrize(
    ("text", "kind"),
    [('{"ok": false, "error": "ratelimited"}', JSON), ("slow down", "text/plain"), ("{", JSON)],
)
async def test_a_rate_limit_is_read_from_the_header(
    header: str | None, seconds: float, text: str, kind: str
) -> None:
    """429 says that nothing was taken, whatever its body is."""
    headers = {"Retry-After": header} if header else {}

    found = await _send(_replies(status=429, text=text, content_type=kind, headers=headers))

    assert found == (RateLimited(seconds=seconds), 1)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (500, b'{"ok": false, "error": "fatal_error"}', JSON),
        (500, b"", JSON),
        (502, b"<html>Bad Gateway</html>", "text/html"),
        (200, b"<html>Maintenance</html>", "text/html"),
        (200, b"maintenance", "text/plain"),
        (200, b"", JSON),
        (200, b"{", JSON),
        (200, b"null", JSON),
        (200, b"[1, 2]", JSON),
        (200, b"17", JSON),
        (200, b'"ok"', JSON),
        (200, b'{"ok": true}', JSON),
        (200, b'{"ok": "\xff\xfe"}', JSON),
        (200, b"[" * 100_000, JSON),
        (200, b"\x1f\x8b", "application/gzip"),
    ],
)
async def test_what_is_no_clear_reply_leaves_a_doubt(status: int, body: bytes, kind: str) -> None:
    """A server's failure and a body that says nothing: Slack may have the message."""
    outcome, requests = await _send(_replies(status=status, body=body, content_type=kind))

    assert isinstance(outcome, Doubtful)
    assert requests == 1


async def test_a_connection_that_never_stood_sent_nothing() -> None:
    """Nobody listens on that port: Slack does not have it, for certain."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with aiohttp.ClientSession() as session:
        outcome = await SlackWire(_client(f"http://127.0.0.1:{port}/api/", session)).send(CALL, seconds=10)

    assert isinstance(outcome, NotSent)


async def test_a_connection_closed_after_the_request_is_not_tried_again() -> None:
    """Accepted and cut without an answer: a doubt, and exactly one request reached the server."""

    async def cut(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    outcome, requests = await _send(cut)

    assert isinstance(outcome, Doubtful)
    assert requests == 1


async def test_a_connection_cut_in_use_is_not_tried_again() -> None:
    """The second call goes over the connection of the first, which dies: still one request a call."""
    first = True

    async def once(request: web.Request) -> web.StreamResponse:
        nonlocal first
        if first:
            first = False
            return web.json_response({"ok": True, "ts": "1.2"})
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with _slack(once) as (wire, seen):
        outcomes = [await wire.send(CALL, seconds=10) for _ in range(2)]

        assert outcomes[0] == Sent(ts="1.2")
        assert isinstance(outcomes[1], Doubtful)
        assert len(seen) == 2


async def test_a_server_that_never_answers_is_left_in_time() -> None:
    """After the seconds that it was given the call ends in doubt, and one request was made."""
    silent = asyncio.Event()

    async def never(_request: web.Request) -> web.StreamResponse:
        await silent.wait()
        return web.Response()

    async with _slack(never) as (wire, seen):
        outcome = await wire.send(CALL, seconds=0.05)
        silent.set()

        assert outcome == Doubtful(error="no answer: TimeoutError")
        assert len(seen) == 1


@pytest.mark.parametrize(
    ("reply", "link"),
    [
        (
            {"text": '{"ok": true, "permalink": "https://a.slack.com/p1"}', "content_type": JSON},
            "https://a.slack.com/p1",
        ),
        ({"text": '{"ok": true}', "content_type": JSON}, None),
        ({"text": '{"ok": true, "permalink": 7}', "content_type": JSON}, None),
        ({"text": '{"ok": false, "error": "message_not_found"}', "content_type": JSON}, None),
        ({"text": "soon", "content_type": "text/plain"}, None),
        ({"status": 500}, None),
    ],
)
async def test_an_address_is_told_or_not(reply: dict[str, object], link: str | None) -> None:
    """What is no address is none; no reply raises."""
    async with _slack(_replies(**reply)) as (wire, _):
        assert await wire.permalink("C1", "1.2") == link


async def test_a_client_that_would_send_twice_is_refused() -> None:
    """slack_sdk's own default resends a POST on a dropped connection."""
    with pytest.raises(ValueError, match="retry_handlers"):
        SlackWire(AsyncWebClient(token="xoxb-made-up"))


async def test_no_token_is_in_what_the_log_reads(caplog: pytest.LogCaptureFixture) -> None:
    """An outcome names the error and never what was sent."""
    with caplog.at_level(logging.INFO):
        outcome, _ = await _send(_replies(status=500))

    assert "xoxb" not in f"{outcome} {caplog.text}"
