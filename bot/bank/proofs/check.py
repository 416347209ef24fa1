"""What is wrong with a bank's proofs, and what it says twice, by file, line and column; it runs nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.bank.likeness import contradictions, twins
from bot.bank.loader import Problem
from bot.bank.proofs.blocks import Complaint
from bot.bank.proofs.complaints import complaints, needs_proof
from bot.bank.proofs.sentences import normal
from bot.bank.yaml_nodes import START, Items, Mark, Node, Pairs, Refused, Scalar, UnreadableError, compose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.bank.model import Bank, Question, QuestionUid, Subtopic


def check(bank: Bank, roots: Sequence[Path]) -> list[Problem]:
    """The problems of a bank that was loaded from these folders, to add to the loader's own."""
    alike = _alike([question for question in bank.questions if needs_proof(question)])
    paths = [
        (root / f"{subtopic.place.path}.yaml", subtopic) for subtopic in bank.subtopics for root in roots
    ]
    return [problem for path, subtopic in paths if path.is_file() for problem in _file(path, subtopic, alike)]


def _alike(questions: Sequence[Question]) -> Mapping[QuestionUid, list[Complaint]]:
    """What the later one of each pair is told: of the earlier one it is known where it stands."""
    found: defaultdict[QuestionUid, list[Complaint]] = defaultdict(list)
    for pair in twins(questions):
        message = (
            f"asks much the same as {pair.one.uid} ({pair.likeness:.0%} alike): ask for one thing in each"
        )
        found[pair.other.uid].append(Complaint(field="question", message=message))
    for clash in contradictions(questions):
        message = (
            f'says the opposite about `{clash.term}` of {clash.one.uid}, "{clash.one.rule_of_thumb}": '
            "let both say when they hold"
        )
        found[clash.other.uid].append(Complaint(field="rule_of_thumb", message=message))
    return found


def _file(path: Path, subtopic: Subtopic, alike: Mapping[QuestionUid, list[Complaint]]) -> list[Problem]:
    found = [
        (question, each)
        for question in subtopic.questions
        for each in (*complaints(question), *alike.get(question.uid, ()))
    ]
    nodes = _questions(path) if found else {}
    problems = []
    for question, each in found:
        mark = _mark(nodes.get(question.slug, {}), each)
        message = f"{question.slug}: {each.field} {each.message}"
        problems.append(Problem(path=path, line=mark.line, column=mark.column, message=message))
    return problems


def _mark(fields: dict[str, Node], complaint: Complaint) -> Mark:
    """Where the text that is meant stands, else its field, else the question, else the file."""
    node = fields.get(complaint.field) or fields.get("id")
    if node is None:
        return START
    texts = _scalars(node) if complaint.quote else ()
    return next((text.mark for text in texts if complaint.quote in normal(text.text)), node.mark)


def _questions(path: Path) -> dict[str, dict[str, Node]]:
    """The fields of each question by its id; nothing of a file that changed meanwhile beyond reading."""
    try:
        head = _fields(compose(path.read_bytes(), lambda _mark, _message: None))
    except (OSError, UnreadableError):
        return {}
    questions = head.get("questions")
    found = [_fields(node) for node in questions.items] if isinstance(questions, Items) else []
    return {slug.text: fields for fields in found if isinstance(slug := fields.get("id"), Scalar)}


def _fields(node: Node) -> dict[str, Node]:
    pairs = node.pairs if isinstance(node, Pairs) else ()
    return {key.text: value for key, value in pairs if isinstance(key, Scalar)}


def _scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Items():
            yield from (text for part in node.items for text in _scalars(part))
        case Pairs():
            yield from (text for _, part in node.pairs for text in _scalars(part))
        case Refused():
            return
