"""A modal's own buttons: submit and close, and what an app may answer to a submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import api_views, elements, payloads
from bot.playground.acts_press import open_view
from bot.playground.delivery import Heard
from bot.playground.fields import mapping, mappings, text
from bot.playground.refusals import ActRefused, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.acting import Act
    from bot.playground.views import View

TROUBLE = "We had some trouble connecting. Try again?"
"""What a modal says when its submission was not answered, or not as Slack understands it."""


async def submit(act: Act) -> dict[str, object]:
    """The submit button, with what the person entered."""
    view = open_view(act)
    if not view.definition.get("submit"):
        raise ActRefused("This modal has nothing to submit.")
    blocks = mappings(view.definition.get("blocks"))
    view.values = elements.state(blocks, mapping(act.body.get("values")))
    view.errors = {}
    complaints = elements.complaints(blocks, view.values)
    if complaints:
        view.errors = complaints
        act.workspace.changed()
        raise ActRefused("; ".join(complaints.values()), status=422, details={"errors": complaints})
    payload = payloads.submitted(act.workspace, act.app, act.person, view)
    ack = await act.send("interactive", payload, takes_payload=True)
    seen = ack.heard is Heard.OK and _followed(act, view, ack.payload)
    act.record_ack("interactive", payload, ack, to=[act.person.id] if seen else [])
    if not seen:
        act.warn(TROUBLE)
    return {"ack": ack.heard.value}


async def close(act: Act) -> dict[str, object]:
    """The close button: the view goes, the one under it shows again, the app hears of it if it asked to."""
    view = open_view(act)
    act.workspace.views.close(view)
    act.workspace.changed()
    if view.definition.get("notify_on_close") is not True:
        return {}
    payload = payloads.closed(act.workspace, act.app, act.person, view)
    ack = await act.send("interactive", payload, takes_payload=False)
    act.record_ack("interactive", payload, ack)
    return {"ack": ack.heard.value}


def _followed(act: Act, view: View, answer: Mapping[str, object]) -> bool:
    try:
        _follow(act, view, answer)
    except Refused:
        return False
    return True


def _follow(act: Act, view: View, answer: Mapping[str, object]) -> None:
    """https://docs.slack.dev/surfaces/modals#response_actions; refuses what Slack does not understand."""
    views = act.workspace.views
    if view not in views.stack(act.person.id):
        return  # closed, by the person or the app, while the app was thinking
    match answer.get("response_action"):
        case None if not answer:
            views.close(view)
        case "clear":
            views.clear(act.person.id)
        case "errors":
            view.errors = _errors(view, mapping(answer.get("errors")))
        case "update":
            views.update(view, api_views.read_definition(answer.get("view"), act.workspace))
        case "push":
            views.push(act.person.id, api_views.read_definition(answer.get("view"), act.workspace))
        case _:
            raise Refused("invalid_arguments")


def _errors(view: View, errors: Mapping[str, object]) -> dict[str, str]:
    """The errors, each at the input block it names; any other block makes Slack refuse them all."""
    inputs = {
        text(block.get("block_id"))
        for block in mappings(view.definition.get("blocks"))
        if block.get("type") == "input"
    }
    if not errors or not set(errors) <= inputs:
        raise Refused("invalid_arguments")
    return {block_id: text(error) for block_id, error in errors.items()}
