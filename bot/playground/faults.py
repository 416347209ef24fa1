"""The one seam for misbehaviour: what a host may make a Web API call suffer; it carries nothing out."""

from __future__ import annotations

import enum
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


class When(enum.StrEnum):
    """The two moments at which the hook is asked: nothing is carried out yet, or everything is."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A call at one of the two moments; `reply` is None before."""

    when: When
    method: str
    arguments: Mapping[str, object]
    reply: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Cut the connection without a byte of an answer."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Keep the connection open and never answer; the playground's stop ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Answer this instead: 429 with a Retry-After, 500 with a page of HTML, whatever is wanted."""

    status: int
    body: str = ""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


Fault: TypeAlias = Cut | Silence | Say

Faults: TypeAlias = Callable[[Moment], Awaitable[Fault | None]]
"""Asked at both moments of every Web API call; None lets it go on.

A fault BEFORE keeps the call from being carried out; one AFTER spoils only the answer: the message stands.
The hook may also wait (a slow Slack), or do something of its own (kill the bot) before it returns.
"""


async def no_faults(_moment: Moment) -> None:
    """The hook of a playground that behaves."""
