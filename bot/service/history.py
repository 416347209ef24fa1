"""What became of a channel's latest posts, as facts to tell; it knows nothing of how they are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.service.posting import zone_of
from bot.service.reveal import is_refused
from bot.store.outgoing import Kind, State

if TYPE_CHECKING:
    import datetime as dt

    from bot.practice.calendar import Zone
    from bot.store.deliveries import Delivery, Reveal
    from bot.store.outgoing import Outgoing
    from bot.store.store import Transaction
    from bot.store.workspaces import ChannelId, TeamId

_LATEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One post: its row, its call (None where none was ever made), its answer's opening, and its zone."""

    delivery: Delivery
    root: Outgoing | None
    reveal: Reveal | None
    parts: tuple[Outgoing, ...]
    zone: Zone

    @property
    def posted(self) -> dt.datetime | None:
        """When it was sent, if it stands in Slack."""
        return self.root.sent if self.root and self.root.state is State.DONE else None

    @property
    def refused(self) -> str:
        """Why no part of an opened answer stands; empty where one does, or may yet."""
        return (self.parts[0].error or "Nobody knows why.") if is_refused(self.parts) else ""

    @property
    def uncertain(self) -> bool:
        """Whether it was sent again after a hold, without knowing of the first one."""
        return bool(self.root and self.root.generation)

    @property
    def doubt(self) -> str | None:
        """Why nobody knew for a while whether Slack had it; None when there was no doubt."""
        return self.root.error if self.root and self.root.state in (State.DONE, State.DOUBTFUL) else None


def latest(tx: Transaction, team: TeamId, channel: ChannelId) -> list[Past]:
    """The latest posts of a channel, the newest first."""
    return [past(tx, delivery) for delivery in tx.deliveries.latest_in(team, channel, limit=_LATEST)]


def past(tx: Transaction, delivery: Delivery) -> Past:
    """What became of one delivery."""
    rows = tx.outbox.of_delivery(delivery.id)
    return Past(
        delivery=delivery,
        root=next((row for row in rows if row.kind is Kind.ROOT), None),
        parts=tuple(row for row in rows if row.kind is Kind.ANSWER),
        reveal=tx.deliveries.reveal_of(delivery.id),
        zone=zone_of(tx, delivery),
    )
