"""What every listener is handed; it decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from bot.bank.library import Library
    from bot.blocks.command_names import CommandNames
    from bot.clock import Clock
    from bot.delivery.bell import Bell
    from bot.listeners.later import Later
    from bot.listeners.members import Members
    from bot.listeners.profiles import Profiles
    from bot.listeners.refreshing import Refreshing
    from bot.listeners.replying import Replies
    from bot.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The bank of the moment, what we remember, time and chance, and the ways to answer a person.

    ``recorded`` rings when the poster has heard from Slack; ``later`` is for what follows an ack,
    ``refreshing`` for windows that are being filled in.
    """

    library: Callable[[], Library]
    store: Store
    clock: Clock
    chance: random.Random
    replies: Replies
    members: Members
    profiles: Profiles
    commands: CommandNames
    nudge: Callable[[], None]
    recorded: Bell
    later: Later
    refreshing: Refreshing
