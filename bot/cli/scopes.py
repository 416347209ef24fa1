"""What the bot asks of Slack, and what each thing that it may do without would buy; it asks nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NEEDED: Mapping[str, str] = {
    "commands": "slash commands do not reach the bot",
    "chat:write": "the bot can post nothing",
}
"""The default scopes, and what is lost without each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A set of optional scopes; no event comes with one before the bot listens to it.

    ``buys`` says what it is good for in this version, ``without`` what people meet where it is not granted.
    """

    scopes: tuple[str, ...]
    buys: str
    without: str


EXTRAS: Mapping[str, Extra] = {
    "history": Extra(
        scopes=("channels:history", "groups:history"),
        buys="a post of which nobody knows whether it arrived is looked for, and not sent blindly",
        without="a post of which nobody knows whether it arrived is held for twenty minutes, then sent again",
    ),
    "greet": Extra(
        scopes=("channels:read", "groups:read"),
        buys="the Home tab shows a channel only to those who are still in it",
        without="the Home tab shows the channels that one has used the bot in, also after one has left them",
    ),
    "zone": Extra(
        scopes=("users:read",),
        buys="a plan's form begins in the zone of whoever opens it",
        without="a plan's form proposes the zone of the channel's last plan, or none",
    ),
}
"""The optional sets, by the words of ``manifest --with``."""
