"""A desk with a real store, whose replies go to a small server that writes down what it is sent."""

from __future__ import annotations

import random
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.command_names import CommandNames
from bot.delivery.bell import Bell
from bot.listeners.desk import Desk
from bot.listeners.later import Later
from bot.listeners.members import Members
from bot.listeners.profiles import Profiles
from bot.listeners.refreshing import Refreshing
from bot.listeners.replying import Replies
from tests.bank_of_tests import library_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.bank.library import Library
    from bot.store.store import Store
    from tests.scene import Clock


@dataclass
class Office:
    """What was sent: API calls and whispers, each in its order; ``status`` is what response URLs answer."""

    desk: Desk
    url: str
    client: AsyncWebClient
    calls: list[tuple[str, dict[str, Any]]]
    whispers: list[dict[str, Any]]
    nudges: list[bool]
    shelf: list[Library]
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def response_url(self) -> str:
        """Where a whisper may go."""
        return f"{self.url}/response/1"

    @property
    def view(self) -> dict[str, Any]:
        """The modal that was opened or updated last."""
        view = self.calls[-1][1]["view"]
        assert isinstance(view, dict)
        return view


@asynccontextmanager
async def an_office(store: Store, clock: Clock) -> AsyncIterator[Office]:
    """The desk and its server, on a free port."""
    calls: list[tuple[str, dict[str, Any]]] = []
    whispers: list[dict[str, Any]] = []
    answers: dict[str, Any] = {}

    async def api(request: web.Request) -> web.Response:
        sent = await request.json() if request.method == "POST" else dict(request.query)
        calls.append((request.match_info["method"], sent))
        return web.json_response(answers.get("api", {"ok": True}))

    async def response(request: web.Request) -> web.Response:
        whispers.append(await request.json())
        return web.Response(text="ok", status=answers.get("status", 200))

    async with AsyncExitStack() as stack:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", api)
        app.router.add_post("/response/{number}", response)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        url = f"http://{host}:{port}"
        session = await stack.enter_async_context(aiohttp.ClientSession())
        client = AsyncWebClient(
            token="xoxb-made-up", base_url=f"{url}/api/", session=session, retry_handlers=[]
        )
        later = Later()
        stack.push_async_callback(later.stop)
        shelf, nudges = [library_of()], list[bool]()
        replies = Replies(client, session)
        desk = Desk(
            library=lambda: shelf[-1],
            store=store,
            clock=clock,
            chance=random.Random(3),  # noqa: S311 - chooses questions, guards nothing
            replies=replies,
            members=Members(client),
            profiles=Profiles(client),
            commands=CommandNames(),
            nudge=lambda: nudges.append(True),
            recorded=Bell(),
            later=later,
            refreshing=Refreshing(replies),
        )
        yield Office(
            desk=desk,
            url=url,
            client=client,
            calls=calls,
            whispers=whispers,
            nudges=nudges,
            shelf=shelf,
            answers=answers,
        )


def words(message: object) -> str:
    """All texts of a message or a view, one behind the other."""
    if isinstance(message, dict):
        own = [value for key, value in message.items() if key == "text" and isinstance(value, str)]
        return "\n".join([*own, *(words(value) for value in message.values())])
    return "\n".join(map(words, message)) if isinstance(message, list | tuple) else ""


def buttons(message: object) -> dict[str, dict[str, Any]]:
    """The buttons of a message or a view, by their label."""
    found: dict[str, dict[str, Any]] = {}
    if isinstance(message, dict):
        if message.get("type") == "button":
            found[message["text"]["text"]] = message
        for value in message.values():
            found |= buttons(value)
    if isinstance(message, list | tuple):
        for value in message:
            found |= buttons(value)
    return found
