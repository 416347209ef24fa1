"""The bank out of its folders, with all problems of all files; it knows nothing of who asks the questions.

A file with a problem gives no questions; the others stay.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.bank import rules
from bot.bank.model import Bank, Subtopic
from bot.bank.question_file import QuestionFile, parse
from bot.bank.yaml_nodes import START, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_BYTES: Final = 1_048_576
"""One file; a subtopic of eleven long answers has about 60 kB."""

_SHAPE: Final = "<framework>/<topic>/<subtopic>.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong at one place of one file, with the mend; line and column count from 1."""

    path: Path
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return rules.printable(f"{self.path}:{self.line}:{self.column}: {self.message}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The questions of the files without problems, and the problems of the others."""

    bank: Bank
    problems: tuple[Problem, ...]


def load(roots: Sequence[Path]) -> Loaded:
    """The bank in these folders; a folder that cannot be read is one of the problems."""
    loading = _Loading()
    for root in roots:
        loading.folder(root)
    return loading.loaded()


@dataclass(slots=True)
class _Loading:
    """What the files read so far have said and claimed."""

    problems: list[Problem] = field(default_factory=list)
    read: list[Subtopic] = field(default_factory=list)
    places: dict[str, Path] = field(default_factory=dict)
    uids: dict[str, Path] = field(default_factory=dict)
    titles: dict[str, tuple[str, Path]] = field(default_factory=dict)

    def folder(self, root: Path) -> None:
        if not root.is_dir():
            self.complain(root, START, "is no folder: name the one that holds " + _SHAPE)
            return
        real = root.resolve()
        for path in _walk(root):
            if not path.resolve().is_relative_to(real):
                self.complain(path, START, f"is a link out of {root}: put the file itself here")
            elif slugs := self.slugs(root, path):
                self.file(path, slugs)

    def slugs(self, root: Path, path: Path) -> tuple[str, str, str] | None:
        """The three slugs of a file's path; None, and a complaint, where they are no place."""
        steps = path.relative_to(root).with_suffix("").parts
        if len(steps) != len(_SHAPE.split("/")) or path.suffix != ".yaml":
            self.complain(path, START, f"lies in no place of the bank: move it to {_SHAPE}")
            return None
        wrong = [f'"{step}" {why}' for step in steps for why in rules.SLUG.complaints(step)]
        for message in wrong:
            self.complain(path, START, f"in the path, {message}")
        framework, topic, subtopic = steps
        return None if wrong else (framework, topic, subtopic)

    def file(self, path: Path, slugs: tuple[str, str, str]) -> None:
        try:
            data = _bytes(path)
        except OSError as error:
            self.complain(path, START, f"cannot be read ({error.strerror}): mend its permissions or its link")
            return
        if len(data) > MOST_BYTES:
            self.complain(path, START, f"is larger than {MOST_BYTES:,} bytes: split it")
            return
        before = len(self.problems)
        found = parse(data, slugs, lambda mark, message: self.complain(path, mark, message))
        if found:
            self.claim(path, found)
        if found and len(self.problems) == before:
            self.read.append(found.subtopic)

    def claim(self, path: Path, found: QuestionFile) -> None:
        """Complain of what another file, or this one, has said before."""
        place = found.subtopic.place.path
        if (other := self.places.setdefault(place, path)) != path:
            self.complain(
                path, START, f"{other} is the place {place} already: move these questions elsewhere"
            )
        for uid, mark in found.uids:
            if uid in self.uids:
                self.complain(
                    path, mark, f"the id {uid} is taken in {self.uids[uid]}: an id is never used again"
                )
            self.uids.setdefault(uid, path)
        for slugs, title, mark in found.titles:
            first, where = self.titles.setdefault(slugs, (title, path))
            if title and title != first:
                self.complain(path, mark, f'{slugs} is called "{first}" in {where}: write the same name')

    def complain(self, path: Path, mark: Mark, message: str) -> None:
        self.problems.append(Problem(path=path, line=mark.line, column=mark.column, message=message))

    def loaded(self) -> Loaded:
        subtopics = sorted(self.read, key=_rank)
        problems = sorted(self.problems, key=lambda each: (each.path, each.line, each.column))
        return Loaded(bank=Bank(subtopics=tuple(subtopics)), problems=tuple(problems))


def _walk(root: Path) -> Iterator[Path]:
    """The YAML files of a folder in a stable order; hidden folders and links to folders are not entered."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith((".yaml", ".yml")) and not name.startswith("."):
                yield Path(folder, name)


def _bytes(path: Path) -> bytes:
    """The content of a regular file, one byte more than the limit at most: a pipe would never end."""
    if not path.is_file():
        raise FileNotFoundError(2, "it is no file")
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _rank(subtopic: Subtopic) -> tuple[str, str, int, str]:
    place = subtopic.place
    return place.framework.slug, place.topic.slug, subtopic.order, place.subtopic.slug
