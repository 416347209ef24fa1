"""The questions as they were posted: a bank that changes or loses them never empties a thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.bank import snapshot
from bot.store.engine import insert_new
from bot.store.tables import question_version

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.bank.model import ContentHash, Question


@dataclass(frozen=True, slots=True)
class Questions:
    """The versions, inside one transaction."""

    connection: Connection

    def keep(self, question: Question) -> ContentHash:
        """Writes this version unless it is there; its hash."""
        values = {"uid": question.uid, "body": snapshot.dump(question)}
        insert_new(self.connection, question_version, content_hash=question.content_hash, **values)
        return question.content_hash

    def get(self, content_hash: ContentHash) -> Question:
        """The question as it was when this version was kept."""
        body = select(question_version.c.body).where(question_version.c.content_hash == content_hash)
        return snapshot.read(self.connection.execute(body).scalar_one())
