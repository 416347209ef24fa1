"""Slack's requests over HTTP: past the guard to Bolt, whose answer goes back; it knows no payload."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.store.trouble import StoreAwayError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slack_bolt.async_app import AsyncApp

    from bot.web.guard import Guard

PATH = "/slack/events"
"""One address for commands, presses, menus and events, by Bolt's own convention."""

log = logging.getLogger(__name__)


class Requests:
    """The routes that Slack calls."""

    def __init__(self, app: AsyncApp, guard: Guard) -> None:
        self._app = app
        self._guard = guard

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """POST for payloads; GET answers Slack's look at the certificate."""
        return (web.post(PATH, self.hear), web.get(PATH, self.look, allow_head=False))

    async def hear(self, request: web.Request) -> web.Response:
        """A payload: verified, then Bolt's."""
        try:
            body = await self._guard.verified(request)
        except web.HTTPException as refusal:
            log.warning("refused a request: %s %s", refusal.status, refusal.reason)
            return web.Response(status=refusal.status, text=refusal.reason)
        except StoreAwayError as away:  # whether it is a copy can't be known: better none than twice
            log.error("a signed request was not let in: %s", away)  # noqa: TRY400 - no bug of ours
            return web.Response(status=503, text="The memory is away.")
        try:
            asked = AsyncBoltRequest(body=body.decode(), headers=dict(request.headers))
        except (ValueError, RecursionError):  # signed, and no payload at all
            log.warning("a signed request can't be read: %s bytes", len(body))
            return web.Response(status=400, text="This is no payload.")
        return await to_aiohttp_response(await self._app.async_dispatch(asked))

    async def look(self, request: web.Request) -> web.Response:
        """https://docs.slack.dev/interactivity/implementing-slash-commands: 200 to a GET with ssl_check=1."""
        if request.query.get("ssl_check") != "1":
            raise web.HTTPMethodNotAllowed("GET", ["POST"])
        return web.Response()
