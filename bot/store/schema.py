"""Brings a database to the newest schema; it knows nothing of what the tables are for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_LOCK = 7_426_835_131  # "interview-bot migrates": any number that nobody else locks in this database
SCRIPTS = Path(__file__).parent / "migrations"


@cache
def known() -> list[str]:
    """The schemas that this version can read, the newest first."""
    return [revision.revision for revision in ScriptDirectory(str(SCRIPTS)).walk_revisions()]


def is_behind(connection: Connection) -> bool:
    """Whether it lacks a migration, as when an older copy was put in its place; a newer version's is none."""
    version = MigrationContext.configure(connection).get_current_revision()
    return version is None or version in known()[1:]


def upgrade(engine: Engine) -> None:
    """Carries out the migrations that this database lacks, in one transaction.

    One at a time: SQLite's writer holds the file (BEGIN IMMEDIATE), on PostgreSQL a lock is held, so that
    replicas that start together migrate once.
    """
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with engine.execution_options(**_isolation(engine)).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _isolation(engine: Engine) -> dict[str, str]:
    """What waited for the lock must see what the one before it did: no snapshot from before."""
    return {"isolation_level": "READ COMMITTED"} if engine.dialect.name == "postgresql" else {}
