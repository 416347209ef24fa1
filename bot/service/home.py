"""What one person's Home tab tells, as facts: only of channels that they have used the bot in.

The default scopes don't say who is in a channel; a command or a press there is Slack's word for it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.service.history import latest
from bot.service.plan_form import titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.bank.model import Bank, Question
    from bot.service.history import Past
    from bot.store.plans import Plan
    from bot.store.store import Transaction
    from bot.store.workspaces import ChannelId, TeamId

_WEEK = dt.timedelta(days=7)
_POSTS = 10
_PLANS = 10
_ASKED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A post that stands in a channel, with the address of its answer once that is open."""

    past: Past
    question: Question
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The posts of seven days, the newest first; the plans with their topics; what was asked, by its key.

    ``more_posts`` and ``more_plans`` are how many do not fit.
    """

    posts: tuple[Stood, ...]
    more_posts: int
    plans: tuple[tuple[Plan, tuple[str, ...]], ...]
    more_plans: int
    asked: tuple[tuple[str, Question], ...]


def home(
    tx: Transaction,
    team: TeamId,
    person: str,
    channels: Sequence[ChannelId],
    bank: Bank,
    *,
    now: dt.datetime,
) -> Home:
    """Everything that a person's Home shows now, of these channels."""
    pasts = [past for channel in channels for past in latest(tx, team, channel)]
    week = sorted(
        (past for past in pasts if past.posted and past.posted > now - _WEEK),
        key=lambda past: past.delivery.due,
        reverse=True,
    )
    plans = [plan for channel in channels for plan in tx.plans.of_channel(team, channel)]
    showings = tx.showings.latest(team, person, limit=_ASKED)
    return Home(
        posts=tuple(_stood(tx, past) for past in week[:_POSTS]),
        more_posts=len(week[_POSTS:]),
        more_plans=len(plans[_PLANS:]),
        plans=tuple((plan, titles(plan.rule, bank)) for plan in plans[:_PLANS]),
        asked=tuple((one.key, tx.questions.get(one.content_hash)) for one in showings),
    )


def _stood(tx: Transaction, past: Past) -> Stood:
    if past.delivery.content_hash is None:
        raise LookupError(f"delivery {past.delivery.id} stands in Slack and has no question")
    return Stood(
        past=past,
        question=tx.questions.get(past.delivery.content_hash),
        link=past.parts[0].permalink if past.parts else None,
    )
