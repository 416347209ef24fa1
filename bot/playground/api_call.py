"""What a Web API method is given and gives back; it knows no method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.playground.arguments import Arguments
    from bot.playground.cast import InstalledApp
    from bot.playground.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Call:
    """One call whose token was found good; `form` says that its arguments came as a form, not as JSON."""

    workspace: Workspace
    arguments: Arguments
    installed: InstalledApp | None = None
    form: bool = False

    @property
    def app(self) -> InstalledApp:
        """The app that calls; a method that takes no bot's token has none."""
        if self.installed is None:
            raise Refused("not_authed")
        return self.installed


@dataclass(frozen=True, slots=True)
class Done:
    """A call carried out: what Slack answers beside `ok`, and whose screens show what was sent."""

    body: Mapping[str, object]
    to: Collection[str] = ()
