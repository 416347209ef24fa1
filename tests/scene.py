"""A team with a plan, and the steps of a day as one call each, on a real store."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

from bot.practice.calendar import Schedule, zone
from bot.service import planning, posting
from bot.service.reveal import open_answer
from bot.store.plans import Rule
from bot.store.workspaces import ChannelId, TeamId
from tests.bank_of_tests import BANK

if TYPE_CHECKING:
    from bot.bank.model import Bank
    from bot.store.deliveries import Delivery
    from bot.store.outgoing import Outgoing
    from bot.store.plans import Editor, Plan
    from bot.store.store import Store, Transaction

T = TypeVar("T")

TEAM = TeamId("T1")
OTHER_TEAM = TeamId("T2")
CHANNEL = ChannelId("C1")
HOLD = dt.timedelta(minutes=20)
EVERY_DAY = frozenset(range(7))
SUNDAY = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
NINE = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
"""The first slot of the plan below: Monday, 23 November 2026."""
FOUR = NINE.replace(hour=16)

SCHEDULE = Schedule(zone=zone("UTC"), at=dt.time(9), weekdays=EVERY_DAY, closes=dt.time(16))
RULE = Rule(schedule=SCHEDULE)


class Clock:
    """A time that the test moves by hand."""

    def __init__(self, now: dt.datetime = NINE) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        """The instant that it was set to."""
        return self.now


def minutes(number: float) -> dt.timedelta:
    """So many minutes."""
    return dt.timedelta(minutes=number)


def connect(store: Store, team: TeamId = TEAM) -> None:
    """Slack took the token of a team."""
    store.write(lambda tx: tx.workspaces.connected(team, name=f"Team {team}", bot_user="UBOT"))


def add_plan(
    store: Store,
    rule: Rule = RULE,
    *,
    team: TeamId = TEAM,
    now: dt.datetime = SUNDAY,
    introduced: bool = True,
    editor: Editor | None = None,
) -> Plan:
    """A plan of a connected team; its introduction is out of the way unless it is wanted."""
    connect(store, team)
    plan = store.write(lambda tx: planning.add_plan(tx, team, CHANNEL, rule, now=now, editor=editor))
    if introduced:
        (row,) = claim(store, now)
        prepare(store, row, now)
        store.write(lambda tx: posting.sent(tx, row, ts="1.000001", now=now))
    return plan


def plan_due(store: Store, now: dt.datetime = NINE) -> int:
    """The planner's step."""
    return store.write(lambda tx: planning.plan_due(tx, now=now))


def claim(store: Store, now: dt.datetime = NINE, *, owner: str = "one", limit: int = 50) -> list[Outgoing]:
    """The poster's first step."""
    return store.write(lambda tx: tx.outbox.claim(owner, now=now, lease=posting.LEASE, limit=limit))


def prepare(
    store: Store, row: Outgoing, now: dt.datetime = NINE, *, bank: Bank = BANK
) -> posting.Draft | None:
    """The poster's second step: the committed intent."""
    return store.write(lambda tx: posting.prepare(tx, row, bank, now=now))


def sending(store: Store, now: dt.datetime = NINE, *, bank: Bank = BANK) -> Outgoing:
    """The one call that is due now, claimed and on the wire."""
    (row,) = claim(store, now)
    assert prepare(store, row, now, bank=bank) is not None
    return row


def send(store: Store, now: dt.datetime = NINE, *, ts: str, link: str | None = None) -> Outgoing:
    """The one call that is due now, taken by Slack as the message ``ts``."""
    row = sending(store, now)
    assert store.write(lambda tx: posting.sent(tx, row, ts=ts, now=now))
    if link:
        store.write(lambda tx: posting.linked(tx, row, link, now=now))
    return row


def posted(store: Store, now: dt.datetime = NINE, *, ts: str = "1000.000001") -> Delivery:
    """The first slot's question, standing in its channel."""
    plan_due(store, now)
    return delivery_of(store, send(store, now, ts=ts))


def opened(store: Store, delivery: Delivery, now: dt.datetime, *, person: str | None = "T1/U1") -> bool:
    """A press on Reveal, or the closing hour."""
    return store.write(lambda tx: open_answer(tx, delivery, person=person, now=now))


def delivery_of(store: Store, row: Outgoing) -> Delivery:
    """The delivery of a call, as it is now."""
    assert row.delivery is not None
    number = row.delivery
    return store.read(lambda tx: tx.deliveries.get(number))


def rows(store: Store, delivery: Delivery) -> list[tuple[str, str]]:
    """Kind and state of the calls of a delivery, in the order of its thread."""
    found = store.read(lambda tx: tx.outbox.of_delivery(delivery.id))
    return [(row.kind.value, row.state.value) for row in found]


def root(store: Store, delivery: Delivery) -> Outgoing:
    """The delivery's question in its channel."""
    return store.read(lambda tx: tx.outbox.root_of(delivery.id))


def reap(store: Store, now: dt.datetime) -> int:
    """What time settles, and where the bot may not read: a doubtful post was looked for in vain."""

    def settle(tx: Transaction) -> int:
        moved = tx.outbox.reap(now=now, hold=HOLD)
        tx.outbox.claim_doubts(now=now, again=dt.timedelta(days=1), methods=(), limit=50)
        return moved + tx.outbox.reap(now=now, hold=HOLD)

    return store.write(settle)


def every_delivery(store: Store) -> list[Delivery]:
    """All of them, oldest first."""
    return store.read(_every_delivery)


def _every_delivery(tx: Transaction) -> list[Delivery]:
    ids = tx.connection.exec_driver_sql("SELECT id FROM delivery ORDER BY id").scalars()
    return [tx.deliveries.get(number) for number in ids]
