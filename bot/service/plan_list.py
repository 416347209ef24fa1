"""A channel's plans as its list shows them; it changes none."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.blocks.plan_ids import Choice, Subject
from bot.blocks.plan_list import Listed, Standing
from bot.blocks.plan_steps import Saved
from bot.service.editing import coming, posted_today
from bot.service.plan_form import counted, titles
from bot.service.preview import matching
from bot.store.plans import PlanState

if TYPE_CHECKING:
    import datetime as dt

    from bot.bank.model import Bank
    from bot.store.plans import Plan
    from bot.store.store import Transaction
    from bot.store.workspaces import ChannelId, TeamId

_SHOWN = 3  # dates that a saved plan names


def listed(
    tx: Transaction, team: TeamId, channel: ChannelId, bank: Bank, *, now: dt.datetime
) -> list[Listed]:
    """Every plan of a channel, oldest first."""
    return [_listed(tx, plan, bank, now=now) for plan in tx.plans.of_channel(team, channel)]


def saved(tx: Transaction, plan: Plan, bank: Bank, *, introduced: bool | None, now: dt.datetime) -> Saved:
    """A plan as it was just saved, with what comes of it."""
    return Saved(
        schedule=plan.rule.schedule,
        topics=titles(plan.rule, bank),
        next=tuple(coming(tx, plan, now=now, count=_SHOWN)),
        introduced=introduced,
        today=posted_today(tx, plan, now=now),
    )


def subject_of(plan: Plan) -> Subject:
    """A plan as a window is about it."""
    return Subject(channel=plan.channel, plan=plan.id, version=plan.version)


def _listed(tx: Transaction, plan: Plan, bank: Bank, *, now: dt.datetime) -> Listed:
    return Listed(
        choice=Choice(plan=plan.id, version=plan.version),
        schedule=plan.rule.schedule,
        topics=titles(plan.rule, bank),
        matches=counted(matching(bank, plan.rule)),
        standing=_standing(plan.state),
        next=next(iter(coming(tx, plan, now=now, count=1)), None),
        editor=plan.editor.name if plan.editor else "",
    )


def _standing(state: PlanState) -> Standing:
    match state:
        case PlanState.WAITING:
            return Standing.REFUSED
        case PlanState.PAUSED:
            return Standing.PAUSED
        case PlanState.ACTIVE | PlanState.DELETED:
            return Standing.COMING
        case _:
            assert_never(state)
