"""What happens that apps can ask to hear of; it knows nothing of events' shapes or of who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from bot.playground.conversations import Content, Conversation, Message


@dataclass(frozen=True, slots=True)
class Said:
    """A message that everybody in the conversation sees."""

    conversation: Conversation
    message: Message


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The same message with another content than `before`."""

    conversation: Conversation
    message: Message
    before: Content


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message that is about to go."""

    conversation: Conversation
    message: Message


@dataclass(frozen=True, slots=True)
class Joined:
    """A new member, by id, and who invited them, empty for nobody."""

    conversation: Conversation
    member: str
    inviter: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A member gone, by id, and who removed them, empty when they went by themselves."""

    conversation: Conversation
    member: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Archived:
    """A channel closed by someone, by id."""

    conversation: Conversation
    by: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A channel under its new name."""

    conversation: Conversation


@dataclass(frozen=True, slots=True)
class Looked:
    """A person, by id, who opened the app's `tab`: home or messages."""

    conversation: Conversation
    person: str
    tab: str


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """The app is about to go, and its tokens with it."""


Happening: TypeAlias = Said | Rewritten | Deleted | Joined | Left | Archived | Renamed | Looked | Uninstalled
