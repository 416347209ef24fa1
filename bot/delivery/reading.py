"""What a page of a channel tells of one post; it asks nobody.

https://docs.slack.dev/reference/methods/conversations.history
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.outgoing import Outgoing


EVENT = "interview_bot_post"
"""The type of the metadata by which a post of ours is known again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Messages of a channel or thread, and where the next ones begin; no cursor: there are none."""

    messages: tuple[Mapping[str, object], ...]
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Slack gives this page later."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """The bot may not read there."""

    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """No clear reply: it can be asked again."""

    error: str


Reading = Page | Wait | Hidden | Unheard

_HIDDEN = "its own messages carry no metadata"


def page_of(body: Mapping[str, object]) -> Page:
    """A reply of Slack's as a page."""
    found = body.get("messages")
    messages = found if isinstance(found, list) else []
    more = body.get("response_metadata")
    cursor = more.get("next_cursor") if isinstance(more, Mapping) else None
    return Page(
        messages=tuple(message for message in messages if isinstance(message, Mapping)),
        cursor=str(cursor) if cursor else None,
    )


def find(page: Page, row: Outgoing, *, bot_user: str) -> str | Hidden | None:
    """The ts of this post; None where the page does not have it, Hidden where that can't be told.

    A message of ours without metadata may be any: Slack may not keep what no manifest declares.
    """
    ours = [message for message in page.messages if message.get("user") == bot_user]
    for message in ours:
        if _key(message) == row.key:
            return str(message.get("ts"))
    if any(_key(message) is None and not _is_noise(message) for message in ours):
        return Hidden(error=_HIDDEN)
    return None


def _key(message: Mapping[str, object]) -> str | None:
    metadata = message.get("metadata")
    if not isinstance(metadata, Mapping) or metadata.get("event_type") != EVENT:
        return None
    payload = metadata.get("event_payload")
    key = payload.get("key") if isinstance(payload, Mapping) else None
    return key if isinstance(key, str) else None


def _is_noise(message: Mapping[str, object]) -> bool:
    """What Slack itself says of the bot, such as that it joined."""
    subtype = message.get("subtype")
    return isinstance(subtype, str) and subtype != "bot_message"
