"""What it means to deliver a payload to an app and to hear back; it knows no transport."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

from bot.playground.fields import mapping, text

if TYPE_CHECKING:
    from bot.playground.cast import InstalledApp

ACK_SECONDS = 3.0
"""https://docs.slack.dev/interactivity/handling-user-interaction: three seconds to acknowledge."""


class Heard(enum.StrEnum):
    """What Slack heard of a delivery; the last two are answers over HTTP with another status than 2xx."""

    OK = "ok"
    TIMEOUT = "timeout"
    UNCONNECTED = "unconnected"
    CLIENT_ERROR = "client_error"
    SERVICE_ERROR = "service_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """An app's answer; `payload` is whatever it sent along, whether or not the envelope takes one.

    `reason` is what Slack calls a failure when it tries again, empty when there was none; `final` is the
    app's own word that it wants no retry.
    """

    heard: Heard
    payload: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One payload on its way; `kind` is the envelope's type: slash_commands, interactive or events_api.

    `attempt` counts the retries of an event, and `reason` says what the try before came to.
    """

    app: InstalledApp
    kind: str
    payload: Mapping[str, object]
    takes_payload: bool = False
    attempt: int = 0
    reason: str = ""

    @property
    def name(self) -> str:
        """What the wire's record calls it: the event's type, the interaction's, or the kind."""
        event = mapping(self.payload.get("event"))
        return text(event.get("type")) or text(self.payload.get("type")) or self.kind


class Transport(Protocol):
    """One way to the app: Socket Mode or HTTP."""

    async def send(self, parcel: Parcel) -> Ack:
        """Send a payload, on the wire's record, and wait three real seconds for its ack."""


class Deliver(Protocol):
    """Sends one payload to the app, on the wire's record, and waits three real seconds for its ack."""

    async def __call__(self, kind: str, payload: Mapping[str, object], *, takes_payload: bool) -> Ack:
        """`kind` is the envelope's type: slash_commands, interactive or events_api."""


class Mishap(enum.StrEnum):
    """What may befall a delivery though nobody is at fault: it comes twice, or after the one behind it."""

    REPEATED = "repeated"
    OVERTAKEN = "overtaken"


Mishaps: TypeAlias = Callable[[Parcel], Mishap | None]
"""Asked before each first try; None lets the delivery take its course."""


def no_mishaps(_parcel: Parcel) -> None:
    """The hook of a playground that delivers in order, and once."""
