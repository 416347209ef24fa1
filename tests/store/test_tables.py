"""The tables and the road to them: the migrations lead exactly there, and instants keep their zone."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, inspect
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import postgres_engines
from bot.store.schema import SCRIPTS, known
from bot.store.store import Store
from bot.store.tables import Instant, metadata
from tests.engines import POSTGRESQL
from tests.postgres import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Dialect
    from sqlalchemy.engine.reflection import Inspector

    from bot.store.store import Transaction

_DIALECTS: tuple[Dialect, ...] = (sqlite.dialect(), postgresql.dialect())  # type: ignore[no-untyped-call] # SQLAlchemy leaves it bare
_BERLIN = dt.timezone(dt.timedelta(hours=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The columns' types, those that are never NULL, those with a default, and what else a row keeps to."""

    types: dict[str, str]
    demanded: set[str]
    given: set[str]
    uniques: set[str]
    rules: set[str]


@pytest.fixture
def empty_engine(database_kind: str, tmp_path: Path) -> Iterator[Engine]:
    """A database without a table."""
    if database_kind == POSTGRESQL:
        with postgres().bare() as address:
            engine = postgres_engines(address).writer
            yield engine
            engine.dispose()
    else:
        engine = create_engine(f"sqlite:///{tmp_path / 'direct.db'}")
        yield engine
        engine.dispose()


def _rules(connection: Connection) -> dict[str, object]:
    """What alembic's comparison does not look at: checks, keys and the rest, table by table."""
    seen = inspect(connection)
    return {
        table: (
            sorted(str(check["sqltext"]) for check in seen.get_check_constraints(table)),
            sorted(str(unique["column_names"]) for unique in seen.get_unique_constraints(table)),
            sorted(
                f"{key['constrained_columns']} {key['referred_table']}"
                for key in seen.get_foreign_keys(table)
            ),
            sorted(str(index["column_names"]) for index in seen.get_indexes(table)),
            seen.get_pk_constraint(table)["constrained_columns"],
            [(column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(table)],
        )
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def test_the_migrations_lead_exactly_to_the_tables(store: Store) -> None:
    """Alembic, which compares the two, would change nothing."""

    def differences(tx: Transaction) -> list[object]:
        context = MigrationContext.configure(tx.connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    assert store.write(differences) == []


def test_the_migrations_make_the_same_rules_too(store: Store, empty_engine: Engine) -> None:
    """Checks, keys and indexes are those of the tables when they are made in one go."""
    with empty_engine.begin() as connection:
        metadata.create_all(connection)
        direct = _rules(connection)

    assert store.read(lambda tx: _rules(tx.connection)) == direct


def test_each_migration_only_adds(empty_engine: Engine) -> None:
    """An older version goes on beside a newer one: it finds what it knows, and no rule that it may break."""
    before: dict[str, _Table] = {}
    for revision in reversed(known()):
        _migrate(empty_engine, revision)
        with empty_engine.connect() as connection:
            seen = inspect(connection)
            after = {name: _table(seen, name) for name in seen.get_table_names()}
        for name, table in before.items():
            assert _breaks(table, after[name]) == [], f"{name} in {revision}"
        before = after

    assert before.keys() == {*metadata.tables, "alembic_version"}


def _migrate(engine: Engine, revision: str) -> None:
    """As far as an older version would have."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _table(seen: Inspector, name: str) -> _Table:
    columns = {column["name"]: column for column in seen.get_columns(name)}
    uniques = (*seen.get_unique_constraints(name), *(one for one in seen.get_indexes(name) if one["unique"]))
    return _Table(
        types={column: str(found["type"]) for column, found in columns.items()},
        demanded={column for column, found in columns.items() if not found["nullable"]},
        given={column for column, found in columns.items() if found["default"] is not None},
        uniques={str(unique["column_names"]) for unique in uniques},
        rules={
            *(str(check["sqltext"]) for check in seen.get_check_constraints(name)),
            *(str(key["constrained_columns"]) for key in seen.get_foreign_keys(name)),
        },
    )


def _breaks(before: _Table, after: _Table) -> list[str]:
    """What of a table would trouble who knows it as it was before."""
    kept = {name for name, kind in before.types.items() if after.types.get(name) in _wider(kind)}
    demanded = after.demanded - before.demanded - (after.given - before.types.keys())
    uniques = before.uniques ^ after.uniques
    return sorted((before.types.keys() - kept) | demanded | uniques | (after.rules - before.rules))


def _wider(kind: str) -> set[str]:
    """The types that hold all that this one does."""
    return {kind, "TEXT"} if kind.startswith("VARCHAR") else {kind}


def test_a_second_start_migrates_nothing(tmp_path: Path) -> None:
    """A file at the newest schema is opened as it is."""

    def versions(store: Store) -> list[tuple[object, ...]]:
        query = "SELECT version_num, rowid FROM alembic_version"
        return [tuple(row) for row in store.read(lambda tx: tx.connection.exec_driver_sql(query).all())]

    with closing(Store(tmp_path / "bot.db")) as store:
        first = versions(store)
    with closing(Store(tmp_path / "bot.db")) as store:
        second = versions(store)

    assert len(first) == 1
    assert second == first


def test_a_naive_instant_is_refused() -> None:
    """A time without a zone is a bug, and says so before it is written."""
    with pytest.raises(ValueError, match="needs its zone"):
        Instant().process_bind_param(dt.datetime(2026, 11, 23, 9), _DIALECTS[0])  # noqa: DTZ001 - the naive one is meant


def test_an_instant_comes_back_in_utc() -> None:
    """Ten in Berlin is nine in UTC, on a database that keeps zones and on one that does not."""
    ten, nine = (dt.datetime(2026, 11, 23, 10, tzinfo=_BERLIN), dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))
    for dialect in _DIALECTS:
        kept = Instant().process_bind_param(ten, dialect)
        assert Instant().process_result_value(kept, dialect) == nine
        assert Instant().process_result_value(ten, dialect) == nine


def test_no_instant_stays_none() -> None:
    """NULL goes in and out as None."""
    assert Instant().process_bind_param(None, _DIALECTS[0]) is None
    assert Instant().process_result_value(None, _DIALECTS[0]) is None
