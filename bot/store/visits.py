"""Where each person has used the bot; it knows nothing of what they did there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from bot.store.engine import insert_new
from bot.store.tables import visit

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import Connection

    from bot.store.showings import Asker
    from bot.store.workspaces import ChannelId, TeamId


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits, inside one transaction."""

    connection: Connection

    def note(self, asker: Asker, *, now: dt.datetime) -> bool:
        """Somebody used the bot somewhere; whether it was their first time anywhere in this team."""
        first = not self.channels(asker.team, asker.person)
        place = {"team": asker.team, "person": asker.person, "channel": asker.channel}
        if not insert_new(self.connection, visit, **place, at=now):
            here = (
                visit.c.team == asker.team,
                visit.c.person == asker.person,
                visit.c.channel == asker.channel,
            )
            self.connection.execute(update(visit).where(*here).values(at=now))
        return first

    def channels(self, team: TeamId, person: str) -> list[ChannelId]:
        """The channels that a person has used the bot in, the latest first."""
        mine = select(visit.c.channel).where(visit.c.team == team, visit.c.person == person)
        return list(self.connection.execute(mine.order_by(visit.c.at.desc(), visit.c.channel)).scalars())
