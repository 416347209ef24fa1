"""Channels, direct messages and what was said in them; it knows nothing of apps, tokens or screens."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground import stamps

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


class Kind(enum.StrEnum):
    """The kinds of conversation, in the words of `conversations.list`."""

    PUBLIC = "public_channel"
    PRIVATE = "private_channel"
    GROUP = "mpim"
    DIRECT = "im"


@dataclass(slots=True, kw_only=True)
class Content:
    """What a message says; `files` are ids."""

    text: str
    blocks: list[dict[str, object]] = field(default_factory=list)
    attachments: list[object] = field(default_factory=list)
    metadata: Mapping[str, object] | None = None
    files: tuple[str, ...] = ()
    client_msg_id: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """One message; `shown_to` is the only person who sees it when it is ephemeral."""

    ts: str
    user: str
    content: Content
    by_app: bool = False
    thread_ts: str | None = None
    shown_to: str | None = None
    edited_ts: str | None = None
    deleted: bool = False

    @property
    def ephemeral(self) -> bool:
        """Whether it exists on one screen only."""
        return self.shown_to is not None

    def shows_to(self, person: str | None) -> bool:
        """Whether the member of this id sees it; with None, whether everybody does."""
        return self.shown_to in (None, person)


@dataclass(slots=True, kw_only=True, eq=False)
class Conversation:
    """A channel, or the direct messages of people with the app's bot."""

    id: str
    name: str
    kind: Kind
    topic: str
    archived: bool
    created: int
    members: set[str]
    messages: dict[str, Message] = field(default_factory=dict)
    threads: dict[str, list[Message]] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)
    last_micros: int = 0

    def next_ts(self, now: dt.datetime) -> str:
        """A ts of this moment, larger than any before it here; Slack's ts are unique per channel."""
        self.last_micros = max(stamps.micros_at(now), self.last_micros + 1)
        return stamps.ts(self.last_micros)

    def add(self, message: Message) -> None:
        """Keep a message, a reply also under its root."""
        self.messages[message.ts] = message
        if message.thread_ts is not None:
            self.threads.setdefault(message.thread_ts, []).append(message)

    def find(self, ts: str) -> Message | None:
        """The message of this ts that everybody sees; None when there is none or it was deleted."""
        message = self.messages.get(ts)
        return None if message is None or message.ephemeral or message.deleted else message

    def replies(self, thread_ts: str, person: str | None = None) -> list[Message]:
        """The replies under a root that everybody sees, or, with a person, that this person sees."""
        return [message for message in self.threads.get(thread_ts, []) if message.shows_to(person)]

    def roots(self, person: str | None = None) -> list[Message]:
        """The messages that stand in the conversation itself, oldest first, seen as in `replies`."""
        return [
            message
            for message in self.messages.values()
            if message.thread_ts is None and message.shows_to(person)
        ]

    def remove(self, message: Message) -> None:
        """Take a message away; a root with replies leaves a gravestone, as in Slack."""
        if message.thread_ts is None and self.replies(message.ts):
            message.deleted = True
            message.content = Content(text="This message was deleted.")
        else:
            del self.messages[message.ts]
            if message.thread_ts is not None:
                self.threads[message.thread_ts].remove(message)
