"""Tells open pages that something may have changed; it knows nothing of what."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace


class Live:
    """The WebSockets of the pages."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._wake: dict[web.WebSocketResponse, asyncio.Event] = {}

    def publish(self) -> None:
        """Wake every page's connection."""
        for event in self._wake.values():
            event.set()

    async def close(self) -> None:
        """Close every page's connection."""
        for socket in list(self._wake):
            await socket.close()

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one page: the version at once, and again whenever it has changed."""
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        wake = asyncio.Event()
        self._wake[socket] = wake
        pushing = asyncio.create_task(self._push(socket, wake))
        try:
            async for _ in socket:
                pass  # a page has nothing to say here
        finally:
            del self._wake[socket]
            pushing.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await pushing
        return socket

    async def _push(self, socket: web.WebSocketResponse, wake: asyncio.Event) -> None:
        told = 0
        while True:
            if self._workspace.version != told:
                told = self._workspace.version
                await socket.send_json({"version": told})
            await wake.wait()
            wake.clear()
