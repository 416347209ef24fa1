"""Runs a file of SQL on PostgreSQL and prints what each statement gives; it knows nothing of the bank.

It is started by its path, by an interpreter that does not have this project installed:
``postgresql_driver.py FILE ADDRESS``; the fixture of ``postgresql_fixtures.py`` gives the address.
"""

from __future__ import annotations

import re
import sys
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

_PIECE = re.compile(
    r"""--[^\n]* | /\*.*?\*/ | \b[eE]'(?:\\.|''|[^'\\])*' | '[^']*' | "[^"]*" | \$(\w*)\$.*?\$\1\$ | .""",
    re.VERBOSE | re.DOTALL,
)
_SESSION = re.compile(r"--\s*(\w+):\s*")
_COMMENT = ("--", "/*")


def statements(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, session and text of each statement; a line ``-- name:`` above one begins that session's part.

    A rest that does not end is given, too, without a semicolon.
    """
    session, statement, code, line, begins = "", "", 0, 1, 1
    for found in _PIECE.finditer(text):
        piece = found[0]
        is_comment = piece.startswith(_COMMENT)
        if not code:
            begins = line
            if is_comment and (named := _SESSION.fullmatch(piece)):
                session = named[1]
        statement += piece
        if piece.strip() and not is_comment:
            code = len(statement)  # what follows it, so far, are spaces and comments
        line += piece.count("\n")
        if piece == ";":
            yield begins, session, statement.strip()
            statement, code = "", 0
    if code:
        yield begins, session, statement[:code].strip()


@dataclass(slots=True)
class _Session:
    """One connection, whose statements may wait for those of another."""

    name: str
    connection: psycopg.Connection
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=1))
    running: Future[list[str]] | None = None

    def begin(self, statement: str) -> None:
        self.running = self.thread.submit(_result, self.connection, statement)

    def close(self) -> None:
        self.connection.close()
        self.thread.shutdown()


def _result(connection: psycopg.Connection, statement: str) -> list[str]:
    """Names and rows as the server writes them; empty where a statement gives none."""
    cursor = connection.execute(statement.encode())
    found = cursor.pgresult
    if found is None or cursor.description is None:
        return []
    rows = [[found.get_value(row, column) for column in range(found.nfields)] for row in range(found.ntuples)]
    shown = [["NULL" if value is None else bytes(value).decode() for value in row] for row in rows]
    return [" | ".join(row) for row in ([column.name for column in cursor.description], *shown)]


class _Script:
    """A file whose statements are run in their order, each in its session."""

    def __init__(self, file: Path, address: str) -> None:
        self._file = file
        self._address = address
        self._watcher = _connected(address, "postgres")  # elsewhere: a statement may ask who is here
        self._sessions: dict[str, _Session] = {}
        self._waiting: list[_Session] = []
        self._shown = False
        self.failed = False

    def run(self) -> None:
        for line, name, statement in statements(self._file.read_text(encoding="utf-8")):
            session = self._session(name)
            if session in self._waiting:
                self._settle(session, line, patient=True)
            session.begin(statement)
            if not self._settle(session, line):
                _print(name, "waits")
                self._waiting.append(session)
            for other in [each for each in self._waiting if each is not session]:
                self._settle(other, line)
            if self.failed and not name:
                break
        while self._sessions:
            for name in [name for name, each in self._sessions.items() if each not in self._waiting]:
                self._sessions.pop(name).close()  # what others wait for ends with it
            if self._waiting:
                self._settle(self._waiting[0], line, patient=True)
        self._watcher.close()

    def _session(self, name: str) -> _Session:
        if name not in self._sessions:
            self._sessions[name] = _Session(name, _connected(self._address))
        return self._sessions[name]

    def _settle(self, session: _Session, line: int, *, patient: bool = False) -> bool:
        """Shows what the session's statement gave; False if it waits for a lock of another session."""
        running = session.running
        assert running is not None  # noqa: S101 - begun above
        while not running.done():
            if not patient and self._is_blocked(session):
                return False
            wait([running], timeout=0.002)
        if session in self._waiting:
            for earlier in self._waiting[: self._waiting.index(session)]:
                self._settle(earlier, line)  # in a deadlock it was ended, and that is why this one goes on
            self._waiting.remove(session)
        self._show(session.name, running, line)
        return True

    def _is_blocked(self, session: _Session) -> bool:
        query = "SELECT cardinality(pg_blocking_pids(%s)) > 0"
        found = self._watcher.execute(query, [session.connection.info.backend_pid]).fetchone()
        return bool(found and found[0])

    def _show(self, name: str, running: Future[list[str]], line: int) -> None:
        from psycopg import Error  # noqa: PLC0415 - the bot's own interpreter reads statements only

        try:
            lines = running.result()
        except Error as error:
            self.failed = True
            message = error.diag.message_primary or str(error)
            lines = [f"ERROR: {message}" if name else f"{self._file.name}:{line}: {message}"]
        else:
            if lines and self._shown and not name:
                print()  # noqa: T201 - its output is what is proved
            self._shown = self._shown or bool(lines)
        for each in lines:
            _print(name, each)


def _print(name: str, line: str) -> None:
    print(f"{name}: {line}" if name else line)  # noqa: T201 - its output is what is proved


def _connected(address: str, database: str | None = None) -> psycopg.Connection:
    import psycopg  # noqa: PLC0415 - the bot's own interpreter reads statements only

    return psycopg.connect(address, autocommit=True, dbname=database)


def main(file: str, address: str) -> int:
    """Prints what a file's statements give, each line behind its session's name if it has one.

    An error ends a file without sessions; the others go on. Returns 1 if there was an error.
    """
    script = _Script(Path(file), address)
    script.run()
    return int(script.failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
