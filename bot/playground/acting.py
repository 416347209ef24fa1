"""One act of one person: who, what, and the way to the app; it knows no single act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.fields import text
from bot.playground.refusals import ActRefused
from bot.playground.wire import Way

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.playground.cast import InstalledApp, Person
    from bot.playground.conversations import Conversation
    from bot.playground.delivery import Ack, Deliver
    from bot.playground.screens import Screen
    from bot.playground.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Act:
    """What an act's function is given."""

    workspace: Workspace
    deliver: Deliver
    person: Person
    body: Mapping[str, object]

    @property
    def app(self) -> InstalledApp:
        """The installed app; refuses when there is none."""
        if self.workspace.app is None:
            raise ActRefused("No app is installed here.", status=404)
        return self.workspace.app

    @property
    def screen(self) -> Screen:
        """What the person has before them."""
        return self.workspace.screens[self.person.id]

    def text(self, name: str) -> str:
        """A field of the act, empty when it is missing."""
        return text(self.body.get(name))

    def conversation(self, *, joined: bool = True) -> Conversation:
        """The channel that the act names, which the person is in unless `joined` is False."""
        found = self.workspace.conversation(self.text("channel"))
        if found is None or (joined and self.person.id not in found.members):
            asked = self.text("channel")
            raise ActRefused(f"{self.person.name} is in no channel {asked!r}.", status=404)
        return found

    def record(self, name: str, ack: Ack, to: Iterable[str] = ()) -> None:
        """Record what the app said to a delivery, or that it said nothing, and on whose screens."""
        self.workspace.record(Way.ACK, name, body=ack.payload, reply={"ack": ack.heard.value}, to=to)

    def warn(self, sentence: str) -> None:
        """Show a warning of Slack's own on the person's screen."""
        self.workspace.notify(self.person.id, sentence)
