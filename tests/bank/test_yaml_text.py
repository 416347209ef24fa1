"""Subtopics as the text of their files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.bank.loader import load
from bot.bank.model import KeyPoint, Levels, QuestionUid, Reference, Source, Status, Subtopic, Use
from bot.bank.shipped import shipped
from bot.bank.yaml_text import dump
from tests.bank.given import QUESTION, bank, question

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = question(
    "whole",
    question="no",
    setup="```python\nx = 1\n```",
    short_answer="9:00",
    answer="    indented\n\n- a: b\n# c\n\ttab  \n'quoted' \"twice\" {x} [y] & *z | > % @ `w`",
    rule_of_thumb="null",
    references=(Reference(title="One: two", url="https://example.org/?a=1#b"), QUESTION.references[0]),
    hints=("2026-11-23", "1_000"),
    key_points=(KeyPoint(text="one"), KeyPoint(text="two\nlines", weight=3)),
    common_mistakes=("- a list\n- in a list",),
    follow_ups=("~",),
    levels=Levels(weak="w", good="g\n\ng", strong="s"),
    applies_to=(("fastapi", ">=0.110"), ("python", ">=3.11, <4")),
    aliases=(QuestionUid("fastapi/old/place/older"),),
    source=Source(repository="example.org", commit="719b7e7"),
    use=Use.INTERVIEW,
    status=Status.RETIRED,
)


def loaded(folder: Path, subtopic: Subtopic) -> Subtopic:
    """The subtopic after it was written and loaded."""
    file = folder / f"{subtopic.place.path}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(dump(subtopic), encoding="utf-8")
    found = load([folder])
    assert [str(problem) for problem in found.problems] == []
    [only] = found.bank.subtopics
    return only


def test_every_field(tmp_path: Path) -> None:
    """Every field that a question can have is written so that it loads as it was."""
    [subtopic] = bank(WHOLE, QUESTION).subtopics

    assert loaded(tmp_path, subtopic) == subtopic


def test_layout() -> None:
    """Fields stand in the order of the format, empty ones are left out, long texts are blocks."""
    [subtopic] = bank(replace(QUESTION, references=(), status=Status.DRAFT)).subtopics

    assert dump(subtopic) == (
        "framework: FastAPI\n"
        "topic: Testing\n"
        "subtopic: Async Testing\n"
        "order: 0\n"
        "about: For tests.\n"
        "updated: 2026-11-23\n"
        "questions:\n"
        "  - id: async-client\n"
        "    difficulty: medium\n"
        "    question: How does an `AsyncClient` reach the app without a network?\n"
        "    short_answer: Through a transport that calls the app.\n"
        "    answer: |-\n"
        "      Hand it an `ASGITransport`:\n"
        "\n"
        "      ```python\n"
        "      AsyncClient(transport=ASGITransport(app=app))\n"
        "      ```\n"
        "    rule_of_thumb: No socket where a call will do.\n"
        "    status: draft\n"
    )


@pytest.mark.parametrize("subtopic", load([shipped()]).bank.subtopics, ids=lambda each: each.place.path)
def test_shipped_bank(tmp_path: Path, subtopic: Subtopic) -> None:
    """The shipped bank, but for its proofs, is written so that it loads as it was."""
    bare = replace(subtopic, questions=tuple(replace(each, proof=None) for each in subtopic.questions))

    assert loaded(tmp_path, bare) == bare
