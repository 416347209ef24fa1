"""Judges a whole story: no piece of an answer in a payload to anybody before its reveal to that person.

An answer is revealed to everybody when somebody pressed Reveal or Share, or when its closing hour came; to
one person when they asked for it: Show answer, `/answer`, a runner-up.
"""

from __future__ import annotations

import ast
import datetime as dt
from collections import defaultdict
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text as sql

import bot
from bot.bank.library import open_library
from bot.bank.shipped import shipped
from bot.blocks.answer import answer_blocks, sources, spoken_answer
from bot.blocks.ids import Action, Modal, Posted, Private, Shown, read_reference
from bot.blocks.message import Message
from bot.blocks.modals import Checking, checked_modal
from bot.blocks.plain import words
from bot.blocks.question import badge
from bot.store.store import Store
from tests.bank_of_tests import STEEP
from tests.blocks.reading import strings
from tests.blocks.surfaces import messages, views

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bot.bank.model import Question
    from bot.blocks.ids import Reference
    from bot.store.store import Database, Transaction

_PIECE = 12
"""Characters that give an answer away, as in blocks/test_messages_spoilers.py."""

_MARKS = str.maketrans("", "", "*_`")
EVERYBODY = "everybody"
_CLOCKS = dt.timedelta(minutes=1)
"""The bot's clock goes on while Slack's stands where the story put it."""


def spoilers(wire: Sequence[Mapping[str, object]], database: Database) -> list[str]:
    """What was told too early: whom, of which question, which piece, in which entry."""
    with closing(Store(database)) as store:
        named, closed = store.read(_named), store.read(_closed)
    asked: dict[str, set[str]] = defaultdict(set)
    typed: set[str] = set()  # people may guess right, and their try is shown to them again
    found: list[str] = []
    for entry in wire:
        if entry["way"] == "event":
            _note(entry, asked, named)
            typed.update(piece for text in _typed(entry["body"]) for piece in _pieces(_plain(text)))
            continue
        at = dt.datetime.fromisoformat(str(entry["at"]))
        to = [str(one) for one in entry["to"]] if isinstance(entry["to"], list) else []
        whom = to if len(to) == 1 else [EVERYBODY]
        for uid, piece in told_in(entry["body"], but=typed).items():
            public = uid in asked[EVERYBODY] or (uid in closed and closed[uid] - _CLOCKS <= at)
            if not public and not all(uid in asked[one] or "*" in asked[one] for one in whom):
                found.append(f"{piece!r} of {uid} went to {to} in {entry['name']} number {entry['n']}")
    return found


def _note(entry: Mapping[str, object], asked: dict[str, set[str]], named: Mapping[str, str]) -> None:
    """What a person asks for themselves or shares, by what they pressed, typed or submitted."""
    body = entry["body"]
    assert isinstance(body, dict)
    match entry["name"]:
        case "slash_commands" if body["command"] == "/answer":
            asked[str(body["user_id"])].add("*")  # whatever the search found
        case "view_submission" if body["view"]["callback_id"] == Modal.CHECK:
            _add(asked[body["user"]["id"]], body["view"]["private_metadata"], named)
        case "block_actions":
            for action in body["actions"]:
                kind, value = Action.kind(action["action_id"]), str(action.get("value"))
                if kind == Action.SHOW_ANSWER:
                    _add(asked[body["user"]["id"]], value, named)
                if kind in (Action.SHARE, Action.REVEAL):
                    _add(asked[EVERYBODY], value, named)


def _typed(body: object) -> Iterator[str]:
    """What a person wrote into the fields of a window."""
    assert isinstance(body, dict)
    yield from strings((body.get("view") or {}).get("state"))


def _add(uids: set[str], reference: str, named: Mapping[str, str]) -> None:
    ref = read_reference(reference)
    uid = _uid(ref, named) if ref else None
    if uid:
        uids.add(uid)


def _uid(ref: Reference, named: Mapping[str, str]) -> str | None:
    match ref:
        case Posted(key=key) | Private(key=key):
            return named.get(key)
        case Shown(uid=uid):
            return uid


def _named(tx: Transaction) -> dict[str, str]:
    rows = tx.connection.execute(sql("SELECT key, uid FROM delivery UNION SELECT key, uid FROM showing"))
    return {row.key: row.uid for row in rows}


def _closed(tx: Transaction) -> dict[str, dt.datetime]:
    """When each question's answer opened by itself first."""
    found: dict[str, dt.datetime] = {}
    for row in tx.connection.execute(sql("SELECT id, uid FROM delivery")):
        reveal = tx.deliveries.reveal_of(row.id)
        if reveal and reveal.person is None:
            found[row.uid] = min(reveal.at, found.get(row.uid, reveal.at))
    return found


def told_in(body: object, *, but: AbstractSet[str] = frozenset()) -> dict[str, str]:
    """Of which answers a payload holds a piece, and one such piece; ``but`` those that tell nothing."""
    spoken = _plain("\0".join([*strings(body), "".join(_texts(body))]))
    secrets = _secrets()
    return {secrets[piece]: piece for piece in _pieces(spoken) if piece in secrets and piece not in but}


@cache
def _secrets() -> dict[str, str]:
    """Each piece of an answer that stands in no other answer and in no open text, with its question."""
    library = open_library([shipped()])
    questions = library.bank.questions
    opened = {piece for question in questions for text in _open(question) for piece in _pieces(text)}
    opened |= {piece for text in _interface() for piece in _pieces(text)}
    badges = (badge(library.checked(question)) for question in questions)
    opened |= {piece for text in badges for piece in _pieces(_plain(text))}
    owners: dict[str, set[str]] = defaultdict(set)
    for question in questions:
        together = "\n".join(map(words, (*_answer(question), *_beside(question))))
        for piece in _pieces(_plain("\0".join((together, *_as_sent(question))))):
            owners[piece].add(question.uid)
    return {
        piece: question.uid
        for question in questions
        for line in _hidden(question)
        for piece in _pieces(line)
        if owners[piece] <= {question.uid} and piece not in opened and "import" not in piece
    }


def _interface() -> Iterator[str]:
    """What the bot says whatever is asked: the texts in its own code, and as they are put together."""
    shown = {**messages(STEEP, said="-", person="Ana"), **views(STEEP, said="-", person="Ana")}
    for one in shown.values():
        payload = one.blocks if isinstance(one, Message) else one
        yield from map(_plain, (*strings(payload), "".join(_texts(payload))))
    for room in ("blocks", "listeners", "service", "practice"):
        for file in sorted((Path(bot.__file__).parent / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield _plain(node.value)


def _open(question: Question) -> Iterator[str]:
    titles = (question.place.framework.title, question.place.topic.title, question.place.subtopic.title)
    for text in (question.question, question.setup, *question.hints, *titles, *_sources(question)):
        yield _plain(words(text))
    yield _plain(f"{words(question.question)} {words(question.setup)}")  # as they stand in a message


def _sources(question: Question) -> list[str]:
    return [reference.title for reference in question.references]


def _answer(question: Question) -> list[str]:
    """What is hidden, in the order in which it is shown."""
    points = [point.text for point in question.key_points]
    return [question.short_answer, question.answer, question.rule_of_thumb, *points]


def _as_sent(question: Question) -> Iterator[str]:
    """The answer as a message says it, and as its blocks and the window's stand one behind the other."""
    window = checked_modal(question, Checking(ref=Shown(uid=question.uid), attempt=""))["blocks"]
    yield spoken_answer(question)
    for blocks in ([*answer_blocks(question), sources(question, None)], window):
        yield from ("".join(_texts(blocks)), *strings(blocks))


def _beside(question: Question) -> tuple[str, ...]:
    """What is shown with an answer and gives nothing away by itself."""
    levels = question.levels.named if question.levels else ()
    links = (reference.url for reference in question.references)
    return (*question.common_mistakes, *question.follow_ups, *levels, *links)


def _hidden(question: Question) -> Iterator[str]:
    """Line by line: where a sentence meets code is chance, and other questions may meet theirs alike."""
    for text in _answer(question):
        yield from map(_plain, words(text).splitlines())


def _texts(value: object) -> Iterator[str]:
    """What stands under ``text``, in order: rich text cuts a sentence where its style changes."""
    match value:
        case dict():
            for key, child in value.items():
                if key == "text" and isinstance(child, str):
                    yield child
                else:
                    yield from _texts(child)
        case list():
            for child in value:
                yield from _texts(child)


def _plain(text: str) -> str:
    """As it is read: without marks, every gap one space."""
    return " ".join(text.translate(_MARKS).split())


def _pieces(text: str) -> Iterator[str]:
    """From a letter or digit to another: at its ends a piece may touch anything."""
    for start in range(len(text) - _PIECE + 1):
        piece = text[start : start + _PIECE]
        if piece[0].isalnum() and piece[-1].isalnum():
            yield piece
