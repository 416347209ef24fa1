"""A copy of the memory that is restored: of a SQLite file by ``backup``, of a PostgreSQL by pg_dump."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from bot.cli.main import main
from bot.store.store import Store
from bot.store.workspaces import TeamId
from tests.postgres import postgres
from tests.scene import add_plan, every_delivery, posted

if TYPE_CHECKING:
    import pytest

    from bot.store.store import Transaction

DEPLOY = (Path(__file__).parents[2] / "deploy" / "README.md").read_text("utf-8")


def test_a_copy_made_while_the_bot_writes_is_restored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One moment of a database that another thread writes to all the while: whole, sound, and a bot's."""
    file, copy = tmp_path / "bot.db", tmp_path / "copy.db"
    monkeypatch.setenv("DATABASE_PATH", str(file))
    wrote, stop = Event(), Event()

    with closing(Store(file)) as store, ThreadPoolExecutor(1) as threads:
        add_plan(store)
        before = posted(store)

        def write() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                store.write(partial(_connect, number))
                wrote.set()

        writing = threads.submit(write)
        assert wrote.wait(timeout=30)
        code = main(["backup", str(copy)])
        stop.set()
        writing.result()

    restored = tmp_path / "restored.db"
    shutil.copy(copy, restored)
    with closing(Store(restored)) as store:
        teams = [str(team.team) for team in store.read(lambda tx: tx.workspaces.all())]
        assert every_delivery(store) == [before]
    assert code == 0
    assert teams.count("T1") == 1
    assert {name[1:] for name in teams if name[0] == "A"} == {name[1:] for name in teams if name[0] == "B"}
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.db"]
    assert "checked." in capsys.readouterr().out


def _connect(number: int, tx: Transaction) -> None:
    """Two teams in one transaction: a copy has both or none."""
    for letter in "AB":
        tx.workspaces.connected(TeamId(f"{letter}{number}"), name="Team", bot_user="U")


def test_a_copy_of_an_older_schema_is_not_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup before an upgrade is of the schema that the old version reads."""
    file, copy = tmp_path / "bot.db", tmp_path / "copy.db"
    Store(file).close()
    monkeypatch.setenv("DATABASE_PATH", str(file))
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
        database.commit()

    main(["backup", str(copy)])

    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


def test_no_file_is_overwritten_and_none_is_invented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What exists stays as it is; a database that is not there, or none, leaves nothing behind."""
    file, kept = tmp_path / "bot.db", tmp_path / "kept"
    monkeypatch.setenv("DATABASE_PATH", str(file))
    kept.write_text("dear", "utf-8")

    missing = main(["backup", str(tmp_path / "copy.db")])
    file.write_text("no database, " * 200, "utf-8")
    broken = main(["backup", str(tmp_path / "copy.db")])
    existing = main(["backup", str(kept)])

    assert (missing, broken, existing) == (1, 1, 1)
    assert kept.read_text("utf-8") == "dear"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bot.db", "kept"]
    told = capsys.readouterr().err
    assert "There is no database at" in told
    assert "file is not a database" in told
    assert "exists already: name a new file" in told


def test_a_postgresql_is_dumped_and_restored_as_the_operators_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`backup` names pg_dump; the commands of deploy/README.md bring every row back."""
    dump = tmp_path / "bot.dump"
    with postgres().database() as address, postgres().bare() as bare:
        with closing(Store(address)) as store:
            add_plan(store)
            before = posted(store)
        monkeypatch.setenv("DATABASE_URL", address)
        code = main(["backup", str(tmp_path / "copy.db")])

        _run("pg_dump", "--format=custom", f"--file={dump}", address)
        _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={bare}", str(dump))
        with closing(Store(bare)) as store:
            assert every_delivery(store) == [before]

    assert code == 1
    assert 'pg_dump --format=custom --file=bot.dump "$DATABASE_URL"' in capsys.readouterr().err
    assert 'pg_dump --format=custom --file=bot.dump "$DATABASE_URL"' in DEPLOY
    assert 'pg_restore --no-owner --exit-on-error --dbname="$DATABASE_URL" bot.dump' in DEPLOY


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([postgres().tool(tool), *arguments], check=True)  # noqa: S603 - PostgreSQL's own
