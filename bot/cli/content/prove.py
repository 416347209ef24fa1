"""``interview-bot content prove``: runs the proofs of the bank's answers and records what held."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from bot.bank.importers.record import replace_file
from bot.bank.library import open_library
from bot.bank.proofs import record
from bot.bank.proofs.bite import bite
from bot.bank.proofs.complaints import needs_proof
from bot.bank.proofs.prove import changed, prove, updated
from bot.bank.proofs.run import environment
from bot.bank.shipped import shipped
from bot.cli.content import errata
from bot.clock import system_clock
from bot.errors import BotError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from bot.bank.model import Bank, Question, QuestionUid
    from bot.bank.proofs.bite import Bite
    from bot.bank.proofs.prove import Verdict
    from bot.bank.proofs.run import Environment
    from bot.cli.verbs import Verbs


class NothingToProveError(BotError):
    """No question of the bank has one of the ids that were asked for."""

    code = "nothing_to_prove"


def add_to(actions: Verbs) -> None:
    """Adds the action to the verb."""
    parser = actions.add_parser(
        "prove",
        help="run the proofs of the answers",
        description="Runs the proofs whose question, proof or libraries changed, and records what held.",
        epilog="example: interview-bot content prove websocket-testing",
    )
    parser.add_argument("id", nargs="*", help="only these questions, by short or full id")
    parser.add_argument("--all", action="store_true", help="also what has not changed")
    parser.add_argument(
        "--bite", action="store_true", help="change the answers' own code, and see that each proof notices"
    )
    parser.add_argument("--folder", type=Path, help="a bank of one's own (default: the shipped one)")
    parser.add_argument(
        "--require-all", action="store_true", help="fail, too, where a proof needs a program that is not here"
    )
    parser.add_argument(
        "--run-imported",
        type=Path,
        metavar="FOLDER",
        help="run the quiz items of imported drafts, without a network, and list the keys that are wrong",
    )
    parser.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Proves, records and reports; 1 when one does not hold or bite, or was required and not run."""
    if options.run_imported:
        return errata.run(options.run_imported)
    root = options.folder or shipped()
    where = proofs_environment()
    bank = open_library([root]).bank
    console = Console(highlight=False)
    if options.bite:
        return _bite(console, chosen(bank, options.id), where, require_all=options.require_all)
    known = record.read_record(root)
    questions = chosen(bank, options.id)
    if not (options.all or options.id):
        questions = changed(questions, known, where)
    verdicts = _prove(console, questions, where)
    file = root / record.RECORD_FILE
    replace_file(file, record.write(updated(known, bank.questions, verdicts, system_clock().date())).encode())
    return _report(console, verdicts, file, require_all=options.require_all)


def proofs_environment() -> Environment:
    """The environment of `make proofs`, with the programs of the PATH; raises NoEnvironmentError."""
    home = shipped()
    path = os.environ.get("PATH", os.defpath)
    return environment(home.parent / ".venv-proofs", home / "requirements.txt", path)


def chosen(bank: Bank, ids: Sequence[str]) -> list[Question]:
    """The published questions of these ids, or all of them."""
    needing = [question for question in bank.questions if needs_proof(question)]
    chosen = [question for question in needing if not ids or {question.slug, question.uid} & set(ids)]
    found = {name for question in chosen for name in (question.slug, question.uid)}
    if missing := [name for name in ids if name not in found]:
        raise NothingToProveError(f"No published question is called {missing[0]!r}.")
    return chosen


def _prove(console: Console, questions: Sequence[Question], where: Environment) -> list[Verdict]:
    with progress_on(console) as progress:
        task = progress.add_task("Proving", total=len(questions))
        return prove(questions, where=where, on_verdict=lambda _: progress.advance(task))


def _report(console: Console, verdicts: Sequence[Verdict], file: Path, *, require_all: bool) -> int:
    """Each proof that failed: the question, what is wrong, the code with its line, and what it printed."""
    failed = [verdict for verdict in verdicts if verdict.problems]
    left = left_out(console, {verdict.uid: verdict.missing for verdict in verdicts})
    for verdict in failed:
        tell(console, verdict)
    proved = len(verdicts) - len(failed) - left
    console.print(f"{proved} of {len(verdicts)} proved{_not_run(left)}; the record is {file.name}.")
    return 1 if failed or (left and require_all) else 0


def tell(console: Console, verdict: Verdict) -> None:
    """A proof that failed."""
    console.print(f"[bold red]✗[/] {verdict.uid}", soft_wrap=True)
    for line in (*verdict.problems, *verdict.output.splitlines()):
        console.print(f"  {line}", markup=False, soft_wrap=True)


def left_out(console: Console, missing: Mapping[QuestionUid, Sequence[str]]) -> int:
    """Names each question that was not run, and what it needs; gives their number."""
    left = {uid: names for uid, names in missing.items() if names}
    for uid, names in left.items():
        said = f"– {uid} was not run: {' and '.join(names)} not found on the PATH"
        console.print(said, markup=False, soft_wrap=True)
    return len(left)


def _not_run(left: int) -> str:
    return f", {left} not run" if left else ""


def _bite(console: Console, questions: Sequence[Question], where: Environment, *, require_all: bool) -> int:
    with progress_on(console) as progress:
        task = progress.add_task("Biting", total=len(questions))
        bites = bite(questions, where=where, on_bite=lambda _: progress.advance(task))
    left = left_out(console, {each.uid: each.missing for each in bites})
    toothless = [each for each in bites if each.mutant is None and not each.missing]
    for each in toothless:
        _tell(console, each)
    console.print(f"{len(bites) - len(toothless) - left} of {len(bites)} bite{_not_run(left)}.")
    return 1 if toothless or (left and require_all) else 0


def _tell(console: Console, each: Bite) -> None:
    why = each.problems or (f"{each.tried} changes of its code went unnoticed: assert on what it does.",)
    console.print(f"[bold red]✗[/] {each.uid}", soft_wrap=True)
    for problem in why:
        console.print(f"  {problem}", markup=False, soft_wrap=True)


def progress_on(console: Console) -> Progress:
    """A bar on a terminal; elsewhere nothing but the report."""
    times = (TimeElapsedColumn(), TextColumn("left:"), TimeRemainingColumn())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *times)
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
