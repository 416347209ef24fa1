"""Where a person presses or chooses: in a message, in a modal, in a Home tab; it knows no single element."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from bot.playground import elements, payloads
from bot.playground.fields import mappings
from bot.playground.refusals import ActRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.acting import Act
    from bot.playground.conversations import Conversation, Message
    from bot.playground.views import View

    Json: TypeAlias = Mapping[str, object]


class Place(Protocol):
    """The blocks in question, and what payloads say of them; `key` names it among one person's places."""

    @property
    def key(self) -> str:
        """A name that no other place on this screen has."""

    @property
    def blocks(self) -> list[Json]:
        """The blocks as they stand, then those that a held screen still shows."""

    def enter(self, given: Json) -> None:
        """Keep what the person entered, as {block_id: {action_id: plain value}}."""

    def around(self) -> dict[str, object]:
        """What every payload from here says of the place."""

    def acted(self, action: Json) -> dict[str, object]:
        """The payload of one action here."""


@dataclass(frozen=True, slots=True)
class InMessage:
    """A message that the person sees."""

    act: Act
    conversation: Conversation
    message: Message

    @property
    def key(self) -> str:
        """The channel and the ts."""
        return f"{self.conversation.id}/{self.message.ts}"

    @property
    def blocks(self) -> list[Json]:
        """The blocks as they stand, then those that a held screen still shows."""
        held = self.act.screen.held
        stale = [] if held is None else held.blocks.get((self.conversation.id, self.message.ts), [])
        return [*self.message.content.blocks, *stale]

    def enter(self, given: Json) -> None:
        """Each person's own choice, on this message."""
        screen = self.act.screen
        screen.entered[self.key] = elements.state(
            self.blocks, given, before=screen.entered.get(self.key), suggested=screen.suggested_at(self.key)
        )

    def around(self) -> dict[str, object]:
        """Container, channel and message."""
        return payloads.around_message(self.act.workspace, self.conversation, self.message)

    def acted(self, action: Json) -> dict[str, object]:
        """A press on an ephemeral carries no message, every press a response_url."""
        values = elements.state(self.blocks, {}, before=self.act.screen.entered.get(self.key))
        return payloads.acted_in_message(
            self.act.workspace,
            self.act.app,
            self.act.person,
            (self.conversation, self.message),
            action=action,
            values=values,
        )


@dataclass(frozen=True, slots=True)
class InView:
    """The modal on top of the person's screen, or their Home tab."""

    act: Act
    view: View

    @property
    def key(self) -> str:
        """The view's id."""
        return self.view.id

    @property
    def blocks(self) -> list[Json]:
        """The view's blocks."""
        return mappings(self.view.definition.get("blocks"))

    def enter(self, given: Json) -> None:
        """What stands in the view's fields."""
        self.view.values = elements.state(
            self.blocks, given, before=self.view.values, suggested=self.act.screen.suggested_at(self.key)
        )

    def around(self) -> dict[str, object]:
        """Container and view."""
        return payloads.around_view(self.act.workspace, self.act.app, self.view)

    def acted(self, action: Json) -> dict[str, object]:
        """No channel, no message, no response_url."""
        return payloads.acted_in_view(
            self.act.workspace, self.act.app, self.act.person, self.view, action=action
        )


def named(act: Act) -> InMessage | InView:
    """The place that the act names by `view`, or by `channel` and `ts`."""
    if act.text("view"):
        home = act.workspace.views.home(act.person.id)
        at_home = home is not None and home.id == act.text("view")
        return InView(act, home if home is not None and at_home else open_modal(act))
    conversation = act.conversation()
    message = conversation.messages.get(act.text("ts"))
    if message is None or message.deleted or not message.shows_to(act.person.id):
        raise ActRefused("This message is gone.", status=404)
    return InMessage(act, conversation, message)


def open_modal(act: Act) -> View:
    """The view that the act names, if it is on top of the person's screen."""
    on_top = act.workspace.views.stack(act.person.id)[-1:]
    if not on_top or on_top[0].id != act.text("view"):
        raise ActRefused("This modal is no longer open.", status=404)
    return on_top[0]
