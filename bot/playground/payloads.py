"""The payloads that Slack sends to an app, in Slack's own full shape; it sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import elements, shapes
from bot.playground.conversations import Kind
from bot.playground.fields import mapping, mappings, text

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
    words: str,
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
        "text": words,
        "api_app_id": app.app_id,
        "is_enterprise_install": "false",
        "response_url": _response_url(workspace, "commands", person, conversation, original=None),
        "trigger_id": _trigger(workspace, person),
    }


def around_message(workspace: Workspace, conversation: Conversation, message: Message) -> dict[str, object]:
    """Where an interaction took place: container, channel and, unless it is ephemeral, the message."""
    container: dict[str, object] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": conversation.id,
        "is_ephemeral": message.ephemeral,
    }
    if message.thread_ts is not None:
        container["thread_ts"] = message.thread_ts
    channel = {"id": conversation.id, "name": _channel_name(conversation)}
    around: dict[str, object] = {"container": container, "channel": channel}
    return (
        around
        if message.ephemeral
        else around | {"message": shapes.message(workspace, conversation, message)}
    )


def around_view(workspace: Workspace, app: InstalledApp, view: View) -> dict[str, object]:
    """The same for a view: it knows no channel."""
    container = {"type": "view", "view_id": view.id}
    return {"container": container, "view": shapes.view(workspace, app, view)}


def acted_in_message(
    workspace: Workspace,
    app: InstalledApp,
    person: Person,
    where: tuple[Conversation, Message],
    *,
    action: Mapping[str, object],
    values: Mapping[str, object],
) -> dict[str, object]:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload, from a message."""
    conversation, message = where
    return {
        "type": "block_actions",
        **_common(workspace, app, person),
        **around_message(workspace, conversation, message),
        "trigger_id": _trigger(workspace, person),
        "state": {"values": values},
        "response_url": _response_url(workspace, "actions", person, conversation, original=message.ts),
        "actions": [{**action, "action_ts": workspace.ts_now()}],
    }


def acted_in_view(
    workspace: Workspace, app: InstalledApp, person: Person, view: View, *, action: Mapping[str, object]
) -> dict[str, object]:
    """The same from a modal or a Home tab: no channel, no message, no response_url."""
    around = around_view(workspace, app, view)
    return {
        "type": "block_actions",
        **_common(workspace, app, person),
        **around,
        "trigger_id": _trigger(workspace, person),
        "state": {"values": view.values},
        "actions": [{**action, "action_ts": workspace.ts_now()}],
    }


def suggestion(
    workspace: Workspace,
    app: InstalledApp,
    person: Person,
    around: Mapping[str, object],
    *,
    where: tuple[str, str],
    query: str,
) -> dict[str, object]:
    """What a menu asks the app for; `where` is its block id and its action id.

    https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
    """
    block_id, action_id = where
    asked = {"block_id": block_id, "action_id": action_id, "value": query}
    return {"type": "block_suggestion", **_common(workspace, app, person), **around, **asked}


def shortcut(
    workspace: Workspace, app: InstalledApp, person: Person, *, callback_id: str
) -> dict[str, object]:
    """A global shortcut, which knows no channel.

    https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
    """
    return {
        "type": "shortcut",
        **_common(workspace, app, person),
        "callback_id": callback_id,
        "trigger_id": _trigger(workspace, person),
        "action_ts": workspace.ts_now(),
    }


def message_shortcut(
    workspace: Workspace,
    app: InstalledApp,
    person: Person,
    where: tuple[Conversation, Message],
    *,
    callback_id: str,
) -> dict[str, object]:
    """The same page, of a message, which it carries whole, with a response_url for its channel."""
    conversation, message = where
    return {
        **shortcut(workspace, app, person, callback_id=callback_id),
        "type": "message_action",
        "response_url": _response_url(workspace, "app", person, conversation, original=None),
        "message_ts": message.ts,
        "channel": {"id": conversation.id, "name": _channel_name(conversation)},
        "message": shapes.message(workspace, conversation, message),
    }


def submitted(workspace: Workspace, app: InstalledApp, person: Person, view: View) -> dict[str, object]:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload, the submission."""
    return {
        "type": "view_submission",
        **_common(workspace, app, person),
        "trigger_id": _trigger(workspace, person),
        "view": shapes.view(workspace, app, view),
        "response_urls": _response_urls(workspace, person, view),
    }


def closed(
    workspace: Workspace, app: InstalledApp, person: Person, view: View, *, cleared: bool
) -> dict[str, object]:
    """The same page, the closing, which goes to the app only when the view asked for it.

    `cleared` says that the whole stack went with it.
    """
    return {
        "type": "view_closed",
        **_common(workspace, app, person),
        "view": shapes.view(workspace, app, view),
        "is_cleared": cleared,
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


def _trigger(workspace: Workspace, person: Person) -> str:
    return workspace.grants.lend_trigger(person.id, at=workspace.monotonic())


def _response_urls(workspace: Workspace, person: Person, view: View) -> list[dict[str, object]]:
    """One for each channel chosen in a menu that asked for it by response_url_enabled."""
    lent: list[dict[str, object]] = []
    for block_id, element in elements.elements(mappings(view.definition.get("blocks"))):
        action_id = text(element.get("action_id"))
        part = mapping(mapping(view.values.get(block_id)).get(action_id))
        chosen = part.get("selected_conversation") or part.get("selected_channel")
        conversation = workspace.conversations.get(text(chosen))
        if element.get("response_url_enabled") is True and conversation is not None:
            url = _response_url(workspace, "app", person, conversation, original=None)
            where = {"block_id": block_id, "action_id": action_id, "channel_id": conversation.id}
            lent.append({**where, "response_url": url})
    return lent


def _channel_name(conversation: Conversation) -> str:
    return HIDDEN_NAMES.get(conversation.kind, conversation.name)


def _response_url(
    workspace: Workspace, kind: str, person: Person, conversation: Conversation, *, original: str | None
) -> str:
    name = workspace.grants.lend_response_url(
        person.id, conversation.id, now=workspace.now(), original=original
    )
    return f"{workspace.base_url}/response/{kind}/{workspace.team_id}/{name}"
