"""Brings a database to the newest schema; it knows nothing of what the tables are for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from sqlalchemy import Engine

_SCRIPTS = Path(__file__).parent / "migrations"


def known() -> list[str]:
    """The schemas that this version can read, the newest first."""
    return [revision.revision for revision in ScriptDirectory(str(_SCRIPTS)).walk_revisions()]


def upgrade(engine: Engine) -> None:
    """Carries out the migrations that this database lacks, in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
