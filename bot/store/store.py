"""The door to the database: transactions, on executors of its own; it knows nothing of use cases.

Nothing here waits in asyncio's default pool, which the DNS resolver shares. SQLite has one writer.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from alembic.util import CommandError
from filelock import FileLock, Timeout
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import BotError
from bot.store import schema
from bot.store.deliveries import Deliveries
from bot.store.engine import sqlite_engines
from bot.store.grades import Grades
from bot.store.outgoing import Outbox
from bot.store.plans import Plans
from bot.store.questions import Questions
from bot.store.requests import Requests
from bot.store.showings import Showings
from bot.store.visits import Visits
from bot.store.workspaces import Workspaces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

T = TypeVar("T")


class CannotOpenError(BotError):
    """The file is no database of ours, of a newer version of us, or not to be written."""

    code = "cannot_open"


class AlreadyRunningError(BotError):
    """Another bot works on this file, and two would not know of each other."""

    code = "already_running"


@dataclass(frozen=True, slots=True)
class Transaction:
    """Everything that we remember, inside one transaction."""

    connection: Connection

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
        return Outbox(self.connection)

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
        """The signed requests that were let in."""
        return Requests(self.connection)


class Store:
    """One database: a single writer and a few readers on SQLite; raises CannotOpenError when made."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._writer, self._reader = sqlite_engines(file)
        self._write_threads = ThreadPoolExecutor(1, thread_name_prefix="store-write")
        self._read_threads = ThreadPoolExecutor(4, thread_name_prefix="store-read")
        self._open()

    def _open(self) -> None:
        """Makes the file where there is none, and brings it to the newest schema; raises CannotOpenError."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            schema.upgrade(self._writer)
        except (OSError, SQLAlchemyError, CommandError) as refused:
            self.close()
            reason = refused.orig if isinstance(refused, DBAPIError) else refused
            raise CannotOpenError(
                f"The bot can't keep its memory in {self._file} ({reason}):"
                " set DATABASE_PATH to another file, in a folder that may be written."
            ) from refused

    def write(self, use_case: Callable[[Transaction], T]) -> T:
        """Carries out a use case in one transaction: all of it, or, when it raises, nothing."""
        return _within(self._writer, use_case)

    def read(self, use_case: Callable[[Transaction], T]) -> T:
        """Carries out a use case that only looks, on one consistent state."""
        return _within(self._reader, use_case)

    async def write_soon(self, use_case: Callable[[Transaction], T]) -> T:
        """The same as write, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._write_threads, self.write, use_case)

    async def read_soon(self, use_case: Callable[[Transaction], T]) -> T:
        """The same as read, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._read_threads, self.read, use_case)

    @contextmanager
    def sole(self) -> Iterator[None]:
        """Holds this file for one running bot; raises AlreadyRunningError when another has it."""
        lock = FileLock(self._file.with_name(f"{self._file.name}.lock"), blocking=False)
        try:
            lock.acquire()
        except Timeout as taken:
            raise AlreadyRunningError(
                f"Another bot runs on {self._file}: stop it first, or set DATABASE_PATH to another file."
            ) from taken
        try:
            yield
        finally:
            lock.release()

    def close(self) -> None:
        """Waits for what is under way and lets go of the file."""
        self._write_threads.shutdown()
        self._read_threads.shutdown()
        self._writer.dispose()
        self._reader.dispose()


def _within(engine: Engine, use_case: Callable[[Transaction], T]) -> T:
    with engine.begin() as connection:
        return use_case(Transaction(connection))
