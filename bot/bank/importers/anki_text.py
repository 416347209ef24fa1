"""Anki's text export to drafts: `#separator`, `#html` and `#… column` lines, then a note a row.

https://docs.ankiweb.net/importing/text-files.html#file-headers
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from bot.bank import rules
from bot.bank.importers.anki_notes import Note, entry_of
from bot.bank.importers.drafting import drafts, text_of
from bot.bank.importers.imported import ImportingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.bank.importers.drafting import Entry, Origin
    from bot.bank.importers.imported import Imported

_SEPARATORS: Final = {
    "tab": "\t",
    "comma": ",",
    "semicolon": ";",
    "space": " ",
    "pipe": "|",
    "colon": ":",
}
_COLUMNS: Final = ("guid", "notetype", "deck", "tags")
_LONGEST_FIELD: Final = 1_000_000


_HEADERS: Final = frozenset(
    {"separator", "html", "columns", "if matches", *_COLUMNS, *(f"{name} column" for name in _COLUMNS)}
)


def recognises(text: str) -> bool:
    """Whether a text is of this format: its first line is one of Anki's headers."""
    first = text.partition("\n")[0].lower()
    return first.startswith("#") and first[1:].partition(":")[0].strip() in _HEADERS


def read(data: bytes, origin: Origin) -> Imported:
    """The notes as drafts, a subtopic a deck; raises ImportingError."""
    text = text_of(data)
    headers, rows = _headers(text)
    return drafts(_entries(headers, rows), origin)


def _headers(text: str) -> tuple[dict[str, str], str]:
    """The header lines, by their names in lower case, and what follows them."""
    headers: dict[str, str] = {}
    while text.startswith("#"):
        line, _, text = text.partition("\n")
        name, _, value = line[1:].partition(":")
        headers[name.strip().lower()] = value.strip() or value
    return headers, text


def _entries(headers: Mapping[str, str], rows: str) -> Iterator[Entry]:
    places = {name: _column(headers, name) for name in _COLUMNS}
    is_html = headers.get("html", "false").lower() == "true"
    taken = {place for place in places.values() if place is not None}
    for row in _rows(headers, rows):
        found = {name: row[place] for name, place in places.items() if place is not None and place < len(row)}
        fields = tuple(cell for place, cell in enumerate(row) if place not in taken)
        deck = found.get("deck") or headers.get("deck", "")
        entry = entry_of(Note(guid=found.get("guid", ""), deck=deck, fields=fields, is_html=is_html))
        if entry:
            yield entry


def _rows(headers: Mapping[str, str], rows: str) -> Iterator[list[str]]:
    written = headers.get("separator", "tab")
    separator = _SEPARATORS.get(written.lower(), written)
    if len(separator) != 1:
        raise ImportingError(
            f'The separator "{rules.printable(written)}" is none: write Tab, Comma or Semicolon.'
        )
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(rows, newline=""), delimiter=separator, strict=True)
    try:
        yield from (row for row in reader if row)
    except csv.Error as error:
        raise ImportingError(f"The notes break off after line {reader.line_num}: {error}.") from None


def _column(headers: Mapping[str, str], name: str) -> int | None:
    """The place of a special column, from 0; the header counts from 1."""
    written = headers.get(f"{name} column")
    if written is None:
        return None
    if not written.isdecimal() or not 0 < int(written) <= 1_000:  # noqa: PLR2004 - no note has more fields
        raise ImportingError(
            f'"#{name} column:{rules.printable(written)}" names no column: write its number.'
        )
    return int(written) - 1
