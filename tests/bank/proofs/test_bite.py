"""Proofs that bite, and proofs that do not."""

from __future__ import annotations

from dataclasses import replace

from bot.bank.model import Status
from bot.bank.proofs.bite import TRIES, bite, mutants
from tests.bank.proofs.given import HERE, asked, proved

BLOCK = "```python\ndef grow(number):\n    return number + 1\n```"


def test_a_proof_that_notices() -> None:
    """The change that turned the proof red is told, with its file and line."""
    [found] = bite([proved()], where=HERE)

    assert found.mutant
    assert (found.file, found.mutant.line, found.mutant.before, found.mutant.after) == (
        "double.py",
        2,
        "+",
        "-",
    )
    assert found.tried == 1


def test_a_proof_that_notices_nothing() -> None:
    """A test that only imports the code lets every change pass: no bite."""
    question = asked(BLOCK, "import answer_1\n\ndef test_it():\n    assert answer_1.grow\n")

    [found] = bite([question], where=HERE)

    assert (found.mutant, found.tried, found.problems) == (None, 3, ())


def test_that_code_cannot_be_imported_is_no_bite() -> None:
    """Any interpreter notices that a name is missing: a test must have gone red."""
    question = asked(
        "```python\nX = 1\nY = X\n```", "from answer_1 import Y\n\ndef test_it():\n    assert Y\n"
    )

    [found] = bite([question], where=HERE)

    assert found.mutant is None


def test_a_red_proof_cannot_bite() -> None:
    """A proof that fails as it stands is told so, and nothing is changed."""
    question = asked(BLOCK, "import answer_1\n\ndef test_it():\n    assert answer_1.grow(1) == 3\n")

    [found] = bite([question], where=HERE)

    assert found.tried == 0
    assert found.problems


def test_changes_are_taken_from_the_blocks_in_turn() -> None:
    """The proof's own code is never changed; the same changes come every time."""
    question = proved(setup="```python limit.py\nLIMIT = 1\n```")

    found = [(file, mutant.before, mutant.after) for file, mutant in mutants(question)]

    assert found == [
        ("limit.py", "1", "2"),
        ("double.py", "+", "-"),
        ("limit.py", "LIMIT = 1", "pass"),
        ("double.py", "return number + number", "pass"),
    ]
    assert len(found) < TRIES


def test_questions_that_execute_nothing_are_left_out() -> None:
    """Drafts and questions without executed code are not counted."""
    draft = replace(proved("draft"), status=Status.DRAFT)
    words = proved("words", answer="```bash fragment: for the eye\nls\n```")

    assert bite([draft, words], where=HERE) == []
