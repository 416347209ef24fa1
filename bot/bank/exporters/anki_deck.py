"""The bank's open questions as an Anki package; it knows nothing of people or their grades.

A package is a zip with a collection in SQLite, written in Anki's schema 11, which every release since 2.0
reads. All ids and times follow from the questions, so that the same bank is the same bytes, and importing
a newer bank updates the notes in place: Anki knows a note by its guid.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import io
import json
import re
import sqlite3
import zipfile
from typing import TYPE_CHECKING, Final

from bot.bank.exporters.markup import colours, to_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.bank.model import Bank, Place, Question

_FIELDS: Final = (
    "Question",
    "Setup",
    "Short answer",
    "Answer",
    "Rule of thumb",
    "Key points",
    "Common mistakes",
    "References",
    "Id",
)
_FRONT: Final = '<div class="question">{{Question}}</div>{{#Setup}}{{Setup}}{{/Setup}}'
_BACK: Final = """{{FrontSide}}<hr id="answer">
<div class="short">{{Short answer}}</div>
{{Answer}}
<blockquote>{{Rule of thumb}}</blockquote>
{{#Key points}}<h4>Key points</h4>{{Key points}}{{/Key points}}
{{#Common mistakes}}<h4>Common mistakes</h4>{{Common mistakes}}{{/Common mistakes}}
<h4>References</h4>{{References}}
<div class="id">{{Id}}</div>"""
_STYLE: Final = """.card { font: 18px/1.45 sans-serif; text-align: left; max-width: 44em; margin: 0 auto; }
.question, .short { font-weight: bold; }
.id { color: gray; font-size: 12px; }
pre.code { padding: .6em; overflow-x: auto; font-size: 14px; }
"""
_SCHEMA: Final = """
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
  models text not null, decks text not null, dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
  usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,
  flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
  mod integer not null, usn integer not null, type integer not null, queue integer not null,
  due integer not null, ivl integer not null, factor integer not null, reps integer not null,
  lapses integer not null, left integer not null, odue integer not null, odid integer not null,
  flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null,
  ease integer not null, ivl integer not null, lastIvl integer not null, factor integer not null,
  time integer not null, type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_usn on notes (usn);
CREATE INDEX ix_cards_usn on cards (usn);
CREATE INDEX ix_revlog_usn on revlog (usn);
CREATE INDEX ix_cards_nid on cards (nid);
CREATE INDEX ix_cards_sched on cards (did, queue, due);
CREATE INDEX ix_revlog_cid on revlog (cid);
CREATE INDEX ix_notes_csum on notes (csum);
"""
"""Schema 11, the names and the order of the columns as Anki's own."""
_SCHEMA_VERSION: Final = 11
_ADD_COL: Final = "INSERT INTO col VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_NOTE: Final = "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_CARD: Final = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_MODEL: Final = 1_764_000_000_000
"""The id of the note type; it stays, so that a newer bank meets its older notes."""
_SEPARATOR: Final = "\x1f"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first instant that a zip can name


def dump(bank: Bank) -> bytes:
    """The open questions as an .apkg, one note and card each, below a deck for each place."""
    questions = [question for question in bank.questions if question.is_open]
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("collection.anki2"), _collection(questions))
        archive.writestr(_entry("media"), "{}")
    return package.getvalue()


def guid(question: Question) -> str:
    """What Anki knows the question's note by: it follows from the full id alone."""
    return hashlib.sha256(question.uid.encode()).hexdigest()[:20]


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0  # the same bytes on every system
    return entry


def _collection(questions: Sequence[Question]) -> bytes:
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        database.executescript(_SCHEMA)
        database.execute(_ADD_COL, _col(questions))
        numbered = list(_numbered(questions))
        database.executemany(_ADD_NOTE, (_note(row, question) for row, question in numbered))
        database.executemany(
            _ADD_CARD, (_card(row, due, question) for due, (row, question) in enumerate(numbered, start=1))
        )
        return database.serialize()
    finally:
        database.close()


def _numbered(questions: Sequence[Question]) -> Iterator[tuple[int, Question]]:
    """A number for each question that its id alone decides, but for the rare two that meet."""
    taken: set[int] = set()
    for question in questions:
        number = _number(question.uid)
        while number in taken:
            number += 1
        taken.add(number)
        yield number, question


def _number(name: str) -> int:
    """An id as Anki has them, milliseconds of some past instant, that a name alone decides."""
    return 10**12 + int(hashlib.sha256(name.encode()).hexdigest()[:12], 16) % (6 * 10**11)


def _note(row: int, question: Question) -> tuple[object, ...]:
    place = question.place
    fields = tuple(_fields(question))
    plain = html.unescape(re.sub(r"<[^>]*>", "", fields[0])).strip()
    checksum = int(hashlib.sha1(plain.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    tags = f" {place.framework.slug} {place.path.replace('/', '::')} {question.difficulty} "
    texts = _SEPARATOR.join(fields)
    return row, guid(question), _MODEL, _seconds(question.updated), -1, tags, texts, plain, checksum, 0, ""


def _card(row: int, due: int, question: Question) -> tuple[object, ...]:
    """A new card, in its place in the order of new cards."""
    deck, mod = _number(question.place.path), _seconds(question.updated)
    return (row, row, deck, 0, mod, -1, 0, 0, due, *([0] * 8), "")


def _fields(question: Question) -> Iterator[str]:
    """The fields of a note as HTML, in the order of their names."""
    yield to_html(question.question)
    yield to_html(question.setup)
    yield to_html(question.short_answer)
    yield to_html(question.answer)
    yield to_html(question.rule_of_thumb)
    yield _list(to_html(point.text) for point in question.key_points)
    yield _list(to_html(mistake) for mistake in question.common_mistakes)
    yield _list(
        f'<a href="{html.escape(reference.url)}">{html.escape(reference.title)}</a>'
        for reference in question.references
    )
    yield html.escape(question.uid)


def _list(entries: Iterator[str]) -> str:
    found = "".join(f"<li>{entry}</li>" for entry in entries)
    return f"<ul>{found}</ul>" if found else ""


def _col(questions: Sequence[Question]) -> tuple[object, ...]:
    """The one row about the collection itself."""
    mod = max((_seconds(question.updated) for question in questions), default=0)
    places = dict.fromkeys(question.place for question in questions)
    decks = {
        "1": _deck(1, "Default", mod),
        **{str(_number(each.path)): _deck_of(each, mod) for each in places},
    }
    settings = ({"curDeck": 1, "activeDecks": [1], "nextPos": len(questions) + 1}, {str(_MODEL): _model(mod)})
    texts = (json.dumps(each, sort_keys=True) for each in (*settings, decks, {"1": _OPTIONS}))
    return (1, mod, mod * 1000, mod * 1000, _SCHEMA_VERSION, 0, 0, 0, *texts, "{}")


def _deck_of(place: Place, mod: int) -> dict[str, object]:
    titles = (place.framework.title, place.topic.title, place.subtopic.title)
    return _deck(_number(place.path), "::".join(title.replace("::", ":") for title in titles), mod)


def _deck(number: int, name: str, mod: int) -> dict[str, object]:
    today = {f"{kind}Today": [0, 0] for kind in ("new", "rev", "lrn", "time")}
    flags = {
        "dyn": 0,
        "collapsed": False,
        "browserCollapsed": False,
        "conf": 1,
        "extendNew": 0,
        "extendRev": 0,
    }
    return {"id": number, "name": name, "mod": mod, "usn": -1, "desc": "", **flags, **today}


def _model(mod: int) -> dict[str, object]:
    """The note type: its fields, its one card and its style."""
    template = {
        "name": "Card 1",
        "ord": 0,
        "qfmt": _FRONT,
        "afmt": _BACK,
        "bqfmt": "",
        "bafmt": "",
        "did": None,
    }
    fields = [
        {"name": name, "ord": number, "sticky": False, "rtl": False, "font": "Arial", "size": 20, "media": []}
        for number, name in enumerate(_FIELDS)
    ]
    style = _STYLE + colours(dark=".nightMode")
    about = {
        "id": _MODEL,
        "name": "Interview question",
        "type": 0,
        "mod": mod,
        "usn": -1,
        "sortf": 0,
        "did": 1,
    }
    return {**about, "tmpls": [template], "flds": fields, "css": style, "req": [[0, "any", [0]]], **_UNUSED}


_UNUSED: Final = {"latexPre": "", "latexPost": "", "vers": [], "tags": []}
_OPTIONS: Final = {
    "id": 1,
    "name": "Default",
    "mod": 0,
    "usn": 0,
    "maxTaken": 60,
    "autoplay": True,
    "timer": 0,
    "replayq": True,
    "dyn": False,
    "new": {
        "bury": True,
        "delays": [1, 10],
        "initialFactor": 2500,
        "ints": [1, 4, 7],
        "order": 1,
        "perDay": 20,
    },
    "rev": {"bury": True, "ease4": 1.3, "ivlFct": 1, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2},
    "lapse": {"delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0},
}
"""Anki's own options for a deck as they are when nobody changed them; an import leaves the reader's alone."""


def _seconds(day: dt.date) -> int:
    """The midnight of a day in UTC, as Anki keeps times; days before 1970 count as its first."""
    return max(int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp()), 0)
