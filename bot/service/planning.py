"""Turns plans into deliveries when their hour comes; it knows nothing of Slack."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.practice.calendar import Slot, local_date, next_slot, slot_on
from bot.service.reveal import open_answer
from bot.store.plans import PlanState

if TYPE_CHECKING:
    from bot.practice.calendar import Schedule
    from bot.store.plans import Editor, Plan, Rule
    from bot.store.store import Transaction
    from bot.store.workspaces import ChannelId, TeamId

GRACE = dt.timedelta(hours=4)
"""How late a question may still come; after this its slot is skipped."""

_BATCH = 200
_AWAY = "The bot was away until it was too late."
_INSTANT = dt.timedelta(microseconds=1)
_RULES_MOVE = dt.timedelta(hours=3)  # a change of rules beyond that is taken for another day's slot


def add_plan(  # noqa: PLR0913 - what a plan begins with
    tx: Transaction,
    team: TeamId,
    channel: ChannelId,
    rule: Rule,
    *,
    now: dt.datetime,
    editor: Editor | None = None,
    seed: str | None = None,
) -> Plan:
    """A new plan, introduced in its channel; its first slot is the next one after now."""
    first = next_slot(rule.schedule, after=now)
    due = first.due if first else None
    plan = tx.plans.add(team, channel, rule, next_due=due, now=now, editor=editor, seed=seed)
    tx.outbox.introduce(plan, now=now)
    return plan


def plan_due(tx: Transaction, *, now: dt.datetime) -> int:
    """Writes the deliveries of all slots that are due; how many plans moved on."""
    plans = tx.plans.due(until=now, limit=_BATCH)
    for plan in plans:
        if plan.state is PlanState.PAUSED:
            tx.plans.wake(plan.id)
        catch_up(tx, plan, now=now)
    return len(plans)


def close_due(tx: Transaction, *, now: dt.datetime) -> int:
    """Opens the answers whose closing hour has come; how many."""
    closing = tx.deliveries.closing_by(now, limit=_BATCH)
    for delivery in closing:
        open_answer(tx, delivery, person=None, now=now)
    return len(closing)


def catch_up(tx: Transaction, plan: Plan, *, now: dt.datetime) -> None:
    """Every slot up to now gets its row; those that are too late get it with the reason."""
    schedule = plan.rule.schedule
    slot = _moved(schedule, plan.next_due) or next_slot(schedule, after=(plan.next_due or now) - _INSTANT)
    while slot and slot.due <= now:
        _deliver(tx, plan, slot, now=now)
        slot = next_slot(schedule, after=slot.due)
    tx.plans.advance(plan.id, slot.due if slot else None)


def _moved(schedule: Schedule, due: dt.datetime | None) -> Slot | None:
    """The slot that was written down as due then, if its zone's rules have changed and it is due earlier now.

    Nothing else comes between: the slots of a plan are most of a day apart.
    """
    if due is None:
        return None
    date = local_date(due, schedule.zone)
    around = (slot_on(schedule, date + dt.timedelta(days=days)) for days in (-1, 0, 1))
    return next((slot for slot in around if slot and due - _RULES_MOVE <= slot.due < due), None)


def _deliver(tx: Transaction, plan: Plan, slot: Slot, *, now: dt.datetime) -> None:
    delivery = tx.deliveries.plan_slot(plan, slot, expires=slot.due + GRACE)
    if delivery is None:
        return
    if delivery.expires <= now:
        tx.deliveries.skip(delivery.id, _AWAY)
    else:
        tx.outbox.post_root(delivery)
