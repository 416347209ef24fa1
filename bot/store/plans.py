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
class Editor:
    """Who changes a plan: the person, keyed by their own team and id, and their name as Slack spells it."""

    person: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A channel's rule; the version counts its edits, ``seed`` orders its questions.

    ``next_due`` of a paused plan is when it goes on by itself; None: when somebody resumes it.
    """

    id: PlanId
    team: TeamId
    channel: ChannelId
    rule: Rule
    state: PlanState
    version: int
    next_due: dt.datetime | None
    editor: Editor | None
    seed: str
    silence_told: dt.datetime | None

    @property
    def is_waiting(self) -> bool:
        """Whether its channel refused the bot, and somebody has to let it in."""
        return self.state is PlanState.WAITING


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans, inside one transaction."""

    connection: Connection

    def add(  # noqa: PLR0913 - a row's columns
        self,
        team: TeamId,
        channel: ChannelId,
        rule: Rule,
        *,
        next_due: dt.datetime | None,
        now: dt.datetime,
        editor: Editor | None = None,
        seed: str | None = None,
    ) -> Plan:
        """A new active plan; without a seed its order follows from team and id."""
        place = {"team": team, "channel": channel, "created": now, "seed": seed}
        values = {**place, **_columns(rule), **_signed(editor), "next_due": next_due}
        statement = insert(plan).values(**values, state=PlanState.ACTIVE, version=1).returning(*plan.c)
        return _plan(self.connection.execute(statement).mappings().one())

    def get(self, plan_id: PlanId) -> Plan:
        """The plan of that id, which a row of ours names."""
        return _plan(self.connection.execute(select(plan).where(plan.c.id == plan_id)).mappings().one())

    def of_team(self, team: TeamId) -> list[Plan]:
        """The plans of a team that were not deleted, oldest first."""
        chosen = select(plan).where(plan.c.team == team, plan.c.state != PlanState.DELETED)
        return [_plan(row) for row in self.connection.execute(chosen.order_by(plan.c.id)).mappings()]

    def of_channel(self, team: TeamId, channel: ChannelId) -> list[Plan]:
        """The plans of a channel that were not deleted, oldest first."""
        return [one for one in self.of_team(team) if one.channel == channel]

    def find(self, team: TeamId, channel: ChannelId, plan_id: PlanId) -> Plan | None:
        """A channel's own plan of that id, a deleted one, too; None for those of others."""
        here = (plan.c.team == team, plan.c.channel == channel, plan.c.id == plan_id)
        row = self.connection.execute(select(plan).where(*here)).mappings().one_or_none()
        return _plan(row) if row else None

    def latest_zone(self, team: TeamId, channel: ChannelId) -> Zone | None:
        """The zone of the channel's latest plan, else of the team's; None where there was none."""
        ordered = select(plan.c.zone).where(plan.c.team == team).order_by(plan.c.channel != channel)
        zone = self.connection.execute(ordered.order_by(plan.c.id.desc()).limit(1)).scalar()
        return Zone(zone) if zone else None

    def due(self, *, until: dt.datetime, limit: int) -> list[Plan]:
        """Plans whose next slot is due by an instant, the most urgent first; paused ones wake for theirs."""
        chosen = select(plan).where(plan.c.state.in_(_COMING), plan.c.next_due <= until)
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

    def edit(self, edited: Plan, editor: Editor | None) -> Plan:
        """Writes rule, state and next slot of a plan; its version counts this as an edit."""
        values = {**_columns(edited.rule), "state": edited.state, "next_due": edited.next_due}
        statement = update(plan).where(plan.c.id == edited.id).returning(*plan.c)
        written = statement.values(**values, **_signed(editor), version=plan.c.version + 1)
        return _plan(self.connection.execute(written).mappings().one())

    def tell_of_silence(self, plan_id: PlanId, *, now: dt.datetime) -> None:
        """Its editor is told that nobody answers."""
        self.connection.execute(update(plan).where(plan.c.id == plan_id).values(silence_told=now))

    def wake(self, plan_id: PlanId) -> None:
        """A pause is over."""
        self.connection.execute(update(plan).where(plan.c.id == plan_id).values(state=PlanState.ACTIVE))

    def earliest(self) -> dt.datetime | None:
        """When the next slot of any plan is due."""
        instant = select(func.min(plan.c.next_due)).where(plan.c.state.in_(_COMING))
        return self.connection.execute(instant).scalar()


_COMING = (PlanState.ACTIVE, PlanState.PAUSED)
"""The states in which a next slot comes, if there is one."""


def _signed(editor: Editor | None) -> dict[str, object]:
    return {"editor": editor and editor.person, "editor_name": editor and editor.name}


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
        editor=Editor(person=row["editor"], name=row["editor_name"] or "") if row["editor"] else None,
        seed=row["seed"] or f"{row['team']}/{row['id']}",
        silence_told=row["silence_told"],
    )
