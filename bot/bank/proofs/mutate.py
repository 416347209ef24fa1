"""How many changes of a question's own code its proof notices; it knows nothing of files and terminals.

`bite` asks whether a proof notices anything at all; this asks for the share: always the same changes, spread
evenly over each block. A change after which the code cannot even be imported would be noticed by anyone, and
is no trial.
"""

from __future__ import annotations

import difflib
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.bank.proofs.bite import noticed
from bot.bank.proofs.blocks import Kind, blocks
from bot.bank.proofs.complaints import needs_proof
from bot.bank.proofs.languages import executed
from bot.bank.proofs.layout import layout
from bot.bank.proofs.prove import WORKERS, examine, has_settings
from bot.bank.proofs.record import proof_hash
from bot.bank.proofs.run import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bot.bank.model import Question, QuestionUid
    from bot.bank.proofs.language import Mutant
    from bot.bank.proofs.run import Environment

MOST: Final = 4
"""How many changes of one block are tried."""
ENOUGH: Final = 80
"""Per cent of all changes that the proofs of a bank should notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A change that the proof let pass."""

    file: str
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What became of the changes of one question, and the hashes of what they were tried on."""

    content: str
    proof: str
    tried: int
    survivors: tuple[Survivor, ...] = ()

    @property
    def noticed(self) -> int:
        """How many turned the proof red."""
        return self.tried - len(self.survivors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A question's figure, or why it has none: its proof is red as it stands, or lacks a tool."""

    uid: QuestionUid
    figure: Figure | None = None
    problems: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def chosen(question: Question) -> Iterator[tuple[str, Mutant]]:
    """File and change: of each executed block the same few, spread evenly over all that can be made of it."""
    for block in blocks(question):
        language = executed(block.language)
        if block.kind is Kind.EXECUTED and language:
            found = list(language.mutants(block.text))
            take = min(MOST, len(found))
            yield from ((block.file, found[at * len(found) // take]) for at in range(take))


def has_figure(question: Question) -> bool:
    """Whether there is anything to change: a proof, and code that is executed."""
    return needs_proof(question) and question.proof is not None and any(chosen(question))


def still(figure: Figure | None, question: Question) -> bool:
    """Whether neither question nor proof has changed since the figure was taken."""
    return (
        figure is not None
        and question.proof is not None
        and (figure.content, figure.proof) == (question.content_hash, proof_hash(question.proof))
    )


def measure(
    questions: Sequence[Question],
    *,
    where: Environment,
    on_measured: Callable[[Measured], None] = lambda _: None,
    workers: int = WORKERS,
) -> list[Measured]:
    """Tries the changes of each question, several questions at a time; each is told of when it is done."""
    found: dict[QuestionUid, Measured] = {}
    with ThreadPoolExecutor(workers) as pool:
        for done in as_completed([pool.submit(_measured, each, where) for each in questions]):
            found[done.result().uid] = done.result()
            on_measured(done.result())
    return [found[each.uid] for each in questions]


def _measured(question: Question, where: Environment) -> Measured:
    verdict = examine(question, where)
    if not verdict.proved or question.proof is None:
        return Measured(uid=question.uid, problems=verdict.problems, missing=verdict.missing)
    files, strict = layout(question, question.proof), not has_settings(question)
    tried, survivors = 0, []
    for file, mutant in chosen(question):
        changed = dict(files) | {file: mutant.text}
        ran = run(changed, question.proof, where, strict=strict, first_failure=True)
        if noticed(ran):
            tried += 1
        elif ran.exit_code == 0:
            tried += 1
            survivors.append(Survivor(file=file, line=mutant.line, before=mutant.before, after=mutant.after))
    figure = Figure(
        content=question.content_hash,
        proof=proof_hash(question.proof),
        tried=tried,
        survivors=tuple(survivors),
    )
    return Measured(uid=question.uid, figure=figure)


def diffs(question: Question, survivors: Sequence[Survivor]) -> Iterator[str]:
    """Each change as a diff of its block, for as long as the question is as it was."""
    texts: Mapping[str, str] = {block.file: block.text for block in blocks(question)}
    for file, mutant in chosen(question):
        key = Survivor(file=file, line=mutant.line, before=mutant.before, after=mutant.after)
        if key in survivors:
            old, new = texts[file].splitlines(), mutant.text.splitlines()
            yield "\n".join(difflib.unified_diff(old, new, file, file, n=1, lineterm=""))
