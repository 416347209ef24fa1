"""How the database is opened and its transactions begun; it knows nothing of what they hold.

SQLite's driver begins a transaction at the first write only, so that two threads that read and then
write overwrite each other without an error; here every write transaction is BEGIN IMMEDIATE and every
reader is read-only and apart (https://www.sqlite.org/lang_transaction.html).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection as SqliteConnection

_BUSY_MS = 10_000  # how long a writer waits for another process (`plan add` beside `run`)


def sqlite_engines(file: Path) -> tuple[Engine, Engine]:
    """A writing and a reading engine on one file, in WAL; the caller disposes of both."""
    url = f"sqlite:///{file}"
    writer = create_engine(url, pool_size=1, max_overflow=0)
    reader = create_engine(url, pool_size=4, max_overflow=0)
    _begin_with(writer, "BEGIN IMMEDIATE", query_only=False)
    _begin_with(reader, "BEGIN", query_only=True)
    return writer, reader


def _begin_with(engine: Engine, statement: str, *, query_only: bool) -> None:
    """Makes every transaction of this engine begin with that statement."""

    @event.listens_for(engine, "connect")
    def connect(driver: SqliteConnection, _record: object) -> None:
        driver.isolation_level = None  # the driver begins nothing by itself
        # synchronous=FULL: an intent that was committed is there after a power cut, too.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_MS}"):
            driver.execute(f"PRAGMA {pragma}")
        driver.execute(f"PRAGMA query_only={int(query_only)}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)


def insert_new(connection: Connection, table: Table, **values: Any) -> bool:  # noqa: ANN401 - column values
    """Inserts a row unless one of its unique keys is taken; whether it did."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return connection.execute(statement).rowcount == 1
