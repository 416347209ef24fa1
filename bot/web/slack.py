"""Slack's requests over HTTP: past the guard to Bolt, whose answer goes back; it knows no payload."""

from __future__ import annotations

import asyncio
import logging
import math
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

_MINUTE_S = 60.0

log = logging.getLogger(__name__)


class Refusals:
    """One line a kind and minute, since anybody can knock as often as they like and fill a disk."""

    def __init__(self) -> None:
        self._kinds: dict[str, tuple[float, int]] = {}

    def note(self, kind: str, *, now: float) -> None:
        """Logs the first of its kind, and with the first one a minute later how many were left out."""
        since, left_out = self._kinds.get(kind, (-math.inf, 0))
        if now - since < _MINUTE_S:
            self._kinds[kind] = (since, left_out + 1)
            return
        log.warning("refused a request: %s%s", kind, f" (and {left_out} before it)" if left_out else "")
        self._kinds[kind] = (now, 0)


class Requests:
    """The routes that Slack calls."""

    def __init__(self, app: AsyncApp, guard: Guard) -> None:
        self._app = app
        self._guard = guard
        self._refusals = Refusals()

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """POST for payloads; GET answers Slack's look at the certificate."""
        return (web.post(PATH, self.hear), web.get(PATH, self.look, allow_head=False))

    async def hear(self, request: web.Request) -> web.Response:
        """A payload: verified, then Bolt's."""
        try:
            body = await self._guard.verified(request)
        except web.HTTPException as refusal:
            self._refusals.note(f"{refusal.status} {refusal.reason}", now=asyncio.get_running_loop().time())
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
