"""An app that shows every kind of block and hears every press, connected to a running playground."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.alone import CHANNELS, MANIFEST, PEOPLE, TEAM
from bot.playground.server import Playground
from bot.playground.testing.plugin import Clock
from tests.playground.fixtures import until
from tests.playground.rules_examples import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

Json = dict[str, Any]

MANIFEST_OF_GALLERY: Json = {
    **MANIFEST,
    "display_information": {"name": "Gallery"},
    "features": {
        "bot_user": {"display_name": "Gallery"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [{"command": "/form", "description": "Opens the form"}],
        "shortcuts": [
            {"callback_id": "form", "name": "Fill the form", "type": "global", "description": "Every field"},
            {"callback_id": "note", "name": "Note it", "type": "message", "description": "Keeps a message"},
        ],
    },
}


def words(text: str) -> Json:
    """Plain text."""
    return {"type": "plain_text", "text": text}


def options(*names: str) -> list[Json]:
    """Options whose values are their names in small letters."""
    return [{"text": words(name), "value": name.lower()} for name in names]


def menu(kind: str, **more: object) -> Json:
    """An element that is called by its kind."""
    return {"type": kind, "action_id": kind, **more}


def section(kind: str, **more: object) -> Json:
    """A section that says what stands beside it."""
    return {
        "type": "section",
        "block_id": f"in_{kind}",
        "text": words(f"Here is {kind}"),
        "accessory": menu(kind, **more),
    }


FRUIT = options("Apple", "Pear", "Plum")
MENUS: list[Json] = [
    section("static_select", options=FRUIT, placeholder=words("One fruit")),
    section("multi_static_select", options=FRUIT, placeholder=words("Fruits"), max_selected_items=2),
    section("external_select", placeholder=words("Ask the app"), min_query_length=1),
    section("users_select", placeholder=words("Somebody")),
    section("channels_select", placeholder=words("A channel")),
    section("multi_conversations_select", placeholder=words("Places")),
    section("overflow", options=FRUIT),
]
CHOICES: list[Json] = [
    section("checkboxes", options=FRUIT, initial_options=FRUIT[:1]),
    section(
        "radio_buttons",
        options=FRUIT,
        confirm={
            "title": words("Sure?"),
            "text": words("This fruit"),
            "confirm": words("Yes"),
            "deny": words("No"),
        },
    ),
    section("datepicker", initial_date="2026-11-23"),
    section("timepicker", initial_time="09:30", timezone="Europe/Berlin"),
    {"type": "actions", "block_id": "moment", "elements": [menu("datetimepicker")]},
    {
        "type": "context_actions",
        "block_id": "thumbs",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {"text": words("Good"), "value": "good"},
                "negative_button": {"text": words("Bad"), "value": "bad"},
            },
            {"type": "icon_button", "icon": "trash", "text": words("Throw away"), "action_id": "bin"},
        ],
    },
]


def cell(text: str) -> Json:
    """A cell of a table."""
    return {"type": "raw_text", "text": text}


def amount(value: float) -> Json:
    """A cell with a number."""
    return {"type": "raw_number", "value": value, "text": str(value)}


SCORES = [
    [cell(name), amount(score)] for name, score in (("Ana", 9), ("Ben", 12), ("Chiara", 7), ("Dora", 11))
]
SHOWN: list[Json] = [
    {
        "type": "table",
        "block_id": "table",
        "rows": [[cell("Language"), cell("Year")], [cell("Python"), amount(1991)]],
    },
    {
        "type": "data_table",
        "block_id": "scores",
        "caption": "Scores",
        "page_size": 2,
        "rows": [[cell("Who"), cell("Score")], *SCORES],
    },
    {
        "type": "data_visualization",
        "block_id": "chart",
        "title": "Votes",
        "chart": {"type": "pie", "segments": [{"label": "Yes", "value": 5}, {"label": "No", "value": 2}]},
    },
    {
        "type": "card",
        "block_id": "card",
        "title": words("A card"),
        "subtitle": words("with a subtitle"),
        "body": words("And a body of some words."),
        "actions": [
            {"type": "button", "action_id": "in_card", "text": words("Press the card"), "value": "1"}
        ],
    },
    {
        "type": "carousel",
        "block_id": "carousel",
        "elements": [
            {"type": "card", "title": words(f"Card {n}"), "body": words("Scroll on")} for n in range(1, 6)
        ],
    },
    {
        "type": "container",
        "block_id": "container",
        "title": words("A container"),
        "is_collapsible": True,
        "child_blocks": [
            {"type": "section", "block_id": "child", "text": words("Inside")},
            {
                "type": "actions",
                "block_id": "inner",
                "elements": [{"type": "button", "action_id": "in_container", "text": words("Press inside")}],
            },
        ],
    },
    {
        "type": "plan",
        "block_id": "plan",
        "title": "A plan",
        "tasks": [
            {"type": "task_card", "task_id": "1", "title": "Done", "status": "complete"},
            {"type": "task_card", "task_id": "2", "title": "Next", "status": "pending"},
        ],
    },
    EXAMPLES["video"],
    EXAMPLES["file"],
    EXAMPLES["call"],
    EXAMPLES["auth_provider"] | {"auth_url": "https://example.com/connect", "is_connected": False},
    {"type": "markdown", "text": "# Heading\n\n- [x] done\n- [ ] open\n\n| a | b |\n|---|---|\n| 1 | 2 |"},
]


def field(kind: str, **more: object) -> Json:
    """An input block of this element."""
    return {
        "type": "input",
        "block_id": f"in_{kind}",
        "label": words(f"The {kind.replace('_', ' ')}"),
        "element": menu(kind, **more),
        "optional": True,
    }


FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": words("Every field"),
    "submit": words("Send"),
    "notify_on_close": True,
    "blocks": [
        {"type": "alert", "text": words("Nothing here is kept."), "level": "info"},
        field("plain_text_input", min_length=3) | {"optional": False},
        field("email_text_input"),
        field("number_input", is_decimal_allowed=False),
        field("static_select", options=FRUIT),
        field("multi_users_select"),
        field("external_select", min_query_length=1),
        field("checkboxes", options=FRUIT),
        field("datepicker"),
        field("rich_text_input"),
    ],
}
HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": words("Welcome home")},
        section("static_select", options=FRUIT, placeholder=words("One fruit")),
        {
            "type": "actions",
            "block_id": "row",
            "elements": [
                {"type": "button", "action_id": "open", "text": words("Open the form"), "style": "primary"}
            ],
        },
    ],
}


def wired(app: AsyncApp) -> AsyncApp:
    """The app with its listeners: whatever is chosen comes back as a message that says so."""

    async def opened(client: AsyncWebClient, event: Json) -> None:
        await client.views_publish(user_id=event["user"], view=HOME)

    async def form(ack: Any, body: Json, client: AsyncWebClient) -> None:  # noqa: ANN401  # Bolt's
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async def noted(ack: Any, body: Json, client: AsyncWebClient) -> None:  # noqa: ANN401  # Bolt's
        await ack()
        await client.chat_postMessage(
            channel=body["channel"]["id"], thread_ts=body["message"]["ts"], text="I have noted it."
        )

    async def chosen(ack: Any, action: Json, client: AsyncWebClient) -> None:  # noqa: ANN401  # Bolt's
        await ack()
        await client.chat_postMessage(channel="random", text=said(action))

    async def offer(ack: Any, payload: Json) -> None:  # noqa: ANN401  # Bolt's
        fitting = [each for each in FRUIT if payload["value"].lower() in each["value"]]
        await ack(options=fitting)

    async def submitted(ack: Any, view: Json, client: AsyncWebClient) -> None:  # noqa: ANN401  # Bolt's
        await ack()
        values = {name: part for block in view["state"]["values"].values() for name, part in block.items()}
        await client.chat_postMessage(
            channel="random", text="\n".join(said(part) for part in values.values())
        )

    async def closed(ack: Any, client: AsyncWebClient) -> None:  # noqa: ANN401  # Bolt's
        await ack()
        await client.chat_postMessage(channel="random", text="The form was closed.")

    app.event("app_home_opened")(opened)
    app.command("/form")(form)
    app.shortcut("form")(form)
    app.action("open")(form)
    app.shortcut("note")(noted)
    app.action(re.compile(".*"))(chosen)
    app.options("external_select")(offer)
    app.view("form")(submitted)
    app.view_closed("form")(closed)
    return app


def said(action: Json) -> str:
    """An action or a part of a state, in one line: its kind and what stands in it."""
    chosen = action.get("selected_option") or {}
    several = [each["value"] for each in action.get("selected_options") or []]
    held = [
        value
        for name, value in action.items()
        if name == "value" or (name.startswith("selected_") and not name.startswith("selected_option"))
    ]
    return f"{action['type']}: {chosen.get('value') or several or (held[0] if held else None)}"


@contextlib.asynccontextmanager
async def gallery() -> AsyncIterator[Playground]:
    """The playground with the app in #general and #random, its three messages posted."""
    playground = Playground(team=TEAM, people=PEOPLE, channels=CHANNELS, clock=Clock(), seed=1)
    installed = playground.install(MANIFEST_OF_GALLERY)
    await playground.start()
    client = AsyncWebClient(token=installed.bot_token, base_url=playground.api_url)
    app = wired(
        AsyncApp(client=client, signing_secret=installed.signing_secret, process_before_response=True)
    )
    handler = AsyncSocketModeHandler(app, installed.app_token)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's
        await until(lambda: playground.workspace.connections)
        for name in ("general", "random"):
            conversation = playground.workspace.conversation(name)
            assert conversation is not None
            conversation.members.add(installed.bot_user_id)
        for blocks, text in ((SHOWN, "Shown"), (MENUS, "Menus"), (CHOICES, "Choices")):
            await client.chat_postMessage(channel="general", text=text, blocks=blocks)
        yield playground
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt's
        await playground.stop()
