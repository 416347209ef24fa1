"""A real Bolt app on the playground, over real sockets, as its own developers would run it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.testing.person import messages_of
from tests.playground.fixtures import manifest, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.server import Playground
    from bot.playground.testing.person import Slack

BUTTON = {
    "type": "actions",
    "block_id": "row",
    "elements": [
        {"type": "button", "action_id": "more", "value": "7", "text": {"type": "plain_text", "text": "More"}}
    ],
}
MODAL = {
    "type": "modal",
    "callback_id": "try",
    "title": {"type": "plain_text", "text": "Your try"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "try",
            "label": {"type": "plain_text", "text": "Say"},
            "element": {"type": "plain_text_input", "action_id": "said"},
        }
    ],
}


@pytest.fixture
async def handler(playground: Playground, slack: Slack) -> AsyncIterator[AsyncSocketModeHandler]:
    """A Bolt app, connected to the playground that runs."""
    installed = playground.install(manifest())
    client = AsyncWebClient(token=installed.bot_token, base_url=playground.api_url)
    app = AsyncApp(client=client, signing_secret=installed.signing_secret, process_before_response=True)
    handler = AsyncSocketModeHandler(app, installed.app_token, ping_interval=0.2)
    async with asyncio.timeout(10):
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's
    await slack.person("ana").see_until(lambda seen: seen["app"]["connected"])  # type: ignore[index]  # JSON
    yield handler
    await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt's


@pytest.fixture
def app(handler: AsyncSocketModeHandler) -> AsyncApp:
    """The connected app itself."""
    return handler.app


async def test_a_command_is_answered_in_its_ack(app: AsyncApp, slack: Slack) -> None:
    """What a command's ack carries appears to the one who typed it."""

    async def echo(ack: Any, command: dict[str, str]) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        await ack(text=f"You said {command['text']}")

    app.command("/echo")(echo)
    ana, ben = slack.person("ana"), slack.person("ben")

    assert await ana.command("backend-guild", "/echo a b") == {"ok": True, "ack": "ok"}

    assert (await ana.message("backend-guild"))["text"] == "You said a b"
    assert await ben.messages("backend-guild") == []


async def test_a_button_opens_a_modal_whose_submission_is_answered(app: AsyncApp, slack: Slack) -> None:
    """A press opens a modal with its trigger, and the modal's submission reads what was typed."""
    heard: list[dict[str, Any]] = []

    async def more(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        heard.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        await ack()

    async def tried(ack: Any, view: dict[str, Any]) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        heard.append(view)
        await ack(response_action="errors", errors={"try": "Longer, please"})

    app.action("more")(more)
    app.view("try")(tried)
    ana = slack.person("ana")
    await ana.invite("backend-guild", "@Echo Bot")
    posted = await app.client.chat_postMessage(channel="backend-guild", text="Question", blocks=[BUTTON])

    await ana.press(await ana.message("backend-guild"), "More")
    await ana.submit({"try": {"said": "asyncio"}})

    assert heard[0]["message"]["ts"] == posted["ts"]
    assert heard[0]["actions"][0]["value"] == "7"
    assert heard[1]["state"]["values"]["try"]["said"]["value"] == "asyncio"
    assert (await ana.modal())["errors"] == {"try": "Longer, please"}


async def test_respond_reaches_the_one_who_pressed(app: AsyncApp, slack: Slack) -> None:
    """Bolt's respond, by the response_url of a press, whispers to the presser alone."""

    async def more(ack: Any, respond: Any) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        await ack()
        await respond("Noted")

    app.action("more")(more)
    ana, ben = slack.person("ana"), slack.person("ben")
    await ana.invite("backend-guild", "@Echo Bot")
    await app.client.chat_postMessage(channel="backend-guild", text="Question", blocks=[BUTTON])

    await ben.press(await ben.message("backend-guild"), "more")
    seen = await ben.see_until(lambda seen: len(messages_of(seen, "backend-guild")) == 2)

    whispered = messages_of(seen, "backend-guild")[-1]
    assert (whispered["text"], whispered["ephemeral"]) == ("Noted", True)
    assert len(await ana.messages("backend-guild")) == 1


async def test_an_app_that_does_not_ack_is_reported_to_the_person(
    app: AsyncApp, playground: Playground, slack: Slack
) -> None:
    """A command that Bolt does not acknowledge ends in operation_timeout."""
    playground.socket_mode.ack_seconds = 0.2

    async def echo() -> None:
        await asyncio.sleep(0)

    app.command("/echo")(echo)
    ana = slack.person("ana")

    assert (await ana.command("backend-guild", "/echo"))["ack"] == "timeout"

    assert await ana.notices() == ['/echo failed with the error "operation_timeout"']


@pytest.mark.parametrize("how", ["warn", "refresh", "cut"])
async def test_the_client_connects_again(
    app: AsyncApp, playground: Playground, slack: Slack, how: str
) -> None:
    """After a warning, a refresh or a cut, slack_sdk's client is back, and the app answers."""

    async def echo(ack: Any) -> None:  # noqa: ANN401 - Bolt's own argument, which it leaves untyped
        await ack("Here")

    app.command("/echo")(echo)
    done = getattr(playground.socket_mode, how)()
    if done is not None:
        await done
    opened = playground.workspace.wire
    await until(lambda: len(opened.entries(wanted="apps.connections.open")) == 2)
    await until(lambda: playground.workspace.connections == 1)

    ana = slack.person("ana")
    assert (await ana.command("backend-guild", "/echo"))["ack"] == "ok"


async def test_pings_are_answered_with_their_own_words(handler: AsyncSocketModeHandler) -> None:
    """slack_sdk's client hears its sdk-ping-pong again, by which it judges the connection alive."""
    client = handler.client

    client.last_ping_pong_time = None
    await until(lambda: client.last_ping_pong_time is not None)

    assert await client.is_connected()
