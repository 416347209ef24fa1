"""The whole of what one person sees, as JSON; it changes nothing."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from bot.playground import elements, shapes, stamps
from bot.playground.conversations import Kind
from bot.playground.screens import Held

if TYPE_CHECKING:
    from bot.playground.cast import Person
    from bot.playground.conversations import Conversation, Message
    from bot.playground.workspace import Workspace


def see(workspace: Workspace, person: Person) -> dict[str, object]:
    """The person's snapshot, or the one at which their screen is held."""
    held = workspace.screens[person.id].held
    if held is not None:
        return {**held.snapshot, "version": workspace.version, "held": True}
    return _snapshot(workspace, person)


def hold(workspace: Workspace, person: Person) -> Held:
    """The person's screen as it is now, with the blocks whose buttons it keeps offering."""
    blocks = {
        (conversation.id, message.ts): message.content.blocks
        for conversation in _conversations(workspace, person)
        for message in conversation.messages.values()
        if message.shows_to(person.id)
    }
    snapshot = see(workspace, person)
    return Held(snapshot=copy.deepcopy(snapshot), blocks=copy.deepcopy(blocks))


def _snapshot(workspace: Workspace, person: Person) -> dict[str, object]:
    screen = workspace.screens[person.id]
    return {
        "version": workspace.version,
        "now": workspace.now().isoformat(),
        "team": {"id": workspace.team_id, "name": workspace.team.name},
        "me": _person(person) | {"zone": person.zone},
        "people": [_person(other) | {"is_bot": other.is_bot} for other in workspace.people.values()],
        "app": _app(workspace),
        "commands": _commands(workspace),
        "shortcuts": _shortcuts(workspace),
        "home": _home(workspace, person),
        "channels": [
            _channel(workspace, conversation, person) for conversation in _conversations(workspace, person)
        ],
        "modals": _modals(workspace, person),
        "notices": [{"id": notice.id, "text": notice.text, "kind": notice.kind} for notice in screen.notices],
        "pushes": [{"at": push.at, "channel": push.channel, "text": push.text} for push in screen.pushes],
        "held": False,
    }


def _conversations(workspace: Workspace, person: Person) -> list[Conversation]:
    """Those the person is in; a DM with an app that takes no messages shows once something stands in it."""
    hidden = workspace.app is not None and not workspace.app.messages_tab
    return [
        found
        for found in workspace.conversations.values()
        if person.id in found.members and not (hidden and found.kind is Kind.DIRECT and not found.messages)
    ]


def _person(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "handle": person.handle,
        "name": person.name,
        "colour": person.colour,
    }


def _app(workspace: Workspace) -> dict[str, object] | None:
    if workspace.app is None:
        return None
    return {
        "name": workspace.app.name,
        "bot_user_id": workspace.app.bot_user_id,
        "connected": workspace.connections > 0,
        "home_tab": workspace.app.home_tab,
        "messages_tab": workspace.app.messages_tab,
    }


def _commands(workspace: Workspace) -> list[dict[str, object]]:
    if workspace.app is None:
        return []
    return [
        {"command": known.command, "description": known.description, "usage_hint": known.usage_hint}
        for known in workspace.app.commands
    ]


def _shortcuts(workspace: Workspace) -> list[dict[str, object]]:
    if workspace.app is None:
        return []
    return [
        {
            "callback_id": known.callback_id,
            "name": known.name,
            "type": known.type,
            "description": known.description,
        }
        for known in workspace.app.shortcuts
    ]


def _home(workspace: Workspace, person: Person) -> dict[str, object] | None:
    """The Home tab, None as long as the app has published none."""
    view = workspace.views.home(person.id)
    return None if view is None or workspace.app is None else shapes.view(workspace, workspace.app, view)


def _modals(workspace: Workspace, person: Person) -> list[dict[str, object]]:
    if workspace.app is None:
        return []
    return [
        shapes.view(workspace, workspace.app, view) | {"errors": view.errors}
        for view in workspace.views.stack(person.id)
    ]


def _channel(workspace: Workspace, conversation: Conversation, person: Person) -> dict[str, object]:
    bot = workspace.app.bot_user_id if workspace.app else ""
    roots = conversation.roots(person.id)
    last_read = conversation.read.get(person.id, "0")
    unread = [
        root
        for root in roots
        if root.ts > last_read and root.user != person.id and not root.ephemeral and not root.deleted
    ]
    return {
        "id": conversation.id,
        "name": conversation.name,
        "kind": conversation.kind.value,
        "topic": conversation.topic,
        "archived": conversation.archived,
        "bot_is_member": bot in conversation.members,
        "unread": len(unread),
        "messages": [_message(workspace, conversation, root, person) for root in roots],
    }


def _message(
    workspace: Workspace, conversation: Conversation, message: Message, person: Person
) -> dict[str, object]:
    author = workspace.people[message.user]
    body: dict[str, object] = {
        "ts": message.ts,
        "channel": conversation.id,
        "user": message.user,
        "name": author.name,
        "is_bot": author.is_bot,
        "at": stamps.moment(message.ts, workspace.now().tzinfo).isoformat(),
        "text": message.content.text,
        "blocks": message.content.blocks,
        "ephemeral": message.ephemeral,
        "edited": message.edited_ts is not None,
        "permalink": shapes.permalink(conversation, message),
    }
    entered = workspace.screens[person.id].entered.get(f"{conversation.id}/{message.ts}")
    if entered:
        body["state"] = {"values": elements.kept(message.content.blocks, entered)}
    if message.content.files:
        files = [workspace.files.find(file_id) for file_id in message.content.files]
        body["files"] = [shapes.file(workspace, found) for found in files]
    if message.thread_ts is not None:
        return body | {"thread_ts": message.thread_ts}
    return body | _thread(workspace, conversation, message, person)


def _thread(
    workspace: Workspace, conversation: Conversation, root: Message, person: Person
) -> dict[str, object]:
    """The replies; an ephemeral one shows only in a thread that lives, as in Slack."""
    counted = conversation.replies(root.ts)
    seen = conversation.replies(root.ts, person.id) if counted else []
    return {
        "reply_count": len(counted),
        "reply_users": list(dict.fromkeys(reply.user for reply in counted)),
        "replies": [_message(workspace, conversation, reply, person) for reply in seen],
    }
