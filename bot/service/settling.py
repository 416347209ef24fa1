"""Settles a post of which nobody knows whether Slack has it; it knows nothing of Slack's methods.

A press on a message carries our key and the message's ts: proof that it stands, on every scope and at
any time. Without a press the store's hold decides (store/outgoing.py, reap).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.store.outgoing import Kind, State

if TYPE_CHECKING:
    from bot.store.deliveries import Delivery
    from bot.store.outgoing import Outgoing
    from bot.store.store import Transaction

LATE_CLOSING = dt.timedelta(hours=4)
"""How long a post stays closed that came after its own closing hour."""


def settle_by_press(tx: Transaction, delivery: Delivery, ts: str, *, now: dt.datetime) -> None:
    """Adopts the message that was pressed as the delivery's root, or removes the twin of it."""
    root = tx.outbox.root_of(delivery.id)
    if root.ts == ts:
        return
    if root.ts is None:
        tx.outbox.adopt(root, ts)
        tx.deliveries.skip(delivery.id, None)
        if delivery.closing and delivery.closing <= now:
            tx.deliveries.close_at(delivery.id, now + LATE_CLOSING)
    else:
        _settle_twins(tx, delivery, root, ts, now=now)


def _settle_twins(tx: Transaction, delivery: Delivery, root: Outgoing, ts: str, *, now: dt.datetime) -> None:
    """Of two messages the one stays under which an answer of ours hangs, else the older one.

    People met the older one first, and their replies, which we may not be allowed to read, are likelier
    there.
    """
    answers = [row for row in tx.outbox.of_delivery(delivery.id) if row.kind is Kind.ANSWER]
    hangs = any(row.state in (State.SENDING, State.DOUBTFUL, State.DONE) for row in answers)
    if hangs or _older(root.ts or ts, ts):
        tx.outbox.delete_twin(delivery, ts, now=now)
    else:
        tx.outbox.adopt(root, ts)
        tx.outbox.delete_twin(delivery, root.ts or ts, now=now)


def _older(one: str, other: str) -> bool:
    """Whether a message's ts (seconds, a dot, six digits) comes before another's."""
    return tuple(map(int, one.split("."))) < tuple(map(int, other.split(".")))
