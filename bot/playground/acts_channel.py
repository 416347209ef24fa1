"""Who is in a channel, what it is called, whether it is open, and what a person takes back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.playground.conversations import Kind
from bot.playground.happenings import Archived, Deleted, Joined, Left, Renamed, Uninstalled
from bot.playground.refusals import ActRefused

if TYPE_CHECKING:
    from bot.playground.acting import Act
    from bot.playground.cast import Person
    from bot.playground.conversations import Conversation

NAME = re.compile(r"[a-z0-9_-]{1,80}")
"""https://docs.slack.dev/reference/methods/conversations.rename#naming."""


async def invite(act: Act) -> dict[str, object]:
    """The app's bot, invited into a channel; one who is there already stays."""
    conversation, bot = _channel(act), _bot(act)
    if bot.id not in conversation.members:
        conversation.members.add(bot.id)
        act.workspace.happened(Joined(conversation, bot.id, inviter=act.person.id))
    act.workspace.notify(act.person.id, f"{bot.name} is in #{conversation.name} now.", kind="info")
    return {}


async def join(act: Act) -> dict[str, object]:
    """Become a member of a public channel, and read it."""
    conversation = act.conversation(joined=False)
    if act.person.id not in conversation.members:
        if conversation.kind is not Kind.PUBLIC:
            raise ActRefused("There is no such channel.", status=404)
        conversation.members.add(act.person.id)
        act.workspace.happened(Joined(conversation, act.person.id))
    return await read(act)


async def read(act: Act) -> dict[str, object]:
    """Everything in the channel was seen."""
    conversation = act.conversation()
    conversation.read[act.person.id] = next(reversed(conversation.messages), "0")
    return {}


async def leave(act: Act) -> dict[str, object]:
    """Leave a channel."""
    conversation = _channel(act)
    conversation.members.discard(act.person.id)
    act.workspace.happened(Left(conversation, act.person.id))
    return {}


async def kick(act: Act) -> dict[str, object]:
    """Remove the app's bot from a channel."""
    conversation, bot = _channel(act), _bot(act)
    if bot.id not in conversation.members:
        raise ActRefused(f"{bot.name} is not in #{conversation.name}.", status=404)
    conversation.members.discard(bot.id)
    act.workspace.happened(Left(conversation, bot.id, by=act.person.id))
    act.workspace.notify(act.person.id, f"{bot.name} was removed from #{conversation.name}.", kind="info")
    return {}


async def archive(act: Act) -> dict[str, object]:
    """Close a channel for good; what was said there can still be read."""
    conversation = _channel(act)
    if conversation.archived:
        raise ActRefused(f"#{conversation.name} is archived already.")
    conversation.archived = True
    act.workspace.happened(Archived(conversation, act.person.id))
    return {}


async def rename(act: Act) -> dict[str, object]:
    """Another `name` for a channel."""
    conversation, name = _channel(act), act.text("name").strip().removeprefix("#")
    if not NAME.fullmatch(name):
        raise ActRefused("Channel names hold small letters, digits, - and _, at most 80.")
    if act.workspace.conversation(name) not in (None, conversation):
        raise ActRefused(f"There is a channel #{name} already.")
    conversation.name = name
    act.workspace.happened(Renamed(conversation))
    return {}


async def delete(act: Act) -> dict[str, object]:
    """Take back a message of one's own."""
    conversation = act.conversation()
    message = conversation.find(act.text("ts"))
    if message is None or message.user != act.person.id:
        raise ActRefused("There is no message of yours to delete.", status=404)
    act.workspace.happened(Deleted(conversation, message))
    conversation.remove(message)
    return {}


async def uninstall(act: Act) -> dict[str, object]:
    """Remove the app from the workspace; it is told, and its bot's token is worth nothing from then on."""
    act.workspace.happened(Uninstalled())
    act.workspace.uninstall(act.app)
    return {}


def _channel(act: Act) -> Conversation:
    conversation = act.conversation()
    if conversation.kind in (Kind.GROUP, Kind.DIRECT):
        raise ActRefused("Direct messages are no channel.")
    return conversation


def _bot(act: Act) -> Person:
    """The app's bot; with `app` given, it must be the one that is meant."""
    bot = act.workspace.people[act.app.bot_user_id]
    asked = re.sub(r"[<>@]", "", act.text("app")).strip().casefold()
    known = (bot.name.casefold(), bot.handle, bot.id.casefold(), act.app.name.casefold())
    if "app" in act.body and asked not in known:
        raise ActRefused(f"There is no app {act.text('app')!r} here; try @{bot.name}.", status=404)
    return bot
