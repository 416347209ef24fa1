"""What was let in of late, so that none of it comes twice; it knows nothing of what it said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete

from bot.store.engine import insert_new
from bot.store.tables import request_seen

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Requests:
    """Signatures and triggers of late, inside one transaction; each is unique anywhere, and names no team."""

    connection: Connection

    def first(self, signature: str, *, now: dt.datetime, until: dt.datetime) -> bool:
        """Whether nobody came with this signature yet; it is kept until then, older ones go."""
        self.connection.execute(delete(request_seen).where(request_seen.c.until < now))
        return insert_new(self.connection, request_seen, signature=signature, until=until)
