"""Buttons, in messages and in modals; it knows nothing of what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import elements, payloads
from bot.playground.delivery import Heard
from bot.playground.fields import mapping, mappings
from bot.playground.refusals import ActRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.playground.acting import Act
    from bot.playground.conversations import Conversation, Message
    from bot.playground.views import View


async def press(act: Act) -> dict[str, object]:
    """A button in a message the person sees, or in the modal they have open."""
    _must_be_interactive(act)
    payload = _in_view(act) if act.text("view") else _in_message(act)
    ack = await act.deliver("interactive", payload, takes_payload=False)
    act.record("block_actions", ack)  # whatever message it carries: Slack reads none from this ack
    if ack.heard is not Heard.OK:
        act.warn(f"{act.app.name} is not responding. Try again in a moment.")
    return {"ack": ack.heard.value}


def open_view(act: Act) -> View:
    """The view that the act names, if it is the one on top of the person's screen."""
    on_top = act.workspace.views.stack(act.person.id)[-1:]
    if not on_top or on_top[0].id != act.text("view"):
        raise ActRefused("This modal is no longer open.", status=404)
    return on_top[0]


def _must_be_interactive(act: Act) -> None:
    if not act.app.interactive:
        raise ActRefused(f"{act.app.name} is not configured to handle interactive responses.")


def _in_message(act: Act) -> dict[str, object]:
    conversation = act.conversation()
    message = conversation.messages.get(act.text("ts"))
    if message is None or message.deleted or not message.shows_to(act.person.id):
        raise ActRefused("This message is gone.", status=404)
    block_id, element = _chosen(act, _offered(act, conversation, message))
    return payloads.pressed_in_message(
        act.workspace, act.app, act.person, conversation, message, block_id=block_id, element=element
    )


def _offered(act: Act, conversation: Conversation, message: Message) -> list[Mapping[str, object]]:
    """The blocks as they stand, then those that a held screen still shows."""
    held = act.workspace.screens[act.person.id].held
    stale = [] if held is None else held.blocks.get((conversation.id, message.ts), [])
    return [*message.content.blocks, *stale]


def _in_view(act: Act) -> dict[str, object]:
    view = open_view(act)
    blocks = mappings(view.definition.get("blocks"))
    block_id, element = _chosen(act, blocks)
    view.values = elements.state(blocks, mapping(act.body.get("values")))
    return payloads.pressed_in_view(
        act.workspace, act.app, act.person, view, block_id=block_id, element=element
    )


def _chosen(act: Act, blocks: Iterable[Mapping[str, object]]) -> tuple[str, Mapping[str, object]]:
    value = act.body.get("value")
    found = elements.find(
        blocks,
        action_id=act.text("action_id"),
        block_id=act.text("block_id"),
        value=value if isinstance(value, str) else None,
    )
    if found is None or found[1].get("type") != "button":
        raise ActRefused(f"There is no button {act.text('action_id')!r} here.", status=404)
    confirm = found[1].get("confirm")
    if confirm and act.body.get("confirmed") is not True:
        raise ActRefused("confirm", status=409, details={"confirm": confirm})
    return found
