"""The bank of the moment and its index, replaced together; it knows nothing of who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bank.loader import load
from bot.bank.search import Search
from bot.errors import BankError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.bank.loader import Problem
    from bot.bank.model import Bank


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A bank, its search, and the problems of the files that were left out."""

    bank: Bank
    search: Search
    problems: tuple[Problem, ...]


def open_library(roots: Sequence[Path]) -> Library:
    """Reads the bank; raises BankError, which lists every problem, when no question is left."""
    loaded = load(roots)
    if not loaded.bank.questions:
        listed = "\n".join(f"  {problem}" for problem in loaded.problems)
        raise BankError(f"The bank holds no question that can be used.\n{listed}".rstrip())
    return Library(bank=loaded.bank, search=Search(loaded.bank), problems=loaded.problems)
