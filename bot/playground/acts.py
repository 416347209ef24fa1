"""What a person does at their screen: one function an act, checked as Slack's own client checks; no HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground import (
    acts_channel,
    acts_choose,
    acts_modal,
    acts_press,
    acts_shortcut,
    mentions,
    payloads,
    responses,
    screenshot,
)
from bot.playground.acting import Act
from bot.playground.conversations import Content, Kind
from bot.playground.delivery import Heard
from bot.playground.fields import text
from bot.playground.refusals import ActRefused, Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping

    from bot.playground.conversations import Conversation
    from bot.playground.delivery import Ack, Deliver
    from bot.playground.workspace import Workspace

FAILURES = {
    Heard.TIMEOUT: "operation_timeout",
    Heard.UNCONNECTED: "dispatch_failed",
    Heard.CLIENT_ERROR: "http_client_error",
    Heard.SERVICE_ERROR: "http_service_error",
}
"""What Slack's client says of a command that nobody acknowledged, as its users quote it."""


async def perform(workspace: Workspace, deliver: Deliver, body: Mapping[str, object]) -> dict[str, object]:
    """Carry out one act; raises ActRefused with a sentence for the person."""
    do = text(body.get("do"))
    if do not in ACTS:
        raise ActRefused(f"There is no act {do!r}; there are {', '.join(sorted(ACTS))}.")
    person = workspace.member(text(body.get("as")))
    if person is None or person.is_bot:
        raise ActRefused(f"Nobody here is called {text(body.get('as'))!r}.", status=404)
    answer = await ACTS[do](Act(workspace, deliver, person, body))
    workspace.changed()
    return {"ok": True, **answer}


async def command(act: Act) -> dict[str, object]:
    """A slash command, typed in a channel."""
    conversation = act.conversation()
    word, _, rest = act.text("text").partition(" ")
    if act.text("thread_ts"):
        raise ActRefused(f"{word} is not supported in threads. Sorry!")
    if word in BUILT_IN:
        carry_out, field = BUILT_IN[word]
        return await carry_out(replace(act, body={**act.body, field: rest.strip()}))
    known = {known.command for known in act.app.commands}
    if word not in known:
        raise ActRefused(f"{word} is not a valid command.", status=404)
    payload = payloads.slash_command(
        act.workspace, act.app, act.person, conversation, command=word, words=rest
    )
    ack = await act.deliver("slash_commands", payload, takes_payload=True)
    seen_by = _show_answer(act, conversation, word, ack)
    act.record("slash_commands", ack, to=seen_by)
    return {"ack": ack.heard.value}


async def post(act: Act) -> dict[str, object]:
    """A message of the person's own, in a channel or under a root."""
    conversation = act.conversation()
    said = act.text("text")
    if not said.strip():
        raise ActRefused("An empty message cannot be sent.")
    if conversation.kind is Kind.DIRECT and not act.app.messages_tab:
        raise ActRefused(f"Sending messages to {act.app.name} has been turned off.")
    if conversation.archived:
        raise ActRefused(f"#{conversation.name} is archived.")
    thread_ts = act.text("thread_ts") or None
    if thread_ts is not None and conversation.find(thread_ts) is None:
        raise ActRefused("This thread is gone.", status=404)
    content = Content(text=mentions.linked(act.workspace.people.values(), escaped(said)))
    message = act.workspace.post(conversation, user=act.person.id, content=content, thread_ts=thread_ts)
    conversation.read[act.person.id] = message.ts
    for absent in mentions.absent(act.workspace.people, conversation, content.text):
        act.workspace.notify(
            act.person.id, f"You mentioned {absent.name}, who is not in #{conversation.name}.", kind="info"
        )
    return {"ts": message.ts}


async def hold(act: Act) -> dict[str, object]:
    """Hold the person's screen as it is now, or let it go."""
    screen = act.workspace.screens[act.person.id]
    screen.held = screenshot.hold(act.workspace, act.person) if act.body.get("on") is True else None
    return {"held": screen.held is not None}


async def dismiss(act: Act) -> dict[str, object]:
    """Take a notice off the screen."""
    notices = act.workspace.screens[act.person.id].notices
    for notice in [notice for notice in notices if notice.id == act.text("notice")]:
        notices.remove(notice)
    return {}


async def reload(act: Act) -> dict[str, object]:
    """The client starts anew: whatever was ephemeral on this screen is gone, and what was half chosen.

    https://docs.slack.dev/messaging/#ephemeral: ephemeral messages do not persist across reloads.
    """
    for conversation in act.workspace.conversations.values():
        whispered = [one for one in conversation.messages.values() if one.shown_to == act.person.id]
        for message in whispered:
            conversation.remove(message)
    act.screen.entered.clear()
    act.screen.notices.clear()
    return {}


ACTS: dict[str, Callable[[Act], Awaitable[dict[str, object]]]] = {
    "command": command,
    "post": post,
    "press": acts_press.press,
    "submit": acts_modal.submit,
    "close": acts_modal.close,
    "select": acts_choose.select,
    "suggest": acts_choose.suggest,
    "shortcut": acts_shortcut.shortcut,
    "home": acts_shortcut.home,
    "dm": acts_shortcut.dm,
    "invite": acts_channel.invite,
    "join": acts_channel.join,
    "leave": acts_channel.leave,
    "kick": acts_channel.kick,
    "archive": acts_channel.archive,
    "rename": acts_channel.rename,
    "delete": acts_channel.delete,
    "uninstall": acts_channel.uninstall,
    "read": acts_channel.read,
    "hold": hold,
    "dismiss": dismiss,
    "reload": reload,
}

BUILT_IN: dict[str, tuple[Callable[[Act], Awaitable[dict[str, object]]], str]] = {
    "/invite": (acts_channel.invite, "app"),
    "/remove": (acts_channel.kick, "app"),
    "/kick": (acts_channel.kick, "app"),
    "/leave": (acts_channel.leave, "app"),
    "/archive": (acts_channel.archive, "app"),
    "/rename": (acts_channel.rename, "name"),
}
"""Slack's own commands, and the field of the act that their words fill."""


def escaped(said: str) -> str:
    """A person's words as Slack keeps them, mentions still to be linked.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _show_answer(act: Act, conversation: Conversation, word: str, ack: Ack) -> Collection[str]:
    """The message in a command's ack, or Slack's own word on what went wrong; returns who sees it."""
    if ack.heard is not Heard.OK:
        act.warn(f'{word} failed with the error "{FAILURES[ack.heard]}"')
    elif ack.payload:
        try:
            return responses.answer_command(act.workspace, conversation, act.person.id, ack.payload)
        except Refused:
            act.warn(f'{word} failed with the error "invalid_command_response"')
    return ()
