"""``interview-bot content prove --run-imported``: which keys of other people's quizzes do not hold."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import track

from bot.bank import quiz
from bot.bank.loader import load
from bot.bank.proofs.errata import Finding, judge
from bot.bank.proofs.strangers import LANGUAGES, Setting, isolation
from bot.errors import BotError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bank.model import Question
    from bot.bank.proofs.errata import Judgement
    from bot.bank.proofs.strangers import Isolation
    from bot.bank.quiz import Quiz

_LISTED = (Finding.WRONG, Finding.DEPENDS, Finding.UNMATCHED, Finding.UNJUDGED)


class NoQuizError(BotError):
    """The folder has no quiz item to run."""

    code = "no_quiz"


def run(folder: Path) -> int:
    """Runs every quiz item of a folder's drafts and reports; 1 when a key is wrong or depends."""
    questions = load([folder]).bank.questions
    items = [(question, item) for question in questions if (item := _runnable(question))]
    if not items:
        raise NoQuizError(f"{folder} holds no quiz item: import one first, with its options and its key.")
    where = isolation()
    console = Console(highlight=False)
    judged: defaultdict[Finding, list[tuple[Question, Judgement]]] = defaultdict(list)
    with ThreadPoolExecutor(cpu_count() or 1) as pool:
        judgements = pool.map(lambda each: _judged(each[1], where), items)
        progress = track(
            judgements, "Running", total=len(items), console=console, disable=not console.is_terminal
        )
        for (question, _), judgement in zip(items, progress, strict=True):
            judged[judgement.finding].append((question, judgement))
    for finding in _LISTED:
        for question, judgement in judged[finding]:
            console.print(f"{finding}: {question.uid}: {judgement.why}", markup=False, soft_wrap=True)
    counts = ", ".join(f"{len(judged[finding])} {finding}" for finding in Finding)
    left = len(questions) - len(items)
    said = f"{len(items)} run on {where.engine}: {counts}; {left} have nothing that runs here."
    console.print(said, soft_wrap=True)
    return 1 if judged[Finding.WRONG] or judged[Finding.DEPENDS] else 0


def _runnable(question: Question) -> Quiz | None:
    item = quiz.read(question)
    return item if item and item.language.lower() in LANGUAGES else None


def _judged(item: Quiz, where: Isolation) -> Judgement:
    return judge(item, {setting: where.run(item, setting) for setting in Setting})
