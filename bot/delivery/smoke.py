"""A dozen calls that settle what nobody knows of Slack: each asks one question; no thread is kept here.

What needs a scope that was not granted, or a person who was not named, stays open and says so.
"""

from __future__ import annotations

import enum
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.delivery.smoke_thread import SAID, mark

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from bot.delivery.smoke_thread import Answer, SmokeThread

_ELEMENT: Final = 3_000
_MESSAGE: Final = 12_000
_NEEDS_HISTORY: Final = "needs channels:history, or groups:history in a private channel"
_NEEDS_PERSON: Final = "needs somebody: --person U0123ABCD"
_WELL_FORMED: Final = '[{"type": "section", "text": {"type": "plain_text", "text": "well formed"}}]'


class Verdict(enum.StrEnum):
    """What became of a question."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence that may hold of Slack, whether it does, and by which words or code Slack said so."""

    sentence: str
    verdict: Verdict
    said: str


async def smoke(
    thread: SmokeThread,
    told: Callable[[Row], None],
    by_hand: Callable[[SmokeThread], AsyncIterator[Row]] | None = None,
) -> None:
    """Asks everything, tells each row as it comes, and takes every message away, whatever happens.

    ``by_hand`` asks what calls alone don't settle (delivery/smoke_press.py).
    Raises CannotPostError when the channel takes no post at all.
    """
    try:
        await thread.begin()
        for question in QUESTIONS:
            told(await question(thread))
        if by_hand:
            async for row in by_hand(thread):
                told(row)
    finally:
        left, count = await thread.clear(), len(thread.posted)
        if count:
            said = f"{left} of {count} stay" if left else f"{count} messages are gone"
            told(_row("A bot takes its own posts away", Verdict.NO if left else Verdict.YES, said))


async def _unmarked(thread: SmokeThread) -> Row:
    sentence = "An update that carries blocks shows no “(edited)”"
    blocks = [{"type": "section", "text": {"type": "plain_text", "text": SAID}}]
    answer = await thread.call(
        "chat.update", channel=thread.channel, ts=thread.root, text=SAID, blocks=blocks
    )
    if not answer.error and "edited" in answer.body.get("message", {}):
        return _row(sentence, Verdict.NO, "the answer says that it is edited")
    return _taken(sentence, answer, "no “edited” in the answer")


async def _permalink(thread: SmokeThread) -> Row:
    answer = await thread.call("chat.getPermalink", channel=thread.channel, message_ts=thread.root)
    return _taken("The address of a message is told on the default scopes", answer)


async def _language(thread: SmokeThread) -> Row:
    answer = await thread.post(text="code", blocks=[_rich(_code(language="python"))])
    return _taken("Code may name its language", answer)


async def _border(thread: SmokeThread) -> Row:
    answer = await thread.post(text="code", blocks=[_rich(_code(border=1))])
    return _taken("Code may name its border", answer)


async def _once(thread: SmokeThread) -> Row:
    sentence = "A second post with the same client_msg_id is the first one"
    key = str(uuid.uuid4())
    first = await thread.post(text="once", client_msg_id=key)
    second = await thread.post(text="once", client_msg_id=key)
    if first.error or second.error.startswith("duplicate_"):
        return _row(sentence, Verdict.OPEN if first.error else Verdict.YES, first.error or second.error)
    if not second.error and first.body["ts"] != second.body["ts"]:
        return _row(sentence, Verdict.NO, "two messages")
    return _taken(sentence, second, "the same ts")


async def _long_element(thread: SmokeThread) -> Row:
    answer = await thread.post(text="long", blocks=[_rich(_text(_ELEMENT + 1))])
    return _taken(f"An element of rich text may pass {_ELEMENT:,} characters", answer)


async def _long_message(thread: SmokeThread) -> Row:
    parts = [_text(_ELEMENT) for _ in range(_MESSAGE // _ELEMENT)]
    answer = await thread.post(text="long", blocks=[_rich(*parts, _text(1))])
    return _taken(f"A message's rich text may pass {_MESSAGE:,} characters", answer)


async def _metadata(thread: SmokeThread) -> Row:
    sentence = "Metadata that no manifest declares is kept"
    posted = await thread.post(text="metadata", metadata=mark("metadata"))
    if posted.error or "metadata" in posted.body.get("message", {}):
        return _taken(sentence, posted, "the answer to the post has it")
    if not _may_read(thread):
        return _row(sentence, Verdict.OPEN, f"the answer to the post has none; {_NEEDS_HISTORY}")
    if "metadata" in await thread.read_root():
        return _row(sentence, Verdict.YES, "read back from the channel")
    return _row(sentence, Verdict.NO, "neither the answer nor the channel has it")


async def _history(thread: SmokeThread) -> Row:
    sentence = "A bot finds its own post in the channel"
    if not _may_read(thread):
        return _row(sentence, Verdict.OPEN, _NEEDS_HISTORY)
    found = await thread.read_root()
    return _row(sentence, Verdict.YES if found else Verdict.NO, "found" if found else "not found")


async def _replies(thread: SmokeThread) -> Row:
    sentence = "A bot reads a thread in a channel"
    if not _may_read(thread):
        return _row(sentence, Verdict.OPEN, _NEEDS_HISTORY)
    return _taken(
        sentence, await thread.call("conversations.replies", channel=thread.channel, ts=thread.root)
    )


async def _direct(thread: SmokeThread) -> Row:
    sentence = "A person's id opens their direct messages without im:write"
    if not thread.person or "im:write" in thread.scopes:
        return _row(sentence, Verdict.OPEN, "im:write is granted" if thread.person else _NEEDS_PERSON)
    answer = await thread.direct()
    return _row(sentence, Verdict.NO if answer.error else Verdict.YES, answer.error or "taken")


async def _whispered(thread: SmokeThread) -> Row:
    sentence = "An ephemeral message takes a markdown block"
    if not thread.person:
        return _row(sentence, Verdict.OPEN, _NEEDS_PERSON)
    blocks = [{"type": "markdown", "text": f"**For you alone.** {SAID}"}]
    where = {"channel": thread.channel, "user": thread.person}
    answer = await thread.call("chat.postEphemeral", **where, text=SAID, blocks=blocks)
    return _taken(sentence, answer, "taken; look whether it is shown in bold")


async def _validate(thread: SmokeThread) -> Row:
    return _taken("blocks.validate judges blocks", await thread.validate(_WELL_FORMED))


QUESTIONS: Final[Sequence[Callable[[SmokeThread], Awaitable[Row]]]] = (
    _unmarked,
    _permalink,
    _language,
    _border,
    _once,
    _long_element,
    _long_message,
    _metadata,
    _history,
    _replies,
    _direct,
    _whispered,
    _validate,
)


def _taken(sentence: str, answer: Answer, said: str = "taken") -> Row:
    """Yes where Slack took it, no where it refused; a missing scope or no time settles nothing."""
    if answer.error in ("missing_scope", "ratelimited"):
        return _row(sentence, Verdict.OPEN, answer.error)
    return _row(sentence, Verdict.NO if answer.error else Verdict.YES, answer.error or said)


def _row(sentence: str, verdict: Verdict, said: str) -> Row:
    return Row(sentence=sentence, verdict=verdict, said=said)


def _may_read(thread: SmokeThread) -> bool:
    return bool(thread.scopes & {"channels:history", "groups:history"})


def _rich(*elements: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(elements)}


def _code(**more: object) -> dict[str, Any]:
    return {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}], **more}


def _text(length: int) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": "x" * length}]}
