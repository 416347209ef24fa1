"""Runs a file of SQL on SQLite and prints what each statement gives; it knows nothing of the bank.

It is started by its path, by an interpreter that does not have this project installed:
``sql_driver.py FILE [DATABASE]``, the database in memory unless one is named.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Each statement with its line, comments before it included; a rest that does not end, too."""
    statement, line = "", 1
    for number, character in enumerate(text):
        statement += character
        if character == ";" and sqlite3.complete_statement(statement):
            yield from _trimmed(statement, line)
            statement, line = "", text.count("\n", 0, number) + 1
    yield from _trimmed(statement, line)


def _trimmed(statement: str, line: int) -> Iterator[tuple[int, str]]:
    begins = line + statement[: len(statement) - len(statement.lstrip())].count("\n")
    rest = statement.strip()
    if any(part and not part.startswith("--") for part in (each.strip() for each in rest.splitlines())):
        yield begins, rest


def main(file: str, database: str = ":memory:") -> int:
    """Prints names and rows of every result, parted by an empty line; 1 at the first error, which ends it."""
    shown = False
    connection = sqlite3.connect(database, isolation_level=None)
    for line, statement in statements(Path(file).read_text(encoding="utf-8")):
        try:
            cursor = connection.execute(statement)
            rows = cursor.fetchall()
        except (sqlite3.Error, sqlite3.Warning) as error:
            print(f"{Path(file).name}:{line}: {error}")  # noqa: T201 - what it is for
            return 1
        if cursor.description:
            if shown:
                print()  # noqa: T201 - its output is what is proved
            for row in ([column[0] for column in cursor.description], *rows):
                print(" | ".join("NULL" if value is None else str(value) for value in row))  # noqa: T201 - its output is what is proved
            shown = True
    connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
