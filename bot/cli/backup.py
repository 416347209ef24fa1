"""``interview-bot backup``: a copy of the memory, while the bot runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import database
from bot.store.backup import CannotBackUpError, back_up

if TYPE_CHECKING:
    import argparse

    from bot.cli.verbs import Verbs


def add_to(verbs: Verbs) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "backup",
        help="copy the bot's memory while it runs",
        description="Copies the SQLite file of DATABASE_PATH into one new file, as it is at one moment.",
        epilog="example: interview-bot backup /backup/interview-bot-2026-11-23.db",
    )
    parser.add_argument("file", type=Path, help="the copy; it must not exist yet")
    parser.set_defaults(verb=backup)


def backup(options: argparse.Namespace) -> int:
    """Makes the copy and says how to restore it; raises CannotBackUpError."""
    place = database(os.environ)
    if not isinstance(place, Path):
        raise CannotBackUpError(
            'A PostgreSQL is copied by its own tool: pg_dump --format=custom --file=bot.dump "$DATABASE_URL".'
        )
    version = back_up(place, options.file)
    size = options.file.stat().st_size
    print(f"{options.file}: {size:,} bytes, schema {version}, checked.")
    print("To restore: stop the bot, put it at DATABASE_PATH, remove -wal and -shm beside it, start.")
    return 0
