"""What can be said against a proof without running it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.bank.model import KeyPoint, Levels, Reference, Status
from bot.bank.proof import Proof, Unsettled
from bot.bank.proofs.complaints import complaints
from tests.bank.proofs.given import ANSWER, CLAIMS, PROOF, SAYINGS, TEST, proved

CLAIM = '"Doubling adds a number to itself."'


def said(**changes: object) -> list[str]:
    """The complaints against the sample with other values, field first."""
    return [f"{each.field} {each.message}" for each in complaints(proved(**changes))]  # type: ignore[arg-type] # the names of fields are the caller's


def with_proof(**changes: object) -> list[str]:
    """The complaints against the sample with another proof."""
    return said(proof=replace(PROOF, **changes))  # type: ignore[arg-type] # the names of fields are the caller's


def test_a_whole_proof() -> None:
    """Nothing is said against the sample."""
    assert said() == []


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETIRED])
def test_only_published_questions_need_a_proof(status: Status) -> None:
    """A draft and a retired question may have any blocks and no proof."""
    assert said(proof=None, status=status, answer="```\nx\n```") == []


def test_a_published_question_needs_a_proof() -> None:
    """Its lack is named with both mends."""
    assert said(proof=None) == [
        'question has no "proof": write what settles its sentences, or say "status: draft"'
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("short_answer", "Twice.\n\n```python\nx\n```"),
        ("rule_of_thumb", "Add it.\n\n```python\nx\n```"),
        ("key_points", (KeyPoint(text="Twice.\n\n    x"),)),
        ("follow_ups", ("Why?\n\n```python\nx\n```",)),
        ("levels", Levels(weak="a", good="b\n\n```python\nx\n```", strong="c")),
    ],
)
def test_short_texts_hold_no_blocks(field: str, value: object) -> None:
    """A block in a text that is too short for it is complained of."""
    assert f"{field} holds a block of code: move it to the answer" in said(**{field: value})


def test_a_title_stands_without_quotes() -> None:
    """YAML's own would be shown, once they are written twice; a word in quotes may begin or end a title."""
    titles = ('"Doubling"', '"Twice" in Python', "Doubling")
    references = tuple(Reference(title=title, url="https://docs.python.org/3/") for title in titles)

    assert said(references=references) == ['references has the title "Doubling" in quotes: take them off']


@pytest.mark.parametrize("more", ["\n```python\nopen = 1", "\n> ```python\n> x = 1\n> ```"])
def test_open_and_quoted_blocks(more: str) -> None:
    """A block that is not closed or stands in a quote cannot be read twice alike."""
    message = "has a block that is not closed, or stands in a quote: close it, or take it out of there"
    assert said(answer=ANSWER + more) == [f"question {message}"]


def test_code_that_is_no_code() -> None:
    """A block that cannot be parsed is named with its line."""
    assert said(answer=ANSWER + "\n```python\na = 1\nb = (\n```") == [
        "answer holds answer_2.py, which is no Python in its line 2: '(' was never closed"
    ]


def test_a_snippet_may_await() -> None:
    """`run` awaits what awaits at its top."""
    assert said(answer=ANSWER + "\n```python\nawait x\n```") == []


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        ((("double.py", "x"),), ["answer", "proof"]),
        ((("test_proof.py", "x"),), ["proof"]),
        ((("double.py/x", "x"),), ["answer"]),
    ],
)
def test_names_are_unique(files: tuple[tuple[str, str], ...], taken: list[str]) -> None:
    """Two files of one name, ours, or a file that is a folder too: both places are named."""
    assert [each.split()[0] for each in with_proof(files=files)] == taken


@pytest.mark.parametrize(
    ("test", "complaint"),
    [
        ("assert True", f"does not settle {CLAIM}: its test has no function test_…"),
        ("def test_it(): pass", f"does not settle {CLAIM}: its test asserts nothing"),
        ("def test_it(:", "has code in a claim's test that is no Python in its line 1: invalid syntax"),
        (TEST + TEST, "has 2 tests called test_double: rename all but one"),
    ],
)
def test_claims_are_settled_by_tests(test: str, complaint: str) -> None:
    """A test that is missing, unreadable, called like another or asserts nothing settles no claim."""
    assert with_proof(claims=(replace(CLAIMS[0], test=test),)) == [f"proof {complaint}"]


def test_a_claim_names_a_test_that_there_is() -> None:
    """`by` with a name that nobody has is complained of."""
    found = with_proof(claims=(replace(CLAIMS[0], test="", by="test_other"),))

    lack = "no claim's test and no test file at the top has test_other"
    assert found == [f"proof does not settle {CLAIM}: {lack}"]


def test_a_test_of_the_answer_settles_a_claim() -> None:
    """`by` names a test in a block at the top of the folder, a method too; below it nothing is run."""
    block = "\n```python {}\nclass TestDouble:\n    def test_it(self):\n        assert 1\n```"
    proof = replace(PROOF, claims=(replace(CLAIMS[0], test="", by="test_it"),))

    assert said(proof=proof, answer=ANSWER + block.format("test_d.py")) == []
    assert len(said(proof=proof, answer=ANSWER + block.format("wrong/test_d.py"))) == 1


def test_every_sentence_is_quoted() -> None:
    """A sentence that nothing settles is printed, ready to be quoted."""
    message = "says what nothing settles; quote it in a claim or under not_for_machines"
    assert with_proof(claims=()) == [f"answer {message}: Doubling adds a number to itself."]


def test_no_sentence_is_quoted_twice() -> None:
    """A sentence is either settled or excused."""
    excuse = Unsettled(says=("Doubling adds a\nnumber to itself. Twice.",), why="x")

    assert with_proof(not_for_machines=(excuse, Unsettled(says=("Add it.",), why="x"))) == [
        "proof quotes a sentence 2 times, once is enough: Doubling adds a number to itself."
    ]


def test_quotes_are_to_the_letter() -> None:
    """A quote that no text says is told the nearest sentence."""
    wrong = replace(SAYINGS[0], says=("Twice", "Add it."))

    assert with_proof(not_for_machines=(wrong,)) == [
        'proof quotes "Twice", which no text says; the nearest is: Twice.',
        "short_answer says what nothing settles; quote it in a claim or under not_for_machines: Twice.",
    ]


def test_a_proof_of_words_alone() -> None:
    """A question without code has a proof too: its claims and its excuses."""
    everything = Unsettled(says=("It is a matter of taste. Twice. Add it.",), why="taste")
    proof = Proof(libraries=("pytest",), not_for_machines=(everything,))

    assert said(answer="It is a matter\nof taste.", proof=proof) == []
