"""How transactions begin and end: no lost update, no half a use case, one bot a file."""

from __future__ import annotations

import asyncio
import itertools
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.store.engine import insert_new, sqlite_engines
from bot.store.store import AlreadyRunningError, CannotOpenError, Store
from bot.store.tables import rate_gate
from tests.scene import NINE, TEAM, connect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.store.store import Database, Transaction

_SECOND_BOT = """
import sys
from pathlib import Path
from bot.store.store import AlreadyRunningError, Store
store = Store(Path(sys.argv[1]))
try:
    with store.sole():
        print("runs")
except AlreadyRunningError as refusal:
    print(refusal)
store.close()
"""


def _second_bot(file: Path) -> str:
    command = [sys.executable, "-c", _SECOND_BOT, str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - our own words


def test_no_update_is_lost_between_threads(tmp_path: Path) -> None:
    """Eight threads with a connection each read and then write a number a hundred times: it ends at 800."""
    engines = [sqlite_engines(tmp_path / "bot.db") for _ in range(8)]
    writers = [engine.writer for engine in engines]
    with writers[0].begin() as connection:
        connection.execute(text("CREATE TABLE number (value INTEGER)"))
        connection.execute(text("INSERT INTO number VALUES (0)"))

    def count(thread: int) -> None:
        for _ in range(100):
            with writers[thread].begin() as connection:
                value = connection.execute(text("SELECT value FROM number")).scalar_one()
                connection.execute(text("UPDATE number SET value = :value"), {"value": value + 1})

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count, range(8)))

    with writers[0].begin() as connection:
        assert connection.execute(text("SELECT value FROM number")).scalar_one() == 800
    for engine in engines:
        engine.dispose()


def test_use_cases_are_carried_out_as_if_alone(
    new_database: Callable[[], Database], open_store: Callable[[Database], Store]
) -> None:
    """Three replicas with four threads each read and then write one row fifty times: it ends at 600."""
    database = new_database()
    stores = [open_store(database) for _ in range(3)]
    connect(stores[0])

    def count(tx: Transaction) -> None:
        workspace = tx.workspaces.get(TEAM)
        assert workspace is not None
        seen = int(workspace.name.removeprefix("Team T1") or 0)
        tx.workspaces.connected(TEAM, name=f"Team T1{seen + 1}", bot_user="U")

    def replica(number: int) -> None:
        for _ in range(50):
            stores[number % 3].write(count)

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(replica, range(12)))

    (workspace,) = stores[0].read(lambda tx: tx.workspaces.all())
    assert workspace.name == "Team T1600"


def test_what_two_looked_at_and_both_would_write_is_written_once(
    new_database: Callable[[], Database], open_store: Callable[[Database], Store]
) -> None:
    """Two who see no row and then write one each, under keys that differ: the second one sees the first."""
    database = new_database()
    stores = [open_store(database) for _ in range(2)]
    both_looked = Barrier(2)

    def add_unless_there(number: int) -> None:
        looks = itertools.count()

        def use_case(tx: Transaction) -> None:
            there = tx.workspaces.all()
            if next(looks) == 0 and isinstance(database, str):  # SQLite lets the second one look later
                both_looked.wait(timeout=30)
            if not there:
                tx.workspaces.connected(TEAM.__class__(f"T{number}"), name="Team", bot_user="U")

        stores[number].write(use_case)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(add_unless_there, range(2)))

    assert len(stores[0].read(lambda tx: tx.workspaces.all())) == 1


def test_a_use_case_that_fails_leaves_nothing(store: Store) -> None:
    """What was written before the error is not there."""

    def fail(tx: Transaction) -> None:
        tx.workspaces.connected(TEAM, name="One", bot_user="U")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.write(fail)

    assert store.read(lambda tx: tx.workspaces.all()) == []


def test_a_reader_can_not_write(store: Store) -> None:
    """A use case that only looks is held to it by the database."""
    with pytest.raises(DBAPIError, match=r"read-?only"):
        store.read(lambda tx: tx.workspaces.connected(TEAM, name="One", bot_user="U"))


async def test_the_executors_do_what_the_direct_calls_do(store: Store) -> None:
    """Writes and reads off the loop give the same values, many at once."""
    numbers = range(20)
    write = [store.write_soon(lambda tx, n=n: connect_in(tx, n)) for n in numbers]  # type: ignore[misc] # the default binds n
    await asyncio.gather(*write)

    teams = await store.read_soon(lambda tx: tx.workspaces.all())

    assert len(teams) == 20


def connect_in(tx: Transaction, number: int) -> None:
    """One more team."""
    tx.workspaces.connected(TEAM.__class__(f"T{number}"), name="Team", bot_user="U")


def test_only_the_first_of_two_rows_with_a_key_is_new(store: Store) -> None:
    """insert_new says which one was written, and the first one stays."""
    connect(store)
    row = {"team": TEAM, "method": "chat.postMessage"}

    made = [
        store.write(lambda tx, at=at: insert_new(tx.connection, rate_gate, **row, until=at))  # type: ignore[misc] # the default binds at
        for at in (NINE, NINE.replace(hour=10))
    ]
    (kept,) = store.read(lambda tx: tx.connection.execute(rate_gate.select()).all())

    assert made == [True, False]
    assert kept.until == NINE


def test_of_many_threads_one_inserts(
    new_database: Callable[[], Database], open_store: Callable[[Database], Store]
) -> None:
    """Stores in eight threads race for one key: one of them wins."""
    database = new_database()
    stores = [open_store(database) for _ in range(8)]
    connect(stores[0])

    def race(store: Store) -> bool:
        row = {"team": TEAM, "method": "m", "until": NINE}
        return store.write(lambda tx: insert_new(tx.connection, rate_gate, **row))

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(race, stores))

    assert sorted(won) == [False] * 7 + [True]


def test_a_second_bot_on_the_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    """Another process is told what to do; when the first one has gone, it may run."""
    file = tmp_path / "bot.db"
    with closing(Store(file)) as store:
        with store.sole():
            refused = _second_bot(file)
        after = _second_bot(file)

    assert refused == (f"Another bot runs on {file}: stop it first, or set DATABASE_PATH to another file.")
    assert after == "runs"


def test_a_second_bot_in_the_same_process_is_refused_too(tmp_path: Path) -> None:
    """The lock belongs to the running bot, not to the process."""
    file = tmp_path / "bot.db"
    with (
        closing(Store(file)) as one,
        closing(Store(file)) as other,
        one.sole(),
        pytest.raises(AlreadyRunningError),
    ):
        other.sole().__enter__()


def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    """A first start needs no mkdir."""
    Store(tmp_path / "a" / "b" / "bot.db").close()

    assert (tmp_path / "a" / "b" / "bot.db").is_file()


@pytest.mark.parametrize("name", ["letter", "letter/bot.db", "."])
def test_what_is_no_database_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    """A text file, a folder, a path below a file: the sentence names the path and the setting."""
    (tmp_path / "letter").write_text("Dear reader, " * 200, "utf-8")

    with pytest.raises(CannotOpenError, match="set DATABASE_PATH to another file") as refusal:
        Store(tmp_path / name)

    assert str(tmp_path / name) in str(refusal.value)


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """A schema that these migrations don't know is not worked on."""
    with closing(Store(tmp_path / "bot.db")) as store:
        store.write(lambda tx: tx.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9'"))

    with pytest.raises(CannotOpenError, match="'9'"):
        Store(tmp_path / "bot.db")
