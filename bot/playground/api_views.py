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
    definition = _definition(call)
    view = call.workspace.views.find(
        view_id=arguments.text("view_id"), external_id=arguments.text("external_id")
    )
    if arguments.has("hash") and arguments.text("hash") != view.hash:
        raise Refused("hash_conflict")
    return _shown(call, call.workspace.views.update(view, definition))


def read_definition(given: object, workspace: Workspace) -> Mapping[str, object]:
    """A modal's definition as Slack keeps it; refuses with invalid_arguments or view_too_large."""
    definition = mapping(given)
    problems = view_problems(given)
    if problems:
        raise Refused("invalid_arguments", messages=content.messages(problems))
    if definition.get("type") != "modal":
        told = "[ERROR] must be a modal [json-pointer:/view/type]"
        raise Refused("invalid_arguments", messages=[told])
    if len(json.dumps(given, ensure_ascii=False).encode(errors="surrogatepass")) > VIEW_BYTES:
        raise Refused("view_too_large")
    blocks = [dict(block) for block in mappings(definition.get("blocks"))]
    return {**definition, "blocks": content.completed(blocks, workspace.ids)}


def _definition(call: Call) -> Mapping[str, object]:
    if not call.arguments.has("view"):
        raise Refused("invalid_arguments", messages=["[ERROR] missing required field: view"])
    given = call.arguments.structure("view", malformed="invalid_arguments")
    return read_definition(given, call.workspace)


def _trigger(call: Call) -> Trigger:
    trigger_id = call.arguments.required("trigger_id")
    return call.workspace.grants.trigger(trigger_id, at=call.workspace.monotonic())


def _shown(call: Call, view: View) -> Done:
    call.workspace.changed()
    return Done({"view": shapes.view(call.workspace, call.app, view)}, to={view.person})
