"""What people type: every text is a query, whatever their keyboard made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.model import Difficulty
from bot.listeners.grammar import Query, read_query

ANY = st.text(st.characters(exclude_categories=()), max_size=60)  # lone surrogates, too


@pytest.mark.parametrize(
    ("text", "words", "difficulty"),
    [
        ("", "", None),
        ("   ", "", None),
        ("async", "async", None),
        ("async hard", "async", Difficulty.HARD),
        ("HARD async", "async", Difficulty.HARD),
        ("easy", "", Difficulty.EASY),
        ("easy hard", "", Difficulty.HARD),
        ("“web socket”", "web socket", None),
        ("'steep'", "steep", None),
        ("async\u2013testing \u2014 hard ", "async-testing -", Difficulty.HARD),
        ("green\u00a0tea\u3000medium", "green tea", Difficulty.MEDIUM),
        ("\uff48\uff41\uff52\uff44", "", Difficulty.HARD),  # full width
        ("a\x00b\ud800c\x7fd", "a b c d", None),
        ("harder", "harder", None),
        ("“ ”", "", None),
        ("' steep '", "steep", None),
    ],
)
def test_a_text_is_read(text: str, words: str, difficulty: Difficulty | None) -> None:
    """Words and a difficulty, in any order, from any keyboard."""
    assert read_query(text) == Query(words=words, difficulty=difficulty)


@given(ANY)
def test_every_text_is_a_query(text: str) -> None:
    """Nothing raises, and what is read is short, whole characters without controls."""
    query = read_query(text)

    assert query.words.encode().decode() == query.words
    assert query.words == query.words.strip()
    assert not any(ord(character) < 32 for character in query.words)


@given(ANY)
def test_what_was_said_reads_the_same_again(text: str) -> None:
    """A sentence that quotes a query means the same query, once its quotes are gone."""
    query = read_query(text)
    again = read_query(query.said)

    assert again.difficulty == query.difficulty
    assert read_query(again.said) == again


def test_a_pasted_page_is_read_up_to_here() -> None:
    """Forty thousand characters are three hundred."""
    assert len(read_query("word " * 8_000).words) <= 300


def test_a_query_can_be_said() -> None:
    """Difficulty first, as one would say it."""
    assert read_query("cobol hard").said == "hard cobol"
    assert read_query("").said == ""


def test_what_there_is_none_of_can_be_said() -> None:
    """A difficulty alone is no noun."""
    assert read_query("cobol hard").sought == "hard cobol"
    assert read_query("HARD").sought == "hard question"
    assert read_query("").sought == ""
