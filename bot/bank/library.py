"""The bank of the moment and its index, read again when files change; it knows nothing of who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bank.loader import load
from bot.bank.proofs.record import RECORD_FILE, checked, read_record
from bot.bank.search import Search
from bot.errors import BankError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.bank.loader import Loaded, Problem
    from bot.bank.model import Bank, Question
    from bot.bank.proof import Checked
    from bot.bank.proofs.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A bank, its search, and the problems of the files that were left out."""

    bank: Bank
    search: Search
    problems: tuple[Problem, ...]
    record: Record

    def checked(self, question: Question) -> Checked | None:
        """The question's badge, where a proof of this very text stands in the record."""
        return checked(self.record, question)


def open_library(roots: Sequence[Path]) -> Library:
    """Reads the bank; raises BankError, which lists every problem, when no question is left."""
    loaded = load(roots)
    if not loaded.bank.questions:
        listed = "\n".join(f"  {problem}" for problem in loaded.problems)
        raise BankError(f"The bank holds no question that can be used.\n{listed}".rstrip())
    return _library(loaded, roots)


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
        self.library = _library(loaded, self._roots)
        return ()


def _library(loaded: Loaded, roots: Sequence[Path]) -> Library:
    record = {uid: entry for root in roots for uid, entry in read_record(root).items()}
    search = Search(loaded.bank)
    return Library(bank=loaded.bank, search=search, problems=loaded.problems, record=record)


def _state(roots: Sequence[Path]) -> frozenset[tuple[Path, int, int]]:
    """What tells that a file changed: its path, time of change (nanoseconds) and size (bytes)."""
    return frozenset(_stamps(roots))


def _stamps(roots: Sequence[Path]) -> Iterator[tuple[Path, int, int]]:
    for root in roots:
        for path in (*root.rglob("*.y*ml"), root / RECORD_FILE):
            try:
                stat = path.stat()
            except (
                OSError
            ):  # it is not there, or went between the listing and the look: the next look sees it gone
                continue
            yield path, stat.st_mtime_ns, stat.st_size
