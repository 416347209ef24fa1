"""Which question comes next in a plan; it knows nothing of what the questions say.

The order is a permutation that follows from plan and cycle alone, so that every replica and every
retry picks the same question, and a question that joins or leaves the bank moves no other.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bot.bank.model import QuestionUid


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a plan has asked: in this cycle, and its latest questions, the newest last.

    ``nearby`` are questions that the channel saw lately from elsewhere: avoided where possible.
    """

    cycle: int = 0
    asked: frozenset[QuestionUid] = frozenset()
    latest: tuple[QuestionUid, ...] = ()
    nearby: frozenset[QuestionUid] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """The question to ask, and the cycle that it counts in."""

    uid: QuestionUid
    cycle: int


def permutation(seed: str, cycle: int, uids: Iterable[QuestionUid]) -> list[QuestionUid]:
    """The questions in the order in which this cycle asks them."""
    return sorted(uids, key=lambda uid: hashlib.sha256(f"{seed}\n{cycle}\n{uid}".encode()).digest())


def pick(seed: str, candidates: Collection[QuestionUid], history: History) -> Picked | None:
    """The next question: none twice in a cycle; None only when there are no candidates at all.

    A new cycle does not begin with the last ones of the old: what was asked within half a cycle waits.
    """
    if not candidates:
        return None
    fresh = [uid for uid in permutation(seed, history.cycle, candidates) if uid not in history.asked]
    cycle = history.cycle if fresh else history.cycle + 1
    ordered = fresh or permutation(seed, cycle, candidates)
    recent = frozenset(history.latest[-(len(candidates) // 2) :] if len(candidates) > 1 else ())
    return Picked(uid=_away_from(history.nearby | recent, ordered, at_least=recent), cycle=cycle)


def _away_from(
    avoided: Collection[QuestionUid], ordered: list[QuestionUid], *, at_least: Collection[QuestionUid]
) -> QuestionUid:
    """The first that is not avoided, else the first outside of the smaller set, else the first."""
    for shunned in (avoided, at_least):
        for uid in ordered:
            if uid not in shunned:
                return uid
    return ordered[0]
