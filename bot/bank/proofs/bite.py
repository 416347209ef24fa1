"""Whether proofs bite: one change of a question's own code must turn its proof red."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Final

from bot.bank.proofs.blocks import Kind, blocks
from bot.bank.proofs.complaints import needs_proof
from bot.bank.proofs.languages import executed
from bot.bank.proofs.layout import layout
from bot.bank.proofs.prove import WORKERS, examine, has_settings
from bot.bank.proofs.run import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.bank.model import Question, QuestionUid
    from bot.bank.proofs.language import Mutant
    from bot.bank.proofs.run import Environment, Run

TRIES: Final = 15
"""How many changes are tried before a proof is said not to bite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bite:
    """What became of one question: the file and the change that its proof noticed, if it noticed any."""

    uid: QuestionUid
    tried: int
    file: str = ""
    mutant: Mutant | None = None
    problems: tuple[str, ...] = ()
    """Why no change was tried: the proof is red as it stands."""
    missing: tuple[str, ...] = ()
    """The same: the tools that it needs and that are not here."""


def bite(
    questions: Sequence[Question],
    *,
    where: Environment,
    on_bite: Callable[[Bite], None] = lambda _: None,
    workers: int = WORKERS,
) -> list[Bite]:
    """Changes the code of each question that executes any until its proof goes red; always the same way."""
    running = [each for each in questions if needs_proof(each) and any(mutants(each))]
    found: dict[QuestionUid, Bite] = {}
    with ThreadPoolExecutor(workers) as pool:
        for done in as_completed([pool.submit(_bite, each, where) for each in running]):
            found[done.result().uid] = done.result()
            on_bite(done.result())
    return [found[each.uid] for each in running]


def mutants(question: Question) -> Iterator[tuple[str, Mutant]]:
    """File and change, from the blocks in turn."""
    each = [
        [(block.file, mutant) for mutant in language.mutants(block.text)]
        for block in blocks(question)
        if block.kind is Kind.EXECUTED and (language := executed(block.language))
    ]
    return (found for row in zip_longest(*each) for found in row if found)


def _bite(question: Question, where: Environment) -> Bite:
    verdict = examine(question, where)
    if not verdict.proved or question.proof is None:
        return Bite(uid=question.uid, tried=0, problems=verdict.problems, missing=verdict.missing)
    files, strict = layout(question, question.proof), not has_settings(question)
    tried = 0
    for tried, (file, mutant) in enumerate(islice(mutants(question), TRIES), 1):
        changed = dict(files) | {file: mutant.text}
        if noticed(run(changed, question.proof, where, strict=strict, first_failure=True)):
            return Bite(uid=question.uid, tried=tried, file=file, mutant=mutant)
    return Bite(uid=question.uid, tried=tried)


def noticed(ran: Run) -> bool:
    """Whether a test went red, or never came to an end; that code cannot be imported is noticed by anyone."""
    return ran.exit_code is None or any("::" in node for node in (*ran.failed, *ran.errors))
