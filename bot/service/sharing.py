"""Posts that people ask for beside the scheduled ones: one more of a plan, or a question of their choice."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

from bot.practice.calendar import Slot, Zone, local_date
from bot.service.planning import GRACE

if TYPE_CHECKING:
    from bot.bank.model import Question
    from bot.store.deliveries import Delivery, Requester
    from bot.store.plans import Plan
    from bot.store.store import Transaction
    from bot.store.workspaces import ChannelId, TeamId

_DAY = dt.timedelta(days=1)


def post_now(tx: Transaction, plan: Plan, by: Requester, *, interaction: str, now: dt.datetime) -> Delivery:
    """One more question of a plan at once; its own slots come as planned.

    Its answer closes as long after it as the plan's does after its own. The same interaction posts once.
    """
    schedule = plan.rule.schedule
    closing = None
    if schedule.closes:
        open_for = _minutes(schedule.closes) - _minutes(schedule.at)
        closing = now + (open_for if open_for > dt.timedelta() else open_for + _DAY)
    slot = Slot(date=local_date(now, schedule.zone), due=now, closing=closing)
    delivery = tx.deliveries.add_extra(plan, slot, by, interaction=interaction, expires=now + GRACE)
    tx.outbox.post_root(delivery)
    return delivery


def share(  # noqa: PLR0913 - where, what, who and when
    tx: Transaction,
    team: TeamId,
    channel: ChannelId,
    question: Question,
    by: Requester,
    *,
    interaction: str,
    now: dt.datetime,
) -> Delivery:
    """A question that somebody chose, posted in a channel; its answer opens by a press alone.

    The same interaction posts once; where the channel refused it before, it is a new wish.
    """
    content = (question.uid, tx.questions.keep(question))
    zone = tx.plans.latest_zone(team, channel) or Zone("UTC")
    for attempt in itertools.count():
        delivery = tx.deliveries.add_shared(
            team,
            channel,
            content,
            by,
            interaction=f"{interaction}/{attempt}",
            date=local_date(now, zone),
            due=now,
            expires=now + GRACE,
        )
        if delivery.skipped is None:
            tx.outbox.post_root(delivery)
            return delivery
    raise AssertionError("counting ends nowhere")


def _minutes(time: dt.time) -> dt.timedelta:
    return dt.timedelta(hours=time.hour, minutes=time.minute)
