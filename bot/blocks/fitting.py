"""Cuts pieces until each fits into one element of Slack's; it knows Slack's limits, not its shapes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.blocks.graphemes import room, units
from bot.blocks.pieces import Code, Items, Quote, Run, Section, joined, merged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.blocks.pieces import Piece, Runs

# Slack documents no length for rich text; a text object holds 3,000 characters, and so does our element,
# links' addresses counted, with a little room for the line break that goes before a paragraph.
LIMIT = 2990


def fitted(pieces: Iterable[Piece]) -> list[Piece]:
    """The same pieces, none longer than an element may be; paragraphs that fit together stand together."""
    return [part for piece in _together(pieces) for part in _parts(piece)]


def size(piece: Piece) -> int:
    """How long a piece is, its links' addresses counted."""
    match piece:
        case Code():
            return units(piece.text)
        case Items():
            return sum(_size(item) for item in piece.items)
        case Section() | Quote():
            return _size(piece.runs)


def _size(runs: Runs) -> int:
    return sum(units(run.text) + units(run.url) for run in runs)


def _together(pieces: Iterable[Piece]) -> list[Piece]:
    """Slack sets sections without any space: paragraphs of one section get an empty line between them."""
    found: list[Piece] = []
    for piece in pieces:
        before = found[-1] if found else None
        both = size(before) + size(piece) + 2 if before else 0
        if isinstance(before, Section) and isinstance(piece, Section) and both <= LIMIT:
            separator = "\n" if before.heading else "\n\n"
            found[-1] = Section(runs=joined([before.runs, piece.runs], separator), heading=piece.heading)
        else:
            found.append(piece)
    return found


def _parts(piece: Piece) -> list[Piece]:
    if size(piece) <= LIMIT:
        return [piece]
    match piece:
        case Code():
            texts = _code(piece.text)
            return [replace(piece, text=text, continued=at > 0) for at, text in enumerate(texts)]
        case Section() | Quote():
            return [replace(piece, runs=runs) for runs in _runs(piece.runs)]
        case Items():
            return _items(piece)


def _code(text: str) -> list[str]:
    """Cut at line ends; only a line that is too long by itself is cut inside."""
    lines = [part for line in text.split("\n") for part in _line(line)]
    parts = [lines[0]]
    for line in lines[1:]:
        if units(parts[-1]) + 1 + units(line) <= LIMIT:
            parts[-1] += "\n" + line
        else:
            parts.append(line)
    return [part for part in parts if part]


def _line(line: str) -> list[str]:
    parts = [line]
    while units(parts[-1]) > LIMIT:
        at = room(parts[-1], LIMIT)
        parts[-1:] = [parts[-1][:at], parts[-1][at:]]
    return parts


def _runs(runs: Runs) -> list[Runs]:
    parts: list[list[Run]] = [[]]
    left = LIMIT
    for run in runs:
        rest = run
        while rest.text:
            at = _cut(rest, left, fresh=not parts[-1])
            if at:
                parts[-1].append(replace(rest, text=rest.text[:at]))
                left -= _size((parts[-1][-1],))
                rest = replace(rest, text=rest.text[at:])
            if rest.text:
                parts.append([])
                left = LIMIT
    return [merged(part) for part in parts if part]


def _cut(run: Run, left: int, *, fresh: bool) -> int:
    """How many characters of the run go into the room that is left: whole words, if there are any."""
    space = left - units(run.url)
    if units(run.text) <= space:
        return len(run.text)
    if space <= 0:
        return 0
    at = room(run.text, space)
    return max(run.text.rfind(" ", 0, at), run.text.rfind("\n", 0, at)) + 1 or (at if fresh else 0)


def _items(piece: Items) -> list[Piece]:
    """The list in several pieces that go on counting; what is too long for one item follows it as text."""
    found: list[Piece] = []
    lines: list[Runs] = []
    left = LIMIT
    for number, item in enumerate(piece.items):
        first, *rest = _runs(item)
        if lines and _size(first) > left:
            found.append(_some_items(piece, lines, before=number - len(lines)))
            lines, left = [], LIMIT
        lines.append(first)
        left -= _size(first)
        if rest or number == len(piece.items) - 1:
            found.append(_some_items(piece, lines, before=number + 1 - len(lines)))
            found.extend(Section(runs=runs) for runs in rest)
            lines, left = [], LIMIT
    return found


def _some_items(piece: Items, lines: list[Runs], *, before: int) -> Items:
    return replace(piece, items=tuple(lines), offset=piece.offset + before if piece.ordered else 0)
