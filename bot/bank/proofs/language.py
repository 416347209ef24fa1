"""What proofs must know of a language that they execute; each language fills it in, in a file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A text with one change: the line (from 1), what stood there, and what stands there now."""

    line: int
    before: str
    after: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language whose blocks are executed."""

    names: frozenset[str]
    """The words after ``` that mean it."""
    suffix: str
    """How its files' names end."""
    complaint: Callable[[str], str]
    """What is wrong with a text as code of this language; empty when it can be read."""
    mutants: Callable[[str], Iterable[Mutant]]
    """The text with one literal, operator or line changed, the most telling changes first."""
