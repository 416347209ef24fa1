"""How people judged themselves, one grade a person and question shown; it knows nothing of what they see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, func, insert, select

from bot.practice.grade import Grade, Tally
from bot.store.deliveries import Delivery
from bot.store.tables import grade

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import Connection

    from bot.store.deliveries import DeliveryId
    from bot.store.showings import Showing


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades, inside one transaction."""

    connection: Connection

    def give(self, subject: Delivery | Showing, person: str, given: Grade, *, now: dt.datetime) -> None:
        """A person's grade, in place of the one before."""
        self.take(subject, person)
        column = "delivery" if isinstance(subject, Delivery) else "showing"
        values = {column: subject.id, "person": person, "grade": given, "at": now}
        self.connection.execute(insert(grade).values(**values))

    def take(self, subject: Delivery | Showing, person: str) -> None:
        """A person's grade goes, if there is one."""
        self.connection.execute(delete(grade).where(_of(subject), grade.c.person == person))

    def of(self, subject: Delivery | Showing, person: str) -> Grade | None:
        """The grade that a person gave themselves."""
        chosen = select(grade.c.grade).where(_of(subject), grade.c.person == person)
        found = self.connection.execute(chosen).scalar_one_or_none()
        return Grade(found) if found else None

    def tally(self, delivery: DeliveryId) -> Tally:
        """How many people gave themselves each grade on a post."""
        counted = select(grade.c.grade, func.count()).where(grade.c.delivery == delivery)
        rows = self.connection.execute(counted.group_by(grade.c.grade)).all()
        return Tally(**{str(given): number for given, number in rows})


def _of(subject: Delivery | Showing) -> ColumnElement[bool]:
    column = grade.c.delivery if isinstance(subject, Delivery) else grade.c.showing
    return column == subject.id
