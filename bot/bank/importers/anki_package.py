"""Anki's packages (.apkg, .colpkg) to drafts: a zip with a collection in SQLite, the newest kind in zstd.

A new package also holds a dummy `collection.anki2` whose one card says "please update": it is never read
where another collection is there. https://github.com/ankitects/anki/blob/main/rslib/src/import_export/package/meta.rs
"""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import zstandard

from bot.bank.importers.anki_notes import Note, entry_of
from bot.bank.importers.drafting import drafts
from bot.bank.importers.imported import ImportingError
from bot.bank.importers.source_file import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.importers.drafting import Entry, Origin
    from bot.bank.importers.imported import Imported

_KINDS: Final = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The collections that a package may hold, the newest first."""
_MOST_ENTRIES: Final = 20_000
_MOST_STEPS: Final = 2_000
"""Steps of SQLite's machine: a hundred thousand notes need a few hundred."""
_STEP: Final = 100_000
_NOTES: Final = "SELECT id, guid, flds FROM notes ORDER BY id"
_DECKS: Final = "SELECT nid, min(did) FROM cards GROUP BY nid"


def recognises(data: bytes) -> bool:
    """Whether a file is a zip, as every package is."""
    return data.startswith(b"PK\x03\x04")


def read(data: bytes, origin: Origin) -> Imported:
    """The notes as drafts, a subtopic a deck; raises ImportingError for what is broken, huge or hostile."""
    collection = _collection(data)
    with tempfile.TemporaryDirectory(prefix="interview-bot-anki-") as folder:
        file = Path(folder, "collection.db")
        file.write_bytes(collection)
        try:
            with closing(_opened(file)) as database:
                return drafts(_entries(database), origin)
        except (sqlite3.Error, ValueError, OverflowError) as error:
            raise ImportingError(f"The package's collection cannot be read: {error}.") from None


def _collection(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if len(names) > _MOST_ENTRIES:
                raise ImportingError(f"The package has {len(names):,} files, {_MOST_ENTRIES:,} are allowed.")
            kind = next((kind for kind in _KINDS if kind in names), None)
            if kind is None:
                raise ImportingError("The zip holds no collection of Anki's: export the deck again as .apkg.")
            with archive.open(kind) as entry:
                packed = entry.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ImportingError(f"The package is damaged: {error}.") from None
    return _bounded(_unpacked(packed) if kind == _KINDS[0] else packed)


def _unpacked(packed: bytes) -> bytes:
    try:
        with zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(io.BytesIO(packed)) as reader:
            return reader.read(MOST_BYTES + 1)
    except zstandard.ZstdError as error:
        raise ImportingError(f"The package is damaged: {error}.") from None


def _bounded(collection: bytes) -> bytes:
    if len(collection) > MOST_BYTES:
        raise ImportingError(f"The package's collection is larger than {MOST_BYTES:,} bytes.")
    return collection


def _opened(file: Path) -> sqlite3.Connection:
    """A collection that can only be read, and that can't keep us: strangers' schemas run code of theirs."""
    database = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
    database.create_collation("unicase", _unicase)  # the newest schema names it
    steps = iter(range(_MOST_STEPS))
    database.set_progress_handler(lambda: next(steps, None) is None, _STEP)
    database.execute("PRAGMA trusted_schema = OFF")
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"notes", "cards", "col"} <= tables:
        raise ImportingError("The package's collection has no notes: export the deck again as .apkg.")
    return database


def _unicase(one: str, other: str) -> int:
    """Anki's own order of names, which no case tells apart."""
    left, right = one.casefold(), other.casefold()
    return (left > right) - (left < right)


def _entries(database: sqlite3.Connection) -> Iterator[Entry]:
    names, of_note = _decks(database), dict(database.execute(_DECKS))
    for number, guid, fields in database.execute(_NOTES):
        if not isinstance(fields, str):
            raise ImportingError(f"Note {number} has no text.")
        note = Note(
            guid=str(guid), deck=names.get(of_note.get(number), ""), fields=tuple(fields.split("\x1f"))
        )
        if entry := entry_of(note):
            yield entry


def _decks(database: sqlite3.Connection) -> dict[object, str]:
    """The names of the decks: a table of their own since schema 15, JSON in the collection's row before."""
    if database.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'decks'").fetchone():
        return {number: str(name) for number, name in database.execute("SELECT id, name FROM decks")}
    row = database.execute("SELECT decks FROM col").fetchone()
    try:
        found = json.loads(row[0]) if row else {}
    except (ValueError, TypeError, RecursionError):
        raise ImportingError("The package's decks are damaged: export the deck again as .apkg.") from None
    match found:
        case dict():
            return {
                int(number): str(deck.get("name", ""))
                for number, deck in found.items()
                if isinstance(deck, dict)
            }
        case _:
            raise ImportingError("The package's decks are damaged: export the deck again as .apkg.")
