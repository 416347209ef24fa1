"""Looks at a database without changing it, for whoever wonders why the bot does not start."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from alembic.migration import MigrationContext
from filelock import FileLock, Timeout
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.store import schema
from bot.store.engine import postgres_engines

if TYPE_CHECKING:
    from bot.store.store import Database

_BUSY_S = 5.0  # a bot that runs writes for milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was seen: ``problem`` in a few words, or None; no ``version`` where there is nothing yet.

    ``newest`` is the schema of this version, to which the next start brings an older one.
    """

    version: str | None = None
    newest: str
    problem: str | None = None
    in_use: bool = False


def look(database: Database) -> Look:
    """Whether this is a database of ours, of which schema, and whether it may be written."""
    return _look_at_file(database) if isinstance(database, Path) else _look_at_server(database)


def _look_at_server(address: str) -> Look:
    newest, engines = schema.known()[0], postgres_engines(address)
    try:
        with engines.writer.begin() as connection:
            version = MigrationContext.configure(connection).get_current_revision()
            locked = connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on"
    except SQLAlchemyError as refused:
        reason = refused.orig if isinstance(refused, DBAPIError) else refused
        return Look(newest=newest, problem=" ".join(str(reason).split()))
    finally:
        engines.dispose()
    problem = "it may only be read" if locked else _newer(version)
    return Look(version=version, newest=newest, problem=problem)


def _newer(version: str | None) -> str | None:
    if version is None or version in schema.known():
        return None
    return f"it is of a newer version of the bot, schema {version}"


def _look_at_file(file: Path) -> Look:
    newest = schema.known()[0]
    if not file.exists():
        return Look(newest=newest, problem=_folder_problem(file))
    try:
        version = _version(file)
    except sqlite3.Error as refused:
        return Look(newest=newest, problem=str(refused), in_use=_in_use(file))
    return Look(version=version, newest=newest, problem=_newer(version), in_use=_in_use(file))


def _folder_problem(file: Path) -> str | None:
    """Whether the file could be made: the nearest folder that there is decides."""
    folder = next(parent for parent in file.absolute().parents if parent.exists())
    return None if os.access(folder, os.W_OK | os.X_OK) else f"the folder {folder} may not be written"


def _version(file: Path) -> str:
    """The schema; a write transaction is begun and given up, which no read-only place allows."""
    address = f"file:{quote(str(file.absolute()))}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=_BUSY_S, isolation_level=None)
    with closing(connection):
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.execute("ROLLBACK")
    return str(version)


def _in_use(file: Path) -> bool:
    """Whether a bot runs on it, which holds the lock beside it."""
    held = file.with_name(f"{file.name}.lock")
    if not held.exists():
        return False
    lock = FileLock(held, blocking=False)
    try:
        lock.acquire()
    except (Timeout, OSError):
        return True
    lock.release()
    return False
