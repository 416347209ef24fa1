"""Question pages of a Nuxt site, as their payload or as HTML, to drafts; it fetches nothing.

A page's payload is devalue: ``data``, under a key that begins with ``qa-``, holds a ``page`` with its
place and ``questions`` of ``id``, ``difficulty``, ``q`` and ``a``.
"""

from __future__ import annotations

import html
import re
import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.bank import devalue, rules
from bot.bank.importers.imported import Imported, ImportingError, Refused
from bot.bank.javascript import Written
from bot.bank.model import Difficulty, Name, Place, Question, QuestionUid, Source, Status, Subtopic

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from bot.bank.devalue import Read
    from bot.bank.javascript import Value

_SCRIPT: Final = re.compile(r"<script\b([^<>]*)>", re.IGNORECASE)
_ID: Final = re.compile(r"""\bid\s*=\s*["']?__NUXT_DATA__["'\s/]?""")
_ELSEWHERE: Final = re.compile(r"""\bdata-src\s*=\s*["']([^"']*)["']""")
_END: Final = re.compile(r"</script", re.IGNORECASE)


def read(data: bytes, source: Source) -> Imported:
    """The drafts of a page, which come from this source; raises ImportingError or DevalueError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportingError(f"The file is not UTF-8 at byte {error.start}.") from None
    payload = _script(text) if text.lstrip().startswith("<") else text
    return _Pages(devalue.parse(payload), source).imported()


def _script(page: str) -> str:
    """The payload inside an HTML page."""
    for found in _SCRIPT.finditer(page):
        if _ID.search(found[1]):
            end = _END.search(page, found.end())
            if end is None:
                raise ImportingError("The page ends inside its __NUXT_DATA__: save it again, whole.")
            payload = page[found.end() : end.start()]
            elsewhere = _ELSEWHERE.search(found[1])
            if elsewhere and '"qa-' not in payload:
                address = rules.printable(html.unescape(elsewhere[1]))
                raise ImportingError(f"The page keeps its questions in {address}: import that file.")
            return payload
    raise ImportingError('The page has no <script id="__NUXT_DATA__">: is it a page made by Nuxt?')


class _Pages:
    """The pages of one payload."""

    def __init__(self, payload: Read, source: Source) -> None:
        self._payload = payload
        self._source = source
        self._refused: list[Refused] = []

    def imported(self) -> Imported:
        subtopics = tuple(map(self._subtopic, self._found()))
        if not subtopics:
            raise ImportingError('The file holds no questions: its data has no "qa-…" with a page in it.')
        return Imported(subtopics=subtopics, refused=tuple(self._refused))

    def _found(self) -> Iterator[_Record]:
        root = self._payload.value
        data = root.get("data") if isinstance(root, dict) else None
        for key, entry in data.items() if isinstance(data, dict) else ():
            if key.startswith("qa-") and isinstance(entry, dict) and "page" in entry:
                yield self._record(entry["page"], "the page", entry)

    def _record(self, value: Value, what: str, inside: Value) -> _Record:
        if not isinstance(value, dict):
            raise ImportingError(f"Slot {self._payload.slot(inside)} has {what} that is no object.")
        return _Record(value, f"Slot {self._payload.slot(value)}, {what},")

    def _subtopic(self, page: _Record) -> Subtopic:
        place, updated = _place(page), page.date("updated")
        about = page.line("seoDescription") or page.line("description")
        source = replace(self._source, path=self._source.path or page.text("path"))
        return Subtopic(
            place=place,
            order=page.number("order", rules.ORDER),
            about=about or f"Questions about {place.subtopic.title}.",
            updated=updated,
            questions=tuple(self._questions(page, place, source, updated)),
        )

    def _questions(self, page: _Record, place: Place, source: Source, updated: dt.date) -> Iterator[Question]:
        questions = page.sequence("questions")
        for number, value in enumerate(questions, start=1):
            entry = self._record(value, f"question {number}", questions)
            slug, difficulty = entry.text("id"), entry.text("difficulty")
            if difficulty not in tuple(Difficulty):
                reason = f'its difficulty is "{difficulty[:60]}", not {" or ".join(Difficulty)}'
                self._refused.append(Refused(name=f"{place.path}/{slug}", reason=reason))
                continue
            yield Question(
                uid=QuestionUid(f"{place.path}/{slug}"),
                place=place,
                difficulty=Difficulty(difficulty),
                question=_trimmed(entry.text("q")),
                short_answer="",
                answer=_trimmed(entry.text("a")),
                rule_of_thumb="",
                references=(),
                source=source,
                status=Status.DRAFT,
                updated=updated,
            )


@dataclass(frozen=True, slots=True)
class _Record:
    """An object of the payload, named in the errors about its entries."""

    entries: dict[str, Value]
    what: str

    def text(self, name: str) -> str:
        found = self.entries.get(name)
        if not isinstance(found, str):
            raise ImportingError(f"{self.what} has no text as its {name}.")
        return found

    def sequence(self, name: str) -> list[Value]:
        found = self.entries.get(name)
        if not isinstance(found, list):
            raise ImportingError(f"{self.what} has no list as its {name}.")
        return found

    def slug(self, name: str) -> str:
        """The last step of a path that is a slug."""
        written = self.text(name).rstrip("/").rsplit("/", 1)[-1]
        for complaint in rules.SLUG.complaints(written):
            raise ImportingError(f"{self.what} has no place: its {name} {complaint}.")
        return written

    def number(self, name: str, rule: rules.Number) -> int:
        """A whole number; the least one when there is none."""
        found = self.entries.get(name, rule.least)
        if isinstance(found, bool) or not isinstance(found, int) or not rule.least <= found <= rule.most:
            raise ImportingError(f"{self.what} has no number from {rule.least} to {rule.most} as its {name}.")
        return found

    def date(self, name: str) -> dt.date:
        """The day of a date, written as a text or as a Date."""
        found = self.entries.get(name)
        written = found.text if isinstance(found, Written) else found
        day = rules.date(written[:10]) if isinstance(written, str) else None
        if day is None:
            raise ImportingError(f"{self.what} has no date as its {name}.")
        return day

    def line(self, name: str) -> str:
        """A text on one line, cut between words where it is too long; empty when there is none."""
        found = self.entries.get(name)
        return textwrap.shorten(found, rules.ABOUT.most, placeholder=" …") if isinstance(found, str) else ""


def _place(page: _Record) -> Place:
    return Place(
        framework=Name(slug=page.slug("frameworkSlug"), title=page.text("framework")),
        topic=Name(slug=page.slug("topicSlug"), title=page.text("topic")),
        subtopic=Name(slug=page.slug("path"), title=page.text("subtopic")),
    )


def _trimmed(text: str) -> str:
    """Markdown as the bank keeps it: without the blank lines round it."""
    return text.replace("\r\n", "\n").strip("\n").rstrip()
