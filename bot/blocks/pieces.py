"""What a Markdown text consists of, once read; it knows neither Markdown's signs nor Slack's blocks."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias


class Style(enum.StrEnum):
    """The styles that a piece of text can carry, several at once, in Slack's words."""

    BOLD = "bold"
    ITALIC = "italic"
    STRIKE = "strike"
    CODE = "code"


NO_STYLES: frozenset[Style] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style, with the address that it links to, if any; never empty."""

    text: str
    styles: frozenset[Style] = NO_STYLES
    url: str = ""


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A paragraph, or a heading (all bold)."""

    runs: Runs
    heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """Neighbouring items of one list; `offset` numbers came before (in an ordered list)."""

    items: tuple[Runs, ...]
    ordered: bool = False
    indent: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Text whose every character counts; `continued` when its beginning stands in the piece before."""

    text: str
    language: str = ""
    continued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What somebody else says."""

    runs: Runs


Piece: TypeAlias = Section | Items | Code | Quote


def joined(parts: list[Runs], separator: str) -> Runs:
    """All parts as one, the separator between them."""
    whole: list[Run] = []
    for part in parts:
        if whole:
            whole.append(Run(separator))
        whole.extend(part)
    return merged(whole)


def merged(runs: list[Run]) -> Runs:
    """The same runs, neighbours of one style and address made one, the empty ones left out."""
    whole: list[Run] = []
    for run in runs:
        if whole and (whole[-1].styles, whole[-1].url) == (run.styles, run.url):
            whole[-1] = Run(whole[-1].text + run.text, run.styles, run.url)
        elif run.text:
            whole.append(run)
    return tuple(whole)


def spelled(runs: Runs) -> str:
    """The runs as words, the address of each link behind it."""
    return "".join(_spelled(url, "".join(run.text for run in same)) for url, same in groupby(runs, key=_url))


def _url(run: Run) -> str:
    return run.url


def _spelled(url: str, text: str) -> str:
    return text if url in {"", text, f"mailto:{text}"} else f"{text} ({url})"
