"""What is sent, and what became of it, one transaction each; it knows nothing of the wire."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.practice.pick import History, pick
from bot.service.settling import LATE_CLOSING
from bot.store.outgoing import Kind, State
from bot.store.plans import PlanState
from bot.store.workspaces import WorkspaceState

if TYPE_CHECKING:
    from bot.bank.model import Bank, Question
    from bot.practice.calendar import Zone
    from bot.store.deliveries import Delivery, Reveal
    from bot.store.outgoing import Outgoing
    from bot.store.plans import Plan, PlanId, Rule
    from bot.store.store import Transaction
    from bot.store.workspaces import ChannelId, TeamId

LEASE = dt.timedelta(seconds=60)
"""How long a claim, and then a sending, may take before others may look at the row."""

NEARBY = dt.timedelta(days=30)
"""No question that the channel saw from another plan, or by hand, in this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """Says in the channel what will come; ``topics`` as people read them, ``by`` empty for nobody known."""

    rule: Rule
    topics: tuple[str, ...]
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The question of a delivery; ``first`` is the plan's first post, ``now`` the moment of sending."""

    delivery: Delivery
    question: Question
    zone: Zone
    first: bool
    now: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of an answer, in the thread of ``thread`` (a ts)."""

    delivery: Delivery
    question: Question
    zone: Zone
    number: int
    reveal: Reveal
    thread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """The root after its answer: ``ts`` is the root's, ``link`` leads to the answer."""

    root: Root
    reveal: Reveal
    ts: str
    answer: Outgoing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """A twin that goes."""

    ts: str


T = TypeVar("T")

Draft = Introduction | Root | Part | Redraw | Deletion


def prepare(
    tx: Transaction, row: Outgoing, bank: Bank, *, now: dt.datetime, lease: dt.timedelta = LEASE
) -> Draft | None:
    """Looks again, chooses, and commits the intent; None when the row ended or was lost instead."""
    workspace = tx.workspaces.get(row.team)
    if workspace is None or workspace.state is not WorkspaceState.ACTIVE:
        tx.outbox.give_back(row)  # its token was refused after the claim
        return None
    draft = _draft(tx, row, bank, now=now)
    if draft is None or not tx.outbox.start(row, now=now, lease=lease):
        return None
    return draft


def _draft(tx: Transaction, row: Outgoing, bank: Bank, *, now: dt.datetime) -> Draft | None:
    match row.kind:
        case Kind.INTRODUCTION:
            return _introduction(tx, row, bank)
        case Kind.ROOT:
            return _root(tx, row, bank, now=now)
        case Kind.ANSWER:
            return _part(tx, row)
        case Kind.REDRAW:
            return _redraw(tx, row, now=now)
        case Kind.DELETION:
            return Deletion(ts=_present(row.ts))


def _introduction(tx: Transaction, row: Outgoing, bank: Bank) -> Introduction | None:
    plan = tx.plans.get(_present(row.plan))
    if plan.state is PlanState.DELETED:
        _drop(tx, row, State.CLAIMED, "The plan was deleted.")
        return None
    topics = tuple(bank.title(path) for path in plan.rule.topics)
    return Introduction(rule=plan.rule, topics=topics, by=plan.editor.name if plan.editor else "")


def _root(tx: Transaction, row: Outgoing, bank: Bank, *, now: dt.datetime) -> Root | None:
    delivery = tx.deliveries.get(_present(row.delivery))
    plan = tx.plans.get(delivery.plan)
    if why := _why_not(plan, delivery, now=now):
        _drop(tx, row, State.CLAIMED, why)
        return None
    question = _chosen(tx, delivery) or _choose(tx, plan, delivery, bank, now=now)
    if question is None:
        _drop(tx, row, State.CLAIMED, "No question of the bank fits this plan.")
        return None
    if delivery.closing and delivery.closing <= now:
        tx.deliveries.close_at(delivery.id, now + LATE_CLOSING)
    return _drawn(tx, tx.deliveries.get(delivery.id), plan, question, now=now)


def _why_not(plan: Plan, delivery: Delivery, *, now: dt.datetime) -> str | None:
    if plan.state is not PlanState.ACTIVE:
        return f"The plan is {plan.state}."
    if plan.version != delivery.plan_version:
        return "The plan was changed."
    return "The bot was away until it was too late." if delivery.expires <= now else None


def _chosen(tx: Transaction, delivery: Delivery) -> Question | None:
    """The question of an earlier try: whatever the bank holds today, it is the same one."""
    return tx.questions.get(delivery.content_hash) if delivery.content_hash else None


def _choose(
    tx: Transaction, plan: Plan, delivery: Delivery, bank: Bank, *, now: dt.datetime
) -> Question | None:
    fitting = {question.uid: question for question in bank.questions if fits(question, plan.rule)}
    history = history_of(tx, plan.team, plan.channel, plan.id, now=now)
    picked = pick(plan.seed, fitting.keys(), history)
    if picked is None:
        return None
    question = fitting[picked.uid]
    tx.deliveries.choose(delivery, picked, tx.questions.keep(question))
    return question


def history_of(
    tx: Transaction, team: TeamId, channel: ChannelId, plan_id: PlanId | None, *, now: dt.datetime
) -> History:
    """What a plan has asked and its channel has seen lately; a plan that is none yet has asked nothing."""
    cycle, asked, latest = tx.deliveries.history(plan_id) if plan_id else (0, [], [])
    nearby = frozenset(tx.deliveries.seen_beside(team, channel, plan_id, since=now - NEARBY))
    return History(cycle=cycle, asked=frozenset(asked), latest=tuple(latest), nearby=nearby)


def fits(question: Question, rule: Rule) -> bool:
    """Whether a plan may post it: interview questions, drafts and retired ones are never burnt."""
    return (
        question.is_open
        and (not rule.difficulties or question.difficulty in rule.difficulties)
        and (not rule.topics or any(f"{question.uid}/".startswith(f"{topic}/") for topic in rule.topics))
    )


def _drawn(tx: Transaction, delivery: Delivery, plan: Plan, question: Question, *, now: dt.datetime) -> Root:
    first = not tx.deliveries.posted_before(delivery)
    zone = plan.rule.schedule.zone
    return Root(delivery=delivery, question=question, zone=zone, first=first, now=now)


def _part(tx: Transaction, row: Outgoing) -> Part | None:
    delivery = tx.deliveries.get(_present(row.delivery))
    thread = tx.outbox.root_of(delivery.id).ts
    reveal = tx.deliveries.reveal_of(delivery.id)
    return Part(
        delivery=delivery,
        question=_present(_chosen(tx, delivery)),
        zone=tx.plans.get(delivery.plan).rule.schedule.zone,
        number=row.position,
        reveal=_present(reveal),
        thread=_present(thread),
    )


def _redraw(tx: Transaction, row: Outgoing, *, now: dt.datetime) -> Redraw:
    delivery = tx.deliveries.get(_present(row.delivery))
    rows = tx.outbox.of_delivery(delivery.id)
    root = next(other for other in rows if other.kind is Kind.ROOT)
    answers = [other for other in rows if other.kind is Kind.ANSWER and other.state is State.DONE]
    plan = tx.plans.get(delivery.plan)
    drawn = _drawn(tx, delivery, plan, _present(_chosen(tx, delivery)), now=root.sent or now)
    reveal = _present(tx.deliveries.reveal_of(delivery.id))
    return Redraw(root=drawn, reveal=reveal, ts=_present(root.ts), answer=answers[0] if answers else None)


def sent(tx: Transaction, row: Outgoing, *, ts: str, now: dt.datetime) -> bool:
    """Slack took it. False when another took the row over meanwhile, and nothing was written."""
    return tx.outbox.done(row, now=now, ts=ts)


def linked(tx: Transaction, row: Outgoing, link: str, *, now: dt.datetime) -> None:
    """The address of an answer's message is known: the root leads there from now on."""
    tx.outbox.link(row, link)
    tx.outbox.redraw(tx.deliveries.get(_present(row.delivery)), now=now)


def refused_by_channel(tx: Transaction, row: Outgoing, error: str) -> bool:
    """The channel takes no post of ours: the slot is skipped and the plan waits for somebody there."""
    dropped = _drop(tx, row, State.SENDING, f"Slack said {error}.")
    plan = row.plan or (tx.deliveries.get(row.delivery).plan if row.delivery else None)
    if dropped and plan:
        tx.plans.wait(plan)
    return dropped


def refused_by_workspace(tx: Transaction, row: Outgoing, error: str, *, now: dt.datetime) -> bool:
    """The token is no longer taken: this call and the others wait until Slack takes one again."""
    waits = tx.outbox.retry(row, at=now, error=f"Slack said {error}.", spent=False)
    if waits:
        tx.workspaces.revoke(row.team)
    return waits


def failed(tx: Transaction, row: Outgoing, error: str) -> bool:
    """Slack will never take this call, or what it means is gone; a plan without its first word waits."""
    dropped = _drop(tx, row, State.SENDING, f"Slack said {error}.", State.FAILED)
    if dropped and row.kind is Kind.INTRODUCTION:
        tx.plans.wait(_present(row.plan))
    return dropped


def _drop(tx: Transaction, row: Outgoing, source: State, why: str, end: State = State.SKIPPED) -> bool:
    """Ends the row, and with a root its delivery; False when another had taken it over."""
    ended = tx.outbox.end(row, source, end, error=why)
    if ended and row.kind is Kind.ROOT:
        tx.deliveries.skip(_present(row.delivery), why)
    return ended


def _present(value: T | None) -> T:
    """A value that every row of this kind has; its absence is a bug of ours, not a state."""
    if value is None:
        raise LookupError("a row lacks a value that its kind always has")
    return value
