"""The bank as an Anki package, read as a zip, as SQLite, and by Anki's own library."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from bot.bank.exporters import anki_deck
from bot.bank.exporters.anki_deck import dump, guid
from bot.bank.model import KeyPoint, Name, Reference, Status, Use
from tests.bank.given import BANKS, PLACE, bank, question

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from bot.bank.model import Bank

OTHER = replace(PLACE, subtopic=Name(slug="other", title="Other::place"))
ONE = question(
    "one",
    setup="```nonsense\n<b>& {{Answer}}\n```",
    key_points=(KeyPoint(text="A *point*"),),
    common_mistakes=("A mistake",),
    references=(Reference(title="<Title>", url="https://example.org/?a=1&b=2"),),
)
TWO = question("two", place=OTHER, question="<script>alert(1)</script> ![x](https://example.org/x.png)")
BANK = bank(
    ONE,
    question("draft", status=Status.DRAFT),
    question("retired", status=Status.RETIRED),
    question("kept-back", use=Use.INTERVIEW),
    TWO,
)


def rows(package: bytes, query: str) -> list[tuple[object, ...]]:
    """What a query finds in the collection of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive, closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(archive.read("collection.anki2"))
        return database.execute(query).fetchall()


def fields(package: bytes) -> list[dict[str, str]]:
    """The notes of a package, by the names of their fields."""
    found = [str(texts).split("\x1f") for (texts,) in rows(package, "SELECT flds FROM notes ORDER BY rowid")]
    return [dict(zip(anki_deck._FIELDS, texts, strict=True)) for texts in found]


def test_same_bytes() -> None:
    """The same bank is the same package, to the byte."""
    assert dump(BANK) == dump(BANK)


@given(BANKS)
@settings(max_examples=20)
def test_any_bank(some: Bank) -> None:
    """Any bank becomes a package with a note and a card for each open question, no two with one guid."""
    package = dump(some)

    opened = [each for each in some.questions if each.is_open]
    assert rows(package, "SELECT count(*), count(DISTINCT guid) FROM notes") == [(len(opened), len(opened))]
    assert rows(package, "SELECT count(*) FROM cards JOIN notes ON nid = notes.id") == [(len(opened),)]


def test_open_questions_only() -> None:
    """Drafts, retired questions and those for interviews stay out."""
    assert [note["Id"] for note in fields(dump(BANK))] == sorted([ONE.uid, TWO.uid], key=anki_deck._number)


def test_guid_follows_the_id() -> None:
    """A question that changes keeps its guid, another question has another."""
    assert guid(replace(ONE, answer="Changed.", question="Changed?")) == guid(ONE) == "30c27350144ae11887b6"
    assert guid(TWO) != guid(ONE)


def test_texts_are_html() -> None:
    """Markdown is HTML, code is coloured, and HTML, images and templates of the texts stay text."""
    notes = {note["Id"]: note for note in fields(dump(BANK))}

    assert '<span class="n">AsyncClient</span>' in notes[ONE.uid]["Answer"]
    assert notes[ONE.uid]["Setup"] == '<pre class="code"><code>&lt;b&gt;&amp; {{Answer}}\n</code></pre>'
    assert notes[ONE.uid]["Key points"] == "<ul><li><p>A <em>point</em></p></li></ul>"
    assert notes[ONE.uid]["References"] == (
        '<ul><li><a href="https://example.org/?a=1&amp;b=2">&lt;Title&gt;</a></li></ul>'
    )
    assert "<script" not in notes[TWO.uid]["Question"]
    assert "<img" not in notes[TWO.uid]["Question"]
    assert notes[TWO.uid]["Key points"] == ""


def test_decks_and_tags() -> None:
    """Each place is a deck below its topic and framework, and each note carries place and difficulty."""
    package = dump(BANK)

    [(decks,)] = rows(package, "SELECT decks FROM col")
    assert sorted(deck["name"] for deck in json.loads(str(decks)).values()) == [
        "Default",
        "FastAPI::Testing::Async Testing",
        "FastAPI::Testing::Other:place",
    ]
    assert (" fastapi fastapi::testing::other medium ",) in rows(package, "SELECT tags FROM notes")


def test_ids_that_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two questions whose numbers meet are still two notes."""
    monkeypatch.setattr(anki_deck, "_number", lambda _: 7)

    assert rows(dump(BANK), "SELECT id FROM notes ORDER BY id") == [(7,), (8,)]


def test_read_by_anki(tmp_path: Path) -> None:
    """Anki imports the package, meets the same notes the second time, and updates what changed."""
    anki = pytest.importorskip("anki.collection", reason="Anki's own library is not installed")
    changed = bank(replace(ONE, answer="A *newer* answer.", updated=_later(ONE.updated)), TWO)
    collection = anki.Collection(str(tmp_path / "collection.anki2"))
    try:
        counts = [_imported(anki, collection, tmp_path, each) for each in (BANK, BANK, changed)]

        assert counts == [(2, 0, 0), (0, 0, 2), (0, 1, 1)]
        assert collection.fix_integrity()[1]
        [note] = [collection.get_note(number) for number in collection.find_notes(f'"Id:{ONE.uid}"')]
        assert (note.guid, note["Answer"]) == (guid(ONE), "<p>A <em>newer</em> answer.</p>")
        shown = note.cards()[0].render_output()
        assert "A <em>newer</em> answer." in shown.answer_text
        assert "A <em>newer</em> answer." not in shown.question_text
        assert {deck.name for deck in collection.decks.all_names_and_ids()} >= {
            "FastAPI::Testing::Async Testing",
            "FastAPI::Testing::Other:place",
        }
    finally:
        collection.close()


def _later(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 1)


def _imported(anki: object, collection: object, folder: Path, some: Bank) -> tuple[int, int, int]:
    """How many notes Anki found new, updated and as they were."""
    package = folder / "bank.apkg"
    package.write_bytes(dump(some))
    request = anki.ImportAnkiPackageRequest(package_path=str(package))  # type: ignore[attr-defined] # a module
    log = collection.import_anki_package(request).log  # type: ignore[attr-defined] # may not be installed
    return len(log.new), len(log.updated), len(log.duplicate)
