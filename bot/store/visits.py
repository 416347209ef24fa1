"""Where each person has used the bot, and whether they were greeted; never what they did there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from bot.store.engine import insert_new
from bot.store.tables import greeting, visit

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import Connection

    from bot.store.showings import Asker
    from bot.store.workspaces import ChannelId, TeamId


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits, inside one transaction."""

    connection: Connection

    def note(self, asker: Asker, *, now: dt.datetime) -> None:
        """Somebody used the bot somewhere."""
        place = {"team": asker.team, "person": asker.person, "channel": asker.channel}
        if not insert_new(self.connection, visit, **place, at=now):
            here = (
                visit.c.team == asker.team,
                visit.c.person == asker.person,
                visit.c.channel == asker.channel,
            )
            self.connection.execute(update(visit).where(*here).values(at=now))

    def greet(self, team: TeamId, person: str, *, now: dt.datetime) -> bool:
        """Whether this person is to be greeted now: once in this team, wherever they meet the bot."""
        return insert_new(self.connection, greeting, team=team, person=person, at=now)

    def channels(self, team: TeamId, person: str, *, limit: int) -> list[ChannelId]:
        """The channels that a person has used the bot in, the latest first."""
        mine = select(visit.c.channel).where(visit.c.team == team, visit.c.person == person)
        latest = mine.order_by(visit.c.at.desc(), visit.c.channel).limit(limit)
        return list(self.connection.execute(latest).scalars())
