"""Finds questions by id or words; it knows nothing of who asks, nor of what they have seen.

Only published practice questions are in it. The index is SQLite's FTS5 in memory; one connection
serves all threads, one query at a time (0.2 ms each), and closes with the last reader.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.bank.words import MOST_CHARACTERS, alike, as_id, asked, indexed, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.bank.model import Bank, Difficulty, Place, Question

_TABLE: Final = """
CREATE VIRTUAL TABLE questions USING fts5(
    question, place, id, short_answer, answer, difficulty UNINDEXED,
    tokenize = "porter unicode61 remove_diacritics 2", prefix = '2 3')
"""
_ADD: Final = """
INSERT INTO questions (rowid, question, place, id, short_answer, answer, difficulty)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_BEST: Final = """
SELECT rowid FROM questions WHERE questions MATCH ? AND (? IS NULL OR difficulty = ?)
ORDER BY bm25(questions, 10.0, 6.0, 5.0, 2.0, 1.0), rowid LIMIT ?
"""
"""What a question asks counts most, then where it stands, then its id, then what its answer says."""

_TITLES: Final = "{question place id} : "
_SHORTEST_FIX: Final = 4  # letters: a shorter word is near to anything
_LONG_WORD: Final = 6  # letters: from here on two slips are forgiven, of which swapped neighbours are one


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best match first; ``corrected`` is what was searched instead, when a word was misspelt."""

    questions: tuple[Question, ...]
    corrected: str | None = None


class Search:
    """An index over the questions of one bank; safe to use from several threads."""

    def __init__(self, bank: Bank) -> None:
        self._questions = [question for question in bank.questions if question.is_open]
        rows = [_columns(question) for question in self._questions]
        self._by_id = _by_id(self._questions)
        self._vocabulary = _vocabulary(rows)
        self._places = {question.place: _names(question).lower() for question in self._questions}
        self._lock = threading.Lock()
        self._index = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        weakref.finalize(self, self._index.close)
        self._index.execute(_TABLE)
        numbered = zip(rows, self._questions, strict=True)
        self._index.executemany(
            _ADD, ((number, *row, question.difficulty) for number, (row, question) in enumerate(numbered))
        )

    def best(self, words: str, *, difficulty: Difficulty | None = None, limit: int = 3) -> Found:
        """The best matches: by id, by all words, by others for them, by all mended, by any in the titles.

        Any text will do, empty and hostile ones included; without a word in it, nothing is found.
        """
        terms = asked(words)
        named = self._named(words, difficulty)
        if not terms or (named and "/" in words):
            return Found(questions=named[:limit])
        if found := dict.fromkeys((*named, *self._matching(_all_of(terms), difficulty, limit))):
            return Found(questions=tuple(found)[:limit])
        if meant := self._matching(_all_alike(terms), difficulty, limit):
            return Found(questions=meant)
        fixed = tuple(dict.fromkeys(self._spelt(term, last=term == terms[-1]) for term in terms))
        for query in (_all_of(fixed), _TITLES + _any_of(fixed)):
            if matching := self._matching(query, difficulty, limit):
                return Found(questions=matching, corrected=" ".join(fixed) if fixed != terms else None)
        return Found(questions=())

    def loosely(self, words: str, *, limit: int = 3) -> tuple[Question, ...]:
        """What holds any of the words, the best first: what to offer beside a good match."""
        terms = tuple(self._spelt(term, last=False) for term in asked(words))
        return self._matching(_any_of(terms), None, limit) if terms else ()

    def nearest_topics(self, words: str, limit: int = 3) -> tuple[Place, ...]:
        """The places whose names are nearest to the words, however far they are."""
        near = process.extract(" ".join(asked(words)), self._places, scorer=fuzz.WRatio, limit=limit)
        return tuple(place for _, _, place in near)

    def _named(self, words: str, difficulty: Difficulty | None) -> tuple[Question, ...]:
        """The questions with this id, written with spaces, too; a short one may have several."""
        named = self._by_id.get(as_id(words) or "-".join(spoken(words[:MOST_CHARACTERS])), ())
        return tuple(question for question in named if difficulty in (None, question.difficulty))

    def _matching(self, query: str, difficulty: Difficulty | None, limit: int) -> tuple[Question, ...]:
        with self._lock:
            rows = self._index.execute(_BEST, (query, difficulty, difficulty, limit)).fetchall()
        return tuple(self._questions[number] for (number,) in rows)

    def _spelt(self, word: str, *, last: bool) -> str:
        """The word, or the most frequent one of the bank that is a slip or two away from it."""
        known = _all_of((word,)) if last else f'"{word}"'
        if len(word) < _SHORTEST_FIX or self._matching(known, None, 1):
            return word
        slips = 1 if len(word) < _LONG_WORD else 2
        near = process.extractOne(word, self._vocabulary, scorer=OSA.distance, score_cutoff=slips)
        return near[0] if near else word


def _all_of(words: Sequence[str]) -> str:
    """All of the words, the last one perhaps not typed to its end; words have no quotes in them."""
    return " AND ".join(f'"{word}"' for word in words) + "*"


def _all_alike(words: Sequence[str]) -> str:
    """All of the words, or others for the same thing."""
    return " AND ".join(_any_of(alike(word)) for word in words)


def _any_of(words: Sequence[str]) -> str:
    return "(" + " OR ".join(f'"{word}"' for word in words) + ")"


def _columns(question: Question) -> tuple[str, ...]:
    """The words of a question as the index has them, column by column."""
    texts = (
        question.question,
        _names(question),
        question.slug,
        question.short_answer,
        "\n".join((question.answer, question.rule_of_thumb, *(point.text for point in question.key_points))),
    )
    return tuple(map(indexed, texts))


def _names(question: Question) -> str:
    place = question.place
    return f"{place.framework.title} {place.topic.title} {place.subtopic.title}"


def _by_id(questions: Iterable[Question]) -> dict[str, tuple[Question, ...]]:
    """The questions by full and short id, former ones included."""
    found: defaultdict[str, list[Question]] = defaultdict(list)
    for question in questions:
        for uid in (question.uid, *question.aliases):
            found[uid].append(question)
            found[uid.rsplit("/", 1)[-1]].append(question)
    return {uid: tuple(dict.fromkeys(named)) for uid, named in found.items()}


def _vocabulary(rows: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The words that a slip of the finger may have meant, the most frequent first."""
    counted = Counter(word for row in rows for text in row for word in text.split())
    return tuple(word for word, _ in counted.most_common() if len(word) >= _SHORTEST_FIX and word.isalpha())
