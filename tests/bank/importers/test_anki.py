"""Anki's text exports and packages as drafts, the packages written by Anki itself."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import zstandard

from bot.bank.exporters import anki_deck
from bot.bank.importers import anki_package, anki_text
from bot.bank.importers.anki_notes import Note, entry_of
from bot.bank.importers.imported import ImportingError
from tests.bank.given import bank, question
from tests.bank.importers.test_readmes import ORIGIN, questions

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """#separator:tab
#html:true
#guid column:1
#notetype column:2
#deck column:3
#tags column:6
"a\"\"b"\tBasic\tWeb::HTTP\t<b>What</b> is <code>ETag</code>?\t"Kinds:<br><ul><li>weak</li></ul>"\tx
x2\tBasic\tWeb::HTTP\t{{c1::304::code}} says not modified\t\thttp
x3\tBasic\tWeb::HTTP\t\tno front\t
"""


def package_by_anki(folder: Path, *, legacy: bool) -> bytes:
    """A package with one note in a deck of its own, exported by Anki's own library."""
    anki = pytest.importorskip("anki.collection", reason="Anki's library is not there for this Python")
    collection = anki.Collection(str(folder / "own.anki2"))
    try:
        model = collection.models.by_name("Basic")
        note = collection.new_note(model)
        note.fields = ["What is <i>WAL</i>?", "A log<br>written first."]
        deck = collection.decks.id("Databases::SQLite")
        collection.add_note(note, deck)
        options = anki.ExportAnkiPackageOptions(
            with_scheduling=False, with_deck_configs=False, with_media=False, legacy=legacy
        )
        file = folder / "own.apkg"
        collection.export_anki_package(out_path=str(file), limit=anki.DeckIdLimit(deck), options=options)
        return file.read_bytes()
    finally:
        collection.close()


def zipped(**files: bytes) -> bytes:
    """A zip with these files, `__` for the dot in their names."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return package.getvalue()


def collection(schema: str) -> bytes:
    """A database of that schema."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(schema)
        return database.serialize()


def test_text() -> None:
    """Headers say which column is what; HTML is Markdown, a cloze has a gap, an empty front is no note."""
    etag, cloze = questions(anki_text.read(TEXT.encode(), ORIGIN))

    assert etag.place.subtopic.title == "HTTP"
    assert (etag.question, etag.answer) == (
        "**What** is `ETag`?",
        "Kinds:  \n\n- weak",
    )
    assert (cloze.question, cloze.answer) == ("[…] says not modified", "304 says not modified")
    assert etag.slug.startswith("note-")


def test_text_keeps_its_ids() -> None:
    """A note that was edited in Anki keeps its id, since its guid stays."""
    before, _ = questions(anki_text.read(TEXT.encode(), ORIGIN))
    after, _ = questions(anki_text.read(TEXT.replace("What", "Which").encode(), ORIGIN))

    assert after.uid == before.uid
    assert after.question != before.question


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("#separator:both\na\tb", 'The separator "both" is none'),
        ("#guid column:x\na\tb", '"#guid column:x" names no column'),
        ("#guid column:99999999999999999999\na", "names no column"),
        ('#separator:tab\n"a\tb', "break off after line"),
        ("#separator:tab\n", "holds no question"),
    ],
)
def test_broken_text(text: str, sentence: str) -> None:
    """What is wrong is said with its place."""
    with pytest.raises(ImportingError, match=sentence):
        anki_text.read(text.encode(), ORIGIN)


@pytest.mark.parametrize("legacy", [True, False])
def test_package_of_anki(tmp_path: Path, legacy: bool) -> None:  # noqa: FBT001 - pytest hands it over by name
    """Both kinds of Anki's packages are read, and never the card that asks for an update."""
    package = package_by_anki(tmp_path, legacy=legacy)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert ("collection.anki21b" in archive.namelist()) is not legacy

    [found] = questions(anki_package.read(package, ORIGIN))

    assert (found.question, found.answer) == ("What is *WAL*?", "A log  \nwritten first.")
    assert found.place.subtopic.title == "SQLite"


def test_our_own_package() -> None:
    """What we export as a deck comes back as drafts under the subtopic's name."""
    found = questions(anki_package.read(anki_deck.dump(bank(question("one"), question("two"))), ORIGIN))

    assert {each.place.subtopic.title for each in found} == {"Async Testing"}
    assert [each.question for each in found] == [question("one").question] * 2


def noted(insert: str) -> bytes:
    """A collection with our tables and what is inserted."""
    return collection(NOTES + insert)


NOTES = "CREATE TABLE notes (id, guid, flds); CREATE TABLE cards (nid, did); CREATE TABLE col (decks);"
ENDLESS = (
    "CREATE TABLE cards (nid, did); CREATE TABLE col (decks); CREATE VIEW notes AS "
    "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) "
    "SELECT id, 'g' AS guid, 'f' AS flds FROM n;"
)
HUGE = zstandard.ZstdCompressor().compress(bytes(70_000_000))


@pytest.mark.parametrize(
    ("package", "sentence"),
    [
        (b"PK\x03\x04 and then nothing", "damaged"),
        (zipped(other=b""), "holds no collection"),
        (zipped(collection__anki2=b"no database at all" * 100), "cannot be read"),
        (zipped(collection__anki2=collection("CREATE TABLE x (y)")), "has no notes"),
        (zipped(collection__anki2=collection(ENDLESS)), "has no notes"),
        (zipped(collection__anki2=collection(NOTES)), "holds no question"),
        (
            zipped(collection__anki2=noted("INSERT INTO notes VALUES (1, 'g', x'00')")),
            "Note 1 has no text",
        ),
        (zipped(collection__anki2=noted("INSERT INTO col VALUES ('[')")), "decks are damaged"),
        (zipped(collection__anki2=noted("INSERT INTO col VALUES ('7')")), "decks are damaged"),
        (zipped(collection__anki21b=b"no zstd", collection__anki2=collection(NOTES)), "damaged"),
        (zipped(collection__anki21b=HUGE), "larger than"),
        (zipped(collection__anki2=bytes(70_000_000)), "larger than"),
    ],
)
def test_hostile_packages(package: bytes, sentence: str) -> None:
    """Broken, empty, huge and endless packages end in a sentence."""
    with pytest.raises(ImportingError, match=sentence):
        anki_package.read(package, ORIGIN)


def test_nothing_of_a_package_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that lead out of a folder are not followed: only the collection is read, into memory."""
    monkeypatch.chdir(tmp_path)
    inside = noted("INSERT INTO notes VALUES (1, 'g', 'Front' || char(31) || 'Back')")
    data = zipped(collection__anki2=inside, **{"../escaped": b"x", "/escaped": b"x"})

    assert [each.question for each in questions(anki_package.read(data, ORIGIN))] == ["Front"]
    assert list(tmp_path.iterdir()) == []
    assert not (tmp_path.parent / "escaped").exists()


def test_media_stays_behind() -> None:
    """Sounds and pictures of a note leave nothing."""
    entry = entry_of(Note(guid="", deck="", fields=('Look <img src="x.png">[sound:a.mp3]', "Back")))

    assert entry is not None
    assert (entry.question, entry.section, entry.name) == ("Look", "Anki", "Look")
