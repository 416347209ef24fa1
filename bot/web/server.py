"""One port for whatever routes it is given; it knows none of them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import CannotConnectError
from bot.web.guard import BODY_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

PATIENCE_S = 3.0
"""What a stop grants to requests under way: as long as Slack waits for them."""


@asynccontextmanager
async def serving(host: str, port: int, routes: Iterable[web.AbstractRouteDef]) -> AsyncIterator[str]:
    """Serves until the context ends, then lets requests under way end; yields the address.

    Raises CannotConnectError when the port can't be had.
    """
    application = web.Application(client_max_size=BODY_BYTES)
    application.add_routes(routes)
    # Slack packs nothing, and what is packed is refused unread: nothing here ever unpacks a body.
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=PATIENCE_S, auto_decompress=False)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as taken:
            raise CannotConnectError(
                f"Port {port} of {host} can't be used ({taken.strerror}): set PORT or HOST to another one."
            ) from taken
        bound = runner.addresses[0][1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{bound}"
    finally:
        await runner.cleanup()
