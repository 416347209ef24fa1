"""``interview-bot content prove``: runs the proofs of the bank's answers and records what held."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

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
    from collections.abc import Sequence

    from bot.bank.model import Bank, Question
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
    parser.add_argument(
        "--run-imported",
        type=Path,
        metavar="FOLDER",
        help="run the quiz items of imported drafts, without a network, and list the keys that are wrong",
    )
    parser.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Proves, records and reports; 1 when a proof does not hold, or does not bite."""
    if options.run_imported:
        return errata.run(options.run_imported)
    root = shipped()
    where = environment(root.parent / ".venv-proofs", root / "requirements.txt")
    bank = open_library([root]).bank
    console = Console(highlight=False)
    if options.bite:
        return _bite(console, _chosen(bank, options.id), where)
    known = record.read_record(root)
    questions = _chosen(bank, options.id)
    if not (options.all or options.id):
        questions = changed(questions, known, where)
    verdicts = _prove(console, questions, where)
    file = root / record.RECORD_FILE
    replace_file(file, record.write(updated(known, bank.questions, verdicts, system_clock().date())).encode())
    return _report(console, verdicts, file)


def _chosen(bank: Bank, ids: Sequence[str]) -> list[Question]:
    """The published questions of these ids, or all of them."""
    needing = [question for question in bank.questions if needs_proof(question)]
    chosen = [question for question in needing if not ids or {question.slug, question.uid} & set(ids)]
    found = {name for question in chosen for name in (question.slug, question.uid)}
    if missing := [name for name in ids if name not in found]:
        raise NothingToProveError(f"No published question is called {missing[0]!r}.")
    return chosen


def _prove(console: Console, questions: Sequence[Question], where: Environment) -> list[Verdict]:
    with _progress(console) as progress:
        task = progress.add_task("Proving", total=len(questions))
        return prove(questions, where=where, on_verdict=lambda _: progress.advance(task))


def _report(console: Console, verdicts: Sequence[Verdict], file: Path) -> int:
    """Each proof that failed: the question, what is wrong, and what pytest printed."""
    failed = [verdict for verdict in verdicts if not verdict.proved]
    for verdict in failed:
        console.print(f"[bold red]✗[/] {verdict.uid}", soft_wrap=True)
        for problem in verdict.problems:
            console.print(f"  {problem}", markup=False, soft_wrap=True)
        if verdict.output:
            console.print(verdict.output, markup=False, soft_wrap=True)
    console.print(f"{len(verdicts) - len(failed)} of {len(verdicts)} proved; the record is {file.name}.")
    return 1 if failed else 0


def _bite(console: Console, questions: Sequence[Question], where: Environment) -> int:
    with _progress(console) as progress:
        task = progress.add_task("Biting", total=None)
        bites = bite(questions, where=where, on_bite=lambda _: progress.advance(task))
    toothless = [each for each in bites if each.mutant is None]
    for each in toothless:
        _tell(console, each)
    console.print(f"{len(bites) - len(toothless)} of {len(bites)} bite.")
    return 1 if toothless else 0


def _tell(console: Console, each: Bite) -> None:
    why = each.problems or (f"{each.tried} changes of its code went unnoticed: assert on what it does.",)
    console.print(f"[bold red]✗[/] {each.uid}", soft_wrap=True)
    for problem in why:
        console.print(f"  {problem}", markup=False, soft_wrap=True)


def _progress(console: Console) -> Progress:
    """A bar on a terminal; elsewhere nothing but the report."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
