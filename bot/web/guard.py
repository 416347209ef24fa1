"""Lets in what Slack signed, once, by the raw bytes and before anything is parsed; it knows no payload.

https://docs.slack.dev/authentication/verifying-requests-from-slack. Bolt parses before it verifies,
answers 500 to a timestamp that is no number, and takes the same request twice.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import hmac
import re
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.store.store import Store, Transaction

BODY_BYTES = 1_000_000
"""Slack's own payloads are some ten kilobytes; a view holds a hundred blocks of 3,000 characters."""
BODY_SECONDS = 3.0
"""Slack has given up after as long."""
WINDOW = dt.timedelta(minutes=5)
"""A request's age, in both directions."""

_TYPES = frozenset({"application/x-www-form-urlencoded", "application/json"})
_TIMESTAMP = re.compile(r"[1-9][0-9]{0,11}")  # seconds since 1970, as Slack writes them
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Guard:
    """Verifies requests; ``clock`` is real time, by which Slack stamps, ``store`` remembers who came."""

    def __init__(self, secret: str, *, clock: Clock, store: Store) -> None:
        self._secret = secret.encode()
        self._clock = clock
        self._store = store

    async def verified(self, request: web.Request) -> bytes:
        """The body of a request that is Slack's and new; raises the HTTP status that refuses any other.

        What costs least is asked first; nothing is read of what can't be Slack's.
        """
        _check_shape(request)
        timestamp = _header(request, "X-Slack-Request-Timestamp", _TIMESTAMP)
        signature = _header(request, "X-Slack-Signature", _SIGNATURE)
        age = abs(self._clock().timestamp() - int(timestamp))
        if age > WINDOW.total_seconds():
            raise web.HTTPUnauthorized(reason="The timestamp is more than five minutes away")
        body = await _read(request)
        if not hmac.compare_digest(self.sign(timestamp, body), signature):
            raise web.HTTPUnauthorized(reason="The signature is not Slack's")
        if not await self._store.write_soon(lambda tx: self._first(signature, tx)):
            raise web.HTTPUnauthorized(reason="This request was here before")
        return body

    def sign(self, timestamp: str, body: bytes) -> str:
        """The signature that Slack puts on these bytes at that time."""
        signed = b"v0:%b:%b" % (timestamp.encode("ascii"), body)
        return f"v0={hmac.new(self._secret, signed, hashlib.sha256).hexdigest()}"

    def _first(self, signature: str, tx: Transaction) -> bool:
        """Twice the window: a stamp may be five minutes ahead of our clock, and good until five past it."""
        now = self._clock()
        return tx.requests.first(signature, now=now, until=now + 2 * WINDOW)


def _check_shape(request: web.Request) -> None:
    """Raises unless it may be Slack's by its type and its size."""
    if request.content_type not in _TYPES:
        raise web.HTTPUnsupportedMediaType(reason="Slack sends forms and JSON")
    if "Content-Encoding" in request.headers:
        raise web.HTTPUnsupportedMediaType(reason="Slack sends nothing packed")
    if (request.content_length or 0) > BODY_BYTES:
        raise web.HTTPRequestEntityTooLarge(BODY_BYTES, request.content_length or 0)


def _header(request: web.Request, name: str, shape: re.Pattern[str]) -> str:
    """The one header of that name, in its shape."""
    values = request.headers.getall(name, [])
    if len(values) != 1 or not shape.fullmatch(values[0]):
        raise web.HTTPUnauthorized(reason=f"{name} is missing or malformed")
    return values[0]


async def _read(request: web.Request) -> bytes:
    """The raw body; raises 413 past the limit of the server, 408 when it does not come."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout(reason="The body did not come in time") from None
    except web.RequestPayloadError:
        raise web.HTTPBadRequest(reason="The body broke off") from None
