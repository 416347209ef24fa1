"""What a Web API method is given and gives back; it knows no method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.playground.arguments import Arguments
    from bot.playground.cast import InstalledApp
    from bot.playground.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an app whose token was found good."""

    workspace: Workspace
    app: InstalledApp
    arguments: Arguments


@dataclass(frozen=True, slots=True)
class Done:
    """A call carried out: what Slack answers beside `ok`, and whose screens show what was sent."""

    body: Mapping[str, object]
    to: Collection[str] = ()
