"""The payloads that Slack sends to an app, in Slack's own full shape; it sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import shapes
from bot.playground.conversations import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.cast import InstalledApp, Person
    from bot.playground.conversations import Conversation, Message
    from bot.playground.views import View
    from bot.playground.workspace import Workspace

HIDDEN_NAMES = {Kind.PRIVATE: "privategroup", Kind.DIRECT: "directmessage"}
"""What payloads say in place of a channel's name that is nobody else's affair."""


def slash_command(
    workspace: Workspace,
    app: InstalledApp,
    person: Person,
    conversation: Conversation,
    *,
    command: str,
    text: str,
) -> dict[str, object]:
    """https://docs.slack.dev/interactivity/implementing-slash-commands: the form's fields, all strings."""
    return {
        "token": app.verification_token,
        "team_id": workspace.team_id,
        "team_domain": workspace.team.domain,
        "channel_id": conversation.id,
        "channel_name": _channel_name(conversation),
        "user_id": person.id,
        "user_name": person.handle,
        "command": command,
        "text": text,
        "api_app_id": app.app_id,
        "is_enterprise_install": "false",
        "response_url": _response_url(workspace, "commands", person, conversation, original=None),
        "trigger_id": workspace.grants.lend_trigger(person.id, at=workspace.monotonic()),
    }


def pressed_in_message(  # noqa: PLR0913 - who pressed what, where
    workspace: Workspace,
    app: InstalledApp,
    person: Person,
    conversation: Conversation,
    message: Message,
    *,
    block_id: str,
    element: Mapping[str, object],
) -> dict[str, object]:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload, from a message."""
    container: dict[str, object] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": conversation.id,
        "is_ephemeral": message.ephemeral,
    }
    if message.thread_ts is not None:
        container["thread_ts"] = message.thread_ts
    body = {
        "type": "block_actions",
        **_common(workspace, app, person),
        "container": container,
        "trigger_id": workspace.grants.lend_trigger(person.id, at=workspace.monotonic()),
        "channel": {"id": conversation.id, "name": _channel_name(conversation)},
        "state": {"values": {}},
        "response_url": _response_url(workspace, "actions", person, conversation, original=message.ts),
        "actions": [_action(workspace, block_id, element)],
    }
    if not message.ephemeral:  # a press on an ephemeral carries no message
        body["message"] = shapes.message(workspace, conversation, message)
    return body


def pressed_in_view(
    workspace: Workspace,
    app: InstalledApp,
    person: Person,
    view: View,
    *,
    block_id: str,
    element: Mapping[str, object],
) -> dict[str, object]:
    """The same from a modal: no channel, no message, no response_url."""
    shown = shapes.view(workspace, app, view)
    return {
        "type": "block_actions",
        **_common(workspace, app, person),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": workspace.grants.lend_trigger(person.id, at=workspace.monotonic()),
        "view": shown,
        "state": shown["state"],
        "actions": [_action(workspace, block_id, element)],
    }


def submitted(workspace: Workspace, app: InstalledApp, person: Person, view: View) -> dict[str, object]:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload, the submission."""
    return {
        "type": "view_submission",
        **_common(workspace, app, person),
        "trigger_id": workspace.grants.lend_trigger(person.id, at=workspace.monotonic()),
        "view": shapes.view(workspace, app, view),
        "response_urls": [],
    }


def closed(workspace: Workspace, app: InstalledApp, person: Person, view: View) -> dict[str, object]:
    """The same page, the closing, which goes to the app only when the view asked for it."""
    return {
        "type": "view_closed",
        **_common(workspace, app, person),
        "view": shapes.view(workspace, app, view),
        "is_cleared": False,
    }


def _common(workspace: Workspace, app: InstalledApp, person: Person) -> dict[str, object]:
    return {
        "user": {
            "id": person.id,
            "username": person.handle,
            "name": person.handle,
            "team_id": workspace.team_id,
        },
        "api_app_id": app.app_id,
        "token": app.verification_token,
        "team": {"id": workspace.team_id, "domain": workspace.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _action(workspace: Workspace, block_id: str, element: Mapping[str, object]) -> dict[str, object]:
    kept = ("type", "action_id", "text", "value", "style", "url", "confirm")
    action = {name: element[name] for name in kept if name in element}
    return {"block_id": block_id, **action, "action_ts": workspace.ts_now()}


def _channel_name(conversation: Conversation) -> str:
    return HIDDEN_NAMES.get(conversation.kind, conversation.name)


def _response_url(
    workspace: Workspace, kind: str, person: Person, conversation: Conversation, *, original: str | None
) -> str:
    name = workspace.grants.lend_response_url(
        person.id, conversation.id, now=workspace.now(), original=original
    )
    return f"{workspace.base_url}/response/{kind}/{workspace.team_id}/{name}"
