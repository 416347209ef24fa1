"""Opens a delivery's answer in its thread, once, whoever asks; it knows nothing of Slack's payloads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blocks.answer import answer_pages
from bot.store.outgoing import State

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.store.deliveries import Delivery
    from bot.store.outgoing import Outgoing
    from bot.store.store import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """This press opened the answer: it is on its way into the thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyOpen:
    """It was opened before; the link is None while the answer is still on its way."""

    permalink: str | None


def press_reveal(
    tx: Transaction, delivery: Delivery, *, person: str, now: dt.datetime, name: str = ""
) -> Opened | AlreadyOpen:
    """What a press on Reveal does: the first one opens, the others are told where the answer stands.

    An answer that the channel refused is sent once more: somebody may have let the bot in since.
    """
    if open_answer(tx, delivery, person=person, now=now, name=name):
        return Opened()
    parts = tx.outbox.answer(delivery.id)
    if is_refused(parts):
        for row in parts:
            tx.outbox.revive(row, now=now)
        tx.outbox.redraw(delivery, now=now)
        return Opened()
    return AlreadyOpen(permalink=next((row.permalink for row in parts if row.state is State.DONE), None))


def is_refused(parts: Sequence[Outgoing]) -> bool:
    """Whether nothing of an answer stands, and nothing more is tried."""
    return bool(parts) and all(row.state in (State.SKIPPED, State.FAILED) for row in parts)


def open_answer(
    tx: Transaction, delivery: Delivery, *, person: str | None, now: dt.datetime, name: str = ""
) -> bool:
    """Writes the reveal, the answer's parts and the root's redraw as rows; False when it was open."""
    if delivery.content_hash is None:
        raise ValueError(f"delivery {delivery.id} has no question yet, so it has no answer to open")
    if not tx.deliveries.open_answer(delivery.id, person=person, now=now, name=name):
        return False
    question = tx.questions.get(delivery.content_hash)
    tx.outbox.post_answer(delivery, parts=len(answer_pages(question)), now=now)
    return True
