"""One file of the bank, from YAML nodes to a subtopic; it knows nothing of other files or of disks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.bank import rules
from bot.bank.fields import Fields
from bot.bank.model import (
    Difficulty,
    KeyPoint,
    Levels,
    Name,
    Place,
    Question,
    QuestionUid,
    Reference,
    Source,
    Status,
    Subtopic,
    Use,
)
from bot.bank.proof_fields import proof
from bot.bank.yaml_nodes import Complain, Mark, Node, Scalar, UnreadableError, compose

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEPS: Final = ("framework", "topic", "subtopic")
_HEAD: Final = (*_STEPS, "order", "about", "updated", "questions")
_QUESTION: Final = (
    "id",
    "difficulty",
    *rules.QUESTION_TEXTS,
    "references",
    *rules.QUESTION_LISTS,
    "key_points",
    "levels",
    "applies_to",
    "aliases",
    "source",
    "proof",
    "use",
    "status",
)
_LEVELS: Final = ("weak", "good", "strong")
_NO_DATE: Final = dt.date(1, 1, 1)  # stands where a date was complained of


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFile:
    """What a file says, and where it says what other files could contradict."""

    subtopic: Subtopic
    uids: tuple[tuple[QuestionUid, Mark], ...]
    """The ids and former ids of its questions."""
    titles: tuple[tuple[str, str, Mark], ...]
    """Slug path and display name of its framework and of its topic."""


def parse(data: bytes, slugs: tuple[str, str, str], complain: Complain) -> QuestionFile | None:
    """The file at the place of these slugs; None when nothing of it can be read.

    What it returns is whole only when ``complain`` was not called.
    """
    try:
        node = compose(data, complain)
    except UnreadableError:
        return None
    return _Reading(node, slugs, complain).file()


class _Reading:
    """One file while it is read."""

    def __init__(self, node: Node, slugs: tuple[str, str, str], complain: Complain) -> None:
        self._complain = complain
        self._head = Fields(node, what="the head", known=_HEAD, needed=_HEAD, complain=complain)
        names = (
            Name(slug=slug, title=self._head.text(step, rules.TITLE))
            for slug, step in zip(slugs, _STEPS, strict=True)
        )
        self._place = Place(**dict(zip(_STEPS, names, strict=True)))
        self._updated = self._head.date("updated", _NO_DATE)
        self._uids: list[tuple[QuestionUid, Mark]] = []

    def file(self) -> QuestionFile:
        head, place = self._head, self._place
        subtopic = Subtopic(
            place=place,
            order=head.number("order", rules.ORDER),
            about=head.text("about", rules.ABOUT),
            updated=self._updated,
            questions=tuple(map(self._question, head.items("questions", rules.MOST_QUESTIONS))),
        )
        framework, topic = place.framework, place.topic
        titles = (
            (framework.slug, framework.title, head.at("framework")),
            (f"{framework.slug}/{topic.slug}", topic.title, head.at("topic")),
        )
        return QuestionFile(subtopic=subtopic, uids=tuple(self._uids), titles=titles)

    def _question(self, node: Node) -> Question:
        fields = Fields(
            node, what="the question", known=_QUESTION, needed=rules.NEEDED_BY_ALL, complain=self._complain
        )
        slug = fields.text("id", rules.SLUG)
        fields.what = f'the question "{slug}"'
        status = fields.choice("status", Status.PUBLISHED)
        if status is not Status.DRAFT:
            fields.need(rules.NEEDED_TO_PUBLISH, 'write it, or say "status: draft"')
        texts, lists = rules.QUESTION_TEXTS, rules.QUESTION_LISTS
        return Question(
            uid=self._uid(slug, fields.at("id")),
            place=self._place,
            difficulty=fields.choice("difficulty", Difficulty.MEDIUM),
            question=fields.text("question", texts["question"]),
            setup=fields.text("setup", texts["setup"]),
            short_answer=fields.text("short_answer", texts["short_answer"]),
            answer=fields.text("answer", texts["answer"]),
            rule_of_thumb=fields.text("rule_of_thumb", texts["rule_of_thumb"]),
            references=tuple(_references(fields)),
            hints=fields.texts("hints", lists["hints"]),
            common_mistakes=fields.texts("common_mistakes", lists["common_mistakes"]),
            follow_ups=fields.texts("follow_ups", lists["follow_ups"]),
            key_points=tuple(_key_points(fields)),
            levels=_levels(fields),
            applies_to=tuple(
                fields.pairs("applies_to", rules.PACKAGE, rules.VERSIONS, rules.MOST_APPLIES_TO)
            ),
            aliases=tuple(self._aliases(fields)),
            source=_source(fields),
            proof=proof(fields),
            use=fields.choice("use", Use.PRACTICE),
            status=status,
            updated=self._updated,
        )

    def _aliases(self, fields: Fields) -> Iterator[QuestionUid]:
        """Former ids as full ids: a short one is of this file."""
        for node in fields.items("aliases", rules.MOST_ALIASES):
            written = fields.read("aliases", node, rules.FULL_ID)
            yield self._uid(written, node.mark)

    def _uid(self, written: str, mark: Mark) -> QuestionUid:
        uid = QuestionUid(written if "/" in written else f"{self._place.path}/{written}")
        if written:
            self._uids.append((uid, mark))
        return uid


def _references(fields: Fields) -> Iterator[Reference]:
    for node in fields.items("references", rules.MOST_REFERENCES):
        inner = fields.inside("the reference", node, known=("title", "url"), needed=("title", "url"))
        yield Reference(title=inner.text("title", rules.SHORT), url=inner.text("url", rules.URL))


def _key_points(fields: Fields) -> Iterator[KeyPoint]:
    for node in fields.items("key_points", rules.MOST_KEY_POINTS):
        if isinstance(node, Scalar):
            yield KeyPoint(text=fields.read("key_points", node, rules.POINT))
        else:
            inner = fields.inside("the key point", node, known=("text", "weight"), needed=("text",))
            yield KeyPoint(
                text=inner.text("text", rules.POINT), weight=inner.number("weight", rules.WEIGHT, 1)
            )


def _levels(fields: Fields) -> Levels | None:
    inner = fields.nested("levels", known=_LEVELS, needed=_LEVELS)
    return Levels(**{name: inner.text(name, rules.LEVEL) for name in _LEVELS}) if inner else None


def _source(fields: Fields) -> Source | None:
    inner = fields.nested("source", known=rules.SOURCE_TEXTS, needed=("repository",))
    return (
        Source(**{name: inner.text(name, rule) for name, rule in rules.SOURCE_TEXTS.items()})
        if inner
        else None
    )
