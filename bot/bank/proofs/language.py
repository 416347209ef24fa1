"""What proofs must know of a language that they execute; each language fills it in, in a file of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A text with one change: the line (from 1), what stood there, and what stands there now."""

    line: int
    before: str
    after: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A program that answers are about: a proof names it among its libraries, and no file pins it."""

    name: str
    version: tuple[str, ...]
    """The command that prints its version; `python` is always the proofs' own interpreter."""
    surroundings: Mapping[str, str] = field(default_factory=dict)
    """What its processes are told of the world beside what all are told."""
    fixtures: str = ""
    """A file with the fixtures that tests about it may ask for."""

    @property
    def program(self) -> str:
        """What must be on the PATH."""
        return self.version[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language whose blocks are executed."""

    names: frozenset[str]
    """The words after ``` that mean it."""
    suffixes: tuple[str, ...]
    """How its files' names end; a block without a name gets the first."""
    tool: Tool
    mutants: Callable[[str], Iterable[Mutant]]
    """The text with one literal, operator or line changed, the most telling changes first."""
    complaint: Callable[[str], str] = lambda _: ""
    """What is wrong with a text as code of this language; empty, too, where only its program can tell."""
    command: tuple[str, ...] = ()
    """What runs a file as a program, the file's name behind it; empty for the driver's own language."""
