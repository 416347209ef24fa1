"""What people do to a channel's plans, one transaction each; it knows nothing of forms and buttons.

Whoever acts names the plan as they saw it, by its version: what another changed meanwhile is told, not
written over. What somebody sends once more, since the first answer was lost, finds that it stands. Team and
channel come from the signed request, so that a plan of elsewhere is not found.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from bot.practice.calendar import local_date, slot_on, slots
from bot.service.planning import GRACE, catch_up
from bot.store.outgoing import State
from bot.store.plans import Plan, PlanState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.practice.calendar import Slot
    from bot.store.plans import Editor, PlanId, Rule
    from bot.store.store import Transaction
    from bot.store.workspaces import ChannelId, TeamId

_INSTANT = dt.timedelta(microseconds=1)
_SAID = "Slack said "  # how service/posting.py writes down a refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A plan as somebody saw it."""

    team: TeamId
    channel: ChannelId
    plan: PlanId
    version: int


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody else changed the plan meanwhile; this is how it stands."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class Gone:
    """The plan was deleted, or was never one of this channel."""


@dataclass(frozen=True, slots=True)
class Introduced:
    """The introduction stands in the channel."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack took no introduction there; ``code`` is its own word for why."""

    code: str


def edit(
    tx: Transaction, mark: Mark, rule: Rule, editor: Editor | None, *, now: dt.datetime
) -> Plan | Changed | Gone:
    """Another rule; a plan that waits for its channel introduces itself again."""

    def edited(plan: Plan) -> Plan:
        state = PlanState.ACTIVE if plan.is_waiting else plan.state
        return replace(plan, rule=rule, state=state)

    return _and_introduced(tx, mark, edited, editor, now=now)


def pause(
    tx: Transaction, mark: Mark, until: dt.date | None, editor: Editor | None, *, now: dt.datetime
) -> Plan | Changed | Gone:
    """No posts until the first slot from a date on; without a date until somebody resumes it."""

    def paused(plan: Plan) -> Plan:
        later = (slot.due for slot in _free(tx, plan, now=now) if until and slot.date >= until)
        return replace(plan, state=PlanState.PAUSED, next_due=next(later, None) if until else None)

    return _change(tx, mark, paused, editor, now=now)


def resume(tx: Transaction, mark: Mark, editor: Editor | None, *, now: dt.datetime) -> Plan | Changed | Gone:
    """Posts again from the next slot on; one that its channel had refused introduces itself again."""
    return _and_introduced(tx, mark, lambda plan: replace(plan, state=PlanState.ACTIVE), editor, now=now)


def skip(
    tx: Transaction, mark: Mark, date: dt.date, editor: Editor | None, *, now: dt.datetime
) -> Plan | Changed | Gone:
    """No post on a date."""
    return _skips(tx, mark, editor, lambda days: days | {date}, now=now)


def unskip(
    tx: Transaction, mark: Mark, date: dt.date, editor: Editor | None, *, now: dt.datetime
) -> Plan | Changed | Gone:
    """The date counts again."""
    return _skips(tx, mark, editor, lambda days: days - {date}, now=now)


def delete(tx: Transaction, mark: Mark, editor: Editor | None, *, now: dt.datetime) -> Plan | Changed | Gone:
    """No posts any more; what was posted stays, and its answers come."""
    return _change(tx, mark, lambda plan: replace(plan, state=PlanState.DELETED), editor, now=now)


def restore(
    tx: Transaction, mark: Mark, state: PlanState, editor: Editor | None, *, now: dt.datetime
) -> Plan | Changed | Gone:
    """Takes a deletion back: the plan is in the state that it had."""
    return _change(tx, mark, lambda plan: replace(plan, state=state), editor, now=now, deleted=True)


def find(tx: Transaction, mark: Mark) -> Plan | Gone:
    """The plan as it stands now, whoever changed it."""
    plan = tx.plans.find(mark.team, mark.channel, mark.plan)
    return Gone() if plan is None or plan.state is PlanState.DELETED else plan


def coming(tx: Transaction, plan: Plan, *, now: dt.datetime, count: int) -> list[Slot]:
    """The next slots of a plan, at most so many; none while it waits, is deleted, or paused without end."""
    if plan.state in (PlanState.WAITING, PlanState.DELETED) or plan.next_due is None:
        return []
    free = _free(tx, plan, now=now)
    paused = plan.state is PlanState.PAUSED
    return list(islice((slot for slot in free if not paused or slot.due >= _due(plan)), count))


def slots_of(tx: Transaction, plan: Plan | None, rule: Rule, *, now: dt.datetime, count: int) -> list[Slot]:
    """The next slots if a plan had this rule, or of a plan that nobody has saved yet."""
    if plan is None:
        return list(islice(slots(rule.schedule, after=now), count))
    state = PlanState.ACTIVE if plan.is_waiting else plan.state
    edited = replace(plan, rule=rule, state=state)
    return coming(tx, replace(edited, next_due=_next_due(tx, edited, now=now)), now=now, count=count)


def posted_today(tx: Transaction, plan: Plan, *, now: dt.datetime) -> bool:
    """Whether today, in the plan's zone, has had its question: an edit counts from the next day on."""
    return local_date(now, plan.rule.schedule.zone) in _taken(tx, plan, now=now)


def introduction_of(tx: Transaction, plan: Plan) -> Introduced | Refused | None:
    """What became of a plan's latest introduction; None while nobody knows."""
    row = tx.outbox.introduction_of(plan.id)
    if row is None or row.state is State.DONE:
        return Introduced()
    if row.state in (State.SKIPPED, State.FAILED):
        return Refused(_code(row.error))
    return None


def refusal_of(tx: Transaction, plan: Plan) -> str:
    """Slack's own word for why a plan waits for its channel; empty when nobody knows it."""
    return _code(tx.outbox.refusal_of(plan.id))


def _code(error: str | None) -> str:
    return (error or "").removeprefix(_SAID).removesuffix(".")


def _skips(
    tx: Transaction,
    mark: Mark,
    editor: Editor | None,
    changed: Callable[[frozenset[dt.date]], frozenset[dt.date]],
    *,
    now: dt.datetime,
) -> Plan | Changed | Gone:
    def edited(plan: Plan) -> Plan:
        schedule = replace(plan.rule.schedule, skipped=changed(plan.rule.schedule.skipped))
        return replace(plan, rule=replace(plan.rule, schedule=schedule))

    return _change(tx, mark, edited, editor, now=now)


def _change(
    tx: Transaction,
    mark: Mark,
    change: Callable[[Plan], Plan],
    editor: Editor | None,
    *,
    now: dt.datetime,
    deleted: bool = False,
) -> Plan | Changed | Gone:
    plan = tx.plans.find(mark.team, mark.channel, mark.plan)
    if plan is None or (plan.state is PlanState.DELETED) != deleted:
        return Gone()
    if plan.version != mark.version:
        is_again = plan.version == mark.version + 1 and plan.editor == editor and change(plan) == plan
        return plan if is_again else Changed(plan)
    if plan.state is PlanState.ACTIVE and plan.next_due and plan.next_due <= now:
        catch_up(tx, plan, now=now)  # a slot whose hour has come is today's, though no tick has seen it yet
    edited = change(plan)
    written = tx.plans.edit(replace(edited, next_due=_next_due(tx, edited, now=now)), editor)
    _carry_along(tx, written)
    return written


def _carry_along(tx: Transaction, plan: Plan) -> None:
    """What is due and not yet begun follows the edit; a date that it leaves out ends at the sending."""
    for delivery in tx.deliveries.unbegun(plan.id):
        slot = slot_on(plan.rule.schedule, delivery.date)
        if slot:
            tx.deliveries.move(delivery.id, plan, slot, expires=slot.due + GRACE)
            tx.outbox.move_root(delivery.id, slot.due)


def _and_introduced(
    tx: Transaction, mark: Mark, change: Callable[[Plan], Plan], editor: Editor | None, *, now: dt.datetime
) -> Plan | Changed | Gone:
    """A change, and the plan's first word once more where its channel had refused us."""
    before = find(tx, mark)
    written = _change(tx, mark, change, editor, now=now)
    if isinstance(before, Plan) and before.is_waiting and isinstance(written, Plan):
        tx.outbox.introduce(written, now=now)
    return written


def _next_due(tx: Transaction, plan: Plan, *, now: dt.datetime) -> dt.datetime | None:
    if plan.state is PlanState.DELETED:
        return plan.next_due  # a restored pause ends on its day
    if plan.state is PlanState.PAUSED:
        return plan.next_due and _paused_until(tx, plan, now=now)
    return next((slot.due for slot in _free(tx, plan, now=now)), None)


def _paused_until(tx: Transaction, plan: Plan, *, now: dt.datetime) -> dt.datetime | None:
    """The first slot from the day on which the pause ends, whatever hour it has now."""
    day = local_date(_due(plan), plan.rule.schedule.zone)
    return next((slot.due for slot in _free(tx, plan, now=now) if slot.date >= day), None)


def _free(tx: Transaction, plan: Plan, *, now: dt.datetime) -> Iterator[Slot]:
    """The slots from now on whose date has had none yet."""
    taken = _taken(tx, plan, now=now)
    return (slot for slot in slots(plan.rule.schedule, after=now - _INSTANT) if slot.date not in taken)


def _taken(tx: Transaction, plan: Plan, *, now: dt.datetime) -> set[dt.date]:
    """Dates that had their slot; a slot of today that nobody has begun to send may still move."""
    since = local_date(now, plan.rule.schedule.zone) - dt.timedelta(days=1)
    return tx.deliveries.dates(plan.id, since=since) - {one.date for one in tx.deliveries.unbegun(plan.id)}


def _due(plan: Plan) -> dt.datetime:
    assert plan.next_due is not None  # noqa: S101 - asked only of plans that have one
    return plan.next_due
