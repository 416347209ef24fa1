"""What a rule would post, as things stand now; it writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.practice.pick import pick
from bot.service.posting import fits, history_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from bot.bank.model import Bank, Question, QuestionUid
    from bot.practice.calendar import Slot
    from bot.practice.pick import History, Picked
    from bot.store.plans import PlanId, Rule
    from bot.store.store import Transaction
    from bot.store.workspaces import ChannelId, TeamId


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A post that comes, unless somebody edits the plan or the bank before; no question fits: None."""

    slot: Slot
    question: Question | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a plan is, or will be: ``plan`` None for one that nobody has saved yet."""

    team: TeamId
    channel: ChannelId
    plan: PlanId | None
    seed: str


def preview(
    tx: Transaction, place: Place, rule: Rule, slots: Iterable[Slot], bank: Bank, *, now: dt.datetime
) -> list[Coming]:
    """The posts of these slots, each chosen as the poster would choose it after those before."""
    fitting = {question.uid: question for question in bank.questions if fits(question, rule)}
    history = history_of(tx, place.team, place.channel, place.plan, now=now)
    posts = []
    for slot in slots:
        picked = pick(place.seed, fitting.keys(), history)
        posts.append(Coming(slot=slot, question=fitting[picked.uid] if picked else None))
        history = _after(history, picked) if picked else history
    return posts


def matching(bank: Bank, rule: Rule) -> list[Question]:
    """The questions that a plan may post."""
    return [question for question in bank.questions if fits(question, rule)]


def _after(history: History, picked: Picked) -> History:
    """The history once this question was asked."""
    before: frozenset[QuestionUid] = history.asked if picked.cycle == history.cycle else frozenset()
    latest = (*history.latest, picked.uid)
    return replace(history, cycle=picked.cycle, asked=before | {picked.uid}, latest=latest)
