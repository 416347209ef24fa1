"""Answers to an interaction, by its response_url or in the ack of a slash command; it knows no HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import content
from bot.playground.arguments import Arguments
from bot.playground.happenings import Deleted, Rewritten
from bot.playground.refusals import Refused
from bot.playground.unknowns import Unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.playground.conversations import Content, Conversation, Message
    from bot.playground.grants import ResponseUrl
    from bot.playground.workspace import Workspace


def use_response_url(workspace: Workspace, name: str, given: Mapping[str, object]) -> Collection[str]:
    """Carry out one POST to a response_url; returns the ids of the people who see its outcome.

    https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
    """
    response_url = workspace.grants.response_url(name, now=workspace.now())
    arguments = Arguments(given)
    seen_by = _answer(workspace, response_url, arguments)
    response_url.uses += 1
    workspace.changed()
    return seen_by


def answer_command(
    workspace: Workspace, conversation: Conversation, person: str, given: Mapping[str, object]
) -> Collection[str]:
    """Show the message that came with the ack of a slash command; returns the ids of who sees it."""
    return _say(workspace, conversation, person, Arguments(given))


def _answer(workspace: Workspace, response_url: ResponseUrl, arguments: Arguments) -> Collection[str]:
    conversation = workspace.conversations[response_url.channel]
    if arguments.flag("delete_original"):
        original = _original(conversation, response_url)
        if not original.ephemeral:
            workspace.happened(Deleted(conversation, original))
        conversation.remove(original)
        return ()
    if arguments.flag("replace_original") and response_url.original is not None:
        return _replace(workspace, conversation, _original(conversation, response_url), arguments)
    return _say(workspace, conversation, response_url.person, arguments, original=response_url.original)


def _original(conversation: Conversation, response_url: ResponseUrl) -> Message:
    message = conversation.messages.get(response_url.original or "")
    if message is None or message.deleted:
        raise Refused("message_not_found")
    return message


def _replace(
    workspace: Workspace, conversation: Conversation, original: Message, arguments: Arguments
) -> Collection[str]:
    said = _read(workspace, arguments)
    if not arguments.has("metadata"):
        said.metadata = original.content.metadata
    before, original.content = original.content, said
    if not original.ephemeral:
        workspace.happened(Rewritten(conversation, original, before))
    return workspace.audience(conversation) if original.shown_to is None else {original.shown_to}


def _read(workspace: Workspace, arguments: Arguments) -> Content:
    said = content.read(arguments, workspace)
    kinds = {block.get("type") for block in said.blocks}
    if "markdown" in kinds and not workspace.unknowns[Unknown.MARKDOWN_BY_RESPONSE_URL]:
        raise Refused("invalid_blocks")
    return said


def _say(
    workspace: Workspace,
    conversation: Conversation,
    person: str,
    arguments: Arguments,
    *,
    original: str | None = None,
) -> Collection[str]:
    """A new message: to the person alone unless in_channel is asked for; membership does not matter."""
    if workspace.app is None:
        raise Refused("invalid_auth")
    bot = workspace.app.bot_user_id
    said = _read(workspace, arguments)
    if arguments.text("response_type", "ephemeral") != "in_channel":
        thread_ts = _thread_of(workspace, conversation, original)
        workspace.whisper(conversation, user=bot, content=said, to=person, thread_ts=thread_ts)
        return {person}
    workspace.post(
        conversation, user=bot, content=said, thread_ts=_asked_thread(workspace, conversation, arguments)
    )
    return workspace.audience(conversation)


def _thread_of(workspace: Workspace, conversation: Conversation, original: str | None) -> str | None:
    """The thread of the pressed message, in the world where an ephemeral answer stands there."""
    pressed = conversation.messages.get(original or "")
    if pressed is None or not workspace.unknowns[Unknown.EPHEMERAL_IN_THREAD]:
        return None
    return pressed.thread_ts


def _asked_thread(workspace: Workspace, conversation: Conversation, arguments: Arguments) -> str | None:
    thread_ts = arguments.text("thread_ts")
    if not thread_ts or not workspace.unknowns[Unknown.THREAD_BY_RESPONSE_URL]:
        return None
    if conversation.find(thread_ts) is None:
        raise Refused("thread_not_found")
    return thread_ts
