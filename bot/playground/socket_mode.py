"""Socket Mode: connections, envelopes and acks over WebSockets; it knows nothing of what payloads mean.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from bot.playground.delivery import ACK_SECONDS, Ack, Heard
from bot.playground.fields import mapping, parse, text
from bot.playground.wire import Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.delivery import Parcel
    from bot.playground.workspace import Workspace

CONNECTIONS = 10
"""An app's connections at once: the page above."""


class SocketMode:
    """The open connections of the app; `send` is how payloads reach it, within `ack_seconds`."""

    def __init__(self, workspace: Workspace, *, ack_seconds: float = ACK_SECONDS) -> None:
        self._workspace = workspace
        self.ack_seconds = ack_seconds
        self._sockets: dict[web.WebSocketResponse, asyncio.Transport | None] = {}
        self._awaited: dict[str, asyncio.Future[Mapping[str, object]]] = {}

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it closes; its ticket opens no second one."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._workspace.tickets:
            raise web.HTTPForbidden(text="This ticket is spent or was never given.")
        self._workspace.tickets.discard(ticket)
        # aiohttp answers ping frames by itself, with their payload: slack_sdk measures life by that.
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self._sockets) >= CONNECTIONS:
            await self._say_goodbye(socket, "too_many_websockets")
            await socket.close()
            return socket
        await self._serve(socket, request.transport)
        return socket

    async def send(self, parcel: Parcel) -> Ack:
        """Send a payload over any one connection and wait for its ack, by real seconds."""
        if not self._sockets:
            return Ack(heard=Heard.UNCONNECTED, reason="connection_failed")
        self._workspace.record(Way.EVENT, parcel.name, body=parcel.payload)
        envelope: dict[str, object] = {
            "envelope_id": self._workspace.ids.uuid(),
            "type": parcel.kind,
            "payload": parcel.payload,
            "accepts_response_payload": parcel.takes_payload,
        }
        if parcel.kind == "events_api":
            envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
        return await self._exchange(envelope)

    async def warn(self) -> None:
        """Tell every connection that it closes in about ten seconds."""
        await self._tell_all("warning")

    async def refresh(self) -> None:
        """Ask every connection to be renewed."""
        await self._tell_all("refresh_requested")

    async def disable(self) -> None:
        """Tell every connection that Socket Mode was switched off, and close them all."""
        await self._tell_all("link_disabled")
        await self.close()

    async def close(self) -> None:
        """Close every connection, as a server that stops."""
        for socket in list(self._sockets):
            await socket.close()

    def cut(self) -> None:
        """Cut every connection without a word, as a failing network does."""
        for transport in self._sockets.values():
            if transport is not None:
                transport.abort()

    async def _exchange(self, envelope: Mapping[str, object]) -> Ack:
        socket = list(self._sockets)[self._workspace.ids.pick(len(self._sockets))]
        envelope_id = str(envelope["envelope_id"])
        awaited = self._awaited[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self.ack_seconds):
                await _send(socket, envelope)
                return Ack(heard=Heard.OK, payload=await awaited)
        except TimeoutError:
            return Ack(heard=Heard.TIMEOUT, reason="timeout")
        finally:
            del self._awaited[envelope_id]

    async def _serve(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        self._sockets[socket] = transport
        self._count()
        try:
            await _send(socket, self._hello())
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._hear(frame.data)
        finally:
            del self._sockets[socket]
            self._count()

    def _hear(self, frame: str) -> None:
        """An ack, or nothing that Slack reads; one that comes too late is recorded, and shown to nobody."""
        try:
            ack = mapping(parse(frame))
        except ValueError:
            return
        awaited = self._awaited.get(text(ack.get("envelope_id")))
        if awaited is None or awaited.done():
            self._workspace.record(Way.ACK, "unexpected", body=ack)
        else:
            awaited.set_result(mapping(ack.get("payload")))

    def _hello(self) -> dict[str, object]:
        app = self._workspace.app
        return {
            "type": "hello",
            "num_connections": len(self._sockets),
            "connection_info": {"app_id": app.app_id if app else ""},
            "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 3600},
        }

    def _count(self) -> None:
        self._workspace.connections = len(self._sockets)
        self._workspace.changed()

    async def _tell_all(self, reason: str) -> None:
        for socket in list(self._sockets):
            await self._say_goodbye(socket, reason)

    async def _say_goodbye(self, socket: web.WebSocketResponse, reason: str) -> None:
        await _send(socket, {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}})


async def _send(socket: web.WebSocketResponse, frame: Mapping[str, object]) -> None:
    # It may have closed meanwhile: whoever waits for an ack then waits in vain, as with Slack.
    with contextlib.suppress(ConnectionError):
        await socket.send_str(json.dumps(frame))
