"""Imported drafts into a folder of the bank; it knows no format, and overwrites nobody's edits unasked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.bank import rules, yaml_text
from bot.bank.importers.imported import ImportingError, Refused
from bot.bank.importers.record import Record, WrittenFile, hash_of, replace_file
from bot.bank.loader import MOST_BYTES, load
from bot.bank.model import Status, Subtopic
from bot.bank.question_file import parse
from bot.bank.words import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.bank.importers.imported import Imported
    from bot.bank.model import Place, Question, QuestionUid


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A question that stands in the folder already under another id, and so was left out."""

    uid: QuestionUid
    of: QuestionUid


@dataclass(slots=True, kw_only=True)
class Report:
    """What became of each question of the source, and the files that were written."""

    new: list[QuestionUid] = field(default_factory=list)
    changed: list[QuestionUid] = field(default_factory=list)
    unchanged: list[QuestionUid] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many questions the source had."""
        came_in = len(self.new) + len(self.changed) + len(self.unchanged)
        return came_in + len(self.duplicates) + len(self.refused)


def write(imported: Imported, folder: Path, *, force: bool = False) -> Report:
    """Writes the drafts, each file whole or not at all; with ``force`` also over files that were edited.

    Raises ImportingError where the folder cannot be read or written.
    """
    try:
        return _Writing(folder, force=force).write(imported)
    except OSError as error:
        raise ImportingError(f"{error.filename or folder} cannot be written: {error.strerror}.") from error


class _Writing:
    """One import into one folder: everything is decided before the first file is written."""

    def __init__(self, folder: Path, *, force: bool) -> None:
        self._folder = folder
        self._force = force
        self._record = Record.read(folder)
        self._bank = load([folder]).bank
        self._texts = {_text(question): question.uid for question in self._bank.questions}
        self._accepted: set[QuestionUid] = set()
        self._report = Report()
        self._files: dict[str, bytes] = {}

    def write(self, imported: Imported) -> Report:
        self._report.refused.extend(imported.refused)
        for subtopic in imported.subtopics:
            placed = _drafts(subtopic, self._named(subtopic.place))
            wanted = replace(placed, questions=tuple(filter(self._accepts, placed.questions)))
            if wanted.questions:
                self._decide(wanted)
        for name, data in self._files.items():
            replace_file(self._folder / name, data)
            self._report.files.append(self._folder / name)
        self._record.write(self._folder)
        return self._report

    def _named(self, place: Place) -> Place:
        """The place under the names that the folder has for it: a framework has one name."""
        there = [subtopic.place for subtopic in self._bank.subtopics]
        frameworks = {each.framework.slug: each.framework for each in there}
        topics = {(each.framework.slug, each.topic.slug): each.topic for each in there}
        slugs = place.framework.slug, place.topic.slug
        return replace(
            place,
            framework=frameworks.get(place.framework.slug, place.framework),
            topic=topics.get(slugs, place.topic),
        )

    def _accepts(self, question: Question) -> bool:
        """Whether a question comes in; if not, the report says why."""
        reason, twin = self._objection(question), self._texts.get(_text(question), question.uid)
        if reason:
            self._report.refused.append(Refused(name=question.uid, reason=reason))
        elif twin != question.uid:
            self._report.duplicates.append(Duplicate(uid=question.uid, of=twin))
        else:
            self._texts[_text(question)] = question.uid
            self._accepted.add(question.uid)
            return True
        return False

    def _objection(self, question: Question) -> str | None:
        """Why a question cannot stand in the bank; None when it can."""
        place = question.place
        for step in (place.framework.slug, place.topic.slug, place.subtopic.slug, question.slug):
            for complaint in rules.SLUG.complaints(step):  # they become folders: no ".." may come through
                return f'in its id, "{step[:60]}" {complaint}'
        if question.uid != f"{place.path}/{question.slug}":
            return f"its id does not begin with its place, {place.path}"
        if question.uid in self._accepted:
            return "its id stands twice in the source"
        there = self._bank.find(question.uid)
        if there and there.uid != question.uid:
            return f"its id was once that of {there.uid}"
        alone = Subtopic(
            place=question.place, order=0, about="-", updated=question.updated, questions=(question,)
        )
        _, complaints = _parsed(_file(alone), question.place)
        return "; ".join(complaints) or None

    def _decide(self, wanted: Subtopic) -> None:
        """What becomes of one file, and of each of its questions."""
        name = f"{wanted.place.path}.yaml"
        path = self._folder / name
        disk = path.read_bytes() if path.exists() else None
        before = self._files.get(name, disk)  # a source may have two pages of one place
        written = self._record.files.get(name)
        there = _parsed(before, wanted.place)[0] if before else {}
        unedited = before in (None, _file(wanted)) or bool(written and written.is_still(before or b""))
        if not (unedited or self._force):
            self._keep(wanted, path, there, written)
            return
        whole = _with_the_gone(wanted, there) if unedited else wanted
        data = _file(whole)
        if complaints := _parsed(data, wanted.place)[1]:
            self._refuse(wanted, f"{path} would be wrong: {complaints[0]}")
            return
        for question in wanted.questions:
            self._count(question, there.get(question.uid))
        if data != before:
            self._files[name] = data
        hashes: dict[str, str] = {question.uid: question.content_hash for question in whole.questions}
        self._record.files[name] = WrittenFile(file=hash_of(data), questions=hashes)

    def _keep(
        self,
        wanted: Subtopic,
        path: Path,
        there: Mapping[QuestionUid, Question],
        written: WrittenFile | None,
    ) -> None:
        """Leaves an edited file alone; what the source says anew is refused."""
        edited = "was edited since it was imported" if written else "was not written by an import"
        reason = f"{path} {edited}: --force overwrites it"
        for question in wanted.questions:
            twin = there.get(question.uid)
            known = {written.questions.get(question.uid) if written else None, twin and twin.content_hash}
            if question.content_hash in known:
                self._report.unchanged.append(question.uid)
            else:
                self._report.refused.append(Refused(name=question.uid, reason=reason))

    def _refuse(self, subtopic: Subtopic, reason: str) -> None:
        self._report.refused.extend(Refused(name=each.uid, reason=reason) for each in subtopic.questions)

    def _count(self, question: Question, before: Question | None) -> None:
        if before is None:
            self._report.new.append(question.uid)
        elif before.content_hash == question.content_hash:
            self._report.unchanged.append(question.uid)
        else:
            self._report.changed.append(question.uid)


def _with_the_gone(wanted: Subtopic, there: Mapping[QuestionUid, Question]) -> Subtopic:
    """The subtopic and what left the source since: a question is never deleted by an import."""
    uids = {question.uid for question in wanted.questions}
    gone = (question for uid, question in there.items() if uid not in uids)
    return replace(wanted, questions=(*wanted.questions, *gone))


def _file(subtopic: Subtopic) -> bytes:
    return yaml_text.dump(subtopic).encode()


def _parsed(data: bytes, place: Place) -> tuple[dict[QuestionUid, Question], list[str]]:
    """The questions of a file, none when something is wrong with it, and what that is."""
    complaints = [f"it has more than {MOST_BYTES:,} bytes"] if len(data) > MOST_BYTES else []
    slugs = (place.framework.slug, place.topic.slug, place.subtopic.slug)
    found = parse(data, slugs, lambda _, complaint: complaints.append(complaint))
    questions = found.subtopic.questions if found and not complaints else ()
    return {question.uid: question for question in questions}, complaints


def _drafts(subtopic: Subtopic, place: Place) -> Subtopic:
    """The subtopic under the folder's names; whatever a source says, what it brings are drafts."""
    questions = (
        replace(question, place=place, status=Status.DRAFT, proof=None) for question in subtopic.questions
    )
    return replace(subtopic, place=place, questions=tuple(questions))


def _text(question: Question) -> tuple[str, ...]:
    """What two questions have in common when they are the same: their words, whatever their layout."""
    return (*spoken(question.question), "", *spoken(question.setup))
