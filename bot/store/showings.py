"""Questions that were shown to one person by a command; it knows nothing of what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType

from sqlalchemy import insert, select

from bot.store.tables import showing

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import Connection, RowMapping

    from bot.bank.model import ContentHash, Question
    from bot.store.workspaces import ChannelId, TeamId

ShowingId = NewType("ShowingId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asked and where; the person is keyed by their own team and id (Slack Connect)."""

    team: TeamId
    channel: ChannelId
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """A question as one person saw it; ``key`` is all that a button carries."""

    id: ShowingId
    key: str
    team: TeamId
    channel: ChannelId
    person: str
    uid: str
    content_hash: ContentHash
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Showings:
    """The showings, inside one transaction."""

    connection: Connection

    def show(self, key: str, asker: Asker, question: Question, *, now: dt.datetime) -> Showing:
        """A new showing; its question's version is kept beforehand (questions.py)."""
        values = {"team": asker.team, "channel": asker.channel, "person": asker.person, "at": now}
        named = {"key": key, "uid": question.uid, "content_hash": question.content_hash}
        statement = insert(showing).values(**values, **named).returning(*showing.c)
        return _showing(self.connection.execute(statement).mappings().one())

    def by_key(self, team: TeamId, key: str) -> Showing | None:
        """A team's own showing of that key; None for another team's, and for a key that is none."""
        if "\0" in key:  # PostgreSQL takes no text with it
            return None
        chosen = select(showing).where(showing.c.team == team, showing.c.key == key)
        row = self.connection.execute(chosen).mappings().one_or_none()
        return _showing(row) if row else None

    def since(self, first: Showing) -> list[str]:
        """The full ids of what the same person was shown from one showing on, that one included."""
        mine = (showing.c.team == first.team, showing.c.person == first.person, showing.c.id >= first.id)
        return list(
            self.connection.execute(select(showing.c.uid).where(*mine).order_by(showing.c.id)).scalars()
        )

    def latest(self, team: TeamId, person: str, *, limit: int) -> list[Showing]:
        """What a person asked for, the newest first."""
        mine = select(showing).where(showing.c.team == team, showing.c.person == person)
        rows = self.connection.execute(mine.order_by(showing.c.id.desc()).limit(limit)).mappings()
        return [_showing(row) for row in rows]


def _showing(row: RowMapping) -> Showing:
    return Showing(**{name: row[name] for name in Showing.__slots__})
