"""Sets a table in columns of one width, for a font whose letters are equally wide; it knows no markup."""

from __future__ import annotations

import unicodedata


def aligned(rows: list[list[str]], *, right: list[bool]) -> str:
    """The rows below each other, columns two spaces apart, a line under the first row; no line ends in space.

    `right` says which columns stand at their right edge. Every row is as long as the first.
    """
    flat = [[" ".join(cell.split("\n")) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*flat, strict=True)]
    head, *body = flat
    rule = ["─" * width for width in widths]
    return "\n".join(_line(row, widths, right) for row in [head, rule, *body])


def _line(row: list[str], widths: list[int], right: list[bool]) -> str:
    pads = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
    cells = [pad + cell if flush else cell + pad for cell, pad, flush in zip(row, pads, right, strict=True)]
    return "  ".join(cells).rstrip(" ")


def _width(text: str) -> int:
    """How many columns a text takes: two for the wide letters of East Asia, none for marks above others."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
