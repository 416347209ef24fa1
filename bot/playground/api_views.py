"""The Web API's view methods; they know nothing of tokens or HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.playground import content, shapes
from bot.playground.api_call import Done
from bot.playground.fields import mapping, mappings
from bot.playground.refusals import Refused
from bot.playground.rules import view_problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.api_call import Call
    from bot.playground.grants import Trigger
    from bot.playground.views import View
    from bot.playground.workspace import Workspace

VIEW_BYTES = 250_000
"""https://docs.slack.dev/reference/methods/views.open: view_too_large above 250 kB."""


def open_view(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/views.open."""
    trigger = _trigger(call)
    definition = _definition(call)
    view = call.workspace.views.open(trigger.person, definition)
    trigger.spent = True
    return _shown(call, view)


def push(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/views.push."""
    trigger = _trigger(call)
    definition = _definition(call)
    view = call.workspace.views.push(trigger.person, definition)
    trigger.spent = True
    return _shown(call, view)


def update(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/views.update."""
    arguments = call.arguments
    view = call.workspace.views.find(
        view_id=arguments.text("view_id"), external_id=arguments.text("external_id")
    )
    definition = _definition(call, kind=str(view.definition.get("type")))
    if arguments.has("hash") and arguments.text("hash") != view.hash:
        raise Refused("hash_conflict")
    return _shown(call, call.workspace.views.update(view, definition))


def publish(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/views.publish: a person's Home tab."""
    person = call.workspace.people.get(call.arguments.required("user_id"))
    if person is None or person.is_bot:
        raise Refused("invalid_arguments", messages=["invalid `user_id`"])
    definition = _definition(call, kind="home")
    if not call.app.home_tab:
        raise Refused("not_enabled")
    known = call.workspace.views.home(person.id)
    given = call.arguments.text("hash")
    if given and given != (known.hash if known is not None else ""):
        raise Refused("hash_conflict")
    return _shown(call, call.workspace.views.publish(person.id, definition))


def read_definition(given: object, workspace: Workspace, *, kind: str = "modal") -> Mapping[str, object]:
    """A view's definition as Slack keeps it; refuses with invalid_arguments or view_too_large."""
    definition = mapping(given)
    problems = view_problems(given) or content.world_problems(definition.get("blocks"), workspace)
    if problems:
        raise Refused("invalid_arguments", messages=content.messages(problems))
    if definition.get("type") != kind:
        told = f"[ERROR] must be a {kind} view [json-pointer:/view/type]"
        raise Refused("invalid_arguments", messages=[told])
    if len(json.dumps(given, ensure_ascii=False).encode(errors="surrogatepass")) > VIEW_BYTES:
        raise Refused("view_too_large")
    blocks = [dict(block) for block in mappings(definition.get("blocks"))]
    return {**definition, "blocks": content.completed(blocks, workspace.ids)}


def _definition(call: Call, kind: str = "modal") -> Mapping[str, object]:
    if not call.arguments.has("view"):
        raise Refused("invalid_arguments", messages=["[ERROR] missing required field: view"])
    given = call.arguments.structure("view", malformed="invalid_arguments")
    return read_definition(given, call.workspace, kind=kind)


def _trigger(call: Call) -> Trigger:
    trigger_id = call.arguments.required("trigger_id")
    return call.workspace.grants.trigger(trigger_id, at=call.workspace.monotonic())


def _shown(call: Call, view: View) -> Done:
    call.workspace.changed()
    return Done({"view": shapes.view(call.workspace, call.app, view)}, to={view.person})
