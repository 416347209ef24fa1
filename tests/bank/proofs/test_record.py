"""What is remembered of proofs, and when a question may say that it was checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank import snapshot
from bot.bank.model import Question, QuestionUid, Status
from bot.bank.proof import Checked
from bot.bank.proofs.record import (
    Entry,
    Record,
    RecordError,
    checked,
    holds,
    proof_hash,
    read,
    write,
)
from tests.bank.proofs.given import PROOF, proved

DAY = dt.date(2026, 11, 23)


def recorded(question: Question) -> Record:
    """A record that holds this question."""
    entry = Entry(
        content=question.content_hash,
        proof=proof_hash(question.proof or PROOF),
        on=DAY,
        python="3.13.0",
        libraries=(("fastapi", "0.165.2"), ("pytest", "9.2.0")),
    )
    return {question.uid: entry}


TEXTS = st.text(max_size=20)
RECORDS = st.dictionaries(
    TEXTS.map(QuestionUid),
    st.builds(
        Entry,
        content=TEXTS,
        proof=TEXTS,
        on=st.dates(),
        python=TEXTS,
        libraries=st.dictionaries(TEXTS, TEXTS, min_size=1).map(lambda found: tuple(found.items())),
    ),
    max_size=4,
)


@given(RECORDS)
def test_a_record_is_read_as_it_was_written(record: Record) -> None:
    """Text and back, to the letter, whatever stands in it."""
    assert read(write(record)) == record


def test_one_line_a_question() -> None:
    """A question that was proved again changes one line of the file."""
    text = write({**recorded(proved("b")), **recorded(proved("a"))})

    lines = [line for line in text.splitlines() if "content" in line]
    assert [line.split('"')[1].rsplit("/", 1)[-1] for line in lines] == ["a", "b"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": 1}',
        '{"format": 2, "questions": {}}',
        '{"format": 1, "questions": {"a": {}}}',
    ],
)
def test_a_broken_record_says_how_to_mend_it(text: str) -> None:
    """Whatever is wrong, the sentence ends with the command that makes it anew."""
    with pytest.raises(RecordError, match="content prove --all"):
        read(text)


def test_the_badge_names_the_first_library() -> None:
    """Library, version in two numbers, and the day."""
    question = proved()

    assert checked(recorded(question), question) == Checked(library="fastapi", version="0.165", on=DAY)


def test_a_badge_falls_with_the_first_changed_letter() -> None:
    """An answer that changed has no badge; status and proof are not what one reads."""
    record = recorded(proved())

    assert checked(record, proved(short_answer="Twice!")) is None
    assert checked(record, proved("other")) is None
    assert checked(record, proved(proof=None, status=Status.RETIRED)) is not None


def test_the_proof_is_nothing_that_people_read() -> None:
    """A question's hash and its snapshot leave the proof out."""
    question = proved()
    bare = replace(question, proof=None)

    assert question.content_hash == bare.content_hash
    assert snapshot.read(snapshot.dump(question)) == bare


def test_a_proof_is_due_again() -> None:
    """A changed question, a changed proof and another pinned version each ask for a new run."""
    question, pins = proved(), {"fastapi": "0.165.2", "pytest": "9.2.0"}
    record = recorded(question)

    assert holds(record, question, pins)
    assert not holds(record, replace(question, answer="x"), pins)
    assert not holds(record, replace(question, proof=replace(PROOF, shared="import os")), pins)
    assert not holds(record, replace(question, proof=None), pins)
    assert not holds(record, question, pins | {"pytest": "9.3.0"})
    assert not holds({}, question, pins)
