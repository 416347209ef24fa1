"""Deliveries over HTTP, byte by byte: signatures, verification, retries, and what failures are called."""

from __future__ import annotations

import asyncio
import contextlib
import json
import urllib.parse
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.playground.addresses import over_http
from bot.playground.fields import mapping, text
from bot.playground.http_mode import signature
from tests.playground.fixtures import a_playground, manifest, running, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from bot.playground.server import Playground
    from bot.playground.testing.person import Slack
    from tests.playground.fixtures import Clock

SCOPES = ("commands", "chat:write", "channels:history")
EVENTS = ("message.channels",)


@dataclass
class Receiver:
    """An app's web server: what it was sent, and how it answers."""

    url: str = ""
    heard: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    answer: Callable[[web.Request], web.StreamResponse] = field(default=lambda _request: web.Response())
    verifies: bool = True
    challenged: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def hear(self, request: web.Request) -> web.StreamResponse:
        """Answer the challenge by itself, everything else as the test wishes."""
        body = await request.read()
        if b"url_verification" in body:
            self.challenged += 1
            if not self.verifies:
                return web.Response(text="What?")
            return web.json_response({"challenge": json.loads(body)["challenge"]})
        self.heard.append((dict(request.headers), body))
        await self.gate.wait()
        return self.answer(request)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A web server on a free port."""
    receiver = Receiver()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", receiver.hear)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield receiver
    receiver.gate.set()
    await runner.cleanup()


@contextlib.asynccontextmanager
async def an_app(receiver: Receiver, clock: Clock) -> AsyncIterator[tuple[Playground, Slack]]:
    """A playground that delivers to this receiver, its bot in #backend-guild."""
    playground = a_playground(clock)
    playground.install(over_http(manifest(scopes=SCOPES, events=EVENTS), receiver.url))
    async with running(playground) as slack:
        await slack.person("ana").invite("backend-guild", "Echo Bot")
        await slack.person("ana").see_until(lambda seen: mapping(seen["app"])["connected"])
        yield playground, slack


def form(body: bytes) -> dict[str, str]:
    """The fields of a form."""
    return dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))


def test_the_signature_is_slacks() -> None:
    """The worked example of Slack's page on verifying requests."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )

    headers = signature("8f742231b10e8888abcd99yyyzzz85a5", 1531420618, body)

    assert headers == {
        "X-Slack-Request-Timestamp": "1531420618",
        "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }


async def test_a_command_is_a_signed_form(receiver: Receiver, clock: Clock) -> None:
    """Slack's own verifier takes it, and the words of the answer are shown to the one who typed."""
    receiver.answer = lambda _request: web.Response(text="You said a&b=c ü")
    async with an_app(receiver, clock) as (playground, slack):
        ana = slack.person("ana")

        said = await ana.command("backend-guild", "/echo a&b=c ü")

        (headers, body) = receiver.heard[-1]
        app = playground.workspace.app
        assert app is not None
        assert SignatureVerifier(app.signing_secret).is_valid_request(body, dict(headers))
        assert headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert headers["User-Agent"].startswith("Slackbot")
        assert (form(body)["command"], form(body)["text"]) == ("/echo", "a&b=c ü")
        assert said["ack"] == "ok"
        assert (await ana.message("backend-guild"))["text"] == "You said a&b=c ü"


async def test_an_interaction_is_json_in_a_form(receiver: Receiver, clock: Clock) -> None:
    """The field payload holds it; JSON in the answer to a command is a message."""
    receiver.answer = lambda _request: web.json_response({"text": "For all", "response_type": "in_channel"})
    async with an_app(receiver, clock) as (_, slack):
        await slack.person("ana").shortcut("note")
        await slack.person("ana").command("backend-guild", "/echo")

        shortcut = json.loads(form(receiver.heard[0][1])["payload"])
        assert (shortcut["type"], shortcut["callback_id"]) == ("shortcut", "note")
        assert (await slack.person("ben").message("backend-guild"))["text"] == "For all"


@pytest.mark.parametrize(
    ("status", "ack", "word"),
    [(404, "client_error", "http_client_error"), (500, "service_error", "http_service_error")],
)
async def test_failures_have_slacks_words(
    receiver: Receiver, clock: Clock, status: int, ack: str, word: str
) -> None:
    """4xx and 5xx are told apart to the one who typed."""
    receiver.answer = lambda _request: web.Response(status=status)
    async with an_app(receiver, clock) as (_, slack):
        ana = slack.person("ana")

        assert (await ana.command("backend-guild", "/echo"))["ack"] == ack

        assert (await ana.notices())[-1] == f'/echo failed with the error "{word}"'


async def test_an_app_that_is_slow_and_one_that_is_gone(receiver: Receiver, clock: Clock) -> None:
    """operation_timeout where no answer comes, dispatch_failed where nobody listens."""
    async with an_app(receiver, clock) as (playground, slack):
        ana = slack.person("ana")
        playground.http_mode.ack_seconds = 0.1
        receiver.gate.clear()
        slow = await ana.command("backend-guild", "/echo")
        playground.http_mode.ack_seconds = 5
        app = playground.workspace.app
        assert app is not None
        gone = over_http(manifest(), "http://127.0.0.1:1/slack/events")
        playground.workspace.app = None
        playground.install(gone)

        assert (await ana.command("backend-guild", "/echo"))["ack"] == "unconnected"

        assert slow["ack"] == "timeout"
        assert (await ana.notices())[-2:] == [
            '/echo failed with the error "operation_timeout"',
            '/echo failed with the error "dispatch_failed"',
        ]
        assert mapping((await ana.see())["app"])["connected"] is False


async def test_the_request_url_is_verified_once(receiver: Receiver, clock: Clock) -> None:
    """The challenge goes out before the first event, signed, and not again."""
    async with an_app(receiver, clock) as (_, slack):
        for said in ("one", "two"):
            await slack.person("ana").post("backend-guild", said)
        await until(lambda: len(receiver.heard) == 2)

        (entry,) = await slack.wire("url_verification")
        assert receiver.challenged == 1
        assert entry["reply"] == {"ack": "ok", "verified": True}


async def test_an_unverified_url_gets_no_events(receiver: Receiver, clock: Clock) -> None:
    """An app that does not give the challenge back is not connected, and its commands still come."""
    receiver.verifies = False
    playground = a_playground(clock)
    playground.install(over_http(manifest(scopes=SCOPES, events=EVENTS), receiver.url))
    async with running(playground) as slack:
        ana = slack.person("ana")
        await ana.invite("backend-guild", "Echo Bot")
        await ana.post("backend-guild", "hello")
        await until(lambda: receiver.challenged > 2)

        assert (await ana.command("backend-guild", "/echo"))["ack"] == "ok"

        (entry,) = await slack.wire("url_verification")
        assert [form(body)["command"] for _, body in receiver.heard] == ["/echo"]
        assert entry["reply"] == {"ack": "ok", "verified": False}


async def test_an_event_comes_back_three_times(receiver: Receiver, clock: Clock) -> None:
    """At once, after one minute, after five, with the number and the reason in the headers, then no more."""
    receiver.answer = lambda _request: web.Response(status=500)
    async with an_app(receiver, clock) as (playground, slack):
        await slack.person("ana").post("backend-guild", "hello")
        await until(lambda: len(receiver.heard) == 2)
        for minutes, count in ((1, 3), (5, 4)):
            await until(lambda: len(playground.workspace.wire.entries(wanted="http_error")) == count - 2)  # noqa: B023 - waited for within the round
            clock.pass_by(minutes=minutes)
            playground.publish()
            await until(lambda: len(receiver.heard) == count)  # noqa: B023 - the same
        clock.pass_by(hours=1)
        playground.publish()
        await until(lambda: len(playground.workspace.wire.entries(wanted="http_error")) == 3)

    headers = [heard for heard, _ in receiver.heard]
    bodies = [json.loads(body) for _, body in receiver.heard]
    assert [one.get("X-Slack-Retry-Num") for one in headers] == [None, "1", "2", "3"]
    assert [one.get("X-Slack-Retry-Reason") for one in headers] == [None, *["http_error"] * 3]
    assert len({body["event_id"] for body in bodies}) == 1
    assert bodies[0]["type"] == "event_callback"
    assert headers[0]["Content-Type"] == "application/json"


async def test_no_retry_is_the_apps_own_word(receiver: Receiver, clock: Clock) -> None:
    """X-Slack-No-Retry on a failure ends it."""
    receiver.answer = lambda _request: web.Response(status=500, headers={"X-Slack-No-Retry": "1"})
    async with an_app(receiver, clock) as (playground, slack):
        await slack.person("ana").post("backend-guild", "hello")
        await until(lambda: playground.workspace.wire.entries(wanted="service_error"))
        receiver.answer = lambda _request: web.Response()
        await slack.person("ana").post("backend-guild", "again")
        await until(lambda: len(receiver.heard) >= 2)

    assert [json.loads(body)["event"]["text"] for _, body in receiver.heard] == ["hello", "again"]


@pytest.mark.parametrize(("redirects", "heard"), [(2, 3), (3, 6)])
async def test_an_event_follows_two_redirects(
    receiver: Receiver, clock: Clock, redirects: int, heard: int
) -> None:
    """The third is one too many, and counts as a failure; the first retry goes the same way."""

    def answer(request: web.Request) -> web.StreamResponse:
        step = int(request.query.get("step", "0"))
        if step == redirects:
            return web.Response()
        return web.Response(status=302, headers={"Location": f"/slack/events?step={step + 1}"})

    receiver.answer = answer
    async with an_app(receiver, clock) as (playground, slack):
        await slack.person("ana").post("backend-guild", "hello")
        await until(lambda: len(receiver.heard) == heard)
        await until(
            lambda: playground.workspace.wire.entries(wanted="ok" if heard == 3 else "too_many_redirects")
        )

    assert len(receiver.heard) == heard


@pytest.mark.parametrize(
    "url", ["https://example.com/slack/events", "http://10.0.0.1/x", "ftp://127.0.0.1/x", "127.0.0.1:3000"]
)
def test_nothing_leaves_this_machine(url: str) -> None:
    """A request URL beyond the loopback is refused with the manifest."""
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        a_playground().install(over_http(manifest(), url))


def test_without_socket_mode_a_command_needs_a_url() -> None:
    """As Slack says when such a manifest is saved."""
    given = manifest()
    given["settings"] = {**mapping(given["settings"]), "socket_mode_enabled": False}

    with pytest.raises(ValueError, match="/echo of the manifest needs a url"):
        a_playground().install(given)


async def test_menus_have_a_url_of_their_own(receiver: Receiver, clock: Clock) -> None:
    """block_suggestion goes to message_menu_options_url, everything else to the interactivity URL."""
    paths: list[str] = []

    def answer(request: web.Request) -> web.StreamResponse:
        paths.append(request.path)
        return web.json_response({"options": []})

    receiver.answer = answer
    given = over_http(manifest(), receiver.url)
    settings = mapping(given["settings"])
    options = {**mapping(settings["interactivity"]), "message_menu_options_url": f"{receiver.url}/options"}
    playground = a_playground(clock)
    playground.install({**given, "settings": {**settings, "interactivity": options}})
    ask = {"type": "external_select", "action_id": "ask", "min_query_length": 0}
    async with running(playground) as slack:
        ana = slack.person("ana")
        await ana.invite("backend-guild", "Echo Bot")
        app = playground.workspace.app
        assert app is not None
        await slack.session.post(
            "/api/chat.postMessage",
            headers={"Authorization": f"Bearer {app.bot_token}"},
            json={
                "channel": "backend-guild",
                "text": "x",
                "blocks": [{"type": "actions", "elements": [ask]}],
            },
        )
        message = await ana.message("backend-guild")
        assert await ana.suggest(message, "ask", "") == []
        await ana.shortcut("keep", message)

    assert paths == ["/slack/events/options", "/slack/events"]
    assert text(message["text"]) == "x"
