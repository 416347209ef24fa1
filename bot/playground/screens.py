"""What a person's screen shows beside messages: notices, pushes, and whether it is held; no drawing here."""

from __future__ import annotations

import collections
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTICES = 5
PUSHES = 50
"""Kept on a screen; the oldest go first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A line that Slack itself shows to one person."""

    id: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What a lock screen shows of a message: its `text` argument."""

    at: str
    channel: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A screen held back: the snapshot it keeps showing, and the blocks it keeps offering."""

    snapshot: Mapping[str, object]
    blocks: Mapping[tuple[str, str], list[dict[str, object]]]


@dataclass(slots=True)
class Screen:
    """One person's screen."""

    notices: collections.deque[Notice] = field(default_factory=lambda: collections.deque(maxlen=NOTICES))
    pushes: collections.deque[Push] = field(default_factory=lambda: collections.deque(maxlen=PUSHES))
    held: Held | None = None
