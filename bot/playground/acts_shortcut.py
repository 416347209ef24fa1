"""Shortcuts, the Home tab and the app's messages tab: how a person goes to the app itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import payloads
from bot.playground.acts_press import must_be_interactive
from bot.playground.delivery import Heard
from bot.playground.happenings import Looked
from bot.playground.refusals import ActRefused

if TYPE_CHECKING:
    from bot.playground.acting import Act


async def shortcut(act: Act) -> dict[str, object]:
    """A shortcut of the app's, by callback_id: a global one, or one on the message of `channel` and `ts`."""
    must_be_interactive(act)
    callback_id, ts = act.text("callback_id"), act.text("ts")
    wanted = "message" if ts else "global"
    known = [one for one in act.app.shortcuts if (one.callback_id, one.type) == (callback_id, wanted)]
    if not known:
        raise ActRefused(f"{act.app.name} has no {wanted} shortcut {callback_id!r}.", status=404)
    ack = await act.deliver("interactive", _payload(act, callback_id, ts), takes_payload=False)
    act.record("message_action" if ts else "shortcut", ack)
    if ack.heard is not Heard.OK:
        act.warn(f"{act.app.name} is not responding. Try again in a moment.")
    return {"ack": ack.heard.value}


async def home(act: Act) -> dict[str, object]:
    """Open the app's Home tab; what the app publishes upon that shows on this screen."""
    if not act.app.home_tab:
        raise ActRefused(f"{act.app.name} has no Home tab: its manifest leaves home_tab_enabled off.")
    return _look(act, "home")


async def dm(act: Act) -> dict[str, object]:
    """Open the direct messages with the app."""
    if not act.app.messages_tab:
        raise ActRefused(f"Sending messages to {act.app.name} has been turned off.")
    return _look(act, "messages")


def _look(act: Act, tab: str) -> dict[str, object]:
    conversation = act.workspace.direct(act.person.id, act.app.bot_user_id)
    act.workspace.happened(Looked(conversation, act.person.id, tab))
    return {"channel": conversation.id}


def _payload(act: Act, callback_id: str, ts: str) -> dict[str, object]:
    workspace, app, person = act.workspace, act.app, act.person
    if not ts:
        return payloads.shortcut(workspace, app, person, callback_id=callback_id)
    conversation = act.conversation()
    message = conversation.find(ts)
    if message is None:
        raise ActRefused("This message is gone.", status=404)
    return payloads.message_shortcut(workspace, app, person, (conversation, message), callback_id=callback_id)
