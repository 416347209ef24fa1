"""Small changes of code that is read by patterns, for languages whose own parser is not at hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from bot.bank.proofs.language import Mutant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Rewrite: TypeAlias = "Callable[[str], str] | None"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a piece of code looks like, and what to put in its place; with None it is left alone."""

    pattern: re.Pattern[str]
    rewrite: Rewrite


@dataclass(frozen=True, slots=True)
class Change:
    """Characters of the text and what to put there."""

    start: int
    end: int
    new: str


def rule(pattern: str, rewrite: Rewrite = None) -> Rule:
    """A rule whose pattern may stand over several lines."""
    return Rule(re.compile(pattern, re.IGNORECASE | re.VERBOSE), rewrite)


def pieces(text: str, rules: Sequence[Rule]) -> Iterator[Change]:
    """A change for each piece of the text; the first rule that fits takes the piece, so that none is cut."""
    at = 0
    while at < len(text):
        fits = ((found, each) for each in rules if (found := each.pattern.match(text, at)) and found[0])
        found, each = next(fits, (None, None))
        if found is None or each is None:
            at += 1
            continue
        if each.rewrite and (new := each.rewrite(found[0])) != found[0]:
            yield Change(at, found.end(), new)
        at = found.end()


def lines(text: str, blank: str, stands_alone: Callable[[str], bool]) -> Iterator[Change]:
    """A change for each line that is a statement by itself: something that does nothing in its place."""
    at = 0
    for line in text.splitlines(keepends=True):
        code = line.strip()
        if code and code != blank and stands_alone(code):
            start = at + line.index(code)
            yield Change(start, start + len(code), blank)
        at += len(line)


def applied(text: str, changes: Iterator[Change]) -> Iterator[Mutant]:
    """Each change alone."""
    for change in changes:
        yield Mutant(
            line=text.count("\n", 0, change.start) + 1,
            before=text[change.start : change.end],
            after=change.new,
            text=text[: change.start] + change.new + text[change.end :],
        )


def swap(table: dict[str, str]) -> Callable[[str], str]:
    """Puts the opposite of a word or an operator in its place, and leaves what has none."""
    return lambda piece: table.get(piece.upper(), table.get(piece, piece))


def longer(piece: str) -> str:
    """A quoted text with one letter more."""
    return f"{piece[:-1]}x{piece[-1]}"


def more(piece: str) -> str:
    """A number and one."""
    return str(int(piece) + 1) if piece.isdecimal() else str(float(piece) + 1)


def balanced(code: str) -> bool:
    """Whether a line closes each bracket and quote that it opens."""
    bare = _QUOTED.sub("", code)
    return all(bare.count(one) == bare.count(other) for one, other in ("()", "[]", "{}")) and not set(
        bare
    ) & set("\"'`")


_QUOTED: Final = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`""")
