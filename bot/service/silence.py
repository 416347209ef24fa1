"""Notices that nobody answers a plan's questions, tells its editor once, and does as they wish."""

from __future__ import annotations

import enum
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.practice.calendar import next_slot
from bot.store.plans import PlanState

if TYPE_CHECKING:
    import datetime as dt

    from bot.store.deliveries import Delivery
    from bot.store.plans import Plan, PlanId
    from bot.store.store import Transaction
    from bot.store.workspaces import TeamId

SILENCE: Final = "silence"
"""The notice's name."""
_POSTS: Final = 5


def tell_of_silence(tx: Transaction, posted: Delivery, *, now: dt.datetime) -> None:
    """After a scheduled post: when nobody touched the five before it, the plan's editor gets one message.

    What people write in a thread can't be seen on the default scopes; a press can.
    """
    if posted.plan is None:
        return
    plan = tx.plans.get(posted.plan)
    before = tx.deliveries.posted_earlier(plan.id, posted.date, limit=_POSTS)
    silent = len(before) == _POSTS and not any(each.touched for each in before)
    if silent and plan.editor and plan.silence_told is None:
        tx.plans.tell_of_silence(plan.id, now=now)
        tx.outbox.notify(plan.team, plan.editor.person, plan.id, SILENCE, now=now)


class Wish(enum.StrEnum):
    """What the editor may answer; the buttons' own names (blocks/ids.py)."""

    KEEP = "keep_daily"
    WEEKLY = "make_weekly"
    PAUSE = "pause_plan"


def answer(
    tx: Transaction,
    team: TeamId,
    person: str,
    seen: tuple[PlanId, int],
    wish: Wish,
    *,
    now: dt.datetime,
) -> str:
    """Does it, and says in a sentence what is so now; only for the one who was asked."""
    number, version = seen
    plan = next((plan for plan in tx.plans.of_team(team) if plan.id == number), None)
    if plan is None or plan.editor is None or plan.editor.person != person:
        return "This plan is gone, or somebody else looks after it: /interview daily shows it in its channel."
    if wish is Wish.KEEP:
        return "All right: it goes on as before."
    if plan.version != version:
        return "The plan was changed meanwhile: /interview daily shows it in its channel."
    if wish is Wish.PAUSE:
        tx.plans.edit(replace(plan, state=PlanState.PAUSED, next_due=None), plan.editor)
        return "Paused. /interview daily in its channel resumes it."
    tx.plans.edit(_weekly(plan, now), plan.editor)
    return "It comes once a week now, on its first day. /interview daily in its channel changes that."


def _weekly(plan: Plan, now: dt.datetime) -> Plan:
    """The same plan on the first of its weekdays alone."""
    schedule = replace(plan.rule.schedule, weekdays=frozenset({min(plan.rule.schedule.weekdays)}))
    following = next_slot(schedule, after=now)
    rule = replace(plan.rule, schedule=schedule)
    return replace(plan, rule=rule, next_due=following.due if following else None)
