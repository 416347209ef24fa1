"""Proves questions: runs each and judges what happened; it knows nothing of terminals and files."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.bank.proofs.blocks import Kind, blocks, scanned, texts
from bot.bank.proofs.complaints import complaints, needs_proof
from bot.bank.proofs.languages import TOOL_NAMES
from bot.bank.proofs.layout import layout
from bot.bank.proofs.python import names_of_tests
from bot.bank.proofs.record import Entry, holds, proof_hash, same
from bot.bank.proofs.run import Run, run
from bot.bank.proofs.sentences import normal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from bot.bank.model import Question, QuestionUid
    from bot.bank.proof import Claim, Proof
    from bot.bank.proofs.record import Record
    from bot.bank.proofs.run import Environment

WORKERS: Final = 2
_SETTINGS: Final = frozenset({"pytest.ini", "pytest.toml", "pyproject.toml", "tox.ini", "setup.cfg"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is said of one question: proved when it was run and there are no problems."""

    uid: QuestionUid
    problems: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """The tools for want of which it was not run."""
    output: str = ""
    """For the author of a proof that fails: the code with its line, and what was printed."""
    python: str = ""
    libraries: tuple[tuple[str, str], ...] = ()

    @property
    def proved(self) -> bool:
        """Whether it holds here."""
        return not self.problems and not self.missing


def changed(questions: Sequence[Question], record: Record, where: Environment) -> list[Question]:
    """The questions whose record does not hold, among those that need a proof."""
    return [each for each in questions if needs_proof(each) and not holds(record, each, where.pins)]


def prove(
    questions: Sequence[Question],
    *,
    where: Environment,
    on_verdict: Callable[[Verdict], None] = lambda _: None,
    workers: int = WORKERS,
) -> list[Verdict]:
    """Runs the proofs of these questions, several at a time; verdicts in the order of the questions."""
    found: dict[QuestionUid, Verdict] = {}
    with ThreadPoolExecutor(workers) as pool:
        for done in as_completed([pool.submit(examine, each, where) for each in questions]):
            found[done.result().uid] = done.result()
            on_verdict(done.result())
    return [found[each.uid] for each in questions]


def updated(
    record: Record, bank: Sequence[Question], verdicts: Sequence[Verdict], today: dt.date
) -> dict[QuestionUid, Entry]:
    """The record after a round: what failed and what is gone from the bank has no entry any more.

    What was proved again on the same versions keeps its day, so that proving changes no file by itself; what
    could not be run here keeps its entry.
    """
    judged = {verdict.uid: verdict for verdict in verdicts}
    found: dict[QuestionUid, Entry] = {}
    for question in bank:
        before, verdict = record.get(question.uid), judged.get(question.uid)
        now = _entry(question, verdict, today) if verdict and not verdict.missing else before
        if now and before and same(now, before):
            now = before
        if now:
            found[question.uid] = now
    return found


def _entry(question: Question, verdict: Verdict, today: dt.date) -> Entry | None:
    if not verdict.proved or question.proof is None or not verdict.libraries:
        return None
    return Entry(
        content=question.content_hash,
        proof=proof_hash(question.proof),
        on=today,
        python=verdict.python,
        libraries=verdict.libraries,
    )


def examine(question: Question, where: Environment) -> Verdict:
    """Runs the proof of one question, as it stands, and judges it."""
    wrong = tuple(f"{each.field} {each.message}" for each in complaints(question))
    if wrong or question.proof is None:
        return Verdict(uid=question.uid, problems=wrong)
    if question.source:
        problem = "comes from elsewhere: code of strangers is not run; prove it in words of your own"
        return Verdict(uid=question.uid, problems=(problem,))
    files = layout(question, question.proof)
    if missing := where.missing(files, question.proof):
        return Verdict(uid=question.uid, missing=missing)
    ran = run(files, question.proof, where, strict=not has_settings(question))
    problems = [*_ended(ran), *_tests(question.proof, ran), *_blocks(question, ran), *_versions(ran, where)]
    return Verdict(
        uid=question.uid,
        problems=tuple(problems),
        output=_words(ran) if problems else "",
        python=ran.python,
        libraries=ran.libraries,
    )


def _words(ran: Run) -> str:
    """What its tests say of their failures; all that was printed, where there are none to speak."""
    return "\n".join(text.rstrip() for _, text in ran.told) or (ran.output if ran.exit_code != 0 else "")


def has_settings(question: Question) -> bool:
    """Whether the question shows pytest settings of its own, which then decide about warnings."""
    return any(block.kind is Kind.CONFIG and block.file in _SETTINGS for block in blocks(question))


def _ended(ran: Run) -> Iterator[str]:
    if ran.exit_code is None:
        yield "took too long and was stopped"
    elif ran.exit_code and not (ran.failed or ran.errors):
        yield f"ended with code {ran.exit_code}: {_last_line(ran.output)}"


def _last_line(output: str) -> str:
    lines = [line for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "nothing was printed"


def _tests(proof: Proof, ran: Run) -> Iterator[str]:
    claims = {name: claim for claim in proof.claims for name in names_of_tests(claim.test) or [claim.by]}
    for what, nodes in (("fails", ran.failed), ("has an error", ran.errors), ("was skipped", ran.skipped)):
        for node in nodes:
            claim = claims.get(_name(node))
            yield f"{node} {what}" + (f": {_quoted(claim)}" if claim else "")
    passed = {_name(node) for node in ran.passed}
    if not (ran.failed or ran.errors or ran.skipped):
        yield from (
            f"{name} was not run: {_quoted(claim)}" for name, claim in claims.items() if name not in passed
        )


def _name(node: str) -> str:
    return node.rpartition("::")[2].partition("[")[0]


def _quoted(claim: Claim) -> str:
    return f'it settles "{normal(claim.says[0])}"'


def _blocks(question: Question, ran: Run) -> Iterator[str]:
    """Whether each block did what it is there for, by the word of the interpreter.

    The bytes are those of a second reading of the text, so that an error of the first is seen here.
    """
    again = [text for _, _, whole in texts(question) for text in scanned(whole)]
    for block, text in zip(blocks(question), again, strict=True):
        match block.kind:
            case Kind.EXECUTED if (
                block.file,
                _hash(text),
            ) not in ran.compiled or block.file not in ran.executed:
                yield f"{block.file} never reached the interpreter: import it in a test, or run it"
            case Kind.CONFIG if block.file not in ran.opened:
                yield f"{block.file} was never read: use it in a test, or call it a fragment with its reason"
            case Kind.OUTPUT if (block.file, _hash(text.removesuffix("\n"))) not in ran.compared:
                yield f'{block.file} was compared with nothing: call same("{block.file}", …) in a test'
            case _:
                pass


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _versions(ran: Run, where: Environment) -> Iterator[str]:
    for name, version in ran.libraries:
        if name in TOOL_NAMES:
            continue
        if name not in where.pins:
            yield f"names {name}, which is not pinned: write it as in content/requirements.txt"
        elif where.pins[name] != version:
            yield f"ran on {name} {version}, pinned is {where.pins[name]}: run `make proofs`"
