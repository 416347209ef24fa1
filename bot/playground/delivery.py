"""What it means to deliver a payload to an app and to hear back; it knows no transport."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

ACK_SECONDS = 3.0
"""https://docs.slack.dev/interactivity/handling-user-interaction: three seconds to acknowledge."""


class Heard(enum.StrEnum):
    """What Slack heard of a delivery."""

    OK = "ok"
    TIMEOUT = "timeout"
    UNCONNECTED = "unconnected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """An app's answer; `payload` is whatever it sent along, whether or not the envelope takes one."""

    heard: Heard
    payload: Mapping[str, object] = field(default_factory=dict)


class Deliver(Protocol):
    """Sends one payload to the app, on the wire's record, and waits three real seconds for its ack."""

    async def __call__(self, kind: str, payload: Mapping[str, object], *, takes_payload: bool) -> Ack:
        """`kind` is the envelope's type: slash_commands, interactive or events_api."""
