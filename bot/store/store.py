"""The door to the database: transactions, on executors of its own; it knows nothing of use cases.

Nothing here waits in asyncio's default pool, which the DNS resolver shares. SQLite has one writer. A
transaction that fell to another one on PostgreSQL is carried out again: a use case only touches the store.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from alembic.util import CommandError
from filelock import FileLock, Timeout
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import BotError
from bot.store import schema
from bot.store.deliveries import Deliveries
from bot.store.engine import postgres_engines, sqlite_engines
from bot.store.grades import Grades
from bot.store.outgoing import Outbox
from bot.store.plans import Plans
from bot.store.questions import Questions
from bot.store.requests import Requests
from bot.store.showings import Showings
from bot.store.trouble import StoreAwayError, is_away, is_duplicate, lost_a_race
from bot.store.visits import Visits
from bot.store.workspaces import Workspaces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

T = TypeVar("T")

Database: TypeAlias = Path | str
"""A SQLite file, or the address of a PostgreSQL database (``postgresql://…``)."""

FILE_MEND = "set DATABASE_PATH to another file, in a folder that may be written."
SERVER_MEND = "check DATABASE_URL, and that the server runs and lets the bot in."
"""What to do about a database that can't be opened."""

_TRIES = 20  # of a transaction that falls to others again and again
_DUPLICATES = 2  # of them, when it met a row that another one had just written

# A lock, unlike a query, is waited for before the transaction's snapshot is taken.
_TURN = "LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE"


class CannotOpenError(BotError):
    """It is no database of ours, of a newer version of us, not to be reached, or not to be written."""

    code = "cannot_open"


class AlreadyRunningError(BotError):
    """Another bot works on this file, and two would not know of each other."""

    code = "already_running"


@dataclass(frozen=True, slots=True)
class Transaction:
    """Everything that we remember, inside one transaction.

    ``shared_clock``: leases are measured by the database's clock, which all replicas share.
    """

    connection: Connection
    shared_clock: bool = False

    @property
    def is_behind(self) -> bool:
        """Whether the database lacks a migration, which only a start carries out."""
        return schema.is_behind(self.connection)

    @property
    def workspaces(self) -> Workspaces:
        """The teams."""
        return Workspaces(self.connection)

    @property
    def plans(self) -> Plans:
        """The channels' rules."""
        return Plans(self.connection)

    @property
    def deliveries(self) -> Deliveries:
        """What became of the slots."""
        return Deliveries(self.connection)

    @property
    def outbox(self) -> Outbox:
        """The calls to Slack that must happen."""
        return Outbox(self.connection, self.shared_clock)

    @property
    def grades(self) -> Grades:
        """How people judged themselves."""
        return Grades(self.connection)

    @property
    def showings(self) -> Showings:
        """What was shown to one person."""
        return Showings(self.connection)

    @property
    def visits(self) -> Visits:
        """Where people have used the bot."""
        return Visits(self.connection)

    @property
    def questions(self) -> Questions:
        """The questions as they were posted."""
        return Questions(self.connection)

    @property
    def requests(self) -> Requests:
        """The requests, commands and presses that were let in."""
        return Requests(self.connection)


class Store:
    """One database: a single writer and a few readers on SQLite, a few of both on PostgreSQL.

    Leases are measured by PostgreSQL's own clock unless ``shared_clock`` is False, and on SQLite by what the
    caller calls now. Raises CannotOpenError when made.
    """

    def __init__(self, database: Database, *, shared_clock: bool = True) -> None:
        self._database = database
        on_file = isinstance(database, Path)
        self._shared_clock = shared_clock and not on_file
        self._engines = sqlite_engines(database) if isinstance(database, Path) else postgres_engines(database)
        self._write_threads = ThreadPoolExecutor(self._engines.writers, thread_name_prefix="store-write")
        self._read_threads = ThreadPoolExecutor(self._engines.readers, thread_name_prefix="store-read")
        self._open()

    @property
    def name(self) -> str:
        """Where it is, for people; without a password."""
        return shown(self._database)

    def _open(self) -> None:
        """Makes the file where there is none, and brings it to the newest schema; raises CannotOpenError."""
        try:
            if isinstance(self._database, Path):
                self._database.parent.mkdir(parents=True, exist_ok=True)
            schema.upgrade(self._engines.writer)
        except (OSError, SQLAlchemyError, CommandError) as refused:
            self.close()
            reason = refused.orig if isinstance(refused, DBAPIError) else refused
            mend = FILE_MEND if isinstance(self._database, Path) else SERVER_MEND
            words = " ".join(str(reason).split())
            raise CannotOpenError(
                f"The bot can't keep its memory in {self.name} ({words}): {mend}"
            ) from refused

    def write(self, use_case: Callable[[Transaction], T]) -> T:
        """Carries out a use case in one transaction: all of it, or, when it raises, nothing.

        On PostgreSQL it is tried again when another one was quicker; those who lost a race take turns, so
        that nobody loses for ever. Raises StoreAwayError when the database can't be reached.
        """
        for number in range(_TRIES):
            try:
                return self._within(self._engines.writer, use_case, in_turn=number > 0)
            except DBAPIError as error:
                if not (lost_a_race(error) or (is_duplicate(error) and number < _DUPLICATES)):
                    raise
        return self._within(self._engines.writer, use_case, in_turn=True)

    def read(self, use_case: Callable[[Transaction], T]) -> T:
        """Carries out a use case that only looks, on one consistent state."""
        return self._within(self._engines.reader, use_case)

    async def write_soon(self, use_case: Callable[[Transaction], T]) -> T:
        """The same as write, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._write_threads, self.write, use_case)

    async def read_soon(self, use_case: Callable[[Transaction], T]) -> T:
        """The same as read, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._read_threads, self.read, use_case)

    @contextmanager
    def sole(self) -> Iterator[None]:
        """Holds a file for one running bot; raises AlreadyRunningError when another has it.

        On PostgreSQL any number of bots run beside each other, and nothing is held.
        """
        if not isinstance(self._database, Path):
            yield
            return
        file = self._database
        lock = FileLock(file.with_name(f"{file.name}.lock"), blocking=False)
        try:
            lock.acquire()
        except Timeout as taken:
            raise AlreadyRunningError(
                f"Another bot runs on {file}: stop it first, or set DATABASE_PATH to another file."
            ) from taken
        try:
            yield
        finally:
            lock.release()

    def close(self) -> None:
        """Waits for what is under way and lets go of the database."""
        self._write_threads.shutdown()
        self._read_threads.shutdown()
        self._engines.dispose()

    def _within(self, engine: Engine, use_case: Callable[[Transaction], T], *, in_turn: bool = False) -> T:
        try:
            with engine.begin() as connection:
                if in_turn:
                    connection.exec_driver_sql(_TURN)
                return use_case(Transaction(connection, self._shared_clock))
        except DBAPIError as error:
            if not is_away(error):
                raise
            raise StoreAwayError("I can’t reach my memory right now. Try again in a minute.") from error


def shown(database: Database) -> str:
    """A database's place for people, without a password."""
    if isinstance(database, Path):
        return str(database)
    return make_url(database).render_as_string(hide_password=True)
