"""The rules of channels; it knows nothing of what became of their slots."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType

from sqlalchemy import func, insert, select, update

from bot.bank.model import Difficulty
from bot.practice.calendar import Schedule, Zone
from bot.store.tables import plan

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

    from bot.store.workspaces import ChannelId, TeamId

PlanId = NewType("PlanId", int)


class PlanState(enum.StrEnum):
    """Only an active plan posts; a waiting one was refused by its channel and needs somebody there."""

    ACTIVE = "active"
    WAITING = "waiting"
    PAUSED = "paused"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a person sets: when, and which questions; no topics or difficulties means all of them."""

    schedule: Schedule
    topics: tuple[str, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A channel's rule; the version counts its edits."""

    id: PlanId
    team: TeamId
    channel: ChannelId
    rule: Rule
    state: PlanState
    version: int
    next_due: dt.datetime | None

    @property
    def is_waiting(self) -> bool:
        """Whether its channel refused the bot, and somebody has to let it in."""
        return self.state is PlanState.WAITING

    @property
    def seed(self) -> str:
        """What the order of its questions follows from."""
        return f"{self.team}/{self.id}"


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans, inside one transaction."""

    connection: Connection

    def add(
        self, team: TeamId, channel: ChannelId, rule: Rule, *, next_due: dt.datetime | None, now: dt.datetime
    ) -> Plan:
        """A new active plan."""
        values = {"team": team, "channel": channel, **_columns(rule), "next_due": next_due, "created": now}
        statement = insert(plan).values(**values, state=PlanState.ACTIVE, version=1).returning(*plan.c)
        return _plan(self.connection.execute(statement).mappings().one())

    def get(self, plan_id: PlanId) -> Plan:
        """The plan of that id, which a row of ours names."""
        return _plan(self.connection.execute(select(plan).where(plan.c.id == plan_id)).mappings().one())

    def of_team(self, team: TeamId) -> list[Plan]:
        """The plans of a team that were not deleted, oldest first."""
        chosen = select(plan).where(plan.c.team == team, plan.c.state != PlanState.DELETED)
        return [_plan(row) for row in self.connection.execute(chosen.order_by(plan.c.id)).mappings()]

    def due(self, *, until: dt.datetime, limit: int) -> list[Plan]:
        """Active plans whose next slot is due by an instant, the most urgent first."""
        chosen = select(plan).where(plan.c.state == PlanState.ACTIVE, plan.c.next_due <= until)
        ordered = chosen.order_by(plan.c.next_due, plan.c.id).limit(limit).with_for_update(skip_locked=True)
        return [_plan(row) for row in self.connection.execute(ordered).mappings()]

    def advance(self, plan_id: PlanId, next_due: dt.datetime | None) -> None:
        """Moves the plan on to its next slot; None when none comes any more."""
        self.connection.execute(update(plan).where(plan.c.id == plan_id).values(next_due=next_due))

    def wait(self, plan_id: PlanId) -> None:
        """The channel refused a post: the plan waits until somebody lets the bot in."""
        self.connection.execute(
            update(plan)
            .where(plan.c.id == plan_id, plan.c.state == PlanState.ACTIVE)
            .values(state=PlanState.WAITING)
        )

    def resume(self, plan_id: PlanId, next_due: dt.datetime | None) -> Plan:
        """A waiting plan posts again, from this slot on; its version counts this as an edit."""
        values = {"state": PlanState.ACTIVE, "version": plan.c.version + 1, "next_due": next_due}
        statement = update(plan).where(plan.c.id == plan_id).values(**values).returning(*plan.c)
        return _plan(self.connection.execute(statement).mappings().one())

    def earliest(self) -> dt.datetime | None:
        """When the next slot of any active plan is due."""
        instant = select(func.min(plan.c.next_due)).where(plan.c.state == PlanState.ACTIVE)
        return self.connection.execute(instant).scalar()


def _columns(rule: Rule) -> dict[str, object]:
    schedule = rule.schedule
    return {
        "zone": schedule.zone,
        "at": schedule.at.isoformat("minutes"),
        "weekdays": "".join(str(day) for day in sorted(schedule.weekdays)),
        "skipped": sorted(day.isoformat() for day in schedule.skipped),
        "closes": schedule.closes and schedule.closes.isoformat("minutes"),
        "topics": list(rule.topics),
        "difficulties": list(rule.difficulties),
    }


def _plan(row: RowMapping) -> Plan:
    schedule = Schedule(
        zone=Zone(row["zone"]),
        at=dt.time.fromisoformat(row["at"]),
        weekdays=frozenset(int(day) for day in row["weekdays"]),
        skipped=frozenset(dt.date.fromisoformat(day) for day in row["skipped"]),
        closes=row["closes"] and dt.time.fromisoformat(row["closes"]),
    )
    return Plan(
        id=row["id"],
        team=row["team"],
        channel=row["channel"],
        rule=Rule(
            schedule=schedule,
            topics=tuple(row["topics"]),
            difficulties=tuple(Difficulty(word) for word in row["difficulties"]),
        ),
        state=PlanState(row["state"]),
        version=row["version"],
        next_due=row["next_due"],
    )
