"""Slack's client without sockets: each call reaches the playground's workspace at once, or meets a mishap.

What it raises and returns is what slack_sdk and aiohttp raise and return, so that delivery's own wire
reads it. Which mishap strikes is the caller's to say; this module draws nothing.
"""

from __future__ import annotations

import asyncio
import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.playground import api

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.playground.workspace import Workspace

_HUNG = 10_000.0  # seconds: longer than anybody waits


class Way(enum.StrEnum):
    """What becomes of a call; ``after`` means that Slack took it."""

    REFUSED = "refused before a byte"
    CUT_BEFORE = "cut before"
    CUT_AFTER = "cut after"
    HANGS_BEFORE = "hangs before"
    HANGS_AFTER = "hangs after"
    FAILS_BEFORE = "5xx before"
    FAILS_AFTER = "5xx after"
    FATAL_AFTER = "fatal_error after"
    GARBLED_AFTER = "no JSON after"
    LIMITED = "429"

    @property
    def is_carried_out(self) -> bool:
        """Whether Slack took the call all the same."""
        return self.value.endswith("after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishap:
    """A way, and the Retry-After of a 429: anything, or nothing."""

    way: Way
    retry_after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One call as it left: when, of which team, and what it met."""

    at: float
    team: str
    method: str
    arguments: Mapping[str, object]
    mishap: Mishap | None


@dataclass(slots=True, kw_only=True)
class Line:
    """The one way to Slack of all replicas, and the record of what went over it."""

    workspaces: list[Workspace]
    mishaps: Callable[[str, str], Mishap | None] = lambda _team, _method: None
    attempts: list[Attempt] = field(default_factory=list)

    def of_channel(self, channel: str) -> Workspace:
        """The workspace that has this channel."""
        return next((one for one in self.workspaces if channel in one.conversations), self.workspaces[0])


@dataclass(frozen=True, slots=True)
class _Page:
    """A reply that is no JSON, as aiohttp hands it to the SDK's error."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


class SocketlessClient(AsyncWebClient):
    """One replica's client; ``step`` is awaited where a real one would wait for the network."""

    def __init__(self, line: Line, step: Callable[[str], Awaitable[None]]) -> None:
        super().__init__(token="xoxb-simulated", retry_handlers=[])
        self._line = line
        self._step = step

    async def api_call(self, api_method: str, **rest: Any) -> AsyncSlackResponse:  # noqa: ANN401 - the SDK's
        """The one method through which all others go."""
        given = {**(rest.get("params") or {}), **(rest.get("data") or {}), **(rest.get("json") or {})}
        arguments = {name: value for name, value in given.items() if value is not None}
        workspace = self._line.of_channel(str(arguments.get("channel", "")))
        mishap = self._line.mishaps(workspace.team_id, api_method)
        now = asyncio.get_running_loop().time()
        attempt = Attempt(
            at=now, team=workspace.team_id, method=api_method, arguments=arguments, mishap=mishap
        )
        self._line.attempts.append(attempt)
        await self._step(f"{api_method} leaves")
        if mishap and not mishap.way.is_carried_out:
            return await self._spoiled(mishap)
        app = workspace.app
        answer = api.call(workspace, api_method, arguments, app.bot_token if app else "")
        await self._step(f"{api_method} was taken")
        if mishap:
            return await self._spoiled(mishap)
        return self._reply(answer.status, dict(answer.body), answer.headers)

    def _reply(self, status: int, body: dict[str, object], headers: Mapping[str, str]) -> AsyncSlackResponse:
        reply = AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url="",
            req_args={},
            data=body,
            headers=dict(headers),
            status_code=status,
        )
        reply.validate()  # type: ignore[no-untyped-call] # the SDK leaves it bare
        return reply

    async def _spoiled(self, mishap: Mishap) -> AsyncSlackResponse:
        match mishap.way:
            case Way.REFUSED:
                raise aiohttp.ConnectionTimeoutError("no connection")
            case Way.CUT_BEFORE | Way.CUT_AFTER:
                raise aiohttp.ServerDisconnectedError
            case Way.HANGS_BEFORE | Way.HANGS_AFTER:
                await asyncio.sleep(_HUNG)
                raise TimeoutError
            case Way.FAILS_BEFORE | Way.FAILS_AFTER:
                raise SlackApiError("a page", _Page(503))  # type: ignore[no-untyped-call] # the same
            case Way.GARBLED_AFTER:
                raise ValueError("the SDK met no JSON")
            case Way.FATAL_AFTER:
                return self._reply(200, {"ok": False, "error": "fatal_error"}, {})
            case Way.LIMITED:
                headers = {} if mishap.retry_after is None else {"Retry-After": mishap.retry_after}
                return self._reply(429, {"ok": False, "error": "ratelimited"}, headers)
