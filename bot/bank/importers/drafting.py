"""Entries of other people's banks as drafts in one place; it knows no format.

A source has no ids of ours: an entry's id is made of the name that stays when the source is edited.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.bank import rules
from bot.bank.importers.imported import Imported, ImportingError, Refused
from bot.bank.model import (
    Difficulty,
    KeyPoint,
    Name,
    Place,
    Question,
    QuestionUid,
    Reference,
    Source,
    Status,
    Subtopic,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

_LINK: Final = re.compile(r"\[([^\]\n]+)\]\((\S+?)\)")
_MARKUP: Final = re.compile(r"[*_`]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a file came from, and the day of which it is."""

    source: Source
    updated: dt.date

    @property
    def title(self) -> str:
        """The last part of the source's name, which becomes the framework: no place of ours is claimed."""
        return self.source.repository.rstrip("/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One question of a source; ``name`` stays when its words change, ``section`` is its place there."""

    section: str
    name: str
    question: str
    setup: str = ""
    short_answer: str = ""
    answer: str = ""
    difficulty: Difficulty = Difficulty.MEDIUM
    key_points: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


def text_of(data: bytes) -> str:
    """The file as text with plain line ends; raises ImportingError for what is not UTF-8."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ImportingError(f"The file is not UTF-8 at byte {error.start}.") from None


def bodies(head: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each heading of a text, and what stands between it and the next one."""
    heads = list(head.finditer(text))
    ends = [each.start() for each in heads[1:]] + [len(text)]
    for found, end in zip(heads, ends, strict=False):  # no heading has no end either
        yield found, text[found.end() : end]


def drafts(entries: Iterable[Entry], origin: Origin) -> Imported:
    """The entries as drafts, a subtopic a section, in the order of the source.

    A section of more questions than a file may hold goes on in a further one.
    """
    sections: dict[str, list[Entry]] = {}
    for entry in entries:
        sections.setdefault(entry.section, []).append(entry)
    if not sections:
        raise ImportingError("The file holds no question of this format.")
    drafting = _Drafting(origin)
    subtopics = [
        drafting.subtopic(title, part, order) for order, (title, part) in enumerate(_parts(sections), start=1)
    ]
    return Imported(subtopics=tuple(subtopics), refused=tuple(drafting.refused))


def _parts(sections: dict[str, list[Entry]]) -> Iterator[tuple[str, list[Entry]]]:
    most = rules.MOST_QUESTIONS
    for title, entries in sections.items():
        for start in range(0, len(entries), most):
            yield (title if start == 0 else f"{title} {start // most + 1}"), entries[start : start + most]


class _Drafting:
    """The drafts of one source: ids are given once, and what can't become a draft is kept with its reason."""

    def __init__(self, origin: Origin) -> None:
        self.refused: list[Refused] = []
        self._origin = origin

    def subtopic(self, title: str, entries: Sequence[Entry], order: int) -> Subtopic:
        framework = self._origin.title
        place = Place(
            framework=Name(slug=slug(framework), title=short(framework)),
            topic=Name(slug="imported", title="Imported"),
            subtopic=Name(slug=slug(title), title=short(title)),
        )
        return Subtopic(
            place=place,
            order=order,
            about=f"{short(title)}, from {self._origin.source.repository}."[: rules.ABOUT.most],
            updated=self._origin.updated,
            questions=tuple(self._questions(place, entries)),
        )

    def _questions(self, place: Place, entries: Iterable[Entry]) -> Iterator[Question]:
        taken: set[str] = set()
        for entry in entries:
            name = slug(entry.name)
            if name in taken:
                reason = "another question there has the same name"
                self.refused.append(Refused(name=f"{place.path}/{name}", reason=reason))
                continue
            taken.add(name)
            yield _question(entry, place, name, self._origin)


def _question(entry: Entry, place: Place, name: str, origin: Origin) -> Question:
    return Question(
        uid=QuestionUid(f"{place.path}/{name}"),
        place=place,
        difficulty=entry.difficulty,
        question=seen(entry.question),
        setup=seen(entry.setup),
        short_answer=seen(entry.short_answer),
        answer=seen(entry.answer),
        rule_of_thumb="",
        references=entry.references[: rules.MOST_REFERENCES],
        key_points=tuple(KeyPoint(text=seen(text)) for text in entry.key_points[: rules.MOST_KEY_POINTS]),
        follow_ups=tuple(seen(text) for text in entry.follow_ups[: rules.QUESTION_LISTS["follow_ups"].most]),
        source=origin.source,
        status=Status.DRAFT,
        updated=origin.updated,
    )


def seen(text: str) -> str:
    """A text without the characters that nobody sees, which the bank refuses, and without blank ends."""
    return rules.UNWANTED.sub("", text).strip("\n").rstrip()


def slug(text: str) -> str:
    """A slug for any text; a long one, and one without a letter of ours, ends in a hash of the whole text."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = "-".join(re.findall(r"[a-z0-9]+", plain))
    if made and len(made) <= rules.SLUG.most and not any(rules.SLUG.complaints(made)):
        return made
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    kept = made[: rules.SLUG.most - len(digest) - 1].rstrip("-")
    return f"{kept or 'q'}-{digest}"


def short(title: str) -> str:
    """A title on one line, no longer than a title may be, without markup; never empty."""
    plain = seen(" ".join(_MARKUP.sub("", title).split()))
    return plain[: rules.TITLE.most].rstrip() or "Untitled"


def links(texts: Iterable[str]) -> tuple[Reference, ...]:
    """The https links of some Markdown as references, each address once; others can't be references."""
    found: dict[str, Reference] = {}
    for text in texts:
        for title, url in _LINK.findall(text):
            if rules.URL.form and rules.URL.form.fullmatch(url):
                found.setdefault(url, Reference(title=short(title), url=url))
    return tuple(found.values())
