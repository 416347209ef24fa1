"""What the workspaces of one playground have in common: the app's registration, its wire, its switches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.oauth import Codes
from bot.playground.unknowns import Unknowns
from bot.playground.wire import Wire

if TYPE_CHECKING:
    from bot.playground.cast import Registration


@dataclass(slots=True)
class Common:
    """One of these a playground; `revoked` holds the tokens of installations that are gone."""

    registration: Registration | None = None
    wire: Wire = field(default_factory=Wire)
    unknowns: Unknowns = field(default_factory=Unknowns)
    codes: Codes = field(default_factory=Codes)
    tickets: set[str] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)
    connections: int = 0
    version: int = 1
