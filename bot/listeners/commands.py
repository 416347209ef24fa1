"""The slash commands: each reads its words, asks one use case and answers the asker alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks import replies
from bot.listeners.grammar import read_query
from bot.listeners.questions import corrected, question
from bot.listeners.telling import tell_why
from bot.service import asking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.blocks.message import Message
    from bot.listeners.desk import Desk
    from bot.listeners.payloads import Command


async def answer(command: Command, desk: Desk) -> list[Message]:
    """``/answer [id or words]``."""
    query = read_query(command.text)
    if not query.said:
        return [
            desk.commands.message(replies.usage_reply("Which question? Write some of its words, or its id."))
        ]
    found = asking.answer(desk.library(), query.words, query.difficulty)
    if isinstance(found, asking.Nothing):
        return [replies.nothing_found(query.sought, found.near)]
    note = corrected(query.words, found.corrected)
    checked = desk.library().checked(found.question)
    return replies.answer_replies(found.question, found.runners_up, note=note, checked=checked)


async def interview(command: Command, desk: Desk) -> list[Message]:
    """``/interview [help | topics | why]``; daily opens a window (plans.py), anything else gets the usage."""
    query = read_query(command.text)
    match query.said.lower():
        case "topics":
            return [replies.topics_reply(desk.library().bank)]
        case "why":
            return await tell_why(command.asker, desk)
        case "" | "help":
            return [desk.commands.message(replies.usage_reply())]
        case other:
            return [desk.commands.message(replies.usage_reply(f"I don’t know “{other}”."))]


def is_daily(command: Command) -> bool:
    """``/interview daily``, which opens a window instead of answering."""
    return command.name == "/interview" and read_query(command.text).said.lower() == "daily"


COMMANDS: Mapping[str, Callable[[Command, Desk], Awaitable[list[Message]]]] = {
    "/question": question,
    "/answer": answer,
    "/interview": interview,
}
