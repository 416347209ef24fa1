"""Questions for one person: ``/question``, Another and the near topics; each is kept as a showing."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING

from bot.blocks import replies
from bot.blocks.ids import Private
from bot.listeners.grammar import read_query
from bot.listeners.saying import say
from bot.service import asking

if TYPE_CHECKING:
    from bot.bank.model import Question
    from bot.blocks.message import Message
    from bot.listeners.desk import Desk
    from bot.listeners.payloads import Command, Press
    from bot.store.showings import Asker
    from bot.store.store import Transaction


async def question(command: Command, desk: Desk) -> list[Message]:
    """``/question [words] [easy|medium|hard]``."""
    return [await _draw(desk, command.asker, command.text, first="")]


async def another(press: Press, desk: Desk) -> None:
    """Another: for the same words, in place, and none of those seen since the command was typed."""
    first, _, asked = press.value.partition(" ")
    message = await _draw(desk, _asker(press), asked, first=first)
    await desk.replies.whisper(press.reply_url, message, replace=True)


async def ask_topic(press: Press, desk: Desk) -> None:
    """A near topic: a question of it, in place."""
    found = asking.in_topic(desk.library(), press.value, desk.chance)
    if found is None:
        await say(press, desk, replies.GONE, replace=True)
        return
    asked = press.value.rsplit("/", 1)[-1].replace("-", " ")
    key = await desk.store.write_soon(partial(_show, desk, _asker(press), found))
    message = replies.question_reply(found, Private(key=key), first=key, asked=asked)
    await desk.replies.whisper(press.reply_url, message, replace=True)


def corrected(words: str, understood: str | None) -> str:
    """The line that says what was understood in place of what was typed."""
    return f"Showing results for “{understood}” instead of “{words}”." if understood else ""


async def _draw(desk: Desk, asker: Asker, asked: str, *, first: str) -> Message:
    """Draws and remembers in one transaction, so that two quick presses see each other's question."""
    query = read_query(asked)
    library = desk.library()

    def drawn(tx: Transaction) -> Message:
        began = tx.showings.by_key(asker.team, first) if first else None
        shown = tx.showings.since(began) if began else []
        found = asking.draw(library, query.words, query.difficulty, desk.chance, shown=shown)
        if isinstance(found, asking.Nothing):
            return replies.nothing_found(query.sought, found.near)
        key = _show(desk, asker, found.question, tx)
        again = found.question.uid in shown  # nothing else is left
        note = _again(len(set(shown))) if again else corrected(query.words, found.corrected)
        begins = key if again or began is None else first
        return replies.question_reply(found.question, Private(key=key), first=begins, note=note, asked=asked)

    return await desk.store.write_soon(drawn)


def _again(count: int) -> str:
    if count == 1:
        return "That is the only one that fits."
    return f"You have seen all {count} that fit; they begin again."


def _show(desk: Desk, asker: Asker, found: Question, tx: Transaction) -> str:
    key = str(uuid.UUID(int=desk.chance.getrandbits(128), version=4))
    return asking.show(tx, key, asker, found, now=desk.clock()).key


def _asker(press: Press) -> Asker:
    if press.asker is None:
        raise ValueError(f"{press.action} names no channel")
    return press.asker
