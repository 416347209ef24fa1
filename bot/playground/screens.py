"""What a person's screen shows beside messages: notices, pushes, and whether it is held; no drawing here."""

from __future__ import annotations

import collections
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

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


Options: TypeAlias = list[Mapping[str, object]]


@dataclass(slots=True)
class Screen:
    """One person's screen.

    `entered` holds state.values by message, `suggested` the options that the app has offered, by place,
    block id and action id.
    """

    notices: collections.deque[Notice] = field(default_factory=lambda: collections.deque(maxlen=NOTICES))
    pushes: collections.deque[Push] = field(default_factory=lambda: collections.deque(maxlen=PUSHES))
    held: Held | None = None
    entered: dict[str, dict[str, object]] = field(default_factory=dict)
    suggested: dict[tuple[str, str, str], Options] = field(default_factory=dict)

    def suggested_at(self, key: str) -> dict[tuple[str, str], Options]:
        """What the app has offered in one place, by block id and action id."""
        return {where[1:]: options for where, options in self.suggested.items() if where[0] == key}
