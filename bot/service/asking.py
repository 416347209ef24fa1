"""Finds the question that a person asks for, by words or by a button; it knows nothing of how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blocks.ids import Posted, Private, Shown
from bot.blocks.plain import words as plain
from bot.service.settling import settle_by_press

if TYPE_CHECKING:
    import datetime as dt
    import random
    from collections.abc import Sequence

    from bot.bank.library import Library
    from bot.bank.model import Difficulty, Place, Question
    from bot.blocks.ids import Reference
    from bot.store.showings import Asker, Showing
    from bot.store.store import Transaction
    from bot.store.workspaces import TeamId

_OFFERED = 3  # answers that one search offers: the best and two runners-up
_WIDE = 50  # matches among which /question chooses


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, the next best ones, and the words as they were understood where a letter was wrong."""

    question: Question
    runners_up: tuple[Question, ...] = ()
    corrected: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """No question fits; these topics are near."""

    near: tuple[Place, ...]


def draw(
    library: Library,
    words: str,
    difficulty: Difficulty | None,
    chance: random.Random,
    *,
    shown: Sequence[str] = (),
) -> Asked | Nothing:
    """A question by chance among those that fit: none of those shown while there is another.

    When all of them were shown it begins anew, with any but the last one.
    """
    if words:
        found = library.search.best(words, difficulty=difficulty, limit=_WIDE)
        fitting, corrected = list(found.questions), found.corrected
    else:
        fitting, corrected = [q for q in library.bank.questions if _fits(q, difficulty)], None
    if not fitting:
        return Nothing(near=library.search.nearest_topics(words))
    fresh = [question for question in fitting if question.uid not in shown]
    others = fresh or [question for question in fitting if question.uid != shown[-1]]
    return Asked(question=chance.choice(others or fitting), corrected=corrected)


def show(tx: Transaction, key: str, asker: Asker, question: Question, *, now: dt.datetime) -> Showing:
    """A question shown to one person, kept as it is now: a press a year later still finds it."""
    tx.questions.keep(question)
    return tx.showings.show(key, asker, question, now=now)


def answer(library: Library, words: str, difficulty: Difficulty | None) -> Asked | Nothing:
    """The best match for some words or an id, with two runners-up.

    Where fewer hold the words, those come that are nearest to the best one's own question. Who looks for an
    answer and names a difficulty may well mean the word: "git hard reset" finds what "git reset" finds.
    """
    found = library.search.best(words, difficulty=difficulty, limit=_OFFERED)
    if difficulty and not found.questions:
        words = words or difficulty
        found = library.search.best(words, difficulty=None, limit=_OFFERED)
    if not found.questions:
        return Nothing(near=library.search.nearest_topics(words))
    search = library.search
    akin = search.loosely(plain(found.questions[0].question), limit=_OFFERED)
    best, *others = dict.fromkeys((*found.questions, *search.loosely(words, limit=_OFFERED), *akin))
    return Asked(question=best, runners_up=tuple(others[: _OFFERED - 1]), corrected=found.corrected)


def in_topic(library: Library, path: str, chance: random.Random) -> Question | None:
    """A question by chance from a place of the bank; None when nothing stands there any more."""
    questions = [q for q in library.bank.questions if q.place.path == path and _fits(q, None)]
    return chance.choice(questions) if questions else None


def referred(
    tx: Transaction, library: Library, team: TeamId, ref: Reference, *, ts: str | None, now: dt.datetime
) -> Question | None:
    """The question behind a button, as it was posted; None when this team never had it.

    ``ts`` is the message that was pressed, if it was one: it settles the post (settling.py).
    """
    match ref:
        case Shown(uid=uid):
            return library.bank.find(uid)
        case Private(key=key):
            showing = tx.showings.by_key(team, key)
            return tx.questions.get(showing.content_hash) if showing else None
        case Posted(key=key):
            delivery = tx.deliveries.by_key(team, key)
            if delivery is None or delivery.content_hash is None:
                return None
            tx.deliveries.touch(delivery.id, now=now)
            if ts is not None:
                settle_by_press(tx, delivery, ts, now=now)
            return tx.questions.get(delivery.content_hash)


def _fits(question: Question, difficulty: Difficulty | None) -> bool:
    """Whether anybody may ask for it, and it is as hard as they want."""
    return question.is_open and difficulty in (None, question.difficulty)
