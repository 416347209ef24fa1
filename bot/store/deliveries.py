"""What became of each slot; it knows nothing of how it reached Slack (that is outgoing.py)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType, assert_never
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import ColumnElement, Select, func, insert, select, update

from bot.store.engine import insert_new
from bot.store.tables import asked, delivery, outgoing, reveal

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import Connection, RowMapping

    from bot.bank.model import ContentHash, QuestionUid
    from bot.practice.calendar import Slot
    from bot.practice.pick import Picked
    from bot.store.plans import Plan, PlanId
    from bot.store.workspaces import ChannelId, TeamId

DeliveryId = NewType("DeliveryId", int)
DeliveryKey = NewType("DeliveryKey", str)
"""What Slack and the buttons are given to name a delivery: it tells nothing of the question."""


class DeliveryKind(enum.StrEnum):
    """Whose post it is: a slot's, one more that a plan was asked for, or a question that a person shared."""

    SCHEDULED = "scheduled"
    EXTRA = "extra"
    SHARED = "shared"


class Fate(enum.StrEnum):
    """What may be asked of deliveries: how their question, or a part of their answer, stands."""

    POSTED = "posted"
    WAITING = "waiting"
    DOUBTFUL = "doubtful"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """Who asked for a post: the person, keyed by their own team and id, and their name as Slack spells it."""

    person: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A post's row; question, hash and cycle are None until it is chosen in the sending transaction.

    ``plan`` is the one whose slot this is, ``extra_of`` the one that was asked for one more.
    """

    id: DeliveryId
    key: DeliveryKey
    kind: DeliveryKind
    team: TeamId
    channel: ChannelId
    plan: PlanId | None
    extra_of: PlanId | None
    plan_version: int | None
    date: dt.date
    due: dt.datetime
    expires: dt.datetime
    closing: dt.datetime | None
    uid: QuestionUid | None
    content_hash: ContentHash | None
    skipped: str | None
    asked_by_name: str | None
    touched: dt.datetime | None

    @property
    def any_plan(self) -> PlanId | None:
        """The plan that it follows, if it follows one."""
        return self.plan or self.extra_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """Who opened a delivery's answer and when; no person means the closing hour.

    ``name`` is theirs as Slack spelled it, empty where it was not kept.
    """

    person: str | None
    at: dt.datetime
    name: str = ""


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The deliveries, inside one transaction."""

    connection: Connection

    def plan_slot(self, plan: Plan, slot: Slot, *, expires: dt.datetime) -> Delivery | None:
        """The row of a slot; None when the plan has one for that local date already."""
        key = str(uuid5(NAMESPACE_URL, f"delivery/{plan.team}/{plan.id}/{slot.date}"))
        values = {"team": plan.team, "channel": plan.channel, "plan": plan.id, "plan_version": plan.version}
        times = {"date": slot.date, "due": slot.due, "expires": expires, "closing": slot.closing}
        if not insert_new(self.connection, delivery, key=key, kind=DeliveryKind.SCHEDULED, **values, **times):
            return None
        return self._one(select(delivery).where(delivery.c.key == key))

    def add_extra(
        self, plan: Plan, slot: Slot, by: Requester, *, interaction: str, expires: dt.datetime
    ) -> Delivery:
        """One more post of a plan, which takes no date from it; the same interaction makes none twice."""
        key = str(uuid5(NAMESPACE_URL, f"extra/{plan.team}/{plan.id}/{interaction}"))
        values = {"team": plan.team, "channel": plan.channel, "extra_of": plan.id, **_asked(by)}
        times = {"date": slot.date, "due": slot.due, "expires": expires, "closing": slot.closing}
        insert_new(self.connection, delivery, key=key, kind=DeliveryKind.EXTRA, **values, **times)
        return self._one(select(delivery).where(delivery.c.key == key))

    def add_shared(  # noqa: PLR0913 - a row's columns
        self,
        team: TeamId,
        channel: ChannelId,
        content: tuple[QuestionUid, ContentHash],
        by: Requester,
        *,
        interaction: str,
        date: dt.date,
        due: dt.datetime,
        expires: dt.datetime,
    ) -> Delivery:
        """A question that a person shares, which no closing hour opens; the same interaction makes one."""
        key = str(uuid5(NAMESPACE_URL, f"shared/{team}/{channel}/{interaction}"))
        uid, content_hash = content
        values = {"team": team, "channel": channel, "uid": uid, "content_hash": content_hash, **_asked(by)}
        times = {"date": date, "due": due, "expires": expires}
        insert_new(self.connection, delivery, key=key, kind=DeliveryKind.SHARED, **values, **times)
        return self._one(select(delivery).where(delivery.c.key == key))

    def touch(self, delivery_id: DeliveryId, *, now: dt.datetime) -> None:
        """Somebody pressed a button under it."""
        self.connection.execute(update(delivery).where(delivery.c.id == delivery_id).values(touched=now))

    def posted_earlier(self, plan_id: PlanId, before: dt.date, *, limit: int) -> list[Delivery]:
        """A plan's scheduled posts that stand in Slack, of the days before one, the newest first."""
        root = (outgoing.c.delivery == delivery.c.id, outgoing.c.kind == "root", outgoing.c.state == "done")
        mine = (
            delivery.c.plan == plan_id,
            delivery.c.date < before,
            select(outgoing.c.id).where(*root).exists(),
        )
        chosen = select(delivery).where(*mine).order_by(delivery.c.date.desc()).limit(limit)
        return [_delivery(row) for row in self.connection.execute(chosen).mappings()]

    def get(self, delivery_id: DeliveryId) -> Delivery:
        """The delivery of that id, which a row of ours names."""
        return self._one(select(delivery).where(delivery.c.id == delivery_id))

    def by_key(self, team: TeamId, key: str) -> Delivery | None:
        """A team's own delivery of that key; None for another team's, and for a key that is none."""
        if "\0" in key:  # PostgreSQL takes no text with it
            return None
        chosen = select(delivery).where(delivery.c.team == team, delivery.c.key == key)
        row = self.connection.execute(chosen).mappings().one_or_none()
        return _delivery(row) if row else None

    def choose(self, chosen: Delivery, picked: Picked, content_hash: ContentHash) -> None:
        """Writes the question that this delivery asks; a repeat in its cycle is an IntegrityError."""
        values = {"uid": picked.uid, "content_hash": content_hash, "cycle": picked.cycle}
        self.connection.execute(update(delivery).where(delivery.c.id == chosen.id).values(**values))
        row = {"plan": chosen.any_plan, "cycle": picked.cycle, "uid": picked.uid, "delivery": chosen.id}
        self.connection.execute(insert(asked).values(**row))

    def skip(self, delivery_id: DeliveryId, why: str | None) -> None:
        """There is no post for this slot, and this is why; None when one turned up after all."""
        self.connection.execute(update(delivery).where(delivery.c.id == delivery_id).values(skipped=why))

    def close_at(self, delivery_id: DeliveryId, closing: dt.datetime) -> None:
        """Moves the closing hour, as a late post does."""
        self.connection.execute(update(delivery).where(delivery.c.id == delivery_id).values(closing=closing))

    def open_answer(
        self, delivery_id: DeliveryId, *, person: str | None, now: dt.datetime, name: str = ""
    ) -> bool:
        """Writes the one reveal of a delivery; False when it has been opened before."""
        who = {"person": person, "person_name": name or None}
        return insert_new(self.connection, reveal, delivery=delivery_id, at=now, **who)

    def reveal_of(self, delivery_id: DeliveryId) -> Reveal | None:
        """The reveal of a delivery, if there was one."""
        row = self.connection.execute(select(reveal).where(reveal.c.delivery == delivery_id)).one_or_none()
        return Reveal(person=row.person, at=row.at, name=row.person_name or "") if row else None

    def closing_by(self, now: dt.datetime, *, limit: int) -> list[Delivery]:
        """Posted deliveries whose closing hour has come and whose answer nobody opened."""
        chosen = _open().where(delivery.c.closing <= now).order_by(delivery.c.closing).limit(limit)
        return [_delivery(row) for row in self.connection.execute(chosen).mappings()]

    def earliest_closing(self) -> dt.datetime | None:
        """When the next answer opens by itself."""
        return self.connection.execute(_open().with_only_columns(func.min(delivery.c.closing))).scalar()

    def history(self, plan_id: PlanId) -> tuple[int, list[QuestionUid], list[QuestionUid]]:
        """The plan's cycle, what it asked in it, and all it ever asked, the newest last."""
        chosen = select(asked.c.cycle, asked.c.uid).where(asked.c.plan == plan_id)
        rows = self.connection.execute(chosen.order_by(asked.c.cycle, asked.c.delivery)).all()
        cycle = max((row.cycle for row in rows), default=0)
        return cycle, [row.uid for row in rows if row.cycle == cycle], [row.uid for row in rows]

    def seen_beside(
        self, team: TeamId, channel: ChannelId, plan_id: PlanId | None, *, since: dt.datetime
    ) -> list[QuestionUid]:
        """What a channel was asked since an instant by anything but this plan."""
        here = (delivery.c.team == team, delivery.c.channel == channel, delivery.c.uid.is_not(None))
        others = () if plan_id is None else (delivery.c.plan.is_distinct_from(plan_id),)
        chosen = select(delivery.c.uid).where(*here, *others, delivery.c.due >= since)
        return list(self.connection.execute(chosen).scalars())

    def latest_in(self, team: TeamId, channel: ChannelId, *, limit: int) -> list[Delivery]:
        """What was due in a channel last, whatever became of it, the newest first."""
        here = select(delivery).where(delivery.c.team == team, delivery.c.channel == channel)
        rows = self.connection.execute(
            here.order_by(delivery.c.due.desc(), delivery.c.id.desc()).limit(limit)
        )
        return [_delivery(row) for row in rows.mappings()]

    def listed(
        self, *, fate: Fate | None, date: dt.date | None, channel: ChannelId | None, limit: int
    ) -> list[Delivery]:
        """Deliveries of all teams, the newest first: of a fate, a local date, a channel, or any."""
        chosen = select(delivery).where(
            *([] if fate is None else [_has(fate)]),
            *([] if date is None else [delivery.c.date == date]),
            *([] if channel is None else [delivery.c.channel == channel]),
        )
        newest = chosen.order_by(delivery.c.due.desc(), delivery.c.id.desc()).limit(limit)
        return [_delivery(row) for row in self.connection.execute(newest).mappings()]

    def find(self, number: int) -> Delivery | None:
        """The delivery of a number that somebody typed."""
        row = (
            self.connection.execute(select(delivery).where(delivery.c.id == number)).mappings().one_or_none()
        )
        return _delivery(row) if row else None

    def renew(self, delivery_id: DeliveryId, plan: Plan | None, *, expires: dt.datetime) -> None:
        """A slot that had ended may be posted after all, by its plan as that is now."""
        version = {"plan_version": plan.version} if plan else {}
        values = {**version, "expires": expires, "skipped": None}
        self.connection.execute(update(delivery).where(delivery.c.id == delivery_id).values(**values))

    def closed_here(self, team: TeamId, channel: ChannelId, uid: str) -> bool:
        """Whether a question stands in a channel, or may yet, and nobody has opened its answer."""
        here = (delivery.c.team == team, delivery.c.channel == channel, delivery.c.uid == uid)
        closed = ~select(reveal.c.at).where(reveal.c.delivery == delivery.c.id).exists()
        chosen = select(delivery.c.id).where(*here, delivery.c.skipped.is_(None), closed)
        return self.connection.execute(chosen.limit(1)).first() is not None

    def unbegun(self, plan_id: PlanId) -> list[Delivery]:
        """A plan's due slots whose question no poster has begun to send: an edit may still move them."""
        chosen = select(*delivery.c).join(outgoing, outgoing.c.delivery == delivery.c.id)
        waiting = (outgoing.c.kind == "root", outgoing.c.state.in_(("due", "claimed")))
        mine = (delivery.c.plan == plan_id, delivery.c.kind == "scheduled")
        rows = self.connection.execute(chosen.where(*mine, *waiting).order_by(delivery.c.id)).mappings()
        return [_delivery(row) for row in rows]

    def dates(self, plan_id: PlanId, *, since: dt.date) -> set[dt.date]:
        """The local dates from one on that have their slot's row: none of them gets another."""
        mine = (delivery.c.plan == plan_id, delivery.c.kind == "scheduled", delivery.c.date >= since)
        return set(self.connection.execute(select(delivery.c.date).where(*mine)).scalars())

    def move(self, delivery_id: DeliveryId, plan: Plan, slot: Slot, *, expires: dt.datetime) -> None:
        """The slot follows an edit of its plan; its date stays."""
        times = {"due": slot.due, "expires": expires, "closing": slot.closing, "plan_version": plan.version}
        self.connection.execute(update(delivery).where(delivery.c.id == delivery_id).values(**times))

    def posted_before(self, chosen: Delivery) -> bool:
        """Whether the plan has posted before this delivery."""
        earlier = select(asked.c.uid).where(asked.c.plan == chosen.any_plan, asked.c.delivery < chosen.id)
        return self.connection.execute(earlier.limit(1)).first() is not None

    def _one(self, chosen: Select[tuple[object, ...]]) -> Delivery:
        return _delivery(self.connection.execute(chosen).mappings().one())


def _has(fate: Fate) -> ColumnElement[bool]:
    """Whether a delivery, or one of its posts, has that fate."""
    match fate:
        case Fate.SKIPPED:
            return delivery.c.skipped.is_not(None)
        case Fate.POSTED:
            return _some(outgoing.c.kind == "root", outgoing.c.state == "done")
        case Fate.UNCERTAIN:
            return _some(outgoing.c.generation > 0)
        case Fate.WAITING:
            return _some(outgoing.c.state.in_(("due", "claimed", "sending")))
        case Fate.DOUBTFUL | Fate.FAILED:
            return _some(outgoing.c.state == fate.value)
        case _:
            assert_never(fate)


def _some(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such a post, the question or a part of its answer."""
    mine = (outgoing.c.delivery == delivery.c.id, outgoing.c.kind.in_(("root", "answer")))
    return select(outgoing.c.id).where(*mine, *conditions).exists()


def _open() -> Select[tuple[object, ...]]:
    """Deliveries whose root stands in Slack and whose answer is still closed."""
    root = outgoing.c.delivery == delivery.c.id, outgoing.c.kind == "root", outgoing.c.state == "done"
    return (
        select(*delivery.c)
        .where(select(outgoing.c.id).where(*root).exists())
        .where(~select(reveal.c.at).where(reveal.c.delivery == delivery.c.id).exists())
    )


def _asked(by: Requester) -> dict[str, object]:
    return {"asked_by": by.person, "asked_by_name": by.name}


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(**{**{name: row[name] for name in Delivery.__slots__}, "kind": DeliveryKind(row["kind"])})
