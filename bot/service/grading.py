"""People judge themselves on a question that they were asked; it knows nothing of buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blocks.ids import Posted, Private, Shown
from bot.store.deliveries import Delivery

if TYPE_CHECKING:
    import datetime as dt

    from bot.blocks.ids import Reference
    from bot.practice.grade import Grade
    from bot.store.showings import Showing
    from bot.store.store import Transaction
    from bot.store.workspaces import TeamId


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """The grade that stands now, and the one before; None for none."""

    now: Grade | None
    before: Grade | None


def grade(
    tx: Transaction, team: TeamId, ref: Reference, person: str, given: Grade | None, *, now: dt.datetime
) -> Graded | None:
    """Writes a person's grade, or takes it back for None; None when this team never had the question.

    The counts under the post follow by rows (store/outgoing.py).
    """
    subject = _subject(tx, team, ref)
    if subject is None:
        return None
    before = tx.grades.of(subject, person)
    if given is None:
        tx.grades.take(subject, person)
    else:
        tx.grades.give(subject, person, given, now=now)
    if isinstance(subject, Delivery):
        tx.deliveries.touch(subject.id, now=now)
        if given is not before:
            answered = tx.deliveries.reveal_of(subject.id) is not None
            tx.outbox.recount(subject, answered=answered, now=now)
    return Graded(now=given, before=before)


def grade_of(tx: Transaction, team: TeamId, ref: Reference, person: str) -> Grade | None:
    """The grade that a person gave themselves on it, if they did."""
    subject = _subject(tx, team, ref)
    return tx.grades.of(subject, person) if subject else None


def _subject(tx: Transaction, team: TeamId, ref: Reference) -> Delivery | Showing | None:
    match ref:
        case Posted(key=key):
            return tx.deliveries.by_key(team, key)
        case Private(key=key):
            return tx.showings.by_key(team, key)
        case Shown():
            return None
