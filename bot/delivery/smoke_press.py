"""The questions that only a person's presses settle: what a response_url does, and where it shows.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.delivery.smoke import Row, Verdict

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from bot.delivery.smoke_thread import SmokeThread

_BEGIN: Final = "smoke_begin"
_THREAD: Final = "smoke_in_thread"
_CHANNEL: Final = "smoke_in_channel"
_HERE: Final = "smoke_here"
_PATIENCE_S: Final = 120.0
_MARKDOWN: Final = "A response_url takes a markdown block"
_EPHEMERAL: Final = "An ephemeral answer to a press in a thread shows in that thread"
_FOLLOWED: Final = "A response_url's message in the channel follows thread_ts"


class _NobodyPressedError(Exception):
    """The person went away; Slack's own silence is another thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A press on one of our buttons; ``thread`` is the root above its message, empty where there is none."""

    action: str
    response_url: str
    ts: str
    thread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A person at the keyboard: their next press, a way to answer it, and a line that asks for it.

    ``answer`` returns Slack's error code, or nothing where it took the message.
    """

    pressed: Callable[[], Awaitable[Pressed]]
    answer: Callable[[str, Mapping[str, Any]], Awaitable[str]]
    ask: Callable[[str], None]


def read_pressed(payload: Mapping[str, Any]) -> Pressed | None:
    """The payload of a press on a message; None for whatever else comes over the connection."""
    if payload.get("type") != "block_actions" or not payload.get("response_url"):
        return None
    container = payload.get("container", {})
    return Pressed(
        action=str(payload["actions"][0]["action_id"]),
        response_url=str(payload["response_url"]),
        ts=str(container.get("message_ts", "")),
        thread=str(container.get("thread_ts") or payload.get("message", {}).get("thread_ts") or ""),
    )


async def by_hand(thread: SmokeThread, hand: Hand) -> AsyncIterator[Row]:
    """Three presses, and a row for each thing that they settle; whoever presses nothing leaves them open."""
    left = [_MARKDOWN, _EPHEMERAL, _FOLLOWED]
    try:
        async for row in _rows(thread, hand):
            left.remove(row.sentence)
            yield row
    except _NobodyPressedError:
        for sentence in left:
            yield Row(sentence=sentence, verdict=Verdict.OPEN, said="nobody pressed within two minutes")


async def _rows(thread: SmokeThread, hand: Hand) -> AsyncIterator[Row]:
    await thread.post(text="Press Begin.", blocks=[_buttons(("Begin", _BEGIN))])
    hand.ask("In the thread of the test channel, press Begin.")
    begun = await _next(hand, _BEGIN)

    where = [_buttons(("I see this in the thread", _THREAD), ("I see this in the channel", _CHANNEL))]
    markdown = [{"type": "markdown", "text": "**Interview Bot** asks where you see this."}]
    refused = await hand.answer(begun.response_url, _ephemeral([*markdown, *where]))
    if refused:
        await hand.answer(begun.response_url, _ephemeral(where))
    yield Row(sentence=_MARKDOWN, verdict=Verdict.NO if refused else Verdict.YES, said=refused or "taken")

    hand.ask("A message for you alone came: press the button that says where you see it.")
    seen = await _next(hand, _THREAD, _CHANNEL)
    inside = seen.action == _THREAD
    yield Row(
        sentence=_EPHEMERAL,
        verdict=Verdict.YES if inside else Verdict.NO,
        said="you saw it in the thread" if inside else "you saw it in the channel",
    )

    yield await _followed(thread, hand, begun)


async def _followed(thread: SmokeThread, hand: Hand, begun: Pressed) -> Row:
    """The press on the message tells by itself where it stands, and by which ts it is taken away."""
    told = {"response_type": "in_channel", "replace_original": False, "thread_ts": thread.root}
    blocks = [_buttons(("Here I am", _HERE))]
    refused = await hand.answer(begun.response_url, {**told, "text": "Press Here I am.", "blocks": blocks})
    if refused:
        return Row(sentence=_FOLLOWED, verdict=Verdict.NO, said=refused)
    hand.ask("One more came, for everybody: press Here I am.")
    here = await _next(hand, _HERE)
    thread.posted.append((thread.channel, here.ts))
    inside = here.thread == thread.root
    return Row(
        sentence=_FOLLOWED,
        verdict=Verdict.YES if inside else Verdict.NO,
        said="it stands in the thread" if inside else "it stands in the channel",
    )


async def _next(hand: Hand, *actions: str) -> Pressed:
    """The next press on one of these buttons."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            while (pressed := await hand.pressed()).action not in actions:
                pass
    except TimeoutError as nobody:
        raise _NobodyPressedError from nobody
    return pressed


def _ephemeral(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    text = "Interview Bot asks where you see this."
    return {"response_type": "ephemeral", "replace_original": False, "text": text, "blocks": blocks}


def _buttons(*buttons: tuple[str, str]) -> dict[str, Any]:
    elements = [
        {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": action}
        for label, action in buttons
    ]
    return {"type": "actions", "elements": elements}
