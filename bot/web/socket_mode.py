"""The connection that Socket Mode keeps; it knows nothing of what comes over it.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.errors import CannotConnectError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from slack_bolt.async_app import AsyncApp

FIRST_S = 30.0
"""For the first connection; the SDK itself tries for ever, and says so in the log only."""
GOODBYE_S = 3.0
"""For the closing handshake, to which a server may never answer."""
_SOME_TIME_S = 30  # where Slack says "later" and not when

log = logging.getLogger(__name__)


@asynccontextmanager
async def connected(app: AsyncApp, app_token: str) -> AsyncIterator[AsyncSocketModeHandler]:
    """Connected until the context ends, by the SDK's own care; raises CannotConnectError with the mend."""
    address = await _address(app, app_token)
    handler = AsyncSocketModeHandler(app, app_token)
    handler.client.wss_uri = address  # else the SDK asks once more, and retries whatever is refused
    try:
        await _connect(handler, urlsplit(address).hostname or "Slack")
        yield handler
    finally:
        await _close(handler)


async def _address(app: AsyncApp, app_token: str) -> str:
    """Where to connect, once: the address holds a ticket. Slack may ask to wait before."""
    while True:
        try:
            reply = await app.client.apps_connections_open(app_token=app_token)
        except (aiohttp.ClientError, TimeoutError, OSError) as unreachable:
            raise CannotConnectError(
                f"Slack can't be reached at {app.client.base_url} ({unreachable}): check the network."
            ) from unreachable
        except SlackApiError as refusal:
            if refusal.response["error"] != "ratelimited":
                raise CannotConnectError(
                    f"Slack does not take SLACK_APP_TOKEN ({refusal.response['error']}): copy it again from"
                    " your app, Basic Information › App-Level Tokens, with the scope connections:write."
                ) from refusal
            asked = str(refusal.response.headers.get("Retry-After", ""))
            seconds = int(asked) if asked.isdecimal() else _SOME_TIME_S
            log.warning("Slack asks to wait %s s before a connection", seconds)
            await asyncio.sleep(seconds)
        else:
            return str(reply["url"])


async def _connect(handler: AsyncSocketModeHandler, host: str) -> None:
    try:
        async with asyncio.timeout(FIRST_S):
            await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it bare
    except TimeoutError as shut:
        raise CannotConnectError(
            f"No WebSocket to {host} came about, whose address Slack gave: let this machine open them"
            " (wss, port 443), or let Slack call the bot over HTTP, with SLACK_SIGNING_SECRET."
        ) from shut


async def _close(handler: AsyncSocketModeHandler) -> None:
    try:
        async with asyncio.timeout(GOODBYE_S):
            await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it bare
    except TimeoutError:
        log.warning("Slack did not say goodbye")
        await handler.client.aiohttp_client_session.close()
