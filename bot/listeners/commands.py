"""The slash commands: each reads its words, asks one use case and answers the asker alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks import replies
from bot.listeners.grammar import read_query
from bot.service import asking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.blocks.message import Message
    from bot.listeners.desk import Desk
    from bot.listeners.payloads import Command


def question(command: Command, desk: Desk) -> list[Message]:
    """``/question [words] [easy|medium|hard]``."""
    query = read_query(command.text)
    found = asking.draw(desk.library(), query.words, query.difficulty, desk.chance)
    if isinstance(found, asking.Nothing):
        return [replies.nothing_found(query.said, found.near)]
    note = corrected(query.words, found.corrected)
    return [replies.question_reply(found.question, note=note, asked=command.text)]


def answer(command: Command, desk: Desk) -> list[Message]:
    """``/answer [id or words]``."""
    query = read_query(command.text)
    if not query.said:
        return [replies.usage_reply("Which question? Write some of its words, or its id.")]
    found = asking.answer(desk.library(), query.words, query.difficulty)
    if isinstance(found, asking.Nothing):
        return [replies.nothing_found(query.said, found.near)]
    note = corrected(query.words, found.corrected)
    checked = desk.library().checked(found.question)
    return replies.answer_replies(found.question, found.runners_up, note=note, checked=checked)


def interview(command: Command, desk: Desk) -> list[Message]:
    """``/interview [help | topics | daily]``; anything else gets the usage."""
    query = read_query(command.text)
    match query.said.lower():
        case "topics":
            return [replies.topics_reply(desk.library().bank)]
        case "" | "help":
            return [replies.usage_reply()]
        case other:
            return [replies.usage_reply(f"I don't know “{other}”.")]


def is_daily(command: Command) -> bool:
    """``/interview daily``, which opens a window instead of answering."""
    return command.name == "/interview" and read_query(command.text).said.lower() == "daily"


def corrected(words: str, understood: str | None) -> str:
    """The line that says what was understood in place of what was typed."""
    return f"Showing results for “{understood}” instead of “{words}”." if understood else ""


COMMANDS: Mapping[str, Callable[[Command, Desk], list[Message]]] = {
    "/question": question,
    "/answer": answer,
    "/interview": interview,
}
