"""The judge of every story sees what was told too early, and only that."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.bank.library import open_library
from bot.bank.shipped import shipped
from bot.blocks.ids import Shown
from bot.store.store import Store
from tests.stories.spoilers import spoilers

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = open_library([shipped()]).bank.questions[0]
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
