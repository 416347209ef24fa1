"""Buttons, in messages, modals and Home tabs; it knows nothing of what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import elements, places
from bot.playground.delivery import Heard
from bot.playground.fields import mapping
from bot.playground.refusals import ActRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.acting import Act
    from bot.playground.places import Place

SENT = ("type", "action_id", "text", "value", "style", "url", "confirm")


async def press(act: Act) -> dict[str, object]:
    """A button where the person can see it; in a view, `values` is what was typed there so far."""
    must_be_interactive(act)
    place = places.named(act)
    value = act.body.get("value")
    found = elements.find(
        place.blocks,
        action_id=act.text("action_id"),
        block_id=act.text("block_id"),
        value=value if isinstance(value, str) else None,
    )
    if found is None or found[1].get("type") not in elements.PRESSABLE:
        raise ActRefused(f"There is no button {act.text('action_id')!r} here.", status=404)
    block_id, element = found
    must_be_confirmed(act, element)
    place.enter(mapping(act.body.get("values")))
    action = {name: element[name] for name in SENT if name in element}
    return await acted(act, place, {"block_id": block_id, **action})


async def acted(act: Act, place: Place, action: Mapping[str, object]) -> dict[str, object]:
    """Tell the app of one action, and the person when it does not answer."""
    ack = await act.deliver("interactive", place.acted(action), takes_payload=False)
    act.record("block_actions", ack)  # whatever message it carries: Slack reads none from this ack
    if ack.heard is not Heard.OK:
        act.warn(f"{act.app.name} is not responding. Try again in a moment.")
    return {"ack": ack.heard.value}


def must_be_interactive(act: Act) -> None:
    """Refuse where the app's manifest leaves interactivity off."""
    if not act.app.interactive:
        raise ActRefused(f"{act.app.name} is not configured to handle interactive responses.")


def must_be_confirmed(act: Act, element: Mapping[str, object]) -> None:
    """Refuse with 409 and the dialog when an element has one that was not answered."""
    confirm = element.get("confirm")
    if confirm and act.body.get("confirmed") is not True:
        raise ActRefused("confirm", status=409, details={"confirm": confirm})
