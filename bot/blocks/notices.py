"""Direct messages to whoever set a plan up, with what can be done; it knows nothing of when they come."""

from __future__ import annotations

from typing import Final

from bot.blocks.ids import Action
from bot.blocks.message import Message, actions, button, section
from bot.blocks.text import escape

_REFUSALS: Final = {
    "is_archived": "it is archived. Unarchive it",
    "not_in_channel": "I am no member. Type /invite @Interview Bot there",
    "channel_not_found": "I am no member. Type /invite @Interview Bot there",
}
_OTHERWISE: Final = "only some people may post there. Ask an admin to let me"


def refusal(error: str, button: str) -> str:
    """What to do where a channel took no message of ours, for whoever pressed that button just now."""
    code = error.removeprefix("Slack said ").rstrip(".")
    if code in ("not_in_channel", "channel_not_found"):
        return f"One step is left: type /invite @Interview Bot here, then press {button} again."
    if code == "is_archived":
        return "This channel is archived, so that nothing can be posted here."
    if code == "thread_not_found":
        return "The question was deleted, so that its answer has no thread. /answer finds it for you alone."
    return f"Slack does not let me post here ({code}). An admin of the channel can change that."


def refused_notice(channel: str, code: str) -> Message:
    """A channel took no post: why, and the way back."""
    why = _REFUSALS.get(code, _OTHERWISE)
    there = f"<#{escape(channel)}>"
    text = (
        f"Today’s question for {there} could not be posted: {why}, then open /interview daily in it and press"
        " Try again. Until then I post nothing there, and nothing is lost."
    )
    return Message(text=text, blocks=(section(text),))


def silence_notice(channel: str, plan: str) -> Message:
    """Five posts that nobody touched: three ways to go on; ``plan`` is what the buttons name it by."""
    text = (
        f"The last five questions in <#{escape(channel)}> went by without a press. That’s fine; I only"
        " want to be of use. Shall I go on as before? I won’t ask again."
    )
    row = actions(
        button("Keep daily", Action.KEEP_DAILY, plan, spoken="Keep daily: go on as before"),
        button("Make it weekly", Action.MAKE_WEEKLY, plan, spoken="Make it weekly: one question a week"),
        button("Pause", Action.PAUSE_PLAN, plan, spoken="Pause: no questions until somebody resumes it"),
    )
    return Message(text=text, blocks=(section(text), row))
