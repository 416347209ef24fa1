"""Calls to Slack that must happen, as rows; it knows nothing of what they say.

::

    due -> claimed -> sending -> done
     ^        |          |-> failed, skipped
     |        v          |-> doubtful (Slack may have it) -> done, by a press on the message
     '---- lease over    '                               '-> due again after the hold, a generation later

Every claim raises the fence, and whoever records an outcome must hold the fence it was claimed with.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NewType
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)

from bot.store.engine import insert_new
from bot.store.tables import Instant, delivery, outgoing, rate_gate, workspace
from bot.store.workspaces import ChannelId, WorkspaceState

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, RowMapping

    from bot.store.deliveries import Delivery, DeliveryId
    from bot.store.plans import Plan, PlanId
    from bot.store.workspaces import TeamId

OutgoingId = NewType("OutgoingId", int)


class Kind(enum.StrEnum):
    """What a call is for; a newer version of the bot beside this one may write others, which it sends."""

    INTRODUCTION = "introduction"
    ROOT = "root"
    ANSWER = "answer"
    REDRAW = "redraw"
    RECOUNT = "recount"
    NOTICE = "notice"
    DELETION = "deletion"

    @property
    def method(self) -> str:
        """Slack's method, which its rate limits go by."""
        return _METHODS.get(self, "chat.postMessage")

    @property
    def is_post(self) -> bool:
        """Whether sending it twice shows twice."""
        return self not in _METHODS


_SOUGHT = (Kind.INTRODUCTION, Kind.ROOT, Kind.ANSWER)
"""What can be looked for in a channel."""

_METHODS = {Kind.REDRAW: "chat.update", Kind.RECOUNT: "chat.update", Kind.DELETION: "chat.delete"}


class State(enum.StrEnum):
    """Where a call stands; see the drawing above."""

    DUE = "due"
    CLAIMED = "claimed"
    SENDING = "sending"
    DOUBTFUL = "doubtful"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


_UNFINISHED = (State.DUE, State.CLAIMED, State.SENDING, State.DOUBTFUL)
_POSITIONS = {
    Kind.REDRAW: 1000,
    Kind.RECOUNT: 1001,
}  # behind every part of the answer, which the root links to
SENDER_DIED = "the sender died before it heard from Slack"
_ALL = 2**31 - 1  # more than any team has
CALM = dt.timedelta(seconds=3)
"""How long after one drawing of a message the next one comes at the earliest, however many ask for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One call; ``key`` is what Slack is given to know it by, ``ts`` the message that it made or means."""

    id: OutgoingId
    team: TeamId
    channel: ChannelId
    plan: PlanId | None
    delivery: DeliveryId | None
    kind: Kind
    position: int
    state: State
    attempts: int
    next_try: dt.datetime
    fence: int
    generation: int
    again: bool
    key: str
    sent: dt.datetime | None
    ts: str | None
    permalink: str | None
    error: str | None
    notice: str | None


@dataclass(frozen=True, slots=True)
class Outbox:
    """The calls, inside one transaction; ``shared_clock``: leases go by the database's own clock."""

    connection: Connection
    shared_clock: bool = False

    def introduce(self, plan: Plan, *, now: dt.datetime) -> None:
        """The plan's introduction in its channel, once a version."""
        self._add(
            Kind.INTRODUCTION,
            f"{plan.team}/{plan.id}/{plan.version}",
            plan,
            now=now,
            plan=plan.id,
            position=0,
        )

    def post_root(self, delivery: Delivery) -> None:
        """The question, at the hour when it is due."""
        self._add(Kind.ROOT, delivery.key, delivery, now=delivery.due, delivery=delivery.id, position=0)

    def move_root(self, delivery: DeliveryId, due: dt.datetime) -> None:
        """A question that nobody has begun to send comes at another hour; a claim on it is lost."""
        unbegun = outgoing.c.state.in_((State.DUE, State.CLAIMED))
        mine = (outgoing.c.delivery == delivery, outgoing.c.kind == Kind.ROOT, unbegun)
        values = {"state": State.DUE, "next_try": due, "fence": outgoing.c.fence + 1}
        self.connection.execute(update(outgoing).where(*mine).values(**values))

    def introduction_of(self, plan: PlanId) -> Outgoing | None:
        """The latest introduction of a plan."""
        chosen = select(outgoing).where(outgoing.c.plan == plan, outgoing.c.kind == Kind.INTRODUCTION)
        newest = chosen.order_by(outgoing.c.id.desc()).limit(1)
        row = self.connection.execute(newest).mappings().one_or_none()
        return _outgoing(row) if row else None

    def refusal_of(self, plan: PlanId) -> str | None:
        """What was said of the latest call of a plan that its channel refused."""
        own = or_(outgoing.c.plan == plan, delivery.c.plan == plan)
        refused = (outgoing.c.state.in_((State.SKIPPED, State.FAILED)), outgoing.c.error.like("Slack said %"))
        joined = select(outgoing.c.error).join(delivery, isouter=True).where(own, *refused)
        return self.connection.execute(joined.order_by(outgoing.c.id.desc()).limit(1)).scalar()

    def post_answer(self, delivery: Delivery, *, parts: int, now: dt.datetime) -> None:
        """The answer in the thread, in so many parts, and then the root drawn anew, without a wait."""
        for part in range(1, parts + 1):
            here = {"delivery": delivery.id, "position": part}
            self._add(Kind.ANSWER, f"{delivery.key}/{part}", delivery, now=now, **here)
        self.redraw(delivery, now=now)

    def redraw(self, delivery: Delivery, *, now: dt.datetime) -> None:
        """The root drawn anew at once; one on the wire is followed by another: the last state stands."""
        self._draw(Kind.REDRAW, delivery, now, calm=dt.timedelta())

    def recount(self, delivery: Delivery, *, answered: bool, now: dt.datetime) -> None:
        """Root, and answer where there is one, drawn with the newest counts, each at most once in a while."""
        self._draw(Kind.REDRAW, delivery, now, calm=CALM)
        if answered:
            self._draw(Kind.RECOUNT, delivery, now, calm=CALM)

    def _draw(self, kind: Kind, delivery: Delivery, now: dt.datetime, *, calm: dt.timedelta) -> None:
        """Makes a drawing due: the next one waits until the one before is old enough."""
        here = {"delivery": delivery.id, "position": _POSITIONS[kind]}
        if self._add(kind, delivery.key, delivery, now=now, **here):
            return
        mine = (outgoing.c.delivery == delivery.id, outgoing.c.kind == kind)
        row = self.connection.execute(select(outgoing).where(*mine).with_for_update()).mappings().one()
        on_the_wire, waits = row["state"] in (State.CLAIMED, State.SENDING), row["state"] == State.DUE
        begun = now if on_the_wire else row["sent"] or now - calm
        due = max(now, begun + calm)
        if waits or row["again"]:  # whoever wants it soonest
            due = min(due, row["next_try"])
        values = {"again": True} if on_the_wire else {"state": State.DUE}
        self.connection.execute(
            update(outgoing).where(outgoing.c.id == row["id"]).values(**values, next_try=due)
        )

    def notify(self, team: TeamId, person: str, plan: PlanId, name: str, *, now: dt.datetime) -> None:
        """A direct message to a person about a plan, once for each name of a notice."""
        user = ChannelId(person.rpartition("/")[2])  # their id as the channel opens the conversation
        key = str(uuid5(NAMESPACE_URL, f"{Kind.NOTICE}/{team}/{plan}/{name}"))
        values = {
            "plan": plan,
            "position": 0,
            "key": key,
            "state": State.DUE,
            "next_try": now,
            "notice": name,
        }
        insert_new(self.connection, outgoing, kind=Kind.NOTICE, team=team, channel=user, **values)

    def delete_twin(self, delivery: Delivery, ts: str, *, now: dt.datetime) -> None:
        """A second message of ours in the channel, which goes."""
        here = {"delivery": delivery.id, "position": 0, "ts": ts}
        self._add(Kind.DELETION, f"{delivery.key}/{ts}", delivery, now=now, **here)

    def _add(self, kind: Kind, name: str, where: Plan | Delivery, *, now: dt.datetime, **values: Any) -> bool:  # noqa: ANN401 - column values
        key = str(uuid5(NAMESPACE_URL, f"{kind}/{name}"))
        place = {"team": where.team, "channel": where.channel}
        return insert_new(
            self.connection, outgoing, kind=kind, key=key, state=State.DUE, next_try=now, **place, **values
        )

    def claim(
        self,
        owner: str,
        *,
        now: dt.datetime,
        lease: dt.timedelta,
        limit: int,
        share: int | None = None,
        team: TeamId | None = None,
    ) -> list[Outgoing]:
        """Takes calls that are due and whose turn in the thread it is, the longest waiting first.

        Those of ``team`` alone, of every one where it is None; and none of a kind that only a newer version
        knows. No team has more than ``share`` of the owner's calls, so that one whose calls hang holds up no
        other.
        """
        given = {"now": now, "owner": owner, "share": _ALL if share is None else share, "limit": limit}
        ids = list(self.connection.execute(_next_in_line(), {**given, "team": team}).scalars())
        values = {
            "state": State.CLAIMED,
            "owner": owner,
            "lease": self._lease_clock(now) + lease,
            "fence": outgoing.c.fence + 1,
        }
        taken = update(outgoing).where(outgoing.c.id.in_(ids)).values(**values).returning(*outgoing.c)
        rows = [_outgoing(row) for row in self.connection.execute(taken).mappings()]
        return sorted(rows, key=lambda row: (row.next_try, row.id))

    def start(self, row: Outgoing, *, now: dt.datetime, lease: dt.timedelta) -> bool:
        """The committed intent to send; False when the claim was lost meanwhile."""
        values = {
            "state": State.SENDING,
            "sent": now,
            "lease": self._lease_clock(now) + lease,
            "attempts": row.attempts + 1,
        }
        return self._move(row, State.CLAIMED, **values)

    def done(self, row: Outgoing, *, ts: str) -> bool:
        """Slack took it; a redraw that was wanted again meanwhile is due once more. False: fence lost."""
        finished = case((outgoing.c.again, State.DUE), else_=State.DONE)
        values = {"state": finished, "again": False, "ts": ts}
        return self._move(row, State.SENDING, **values, error=None)

    def link(self, row: Outgoing, permalink: str) -> None:
        """Keeps the address of a message that Slack took."""
        self.connection.execute(update(outgoing).where(outgoing.c.id == row.id).values(permalink=permalink))

    def retry(self, row: Outgoing, *, at: dt.datetime, error: str, spent: bool = True) -> bool:
        """Slack does not have it, for certain: due again; an attempt is spent unless told otherwise."""
        values = {"state": State.DUE, "next_try": at, "error": error, "sent": None, "again": False}
        return self._move(row, State.SENDING, **values, attempts=outgoing.c.attempts - int(not spent))

    def doubt(self, row: Outgoing, *, error: str) -> bool:
        """Slack may have it: nothing is sent again before it is settled."""
        return self._move(row, State.SENDING, state=State.DOUBTFUL, error=error)

    def end(self, row: Outgoing, source: State, state: State, *, error: str) -> bool:
        """Skipped or failed for good, and whatever would follow an answer's lost part with it."""
        ended = self._move(row, source, state=state, error=error)
        if ended and row.kind is Kind.ANSWER:
            later = (outgoing.c.delivery == row.delivery, outgoing.c.position > row.position)
            waiting = (outgoing.c.kind == Kind.ANSWER, outgoing.c.state.in_(_UNFINISHED))
            self.connection.execute(
                update(outgoing).where(*later, *waiting).values(state=State.SKIPPED, error=error)
            )
        return ended

    def adopt(self, row: Outgoing, ts: str) -> None:
        """A press on the message proves that Slack has it; whoever is still sending loses the fence."""
        why = func.coalesce(outgoing.c.error, SENDER_DIED)  # it stays, for those who ask what happened
        values = {"state": State.DONE, "ts": ts, "fence": outgoing.c.fence + 1, "error": why}
        self.connection.execute(update(outgoing).where(outgoing.c.id == row.id).values(**values))

    def give_back(self, row: Outgoing) -> None:
        """A claimed call that can't be begun now waits for its turn again."""
        self._move(row, State.CLAIMED, state=State.DUE)

    def release(self, owner: str) -> None:
        """Gives back what was claimed and not begun, at the end of a process."""
        mine = (outgoing.c.owner == owner, outgoing.c.state == State.CLAIMED)
        self.connection.execute(update(outgoing).where(*mine).values(state=State.DUE))

    def reap(self, *, now: dt.datetime, hold: dt.timedelta) -> int:
        """Settles what time settles; how many rows moved.

        A claim whose lease is over is due again. A post whose sender died is doubtful, and after the
        hold is due once more under a new key: recorded as uncertain by its generation. Never before it was
        looked for, however long ago it was sent: a bot that was away begins with that. What only draws or
        deletes can be sent again at any time.
        """
        held = outgoing.c.state.in_((State.CLAIMED, State.SENDING))
        over = and_(outgoing.c.lease <= self._lease_clock(now), held, _is_known())
        posts = outgoing.c.kind.in_([kind for kind in Kind if kind.is_post])
        died = and_(outgoing.c.state == State.SENDING, posts)
        lost = update(outgoing).where(over).values(
            state=case((died, State.DOUBTFUL), else_=State.DUE),
            fence=outgoing.c.fence + 1,
            error=case((died, SENDER_DIED), else_=outgoing.c.error),
        )  # fmt: skip
        return self.connection.execute(lost).rowcount + self._repost(now, hold)

    def _repost(self, now: dt.datetime, hold: dt.timedelta) -> int:
        over = (outgoing.c.state == State.DOUBTFUL, outgoing.c.sent <= now - hold)
        left = update(outgoing).where(*over, outgoing.c.kind == Kind.NOTICE)
        self.connection.execute(
            left.values(state=State.FAILED, fence=outgoing.c.fence + 1)
        )  # a DM twice is worse
        # A look that is under way decides first; where nothing can be read its next turn is far off.
        looked = (
            outgoing.c.next_try > outgoing.c.sent,
            or_(outgoing.c.next_try <= now, outgoing.c.next_try > now + hold),
        )
        held = select(outgoing).where(*over, *looked, outgoing.c.kind != Kind.NOTICE, _is_known())
        rows = [_outgoing(row) for row in self.connection.execute(held.with_for_update()).mappings()]
        for row in rows:
            self.repost(row, now=now)
        return len(rows)

    def claim_doubts(
        self,
        *,
        now: dt.datetime,
        again: dt.timedelta,
        methods: Collection[str],
        limit: int,
        team: TeamId | None = None,
    ) -> list[tuple[Outgoing, bool]]:
        """Doubtful posts whose turn it is to be looked for, and whether their lease is over.

        Those of ``team`` alone, of every one where it is None; and none of a team that was told to wait with
        one of these methods. The next turn comes ``again`` later.
        """
        told = (rate_gate.c.team == outgoing.c.team, rate_gate.c.until > now)
        waits = select(rate_gate.c.team).where(*told, rate_gate.c.method.in_(methods)).exists()
        chosen = (
            select(outgoing, (outgoing.c.lease <= self._lease_clock(now)).label("is_over"))
            .where(outgoing.c.state == State.DOUBTFUL, outgoing.c.next_try <= now)
            .where(outgoing.c.kind.in_(_SOUGHT), _is_welcome(), _is_ours(), ~waits)
            .order_by(outgoing.c.next_try, outgoing.c.id)
            .limit(limit)
            .with_for_update(of=outgoing, skip_locked=True)
        )
        found = self.connection.execute(chosen, {"team": team}).mappings()
        rows = [(_outgoing(row), bool(row["is_over"])) for row in found]
        ids = [row.id for row, _ in rows]
        self.connection.execute(update(outgoing).where(outgoing.c.id.in_(ids)).values(next_try=now + again))
        return rows

    def postpone(self, row: Outgoing, *, at: dt.datetime) -> None:
        """A doubtful post is looked for again then."""
        self._move(row, State.DOUBTFUL, next_try=at)

    def found(self, row: Outgoing, ts: str) -> bool:
        """A look showed that Slack has it; False: it was settled meanwhile. Why there was a doubt stays."""
        return self._move(row, State.DOUBTFUL, state=State.DONE, ts=ts, fence=outgoing.c.fence + 1)

    def absent(self, row: Outgoing, *, now: dt.datetime) -> bool:
        """A look showed that Slack does not have it: due again, as it was; False: it was settled."""
        values = {"state": State.DUE, "next_try": now, "sent": None, "fence": outgoing.c.fence + 1}
        return self._move(row, State.DOUBTFUL, **values)

    def repost(self, row: Outgoing, *, now: dt.datetime) -> bool:
        """A doubtful post is due once more, under a new key and recorded as uncertain; False: it moved."""
        key = str(uuid5(NAMESPACE_URL, f"{row.key}/{row.generation + 1}"))
        values = {"state": State.DUE, "next_try": now, "generation": row.generation + 1, "key": key}
        return self._move(row, State.DOUBTFUL, **values)

    def revive(self, row: Outgoing, *, now: dt.datetime) -> bool:
        """What had ended without being sent is due after all; False: it moved."""
        values = {"next_try": now, "error": None, "sent": None, "fence": outgoing.c.fence + 1}
        return self._move(row, row.state, state=State.DUE, **values)

    def gate(self, row: Outgoing, *, until: dt.datetime, method: str | None = None) -> None:
        """Closes a team's method, the row's own unless told, until an instant, for every process."""
        gated = {"team": row.team, "method": method or row.kind.method}
        if not insert_new(self.connection, rate_gate, **gated, until=until):
            mine = (rate_gate.c.team == row.team, rate_gate.c.method == gated["method"])
            self.connection.execute(
                update(rate_gate).where(*mine, rate_gate.c.until < until).values(until=until)
            )

    def of_delivery(self, delivery: DeliveryId) -> list[Outgoing]:
        """The calls of one delivery, in the order of its thread."""
        chosen = select(outgoing).where(outgoing.c.delivery == delivery, _is_known())
        ordered = chosen.order_by(outgoing.c.position, outgoing.c.id)
        return [_outgoing(row) for row in self.connection.execute(ordered).mappings()]

    def root_of(self, delivery: DeliveryId) -> Outgoing:
        """The delivery's question in its channel."""
        return next(row for row in self.of_delivery(delivery) if row.kind is Kind.ROOT)

    def answer(self, delivery: DeliveryId) -> list[Outgoing]:
        """The parts of the delivery's answer, in their order; none while it is closed."""
        return [row for row in self.of_delivery(delivery) if row.kind is Kind.ANSWER]

    def waiting(self) -> int:
        """How many calls have not come to an end."""
        count = select(func.count()).select_from(outgoing).where(outgoing.c.state.in_(_UNFINISHED))
        return self.connection.execute(count).scalar_one()

    def earliest(self, *, hold: dt.timedelta) -> dt.datetime | None:
        """When the next post is due or the next doubtful one has been held long enough."""
        posts = outgoing.c.kind.in_([kind for kind in Kind if kind.is_post])
        rows = self.connection.execute(
            select(outgoing.c.state, func.min(outgoing.c.next_try), func.min(outgoing.c.sent))
            .where(outgoing.c.state.in_((State.DUE, State.DOUBTFUL)), posts)
            .group_by(outgoing.c.state)
        )
        instants = [sent + hold if state == State.DOUBTFUL else due for state, due, sent in rows]
        return min(instants, default=None)

    def _lease_clock(self, now: dt.datetime) -> dt.datetime | ColumnElement[dt.datetime]:
        """The time by which leases end: replicas' own clocks may differ by more than a lease."""
        return func.clock_timestamp(type_=DateTime(timezone=True)) if self.shared_clock else now

    def _move(self, row: Outgoing, source: State, **values: Any) -> bool:  # noqa: ANN401 - column values
        held = (outgoing.c.id == row.id, outgoing.c.fence == row.fence, outgoing.c.state == source)
        return self.connection.execute(update(outgoing).where(*held).values(**values)).rowcount == 1


@cache
def _next_in_line() -> Select[tuple[int]]:
    """The ids to claim, for a ``now``, an ``owner``, a ``team``, a ``share`` and a ``limit``.

    Made once: to write it down took longer than to carry it out, and it is asked at every tick.
    """
    now, share = bindparam("now", type_=Instant), bindparam("share", type_=Integer)
    ripe = (outgoing.c.state == State.DUE, outgoing.c.next_try <= now, _is_known())
    turn = func.row_number().over(partition_by=outgoing.c.team, order_by=(outgoing.c.next_try, outgoing.c.id))
    lined_up = (
        select(outgoing.c.id, (turn + _under_way(bindparam("owner", type_=String))).label("turn"))
        .where(*ripe, _is_welcome(), _is_ours(), ~_has_unfinished_before(), ~_gated(now))
        .subquery()
    )
    return (
        select(outgoing.c.id)
        .join(lined_up, lined_up.c.id == outgoing.c.id)
        .where(*ripe, lined_up.c.turn <= share)
        .order_by(outgoing.c.next_try, outgoing.c.id)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(of=outgoing, skip_locked=True)
    )


def _under_way(owner: ColumnElement[str]) -> ScalarSelect[int]:
    """How many calls of the same team this owner has in hand."""
    other = outgoing.alias("in_hand")
    mine = (other.c.owner == owner, other.c.state.in_((State.CLAIMED, State.SENDING)))
    return select(func.count()).where(other.c.team == outgoing.c.team, *mine).scalar_subquery()


def _is_welcome() -> ColumnElement[bool]:
    """Whether Slack takes our token in this team; what waits there is sent when it does again."""
    here = (workspace.c.team == outgoing.c.team, workspace.c.state == WorkspaceState.ACTIVE)
    return select(workspace.c.team).where(*here).exists()


def _is_known() -> ColumnElement[bool]:
    """Whether this version knows what such a call is; a newer one beside it may write others."""
    return outgoing.c.kind.in_(list(Kind))


def _is_ours() -> ColumnElement[bool]:
    """Whether it is a call of the ``team`` whose token is at hand, or any team's is."""
    team = bindparam("team", type_=String)
    return or_(team.is_(None), outgoing.c.team == team)


def _has_unfinished_before() -> ColumnElement[bool]:
    """Whether an earlier call of the same thread has not come to an end; a twin that goes holds up none."""
    earlier = outgoing.alias("earlier")
    same = and_(
        earlier.c.delivery == outgoing.c.delivery,
        earlier.c.position < outgoing.c.position,
        earlier.c.kind != Kind.DELETION,
    )
    return select(earlier.c.id).where(same, earlier.c.state.in_(_UNFINISHED)).exists()


def _gated(now: ColumnElement[dt.datetime]) -> ColumnElement[bool]:
    """Whether Slack told this team's method to wait."""
    method = or_(*(and_(outgoing.c.kind == kind, rate_gate.c.method == kind.method) for kind in Kind))
    return (
        select(rate_gate.c.team)
        .where(rate_gate.c.team == outgoing.c.team, rate_gate.c.until > now, method)
        .exists()
    )


def _outgoing(row: RowMapping) -> Outgoing:
    values = {name: row[name] for name in Outgoing.__slots__}
    return Outgoing(**{**values, "kind": Kind(row["kind"]), "state": State(row["state"])})
