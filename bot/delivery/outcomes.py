"""What Slack's reply means for a row; it knows nothing of rows.

Codes: https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.refusals import TROUBLES

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Slack took it; ``ts`` is the message."""

    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimited:
    """Slack took nothing and asks for patience."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """Slack does not have it, for certain."""

    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """Slack may have it."""

    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRefused:
    """The channel takes no post of ours."""

    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """The token is no longer taken."""

    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlocksRefused:
    """The message's form was refused: a plainer one may pass."""

    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Slack will never take this call."""

    error: str


Outcome = Sent | RateLimited | NotSent | Doubtful | ChannelRefused | Revoked | BlocksRefused | Failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Spared:
    """A look decided against the call, which is never made."""

    why: str


DEFAULT_WAIT = 30.0
"""Seconds to wait when Slack names no time or an absurd one."""

_LONGEST_WAIT = 3600.0

_CHANNEL = frozenset({"is_archived", "channel_not_found", "not_in_channel", "user_not_found"})
_REVOKED = frozenset({"token_revoked", "account_inactive", "invalid_auth", "token_expired", "not_authed"})
_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})
_UNSENT = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})


def wait_of(retry_after: str | None) -> float:
    """Seconds that a Retry-After header asks for; a sane time where it is absent or absurd."""
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return DEFAULT_WAIT
    return seconds if 0 < seconds <= _LONGEST_WAIT else DEFAULT_WAIT


def outcome_of(status: int, body: Mapping[str, object] | None, *, retry_after: str | None = None) -> Outcome:
    """Reads a reply: its HTTP status, its JSON (None when it was none) and its Retry-After header."""
    error = str((body or {}).get("error", f"HTTP {status}"))
    if status == 429 or error in _UNSENT:  # noqa: PLR2004 - Too Many Requests, RFC 6585
        return RateLimited(seconds=wait_of(retry_after))
    if body is None or "ok" not in body or status >= 500 or error in TROUBLES:  # noqa: PLR2004 - a server's own failure
        return Doubtful(error=error)
    if body["ok"] is not True:
        return _refusal(error)
    ts = body.get("ts")
    return Sent(ts=ts) if isinstance(ts, str) and ts else Doubtful(error="Slack named no message")


def _refusal(error: str) -> Outcome:
    if error in _CHANNEL or error.startswith("restricted_action"):
        return ChannelRefused(error=error)
    if error in _REVOKED:
        return Revoked(error=error)
    return BlocksRefused(error=error) if error in _BLOCKS else Failed(error=error)
