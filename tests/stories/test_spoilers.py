"""The judge of every story sees what was told too early, and only that."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.bank.library import open_library
from bot.bank.shipped import shipped
from bot.blocks.ids import Shown
from bot.blocks.message import Message
from bot.store.store import Store
from tests.blocks.surfaces import messages, views
from tests.stories.spoilers import spoilers, told_in

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bank.model import Question

BANK = open_library([shipped()]).bank
QUESTION = BANK.questions[0]
REF = str(Shown(uid=QUESTION.uid))


def _entry(way: str, name: str, body: object, to: tuple[str, ...] = ()) -> dict[str, object]:
    return {"n": 1, "at": "2026-11-23T09:00:00+00:00", "way": way, "to": [*to], "name": name, "body": body}


def _told(*to: str) -> dict[str, object]:
    return _entry("api", "chat.postMessage", {"text": QUESTION.short_answer}, to)


def _pressed(action: str, user: str = "U1") -> dict[str, object]:
    body = {"user": {"id": user}, "actions": [{"action_id": action, "value": REF}]}
    return _entry("event", "block_actions", body)


SHOWED = _entry(
    "event",
    "view_submission",
    {"user": {"id": "U1"}, "view": {"callback_id": "check", "private_metadata": REF}},
)
TYPED = _entry("event", "slash_commands", {"command": "/answer", "user_id": "U1"})


@pytest.mark.parametrize(
    ("wire", "guilty"),
    [
        ([_told("U1", "U2")], True),
        ([_told("U1")], True),
        ([_told()], True),
        ([_pressed("check"), _told("U1")], True),
        ([SHOWED, _told("U1")], False),
        ([SHOWED, _told("U2")], True),
        ([SHOWED, _told("U1", "U2")], True),
        ([TYPED, _told("U1")], False),
        ([_pressed("show_answer:1"), _told("U1")], False),
        ([_told("U1"), SHOWED], True),
        ([_pressed("reveal", "U2"), _told("U1", "U3")], False),
        ([_pressed("share_in_channel"), _told("U1", "U2")], False),
        ([_entry("api", "chat.postMessage", {"text": QUESTION.question}, ("U1", "U2"))], False),
    ],
)
def test_only_what_nobody_asked_for_is_a_spoiler(
    tmp_path: Path, wire: list[dict[str, object]], *, guilty: bool
) -> None:
    """To whom, after what, and in this order."""
    file = tmp_path / "empty.db"
    with closing(Store(file)):
        pass

    assert bool(spoilers(wire, file)) == guilty


@pytest.mark.parametrize("question", BANK.questions, ids=lambda question: question.slug)
def test_no_question_is_taken_for_an_answer(question: Question) -> None:
    """What is shown before a reveal holds a piece of no answer of the bank, and an answer only of its own."""
    shown = {**messages(question, said="-", person="Ana"), **views(question, said="-", person="Ana")}
    payloads = {name: one.blocks if isinstance(one, Message) else one for name, one in shown.items()}
    told = {name: set(told_in(json.loads(json.dumps(payload)))) for name, payload in payloads.items()}

    assert {name: uids - {question.uid} for name, uids in told.items() if uids - {question.uid}} == {}
    assert [name for name, uids in told.items() if uids and "nswer" not in name] == []
    assert any(told.values())
