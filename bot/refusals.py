"""What Slack's refusal is called, whatever came with it; it knows nothing of what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from slack_sdk.errors import SlackApiError


TROUBLE: Final = "Slack has trouble of its own ({}): try again in a minute."
"""What to say where no setting of ours is to blame."""

TROUBLES: Final = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Codes of failures that lie with Slack; it may have carried the call out."""


def is_trouble(code: str) -> bool:
    """Whether Slack refused for a reason that lies with Slack: https://docs.slack.dev/reference/methods."""
    return code.startswith("HTTP 5") or code in TROUBLES


def code_of(refusal: SlackApiError) -> str:
    """Slack's code, such as ``not_in_channel``; ``HTTP 503`` where it sent a page in place of JSON.

    The SDK then raises with aiohttp's own response, which has no body to ask
    (slack_sdk/web/async_internal_utils.py).
    """
    reply = refusal.response
    data = getattr(reply, "data", None)
    if isinstance(data, dict) and data.get("error"):
        return str(data["error"])
    return f"HTTP {getattr(reply, 'status_code', None) or getattr(reply, 'status', 'without a status')}"
