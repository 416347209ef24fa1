"""What proofs execute: a new language or tool is a file of its own and a name in these lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.bank.proofs.bash import BASH
from bot.bank.proofs.git import GIT
from bot.bank.proofs.javascript import JAVASCRIPT
from bot.bank.proofs.postgresql import POSTGRESQL
from bot.bank.proofs.python import PYTHON
from bot.bank.proofs.sql import SQL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.bank.proofs.language import Language, Tool

LANGUAGES: Final = (PYTHON, SQL, POSTGRESQL, BASH, JAVASCRIPT)
TOOLS: Final = (*(language.tool for language in LANGUAGES), GIT)
TOOL_NAMES: Final = frozenset(tool.name for tool in TOOLS)


def executed(word: str) -> Language | None:
    """The language that a fence's first word means, if proofs execute it."""
    return next((language for language in LANGUAGES if word.lower() in language.names), None)


def needed(files: Iterable[str], libraries: Iterable[str]) -> list[Tool]:
    """The tools that a proof with these files and libraries cannot do without."""
    named, ends = set(libraries), tuple(files)
    found = {
        language.tool.name for language in LANGUAGES if any(file.endswith(language.suffixes) for file in ends)
    }
    return [tool for tool in TOOLS if tool.name in found | named]
