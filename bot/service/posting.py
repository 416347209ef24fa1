"""What is sent, and what became of it, one transaction each; it knows nothing of the wire."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.blocks.root import EarlierPost
from bot.practice.calendar import Zone
from bot.practice.pick import History, pick
from bot.service.reveal import is_refused
from bot.service.settling import LATE_CLOSING
from bot.service.silence import tell_of_silence
from bot.store.deliveries import DeliveryKind
from bot.store.outgoing import Kind, State
from bot.store.plans import PlanState
from bot.store.workspaces import WorkspaceState

if TYPE_CHECKING:
    from bot.bank.model import Bank, Question
    from bot.practice.grade import Tally
    from bot.store.deliveries import Delivery, Reveal
    from bot.store.outgoing import Outgoing
    from bot.store.plans import Plan, PlanId, Rule
    from bot.store.store import Transaction
    from bot.store.workspaces import ChannelId, TeamId

REFUSED = "refused"
"""The name of the notice that a channel refused a post begins with this."""

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
    tally: Tally
    earlier: EarlierPost | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of an answer, in the thread of ``thread`` (a ts)."""

    delivery: Delivery
    question: Question
    zone: Zone
    number: int
    reveal: Reveal
    thread: str
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """The root as it is now: ``ts`` is its own, ``reveal`` None while its answer is closed."""

    root: Root
    reveal: Reveal | None
    ts: str
    answer: Outgoing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """The answer's last message with the newest counts; ``ts`` is its own."""

    part: Part
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A direct message to a plan's editor; ``name`` says which of ours it is."""

    name: str
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """A twin that goes."""

    ts: str


T = TypeVar("T")

Draft = Introduction | Root | Part | Redraw | Recount | Notice | Deletion


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


def _draft(  # noqa: PLR0911 - one for each kind of call
    tx: Transaction, row: Outgoing, bank: Bank, *, now: dt.datetime
) -> Draft | None:
    match row.kind:
        case Kind.INTRODUCTION:
            return _introduction(tx, row, bank)
        case Kind.ROOT:
            return _root(tx, row, bank, now=now)
        case Kind.ANSWER:
            return _part(tx, row)
        case Kind.REDRAW:
            return _redraw(tx, row, now=now)
        case Kind.RECOUNT:
            return _recount(tx, row)
        case Kind.NOTICE:
            return Notice(name=_present(row.notice), plan=tx.plans.get(_present(row.plan)))
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
    plan = tx.plans.get(delivery.any_plan) if delivery.any_plan else None
    if why := _why_not(plan, delivery, now=now):
        _drop(tx, row, State.CLAIMED, why)
        return None
    question = _chosen(tx, delivery) or (_choose(tx, plan, delivery, bank, now=now) if plan else None)
    if question is None:
        _drop(tx, row, State.CLAIMED, "No question of the bank fits this plan.")
        return None
    if delivery.closing and delivery.closing <= now:
        tx.deliveries.close_at(delivery.id, now + LATE_CLOSING)
    return _drawn(tx, tx.deliveries.get(delivery.id), question, now=now)


def _why_not(plan: Plan | None, delivery: Delivery, *, now: dt.datetime) -> str | None:
    """Why a post is not to be sent any more; what a person asked for heeds no pause and no edit."""
    if plan and plan.state is PlanState.DELETED:
        return "The plan is deleted."
    if plan and delivery.kind is DeliveryKind.SCHEDULED:
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


def _drawn(tx: Transaction, delivery: Delivery, question: Question, *, now: dt.datetime) -> Root:
    return Root(
        delivery=delivery,
        question=question,
        zone=zone_of(tx, delivery),
        first=delivery.any_plan is not None and not tx.deliveries.posted_before(delivery),
        now=now,
        tally=tx.grades.tally(delivery.id),
        earlier=_earlier(tx, delivery),
    )


def zone_of(tx: Transaction, delivery: Delivery) -> Zone:
    """The zone that a post speaks in: its plan's, else that of the plans about it, else UTC."""
    if delivery.any_plan:
        return tx.plans.get(delivery.any_plan).rule.schedule.zone
    return tx.plans.latest_zone(delivery.team, delivery.channel) or Zone("UTC")


def _earlier(tx: Transaction, delivery: Delivery) -> EarlierPost | None:
    """The post of the day before, where its answer stands and somebody judged themselves by it."""
    if delivery.plan is None:
        return None
    for before in tx.deliveries.posted_earlier(delivery.plan, delivery.date, limit=1):
        tally, answer = tx.grades.tally(before.id), answer_of(tx, before)
        if tally.total and answer and answer.permalink:
            return EarlierPost(date=before.date, tally=tally, link=answer.permalink)
    return None


def answer_of(tx: Transaction, delivery: Delivery) -> Outgoing | None:
    """The first message of a delivery's answer, once it stands in Slack."""
    return next((row for row in tx.outbox.answer(delivery.id) if row.state is State.DONE), None)


def _part(tx: Transaction, row: Outgoing) -> Part:
    delivery = tx.deliveries.get(_present(row.delivery))
    return Part(
        delivery=delivery,
        question=_present(_chosen(tx, delivery)),
        zone=zone_of(tx, delivery),
        number=row.position,
        reveal=_present(tx.deliveries.reveal_of(delivery.id)),
        thread=_present(tx.outbox.root_of(delivery.id).ts),
        tally=tx.grades.tally(delivery.id),
    )


def _redraw(tx: Transaction, row: Outgoing, *, now: dt.datetime) -> Redraw:
    delivery = tx.deliveries.get(_present(row.delivery))
    root = tx.outbox.root_of(delivery.id)
    drawn = _drawn(tx, delivery, _present(_chosen(tx, delivery)), now=root.sent or now)
    parts = tx.outbox.answer(delivery.id)
    reveal = None if is_refused(parts) else tx.deliveries.reveal_of(delivery.id)
    return Redraw(root=drawn, reveal=reveal, ts=_present(root.ts), answer=answer_of(tx, delivery))


def _recount(tx: Transaction, row: Outgoing) -> Recount | None:
    """The counts below an answer; it may have been lost since they were wanted."""
    parts = tx.outbox.answer(_present(row.delivery))
    if not parts or parts[-1].state is not State.DONE:
        _drop(tx, row, State.CLAIMED, "The answer does not stand in Slack.")
        return None
    return Recount(part=_part(tx, parts[-1]), ts=_present(parts[-1].ts))


def sent(tx: Transaction, row: Outgoing, *, ts: str, now: dt.datetime) -> bool:
    """Slack took it. False when another took the row over meanwhile, and nothing was written."""
    held = tx.outbox.done(row, ts=ts)
    if held and row.kind is Kind.ROOT:
        tell_of_silence(tx, tx.deliveries.get(_present(row.delivery)), now=now)
    return held


def unsent(tx: Transaction, row: Outgoing, *, now: dt.datetime) -> bool:
    """Nothing was sent, however far the row came: it is due again. False when another has it."""
    tx.outbox.give_back(row)
    return tx.outbox.retry(row, at=now, error="The database was away.", spent=False)


def linked(tx: Transaction, row: Outgoing, link: str, *, now: dt.datetime) -> None:
    """The address of an answer's message is known: the root leads there from now on."""
    tx.outbox.link(row, link)
    tx.outbox.redraw(tx.deliveries.get(_present(row.delivery)), now=now)


def refused_by_channel(tx: Transaction, row: Outgoing, error: str, *, now: dt.datetime) -> bool:
    """The channel takes no post of ours: the slot is skipped, the plan waits, its editor is told once."""
    dropped = _drop(tx, row, State.SENDING, f"Slack said {error}.")
    number = row.plan or (tx.deliveries.get(row.delivery).plan if row.delivery else None)
    if dropped and number and row.kind is not Kind.NOTICE:
        plan = tx.plans.get(number)
        tx.plans.wait(number)
        if plan.editor and row.kind is not Kind.INTRODUCTION:  # the modal tells of a refused introduction
            name = f"{REFUSED}/{plan.version}/{error}"
            tx.outbox.notify(plan.team, plan.editor.person, number, name, now=now)
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
