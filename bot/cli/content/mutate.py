"""``interview-bot content mutate``: what share of changes the proofs notice, and what they let pass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bot.bank.importers.record import replace_file
from bot.bank.library import open_library
from bot.bank.proofs.figures import FIGURES_FILE, read_figures, write
from bot.bank.proofs.mutate import ENOUGH, diffs, has_figure, measure, still
from bot.bank.shipped import shipped
from bot.cli.content.prove import chosen, left_out, progress_on, proofs_environment

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from bot.bank.model import Question
    from bot.bank.proofs.figures import Figures
    from bot.bank.proofs.mutate import Measured
    from bot.cli.verbs import Verbs


def add_to(actions: Verbs) -> None:
    """Adds the action to the verb."""
    parser = actions.add_parser(
        "mutate",
        help="count the changes of the answers' code that the proofs notice",
        description="Changes the answers' own code, a few changes a block, and counts those that turn the"
        " proof red. Only questions that changed are tried again; the others stand in mutations.json.",
        epilog="example: interview-bot content mutate websocket-testing",
    )
    parser.add_argument("id", nargs="*", help="only these questions, by short or full id")
    parser.add_argument("--all", action="store_true", help="try again what has not changed, too")
    parser.add_argument("--folder", type=Path, help="a bank of one's own (default: the shipped one)")
    parser.add_argument(
        "--at-least", type=int, default=ENOUGH, metavar="PERCENT", help="fail below this share"
    )
    parser.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Tries, records and reports; 1 when a proof is red as it stands, or too little is noticed."""
    root = options.folder or shipped()
    bank = open_library([root]).bank
    questions = [each for each in chosen(bank, options.id) if has_figure(each)]
    by_uid = {each.uid: each for each in bank.questions}
    known = read_figures(root)
    figures = {uid: figure for uid, figure in known.items() if uid in by_uid and still(figure, by_uid[uid])}
    due = [each for each in questions if options.all or each.uid not in figures]
    console = Console(highlight=False)

    def keep(measured: Measured) -> None:
        """Written at once: a round that is broken off goes on where it was."""
        figures.pop(measured.uid, None)
        if measured.figure:
            figures[measured.uid] = measured.figure
        replace_file(root / FIGURES_FILE, write(figures).encode())
        progress.advance(task)

    with progress_on(console) as progress:
        task = progress.add_task("Changing", total=len(due))
        measured = measure(due, where=proofs_environment(), on_measured=keep) if due else []
    red = _red(console, measured)
    return _report(console, questions, figures, options.at_least) or red


def _red(console: Console, measured: Sequence[Measured]) -> int:
    left_out(console, {each.uid: each.missing for each in measured})
    red = [each for each in measured if each.problems]
    for each in red:
        console.print(f"[bold red]✗[/] {each.uid} is red as it stands: run content prove", soft_wrap=True)
    return 1 if red else 0


def _report(console: Console, questions: Sequence[Question], figures: Figures, least: int) -> int:
    """Every change that was let pass, as a diff, and the share of those that were noticed."""
    found = [(each, figures[each.uid]) for each in questions if each.uid in figures]
    for question, figure in found:
        for diff in diffs(question, figure.survivors):
            console.print(f"[bold]not noticed[/]: {question.uid}", soft_wrap=True)
            console.print(f"{diff}\n", markup=False, soft_wrap=True)
    tried = sum(figure.tried for _, figure in found)
    noticed = sum(figure.noticed for _, figure in found)
    share = 100 * noticed / tried if tried else 100.0
    console.print(
        f"{noticed} of {tried} changes noticed: {share:.1f} %, in {len(found)} of {len(questions)} questions;"
        f" the record is {FIGURES_FILE}.",
        soft_wrap=True,
    )
    return 0 if share >= least else 1
