"""Questions as the store keeps them."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given

from bot.bank.model import Question, Status
from bot.bank.snapshot import SnapshotError, dump, plain, read
from tests.bank.given import QUESTION, QUESTIONS


@given(QUESTIONS)
def test_round_trip(question: Question) -> None:
    """What was dumped reads back equal, lone surrogates and all."""
    assert read(dump(question)) == question


def test_is_one_ascii_line() -> None:
    """A snapshot fits any text column: ASCII, on one line."""
    text = dump(QUESTION)

    assert text.isascii()
    assert "\n" not in text


def test_older_text() -> None:
    """A snapshot without newer fields takes their defaults."""
    kept = plain(QUESTION)
    del kept["status"], kept["hints"], kept["source"], kept["use"]

    assert read(json.dumps(kept)) == QUESTION


def test_newer_text() -> None:
    """A field that this program does not know is left out."""
    assert read(json.dumps({**plain(QUESTION), "mood": "good"})) == QUESTION


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"uid": None}, "uid is no text."),
        ({"place": []}, "place is no object."),
        ({"place": {"framework": {"slug": "x"}}}, "title is no text."),
        ({"hints": "one"}, "hints is no list."),
        ({"hints": [1]}, "hints holds something that is no text."),
        ({"key_points": [{"text": "x", "weight": True}]}, "weight is no whole number."),
        ({"applies_to": [["x"]]}, "applies_to holds something that is no pair of texts."),
        ({"difficulty": "trivial"}, "'trivial' is not a valid Difficulty."),
        ({"updated": "yesterday"}, "Invalid isoformat string: 'yesterday'."),
    ],
)
def test_wrong_field(changes: dict[str, object], message: str) -> None:
    """A field of the wrong kind is named."""
    with pytest.raises(SnapshotError, match=f"^{re.escape(message)}$"):
        read(json.dumps({**plain(QUESTION), **changes}))


@pytest.mark.parametrize("text", ["", "[", "[1]", "null", "[" * 100_000])
def test_no_question(text: str) -> None:
    """A text that is no question is refused, not crashed on."""
    with pytest.raises(SnapshotError):
        read(text)


def test_status_survives() -> None:
    """A retired question reads back retired."""
    kept = {**plain(QUESTION), "status": "retired"}

    assert read(json.dumps(kept)).status is Status.RETIRED
