"""Speaks chat.* to Slack, one request a call and never a silent second one; it knows no rows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, assert_never

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.outcomes import (
    BlocksRefused,
    ChannelRefused,
    Doubtful,
    Failed,
    NotSent,
    Outcome,
    RateLimited,
    Revoked,
    Sent,
    outcome_of,
)
from bot.delivery.reading import Hidden, Unheard, Wait, page_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.delivery.reading import Reading


# What the SDK lets through when a reply of status 200 is plain text, a list, no UTF-8 or nested too deep.
_UNREADABLE = (AttributeError, ValueError, RecursionError)

_A_PAGE = 15.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a method of Slack, with its arguments."""

    method: str
    arguments: Mapping[str, object]


class Wire(Protocol):
    """The one way by which delivery speaks to Slack."""

    async def send(self, call: Call, *, seconds: float) -> Outcome:
        """Makes the call and says what came of it, after so many seconds at the latest."""

    async def permalink(self, channel: str, ts: str) -> str | None:
        """The address of a message; None when Slack does not tell it now."""

    async def read(self, method: str, arguments: Mapping[str, object]) -> Reading:
        """A page of a channel or a thread, or why there is none."""


class SlackWire:
    """Slack's Web API; the client must have no retry handlers, which would post twice."""

    def __init__(self, client: AsyncWebClient) -> None:
        if client.retry_handlers:
            raise ValueError("the client that posts must be made with retry_handlers=[]")
        self._client = client

    async def send(self, call: Call, *, seconds: float) -> Outcome:
        """Makes the call and says what came of it; a connection that never stood is known as such."""
        try:
            async with asyncio.timeout(seconds):
                reply = await self._client.api_call(call.method, json=dict(call.arguments))
        except SlackApiError as refusal:
            return _read(refusal)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as unreachable:
            return NotSent(error=f"Slack can't be reached: {unreachable}")
        except (aiohttp.ClientError, TimeoutError, OSError) as broken:
            return Doubtful(error=f"no answer: {type(broken).__name__}")
        except _UNREADABLE:
            return Doubtful(error="the reply was no JSON")
        return outcome_of(reply.status_code, _mapping(reply.data))

    async def permalink(self, channel: str, ts: str) -> str | None:
        """The address of a message; None when Slack does not tell it now."""
        try:
            async with asyncio.timeout(10):
                reply = await self._client.chat_getPermalink(channel=channel, message_ts=ts)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, *_UNREADABLE):
            return None
        link = reply.get("permalink")
        return link if isinstance(link, str) else None

    async def read(self, method: str, arguments: Mapping[str, object]) -> Reading:
        """A page of a channel or a thread, or why there is none."""
        try:
            async with asyncio.timeout(_A_PAGE):
                reply = await self._client.api_call(method, http_verb="GET", params=dict(arguments))
        except SlackApiError as refusal:
            return _unread(_read(refusal))
        except (aiohttp.ClientError, TimeoutError, OSError, *_UNREADABLE) as broken:
            return Unheard(error=type(broken).__name__)
        body = _mapping(reply.data)
        return page_of(body) if body else Unheard(error="the reply was no JSON")


def _unread(outcome: Outcome) -> Reading:
    """What a refusal means for whoever only reads."""
    match outcome:
        case RateLimited(seconds=seconds):
            return Wait(seconds=seconds)
        case Doubtful(error=error):
            return Unheard(error=error)
        case Sent():
            return Unheard(error="Slack refused and agreed at once")
        case NotSent() | ChannelRefused() | Revoked() | BlocksRefused() | Failed():
            return Hidden(error=outcome.error)
        case _:
            assert_never(outcome)


def _read(refusal: SlackApiError) -> Outcome:
    """A reply that the SDK raised: anything not ok, and, with aiohttp's own response, what is no JSON."""
    reply = refusal.response
    headers = {str(name).lower(): str(value) for name, value in reply.headers.items()}
    sdk = isinstance(reply, AsyncSlackResponse)
    status, body = (reply.status_code, _mapping(reply.data)) if sdk else (reply.status, None)
    return outcome_of(status, body, retry_after=headers.get("retry-after"))


def _mapping(body: object) -> Mapping[str, object] | None:
    return body if isinstance(body, dict) else None
