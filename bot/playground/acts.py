"""What a person does at their screen: one function an act, checked as Slack's own client checks; no HTTP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.playground import acts_modal, acts_press, payloads, responses, screenshot
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
    if word == "/invite":
        return _invite(act, conversation, rest.strip())
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
    if conversation.archived:
        raise ActRefused(f"#{conversation.name} is archived.")
    thread_ts = act.text("thread_ts") or None
    if thread_ts is not None and conversation.find(thread_ts) is None:
        raise ActRefused("This thread is gone.", status=404)
    content = Content(text=escaped(said))
    message = act.workspace.post(conversation, user=act.person.id, content=content, thread_ts=thread_ts)
    conversation.read[act.person.id] = message.ts
    return {"ts": message.ts}


async def invite(act: Act) -> dict[str, object]:
    """The app's bot, invited into a channel."""
    return _invite(act, act.conversation(), act.text("app"))


async def join(act: Act) -> dict[str, object]:
    """Become a member of a public channel, and read it."""
    conversation = act.conversation(joined=False)
    if conversation.kind is not Kind.PUBLIC and act.person.id not in conversation.members:
        raise ActRefused("There is no such channel.", status=404)
    conversation.members.add(act.person.id)
    return await read(act)


async def read(act: Act) -> dict[str, object]:
    """Everything in the channel was seen."""
    conversation = act.conversation()
    conversation.read[act.person.id] = next(reversed(conversation.messages), "0")
    return {}


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


ACTS: dict[str, Callable[[Act], Awaitable[dict[str, object]]]] = {
    "command": command,
    "post": post,
    "press": acts_press.press,
    "submit": acts_modal.submit,
    "close": acts_modal.close,
    "invite": invite,
    "join": join,
    "read": read,
    "hold": hold,
    "dismiss": dismiss,
}


def escaped(said: str) -> str:
    """A person's words as Slack keeps them; a mention by handle is not looked for.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _invite(act: Act, conversation: Conversation, app: str) -> dict[str, object]:
    bot = act.workspace.people[act.app.bot_user_id]
    asked = re.sub(r"[<>@]", "", app).strip().casefold()
    if asked not in (bot.name.casefold(), bot.handle, bot.id.casefold(), act.app.name.casefold()):
        raise ActRefused(f"There is no app {app!r} to invite; try /invite @{bot.name}.", status=404)
    conversation.members.add(bot.id)
    act.workspace.notify(act.person.id, f"{bot.name} is in #{conversation.name} now.", kind="info")
    return {}


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
