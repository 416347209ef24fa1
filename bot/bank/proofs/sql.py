"""SQL, for proofs, as SQLite speaks it; it opens no database but an empty one, to read statements by."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.bank.proofs.language import Language, Mutant, Tool
from bot.bank.proofs.rewriting import Change, applied, longer, more, pieces, rule, swap
from bot.bank.proofs.sql_driver import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNREAD: Final = ("syntax error", "unrecognized token", "incomplete input")
SWAPS: Final = {
    "AND": "OR",
    "OR": "AND",
    "NOT": "",
    "LEFT": "INNER",
    "INNER": "LEFT",
    "MIN": "MAX",
    "MAX": "MIN",
    "SUM": "MAX",
    "COUNT": "MAX",
    "AVG": "MAX",
    "ASC": "DESC",
    "DESC": "ASC",
    "ALL": "",
    "DISTINCT": "",
    "=": "<>",
    "<>": "=",
    "!=": "=",
    "<": ">=",
    ">": "<=",
    "<=": ">",
    ">=": "<",
    "+": "-",
    "-": "+",
    "*": "+",
}
"""Words and operators, and what is put in their place."""
RULES: Final = (
    rule(r"--[^\n]* | /\*.*?\*/"),
    rule(r"count\s*\(\s*\*\s*\) | select\s+\*"),  # there is no MAX(*), and no SELECT +
    rule(r"'(?:[^']|'')*'", longer),
    rule(r'"[^"]*" | `[^`]*` | \[[^\]]*\]'),
    rule(r"\d+(?:\.\d+)?\b", more),
    rule(r"[a-z_]\w*", swap(SWAPS)),
    rule(r"<> | != | <= | >= | \|\| | [=<>+*-]", swap(SWAPS)),
)
"""What is changed in SQL of any kind."""


def complaint(text: str) -> str:
    """Why SQLite cannot read this; empty when it can, whatever tables it is about."""
    with closing(sqlite3.connect(":memory:")) as database:
        for line, statement in statements(text):
            if not sqlite3.complete_statement(statement):
                return f"is no SQL in its line {line}: a statement does not end, with a semicolon"
            try:
                database.execute(
                    statement if statement.upper().startswith("EXPLAIN") else f"EXPLAIN {statement}"
                )
            except sqlite3.Error as error:
                if any(word in str(error) for word in _UNREAD):
                    return f"is no SQL in its line {line}: {error}"
    return ""


def mutants(text: str) -> Iterator[Mutant]:
    """Values and words first, then whole statements."""
    for mutant in applied(text, _changes(text)):
        if not complaint(mutant.text):
            yield mutant


def _changes(text: str) -> Iterator[Change]:
    yield from pieces(text, RULES)
    at = 0
    for _, statement in statements(text):
        at = text.index(statement, at)
        yield Change(at, at + len(statement), "")
        at += len(statement)


SQLITE: Final = Tool(
    name="sqlite", version=("python", "-c", "import sqlite3; print('SQLite', sqlite3.sqlite_version)")
)
SQL: Final = Language(
    names=frozenset({"sql", "sqlite"}),
    suffixes=(".sql",),
    tool=SQLITE,
    complaint=complaint,
    mutants=mutants,
    command=("python", "-I", str(Path(__file__).with_name("sql_driver.py"))),
)
