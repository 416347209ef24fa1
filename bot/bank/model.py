"""What a question is; it knows nothing of files, of Slack or of who was asked."""

from __future__ import annotations

import enum
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    import datetime as dt

    from bot.bank.proof import Proof

QuestionUid = NewType("QuestionUid", str)
"""A question's full id, ``framework/topic/subtopic/id`` in slugs; never used again once retired."""

ContentHash = NewType("ContentHash", str)
"""The first 32 hexadecimal digits of the SHA-256 of what a reader sees of a question."""


class Difficulty(enum.StrEnum):
    """How hard a question is, in the words that people type."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Use(enum.StrEnum):
    """What a question is for: an interview question is never burnt by the daily post."""

    PRACTICE = "practice"
    INTERVIEW = "interview"


class Status(enum.StrEnum):
    """A question's life; a retired one stays, so that old threads keep their answer."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One step of a place: the slug in the path and the name that people read."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a question stands: framework › topic › subtopic."""

    framework: Name
    topic: Name
    subtopic: Name

    @property
    def path(self) -> str:
        """The slugs, as in ``fastapi/testing/async-testing``."""
        return f"{self.framework.slug}/{self.topic.slug}/{self.subtopic.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A primary source: title and an https address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPoint:
    """One thing that a good answer holds, with its weight (1 unless said otherwise)."""

    text: str
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """What a weak, a good and a strong answer to an open question sound like."""

    weak: str
    good: str
    strong: str

    @property
    def named(self) -> tuple[str, str, str]:
        """Each behind its name, in Markdown."""
        return (f"**Weak:** {self.weak}", f"**Good:** {self.good}", f"**Strong:** {self.strong}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an imported question came from."""

    repository: str
    path: str = ""
    commit: str = ""
    licence: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with its answer; the texts are Markdown, short ones included."""

    uid: QuestionUid
    place: Place
    difficulty: Difficulty
    question: str
    short_answer: str
    answer: str
    rule_of_thumb: str
    references: tuple[Reference, ...]
    setup: str = ""
    hints: tuple[str, ...] = ()
    key_points: tuple[KeyPoint, ...] = ()
    common_mistakes: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    levels: Levels | None = None
    applies_to: tuple[tuple[str, str], ...] = ()
    aliases: tuple[QuestionUid, ...] = ()
    """Former full ids: old threads and old links find the question by them."""
    source: Source | None = None
    proof: Proof | None = None
    use: Use = Use.PRACTICE
    status: Status = Status.PUBLISHED
    updated: dt.date

    @property
    def slug(self) -> str:
        """The short id, unique in its file."""
        return self.uid.rsplit("/", 1)[-1]

    @property
    def is_open(self) -> bool:
        """Whether people may be asked it: published, and not kept back for interviews."""
        return self.status is Status.PUBLISHED and self.use is Use.PRACTICE

    @property
    def content_hash(self) -> ContentHash:
        """The hash of what a reader sees; status, use, aliases, dates and the proof do not count."""
        seen = asdict(self)
        for unseen in ("status", "use", "aliases", "updated", "source", "proof"):
            del seen[unseen]
        text = json.dumps(seen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return ContentHash(hashlib.sha256(text.encode()).hexdigest()[:32])


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtopic:
    """One file of the bank: its place, what it is about, and its questions in order."""

    place: Place
    order: int
    about: str
    updated: dt.date
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """All questions, in the order of frameworks, topics and the files' own order."""

    subtopics: tuple[Subtopic, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, whatever its status or use."""
        return tuple(question for subtopic in self.subtopics for question in subtopic.questions)

    def find(self, uid: str) -> Question | None:
        """The question with this full id or former full id; None when there is none."""
        return next((found for found in self.questions if uid == found.uid or uid in found.aliases), None)

    def title(self, path: str) -> str:
        """The names behind a path of one to three slugs; the path itself when nothing stands there."""
        for subtopic in self.subtopics:
            place = subtopic.place
            names = (place.framework.title, place.topic.title, place.subtopic.title)
            if f"{place.path}/".startswith(f"{path}/"):
                return " › ".join(names[: path.count("/") + 1])
        return path
