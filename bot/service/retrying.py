"""Sends again what did not come, because an operator says so; it knows nothing of who asks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import BotError
from bot.service.planning import GRACE
from bot.store.deliveries import DeliveryKind
from bot.store.outgoing import Kind, State
from bot.store.plans import PlanState

if TYPE_CHECKING:
    import datetime as dt

    from bot.store.deliveries import Delivery
    from bot.store.outgoing import Outgoing
    from bot.store.plans import Plan
    from bot.store.store import Transaction

_ENDED = (State.SKIPPED, State.FAILED)


class CannotRetryError(BotError):
    """There is nothing to send again, or it would be refused again; the message says what to do."""

    code = "cannot_retry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """What would be sent again; ``doubtful`` are the posts that may stand in Slack already."""

    delivery: Delivery
    plan: Plan | None
    ended: tuple[Outgoing, ...]
    doubtful: tuple[Outgoing, ...]


def plan_retry(tx: Transaction, number: int) -> Retry:
    """What a retry of this delivery would send; raises CannotRetryError."""
    delivery = tx.deliveries.find(number)
    if delivery is None:
        raise CannotRetryError(f"There is no delivery {number}: interview-bot deliveries lists them.")
    plan = tx.plans.get(delivery.any_plan) if delivery.any_plan else None
    posts = [row for row in tx.outbox.of_delivery(delivery.id) if row.kind in (Kind.ROOT, Kind.ANSWER)]
    ended = tuple(row for row in posts if row.state in _ENDED)
    doubtful = tuple(row for row in posts if row.state is State.DOUBTFUL)
    if posts and not ended and not doubtful:
        raise CannotRetryError(_nothing(number, posts))
    _refuse_a_plan_that_rests(delivery, plan)
    return Retry(delivery=delivery, plan=plan, ended=ended, doubtful=doubtful)


def retry(tx: Transaction, number: int, *, now: dt.datetime) -> Retry:
    """Makes it due at once; a post that may stand already is recorded as uncertain."""
    planned = plan_retry(tx, number)
    delivery = planned.delivery
    posts = tx.outbox.of_delivery(delivery.id)
    if not any(row.kind is Kind.ROOT and row.state is State.DONE for row in posts):
        tx.deliveries.renew(delivery.id, planned.plan, expires=now + GRACE)
    if not posts:
        tx.outbox.post_root(delivery)
    for row in planned.ended:
        tx.outbox.revive(row, now=now)
    for row in planned.doubtful:
        tx.outbox.repost(row, now=now)
    if any(row.kind is Kind.ANSWER for row in (*planned.ended, *planned.doubtful)):
        tx.outbox.redraw(delivery, now=now)
    return planned


def _nothing(number: int, posts: list[Outgoing]) -> str:
    if all(row.state is State.DONE for row in posts):
        return f"Delivery {number} stands in Slack: there is nothing to send again."
    return f"Delivery {number} is on its way, and is tried again by itself."


def _refuse_a_plan_that_rests(delivery: Delivery, plan: Plan | None) -> None:
    """The sender would skip it again, for this reason."""
    if plan is None or delivery.kind is not DeliveryKind.SCHEDULED or plan.state is PlanState.ACTIVE:
        return
    whose = f"Plan {plan.id} of {plan.channel}"
    if plan.state is PlanState.DELETED:
        raise CannotRetryError(f"{whose} was deleted: nothing of it is posted any more.")
    how = " or interview-bot plan resume" if plan.is_waiting else ""
    raise CannotRetryError(f"{whose} is {plan.state}: let it go on first, by /interview daily there{how}.")
