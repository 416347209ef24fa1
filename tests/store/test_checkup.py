"""A look at a database says what it is, and leaves it as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.store import schema
from bot.store.checkup import look
from bot.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

NEWEST = schema.known()[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database at the newest schema."""
    made = tmp_path / "bot's 100%.db"
    Store(made).close()
    return made


def test_a_database_of_ours_is_known_by_its_schema(file: Path) -> None:
    """Nothing is wrong with it, and nobody uses it."""
    seen = look(file)

    assert (seen.version, seen.newest, seen.problem, seen.in_use) == (NEWEST, NEWEST, None, False)


def test_a_database_that_a_bot_uses_is_looked_at_as_well(file: Path) -> None:
    """The bot is not disturbed, and it is seen."""
    with closing(Store(file)) as store, store.sole():
        assert look(file).in_use
        assert look(file).problem is None
    assert not look(file).in_use


def test_nothing_is_made_where_there_is_nothing(tmp_path: Path) -> None:
    """Neither the file nor its folder."""
    seen = look(tmp_path / "not" / "yet" / "bot.db")

    assert (seen.version, seen.problem) == (None, None)
    assert list(tmp_path.iterdir()) == []


def test_an_older_schema_is_no_problem(file: Path) -> None:
    """The next start brings it up; the look does not."""
    _set_version(file, "0001")

    assert (look(file).version, look(file).problem) == ("0001", None)


def test_a_newer_schema_is_a_problem(file: Path) -> None:
    """This version can't read it."""
    _set_version(file, "9999")

    assert "newer version of the bot, schema 9999" in str(look(file).problem)


@pytest.mark.parametrize("content", [b"no database at all, but long enough to look like one" * 100, b""])
def test_what_is_no_database_of_ours_is_a_problem(tmp_path: Path, content: bytes) -> None:
    """In SQLite's words."""
    other = tmp_path / "notes.txt"
    other.write_bytes(content)

    assert look(other).problem
    assert other.read_bytes() == content


def test_a_place_that_is_no_folder_is_a_problem(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "var").write_text("in the way", "utf-8")

    assert "may not be written" in str(look(tmp_path / "var" / "bot.db").problem)


def _set_version(file: Path, version: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", (version,))
