"""How the database is opened and its transactions begun; it knows nothing of what they hold.

SQLite's driver begins a transaction at the first write only, so that two threads that read and then
write overwrite each other without an error; here every write transaction is BEGIN IMMEDIATE and every
reader is read-only and apart (https://www.sqlite.org/lang_transaction.html). On PostgreSQL writers are
SERIALIZABLE: a use case may read and then write as if it were alone, on either database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, literal, make_url
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection as SqliteConnection

    from psycopg import Connection as PostgresConnection

_BUSY_MS = 10_000  # how long a writer waits for another process (`plan add` beside `run`)
_READERS = 4
_POSTGRES_WRITERS = 4  # connections of a replica: these, and as many readers

# A replica that is stopped inside a transaction, or whose network is gone, must not hold up the others.
_SESSION = "SET idle_in_transaction_session_timeout = '10s'; SET lock_timeout = '10s'"
_LINE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """A writing and a reading engine on one database, and how many of each may work at once."""

    writer: Engine
    reader: Engine
    writers: int
    readers: int = _READERS

    def dispose(self) -> None:
        """Lets go of every connection."""
        self.writer.dispose()
        self.reader.dispose()


def sqlite_engines(file: Path) -> Engines:
    """Engines on one file, in WAL; the caller disposes of them."""
    url = f"sqlite:///{file}"
    writer = create_engine(url, pool_size=1, max_overflow=0)
    reader = create_engine(url, pool_size=_READERS, max_overflow=0)
    _begin_with(writer, "BEGIN IMMEDIATE", query_only=False)
    _begin_with(reader, "BEGIN", query_only=True)
    return Engines(writer=writer, reader=reader, writers=1)


def postgres_engines(address: str) -> Engines:
    """Engines on a PostgreSQL server; nothing is connected yet, and the caller disposes of them."""
    url = make_url(address).set(drivername="postgresql+psycopg")
    writer, reader = (
        create_engine(
            url,
            pool_size=size,
            max_overflow=0,
            pool_pre_ping=True,  # a restarted server is met here, and not in the middle of a use case
            isolation_level=level,
            connect_args=_LINE,
        )
        for size, level in ((_POSTGRES_WRITERS, "SERIALIZABLE"), (_READERS, "REPEATABLE READ"))
    )
    for engine in (writer, reader):
        event.listen(engine, "connect", _bound)
    reader = reader.execution_options(postgresql_readonly=True)
    return Engines(writer=writer, reader=reader, writers=_POSTGRES_WRITERS)


def _bound(driver: PostgresConnection, _record: object) -> None:
    """Gives each new connection its bounds."""
    driver.execute(_SESSION)
    driver.commit()


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
    return connection.execute(statement.returning(literal(1))).first() is not None
