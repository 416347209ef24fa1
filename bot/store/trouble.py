"""What a database's error means for a use case; it knows nothing of use cases.

SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from bot.errors import BotError

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

_LOST_A_RACE = (
    "40001",
    "40P01",
)  # serialization failure, deadlock: nothing happened, and it can be tried again
_DUPLICATE = "23505"
_AWAY = (
    "08",
    "53",
    "55P03",
    "57",
    "58",
    "25P03",
)  # no connection, no room, a lock, shut down, its disk, too long idle
_AWAY_SQLITE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL)


class StoreAwayError(BotError):
    """The database can't be reached now; whether the last transaction was committed is not known."""

    code = "store_away"


def lost_a_race(error: DBAPIError) -> bool:
    """Whether the transaction fell to another one, so that it can be tried again at once."""
    return _state(error) in _LOST_A_RACE


def is_duplicate(error: DBAPIError) -> bool:
    """Whether PostgreSQL refused a second row of a key: another transaction may have been quicker.

    https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html
    """
    return _state(error) == _DUPLICATE


def is_away(error: DBAPIError) -> bool:
    """Whether the database itself is the trouble, and not what it was asked."""
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _AWAY_SQLITE
    state = _state(error)
    if state is None:  # no server answered
        return error.connection_invalidated or isinstance(error, OperationalError)
    return state.startswith(_AWAY)


def _state(error: DBAPIError) -> str | None:
    """PostgreSQL's code; None on SQLite, and where no server answered."""
    state = getattr(error.orig, "sqlstate", None)
    return state if isinstance(state, str) else None
