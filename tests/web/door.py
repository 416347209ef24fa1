"""A Bolt app behind the guard on a free port, and a Slack that signs by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.listeners.authorize import authorize_as
from bot.web.guard import Guard
from bot.web.server import serving
from bot.web.slack import PATH, Requests

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from bot.store.store import Store

SECRET = "0123456789abcdef0123456789abcdef"
NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
FORM = "application/x-www-form-urlencoded"
IDENTITY = AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-made-up", bot_user_id="UBOT")
COMMAND = b"command=%2Fquestion&text=async&team_id=T1&user_id=U1&channel_id=C1&trigger_id=1.2.3"


class Clock:
    """Real time, as a test says it is."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        """The time now."""
        return self.now


@dataclass
class Door:
    """What was heard behind the guard, and the ways to knock."""

    url: str
    port: int
    clock: Clock
    heard: list[dict[str, Any]]
    session: aiohttp.ClientSession

    async def knock(self, body: bytes = COMMAND, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Status and words of the answer to these bytes, signed as Slack does where no header differs."""
        given = {**signed(body, self.clock()), **(headers or {})}
        async with self.session.post(f"{self.url}{PATH}", data=body, headers=given) as answer:
            return answer.status, await answer.text()


def signed(body: bytes, at: dt.datetime, *, secret: str = SECRET) -> dict[str, str]:
    """Slack's headers for a form, written from its documentation and not from our code."""
    stamp = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"Content-Type": FORM, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def to_bytes(headers: Mapping[str, str], body: bytes) -> bytes:
    """A request as it goes over the wire, for what no client would send."""
    lines = [f"POST {PATH} HTTP/1.1", "Host: bot", "Connection: close", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@asynccontextmanager
async def a_door(store: Store) -> AsyncIterator[Door]:
    """The door, open until the context ends."""
    heard: list[dict[str, Any]] = []
    app = AsyncApp(
        authorize=authorize_as(IDENTITY), process_before_response=True, request_verification_enabled=False
    )

    async def command(ack: Any, body: dict[str, Any]) -> None:  # noqa: ANN401 - Bolt's
        heard.append(body)
        await ack("heard")

    app.command("/question")(command)
    clock = Clock()
    routes = Requests(app, Guard(SECRET, clock=clock, store=store)).routes()
    async with serving("127.0.0.1", 0, routes) as url, aiohttp.ClientSession() as session:
        port = int(url.rpartition(":")[2])
        yield Door(url=url, port=port, clock=clock, heard=heard, session=session)
