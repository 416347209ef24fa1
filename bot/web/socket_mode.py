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
from bot.refusals import TROUBLE, code_of, is_trouble

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

FIRST_S = 30.0
"""For the first connection; the SDK itself tries for ever, and says so in the log only."""
GOODBYE_S = 3.0
"""For the closing handshake, to which a server may never answer."""
_SOME_TIME_S = 30  # where Slack says "later" and not when

log = logging.getLogger(__name__)


@asynccontextmanager
async def connected(app: AsyncApp, app_token: str) -> AsyncIterator[AsyncSocketModeHandler]:
    """Connected until the context ends, by the SDK's own care; raises CannotConnectError with the mend."""
    address = await connection_address(app.client, app_token)
    handler = AsyncSocketModeHandler(app, app_token)
    handler.client.wss_uri = address  # else the SDK asks once more, and retries whatever is refused
    try:
        await _connect(handler, urlsplit(address).hostname or "Slack")
        yield handler
    finally:
        await _close(handler)


async def connection_address(client: AsyncWebClient, app_token: str) -> str:
    """Where to connect, once: the address holds a ticket. Slack may ask to wait before.

    Raises CannotConnectError with the mend.
    """
    while True:
        try:
            reply = await client.apps_connections_open(app_token=app_token)
        except (aiohttp.ClientError, TimeoutError, OSError) as unreachable:
            raise CannotConnectError(
                f"Slack can't be reached at {client.base_url} ({unreachable}): check the network."
            ) from unreachable
        except SlackApiError as refusal:
            code = code_of(refusal)
            if is_trouble(code):
                raise CannotConnectError(TROUBLE.format(code)) from refusal
            if code != "ratelimited":
                raise CannotConnectError(
                    f"Slack does not take SLACK_APP_TOKEN ({code}): copy it again from"
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
