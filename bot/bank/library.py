"""The bank of the moment and its index, read again when files change; it knows nothing of who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bank.loader import load
from bot.bank.search import Search
from bot.errors import BankError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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


class Shelf:
    """The library as it is on disk now, or as it was when it was last free of new problems."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = roots
        self._state = _state(roots)
        self.library = open_library(roots)

    def refresh(self) -> tuple[Problem, ...] | None:
        """Reads files that changed; None when nothing did, else the problems that kept the old bank.

        An edit is taken as a whole or not at all: one broken file would otherwise empty its subtopic
        while its author looks for the comma.
        """
        state = _state(self._roots)
        if state == self._state:
            return None
        self._state = state
        loaded = load(self._roots)
        if loaded.problems or not loaded.bank.questions:
            return loaded.problems
        self.library = Library(bank=loaded.bank, search=Search(loaded.bank), problems=())
        return ()


def _state(roots: Sequence[Path]) -> frozenset[tuple[Path, int, int]]:
    """What tells that a file changed: its path, time of change (nanoseconds) and size (bytes)."""
    return frozenset(_stamps(roots))


def _stamps(roots: Sequence[Path]) -> Iterator[tuple[Path, int, int]]:
    for root in roots:
        for path in root.rglob("*.y*ml"):
            try:
                stat = path.stat()
            except OSError:  # it went between the listing and the look: the next look sees it gone
                continue
            yield path, stat.st_mtime_ns, stat.st_size
