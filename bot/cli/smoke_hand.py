"""A person's presses for ``smoke --press``, over a Socket Mode connection of its own; it asks no question."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.delivery.smoke_press import Hand, Pressed, read_pressed
from bot.errors import BotError
from bot.listeners.replying import response_origin
from bot.web.socket_mode import connection_address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    import aiohttp
    from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest
    from slack_sdk.web.async_client import AsyncWebClient

_CONNECT_S = 30


class NoConnectionError(BotError):
    """Socket Mode did not come about, so that no press would arrive."""

    code = "no_connection"


@asynccontextmanager
async def a_hand(
    client: AsyncWebClient, session: aiohttp.ClientSession, app_token: str, ask: Callable[[str], None]
) -> AsyncIterator[Hand]:
    """Connected until the context ends; raises CannotConnectError and NoConnectionError with the mend."""
    address = await connection_address(client, app_token)
    presses: asyncio.Queue[Pressed] = asyncio.Queue()
    socket = SocketModeClient(app_token, web_client=client)
    socket.wss_uri = address  # else the SDK asks once more, and retries whatever is refused

    async def heard(connection: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        await connection.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
        if pressed := read_pressed(request.payload):
            presses.put_nowait(pressed)

    socket.socket_mode_request_listeners.append(heard)
    try:
        try:
            async with asyncio.timeout(_CONNECT_S):
                await socket.connect()  # type: ignore[no-untyped-call]  # the SDK leaves it bare
        except TimeoutError as shut:
            raise NoConnectionError(
                f"No WebSocket to {urlsplit(address).hostname} came about: let this machine open them."
            ) from shut
        origin = response_origin(client.base_url)
        yield Hand(pressed=presses.get, answer=_answer_by(session, origin), ask=ask)
    finally:
        await socket.close()  # type: ignore[no-untyped-call]  # the SDK leaves it bare


def _answer_by(
    session: aiohttp.ClientSession, origin: str
) -> Callable[[str, Mapping[str, Any]], Awaitable[str]]:
    async def answer(response_url: str, message: Mapping[str, Any]) -> str:
        url = urlsplit(response_url)
        if f"{url.scheme}://{url.netloc}" != origin:
            raise ValueError(f"a response_url must lead to {origin}")
        async with session.post(response_url, json=dict(message)) as reply:
            return _error(reply.status, await reply.text())

    return answer


def _error(status: int, said: str) -> str:
    """Slack's code, which comes with any status; nothing where the message was taken."""
    try:
        body = json.loads(said)
    except ValueError:
        body = None
    if isinstance(body, dict) and body.get("error"):
        return str(body["error"])
    return "" if status == 200 else f"HTTP {status}"  # noqa: PLR2004 - HTTP's OK
