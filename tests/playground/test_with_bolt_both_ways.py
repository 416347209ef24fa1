"""A real Bolt app over Socket Mode and over HTTP, with no line of it knowing which."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.addresses import over_http
from bot.playground.fields import mapping
from bot.playground.testing.person import messages_of
from tests.playground.fixtures import a_playground, manifest, running, until
from tests.playground.test_with_bolt import MODAL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from slack_bolt.response import BoltResponse

    from bot.playground.cast import InstalledApp
    from bot.playground.server import Playground
    from bot.playground.testing.person import Slack
    from tests.playground.fixtures import Clock

MANIFEST = manifest(
    scopes=("app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "im:history"),
    events=(
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "member_joined_channel",
        "message.channels",
        "message.im",
        "tokens_revoked",
    ),
)
MENU = {
    "type": "actions",
    "block_id": "row",
    "elements": [
        {"type": "external_select", "action_id": "zone", "min_query_length": 1},
        {"type": "datepicker", "action_id": "day"},
    ],
}


class Stage:
    """The playground, its page, and the app that is connected to it."""

    def __init__(self, playground: Playground, slack: Slack, app: AsyncApp) -> None:
        self.playground = playground
        self.slack = slack
        self.app = app


def bolt(playground: Playground, installed: InstalledApp) -> AsyncApp:
    """An app as its developers write it; the base address is the only thing that knows of the playground."""
    client = AsyncWebClient(token=installed.bot_token, base_url=playground.api_url)
    return AsyncApp(client=client, signing_secret=installed.signing_secret)


@contextlib.asynccontextmanager
async def over_sockets(clock: Clock) -> AsyncIterator[Stage]:
    """Bolt's own Socket Mode handler."""
    playground = a_playground(clock)
    installed = playground.install(MANIFEST)
    async with running(playground) as slack:
        app = bolt(playground, installed)
        handler = AsyncSocketModeHandler(app, installed.app_token)
        async with asyncio.timeout(10):
            await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's
        yield Stage(playground, slack, app)
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt's


@contextlib.asynccontextmanager
async def over_the_web(clock: Clock) -> AsyncIterator[Stage]:
    """The app behind aiohttp, by Bolt's own adapter, which checks each signature."""
    apps: list[AsyncApp] = []

    async def hear(request: web.Request) -> web.Response:
        answer: BoltResponse = await apps[0].async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    application = web.Application()
    application.router.add_post("/slack/events", hear)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    playground = a_playground(clock)
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    installed = playground.install(over_http(MANIFEST, url))
    async with running(playground) as slack:
        apps.append(bolt(playground, installed))
        yield Stage(playground, slack, apps[0])
    await runner.cleanup()


@pytest.fixture(params=[over_sockets, over_the_web])
async def stage(request: pytest.FixtureRequest, clock: Clock) -> AsyncIterator[Stage]:
    """A connected app whose bot is in #backend-guild."""
    async with request.param(clock) as stage:
        ana = stage.slack.person("ana")
        await ana.see_until(lambda seen: mapping(seen["app"])["connected"])
        await ana.invite("backend-guild", "Echo Bot")
        yield stage


async def test_a_command_a_button_and_a_modal(stage: Stage) -> None:
    """Ack with words, respond by response_url, views.open, a submission with errors, then one without."""
    app, ana = stage.app, stage.slack.person("ana")

    async def echo(ack: Any, command: dict[str, str]) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        await ack(f"You said {command['text']}")

    async def note(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    async def tried(ack: Any, view: dict[str, Any]) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        said = view["state"]["values"]["try"]["said"]["value"]
        await (ack() if said == "enough" else ack(response_action="errors", errors={"try": "More"}))

    app.command("/echo")(echo)
    app.shortcut("note")(note)
    app.view("try")(tried)

    await ana.command("backend-guild", "/echo a b")
    await ana.shortcut("note")
    await ana.see_until(lambda seen: seen["modals"])
    await ana.submit({"try": {"said": "x"}})
    errors = (await ana.modal())["errors"]
    await ana.submit({"try": {"said": "enough"}})

    assert (await ana.message("backend-guild"))["text"] == "You said a b"
    assert errors == {"try": "More"}
    assert (await ana.see())["modals"] == []


async def test_messages_mentions_and_shortcuts_on_messages(stage: Stage) -> None:
    """Bolt's say answers a message and a mention; respond answers a message shortcut, to one person."""
    app, ana, ben = stage.app, stage.slack.person("ana"), stage.slack.person("ben")

    async def greeted(say: Any, context: Any) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        await say(f"{context['matches'][0]} to you")

    async def mentioned(say: Any, event: dict[str, Any]) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        await say("At your service", thread_ts=event["ts"])

    async def keep(ack: Any, respond: Any, shortcut: dict[str, Any]) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        await ack()
        await respond(f"Kept: {shortcut['message']['text']}")

    app.message("^(hello)")(greeted)
    app.event("app_mention")(mentioned)
    app.shortcut("keep")(keep)

    await ana.post("backend-guild", "hello")
    await ana.see_until(lambda seen: len(messages_of(seen, "backend-guild")) == 2)
    asked = await ben.post("backend-guild", "@Echo Bot are you there?")
    seen = await ana.see_until(lambda seen: messages_of(seen, "backend-guild")[-1]["replies"])
    await ana.shortcut("keep", messages_of(seen, "backend-guild")[0])
    kept = await ana.see_until(lambda seen: messages_of(seen, "backend-guild")[-1]["ephemeral"])

    roots = messages_of(kept, "backend-guild")
    assert [root["text"] for root in roots[:2]] == ["hello", "hello to you"]
    assert (roots[2]["ts"], roots[2]["reply_count"]) == (asked, 1)
    assert roots[3]["text"] == "Kept: hello"


async def test_menus_and_pickers(stage: Stage) -> None:
    """app.options answers typeahead, and the choice and the date come as actions."""
    app, ana = stage.app, stage.slack.person("ana")
    heard: list[dict[str, Any]] = []
    zones = ["Europe/Berlin", "Europe/London", "Asia/Tokyo"]

    async def suggest(ack: Any, payload: dict[str, Any]) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        found = [zone for zone in zones if payload["value"].casefold() in zone.casefold()]
        await ack(options=[{"text": {"type": "plain_text", "text": zone}, "value": zone} for zone in found])

    async def chosen(ack: Any, action: dict[str, Any]) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        heard.append(action)
        await ack()

    app.options("zone")(suggest)
    app.action("zone")(chosen)
    app.action("day")(chosen)
    await app.client.chat_postMessage(channel="backend-guild", text="When?", blocks=[MENU])
    message = await ana.message("backend-guild")

    offered = await ana.suggest(message, "zone", "eur")
    await ana.select(message, "zone", "Europe/London")
    await ana.select(message, "day", "2026-11-24")

    assert [option["value"] for option in offered] == zones[:2]
    assert heard[0]["selected_option"]["value"] == "Europe/London"
    assert heard[1]["selected_date"] == "2026-11-24"


async def test_coming_going_and_looking(stage: Stage) -> None:
    """member_joined_channel, app_home_opened, and the two events of a removal reach their listeners."""
    heard: list[tuple[str, object]] = []

    async def hear(event: dict[str, Any]) -> None:
        heard.append((event["type"], event.get("tab")))

    for name in ("member_joined_channel", "app_home_opened", "tokens_revoked", "app_uninstalled"):
        stage.app.event(name)(hear)
    ana = stage.slack.person("ana")

    await ana.invite("new-team", "Echo Bot")
    await ana.home()
    await ana.dm()
    await until(lambda: len(heard) == 4)
    await ana.act("uninstall")
    await until(lambda: len(heard) == 6)

    assert sorted(heard, key=str) == [
        ("app_home_opened", "home"),
        ("app_home_opened", "messages"),
        ("app_uninstalled", None),
        ("member_joined_channel", None),
        ("member_joined_channel", None),
        ("tokens_revoked", None),
    ]


async def test_a_forged_request_is_refused(clock: Clock) -> None:
    """Bolt checks what the playground signs: with another secret nothing comes through."""
    async with over_the_web(clock) as stage:
        app = stage.playground.workspace.app
        assert app is not None
        object.__setattr__(app, "signing_secret", "0" * 32)
        ana = stage.slack.person("ana")

        assert (await ana.command("backend-guild", "/echo"))["ack"] == "client_error"

        assert await ana.notices() == ['/echo failed with the error "http_client_error"']
