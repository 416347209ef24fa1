"""Looks at a database without changing it, for whoever wonders why the bot does not start."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from filelock import FileLock, Timeout

from bot.store import schema

if TYPE_CHECKING:
    from pathlib import Path

_BUSY_S = 5.0  # a bot that runs writes for milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was seen: ``problem`` in a few words, or None; no ``version`` where there is no file yet.

    ``newest`` is the schema of this version, to which the next start brings an older one.
    """

    version: str | None = None
    newest: str
    problem: str | None = None
    in_use: bool = False


def look(file: Path) -> Look:
    """Whether this file is a database of ours, of which schema, and whether it may be written."""
    newest = schema.known()[0]
    if not file.exists():
        return Look(newest=newest, problem=_folder_problem(file))
    try:
        version = _version(file)
    except sqlite3.Error as refused:
        return Look(newest=newest, problem=str(refused), in_use=_in_use(file))
    known = schema.known()
    problem = None if version in known else f"it is of a newer version of the bot, schema {version}"
    return Look(version=version, newest=newest, problem=problem, in_use=_in_use(file))


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
