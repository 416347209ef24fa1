"""What is wrong with the proofs of a bank's files, by file, line and column; it runs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.bank.loader import Problem
from bot.bank.proofs.complaints import complaints
from bot.bank.yaml_nodes import START, Items, Mark, Node, Pairs, Scalar, UnreadableError, compose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.bank.model import Bank, Question, Subtopic

_FALLBACK: Final = "id"  # where a complaint stands whose field was left out


def check(bank: Bank, roots: Sequence[Path]) -> list[Problem]:
    """The problems of the proofs in a bank that was loaded from these folders, to add to the loader's own."""
    paths = [
        (root / f"{subtopic.place.path}.yaml", subtopic) for subtopic in bank.subtopics for root in roots
    ]
    return [problem for path, subtopic in paths if path.is_file() for problem in _file(path, subtopic)]


def _file(path: Path, subtopic: Subtopic) -> list[Problem]:
    found = [(question, each) for question in subtopic.questions for each in complaints(question)]
    marks = _marks(path) if found else {}
    problems = []
    for question, each in found:
        mark = _mark(marks, question, each.field)
        message = f"{question.slug}: {each.field} {each.message}"
        problems.append(Problem(path=path, line=mark.line, column=mark.column, message=message))
    return problems


def _mark(marks: dict[tuple[str, str], Mark], question: Question, field: str) -> Mark:
    return marks.get((question.slug, field)) or marks.get((question.slug, _FALLBACK), START)


def _marks(path: Path) -> dict[tuple[str, str], Mark]:
    """Where each field of each question stands; nothing for a file that changed meanwhile beyond reading."""
    try:
        head = _fields(compose(path.read_bytes(), lambda _mark, _message: None))
    except (OSError, UnreadableError):
        return {}
    questions = head.get("questions")
    found: dict[tuple[str, str], Mark] = {}
    for node in questions.items if isinstance(questions, Items) else ():
        fields = _fields(node)
        slug = fields.get("id")
        if isinstance(slug, Scalar):
            found |= {(slug.text, name): value.mark for name, value in fields.items()}
    return found


def _fields(node: Node) -> dict[str, Node]:
    pairs = node.pairs if isinstance(node, Pairs) else ()
    return {key.text: value for key, value in pairs if isinstance(key, Scalar)}
