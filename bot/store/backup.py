"""Copies a SQLite database while bots write to it, into one file; it opens no store, which would migrate it.

https://www.sqlite.org/backup.html: the copy is one consistent state, and writers go on meanwhile.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.errors import BotError

if TYPE_CHECKING:
    from pathlib import Path

_BUSY_S = 10.0


class CannotBackUpError(BotError):
    """There is nothing to copy, no place for the copy, or another tool for it; the message says which."""

    code = "cannot_back_up"


def back_up(source: Path, target: Path) -> str:
    """Copies the database, checks the copy, and returns its schema; raises CannotBackUpError.

    The file appears under its name only when it is whole; nobody else may read it.
    """
    if not source.is_file():
        raise CannotBackUpError(f"There is no database at {source}: set DATABASE_PATH to the bot's.")
    if target.exists():
        raise CannotBackUpError(f"{target} exists already: name a new file.")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        version = _copy(source, unfinished)
        unfinished.rename(target)
    except (sqlite3.Error, OSError) as refused:
        unfinished.unlink(missing_ok=True)
        raise CannotBackUpError(f"{source} could not be copied to {target}: {refused}.") from refused
    return version


def _copy(source: Path, target: Path) -> str:
    reading = sqlite3.connect(f"file:{quote(str(source.absolute()))}?mode=ro", uri=True, timeout=_BUSY_S)
    with closing(reading), closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")  # one file, without a -wal beside it
        (sound,) = writing.execute("PRAGMA integrity_check").fetchone()
        if sound != "ok":
            raise sqlite3.DatabaseError(f"the copy is not sound: {sound}")
        (version,) = writing.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(version)
