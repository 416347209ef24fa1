"""Settles a post of which nobody knows whether Slack has it; it knows nothing of Slack's methods.

A press on a message carries our key and the message's ts: proof that it stands, on every scope and at
any time. Where the bot may read the channel, a look settles it (delivery/settler.py). Without either the
store's hold decides (store/outgoing.py, reap).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store.outgoing import Kind, State

if TYPE_CHECKING:
    from bot.store.deliveries import Delivery
    from bot.store.outgoing import Outgoing
    from bot.store.store import Transaction
    from bot.store.workspaces import TeamId

LATE_CLOSING = dt.timedelta(hours=4)
"""How long a post stays closed that came after its own closing hour."""


HISTORY, REPLIES = "conversations.history", "conversations.replies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A post to look for: by which method, in which thread, by whom.

    ``is_over``: its lease is, so that no call of its sender is on the wire any more.
    """

    row: Outgoing
    method: str
    thread: str | None
    bot_user: str
    is_over: bool


def doubts(
    tx: Transaction, *, now: dt.datetime, again: dt.timedelta, limit: int, team: TeamId | None = None
) -> list[Doubt]:
    """Takes the doubtful posts whose turn it is to be looked for; nobody else does for a while."""
    taken = tx.outbox.claim_doubts(now=now, again=again, methods=(HISTORY, REPLIES), limit=limit, team=team)
    return [doubt for row, is_over in taken if (doubt := _doubt(tx, row, is_over=is_over))]


def _doubt(tx: Transaction, row: Outgoing, *, is_over: bool) -> Doubt | None:
    workspace = tx.workspaces.get(row.team)
    thread = tx.outbox.root_of(row.delivery).ts if row.kind is Kind.ANSWER and row.delivery else None
    if workspace is None or (row.kind is Kind.ANSWER and thread is None):
        return None
    method = REPLIES if thread else HISTORY
    return Doubt(row=row, method=method, thread=thread, bot_user=workspace.bot_user, is_over=is_over)


def found(tx: Transaction, row: Outgoing, ts: str, *, now: dt.datetime) -> bool:
    """A look showed that it stands; False when it was settled meanwhile."""
    held = tx.outbox.found(row, ts)
    if held and row.kind is Kind.ROOT and row.delivery:
        _stands(tx, tx.deliveries.get(row.delivery), now=now)
    return held


def absent(tx: Transaction, row: Outgoing, *, now: dt.datetime) -> bool:
    """A look showed that Slack does not have it: it is due again; False when it was settled meanwhile."""
    return tx.outbox.absent(row, now=now)


def look_again(tx: Transaction, doubt: Doubt, *, at: dt.datetime, gate: bool) -> None:
    """The next look comes then; with ``gate`` that holds for every post of the team."""
    tx.outbox.postpone(doubt.row, at=at)
    if gate:
        tx.outbox.gate(doubt.row, until=at, method=doubt.method)


def settle_by_press(tx: Transaction, delivery: Delivery, ts: str, *, now: dt.datetime) -> None:
    """Adopts the message that was pressed as the delivery's root, or removes the twin of it."""
    root = tx.outbox.root_of(delivery.id)
    if root.ts == ts:
        return
    if root.ts is None:
        tx.outbox.adopt(root, ts)
        _stands(tx, delivery, now=now)
    else:
        _settle_twins(tx, delivery, root, ts, now=now)


def _stands(tx: Transaction, delivery: Delivery, *, now: dt.datetime) -> None:
    """The question turned out to stand: whatever had given it up is taken back."""
    tx.deliveries.skip(delivery.id, None)
    if delivery.closing and delivery.closing <= now:
        tx.deliveries.close_at(delivery.id, now + LATE_CLOSING)


def _settle_twins(tx: Transaction, delivery: Delivery, root: Outgoing, ts: str, *, now: dt.datetime) -> None:
    """Of two messages the one stays under which an answer of ours hangs, else the older one.

    People met the older one first, and their replies, which we may not be allowed to read, are likelier
    there.
    """
    answers = tx.outbox.answer(delivery.id)
    hangs = any(row.state in (State.SENDING, State.DOUBTFUL, State.DONE) for row in answers)
    if hangs or _older(root.ts or ts, ts):
        tx.outbox.delete_twin(delivery, ts, now=now)
    else:
        tx.outbox.adopt(root, ts)
        tx.outbox.delete_twin(delivery, root.ts or ts, now=now)


def _older(one: str, other: str) -> bool:
    """Whether a message's ts (seconds, a dot, six digits) comes before another's."""
    return tuple(map(int, one.split("."))) < tuple(map(int, other.split(".")))
