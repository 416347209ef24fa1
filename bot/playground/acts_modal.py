"""A modal's own buttons: submit and close, and what an app may answer to a submission."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from bot.playground import api_views, entries, payloads
from bot.playground.delivery import Heard
from bot.playground.fields import mapping, mappings, text
from bot.playground.places import InView, open_modal
from bot.playground.refusals import ActRefused, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.acting import Act
    from bot.playground.delivery import Ack
    from bot.playground.views import View

TROUBLE = "We had some trouble connecting. Try again?"
"""What a modal says when its submission was not answered, or not as Slack understands it."""


async def submit(act: Act) -> dict[str, object]:
    """The submit button, with what the person entered."""
    view = open_modal(act)
    if not view.definition.get("submit"):
        raise ActRefused("This modal has nothing to submit.")
    blocks = mappings(view.definition.get("blocks"))
    InView(act, view).enter(mapping(act.body.get("values")))
    view.errors = {}
    complaints = entries.complaints(blocks, view.values)
    if complaints:
        view.errors = complaints
        act.workspace.changed()
        raise ActRefused("; ".join(complaints.values()), status=422, details={"errors": complaints})
    payload = payloads.submitted(act.workspace, act.app, act.person, view)
    ack = await act.deliver("interactive", payload, takes_payload=True)
    seen_by = _shown(act, view, ack)
    act.record("view_submission", ack, to=seen_by)
    return {"ack": ack.heard.value}


async def close(act: Act) -> dict[str, object]:
    """The close button: the view goes, the one under it shows again, the app hears of it if it asked to.

    The cross in the corner (`all`) and a view with clear_on_close take the whole stack with them.
    """
    view = open_modal(act)
    views = act.workspace.views
    cleared = act.body.get("all") is True or view.definition.get("clear_on_close") is True
    gone = list(reversed(views.stack(act.person.id))) if cleared else [view]
    for one in gone:
        views.close(one)
    act.workspace.changed()
    heard: dict[str, object] = {}
    for one in gone:
        if one.definition.get("notify_on_close") is True:
            heard = await _told(act, one, cleared=cleared)
    return heard


async def _told(act: Act, view: View, *, cleared: bool) -> dict[str, object]:
    payload = payloads.closed(act.workspace, act.app, act.person, view, cleared=cleared)
    ack = await act.deliver("interactive", payload, takes_payload=False)
    act.record("view_closed", ack)
    return {"ack": ack.heard.value}


def _shown(act: Act, view: View, ack: Ack) -> list[str]:
    """Do what the ack says, and return the id of who sees it; what cannot be done shows as trouble."""
    if ack.heard is Heard.OK:
        if view not in act.workspace.views.stack(act.person.id):
            return []  # closed, by the person or the app, while the app was thinking
        with contextlib.suppress(Refused):
            _follow(act, view, ack.payload)
            return [act.person.id]
    act.warn(TROUBLE)
    return []


def _follow(act: Act, view: View, answer: Mapping[str, object]) -> None:
    """https://docs.slack.dev/surfaces/modals#response_actions; refuses what Slack does not understand."""
    views = act.workspace.views
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
