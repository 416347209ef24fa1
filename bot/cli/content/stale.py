"""``interview-bot content stale``: which answers no longer hold on newer releases, and what broke."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bot.bank.library import open_library
from bot.bank.proofs.prove import prove
from bot.bank.proofs.record import holds, read_record
from bot.bank.proofs.releases import install, releases
from bot.bank.proofs.run import pins
from bot.bank.shipped import shipped
from bot.cli.content.prove import chosen, left_out, progress_on, tell

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from bot.bank.model import Question
    from bot.bank.proofs.prove import Verdict
    from bot.bank.proofs.record import Record
    from bot.bank.proofs.releases import Release
    from bot.cli.verbs import Verbs


def add_to(actions: Verbs) -> None:
    """Adds the action to the verb."""
    parser = actions.add_parser(
        "stale",
        help="list the answers that newer releases of their libraries make wrong",
        description="Installs the pinned libraries and over them the releases of a requirements file, in an"
        " environment of their own, and runs the proofs there. Nothing is recorded.",
        epilog="example: echo 'fastapi>=0.166' > newer.txt; interview-bot content stale newer.txt",
    )
    parser.add_argument("requirements", type=Path, help="the newer releases, as pip reads them")
    parser.add_argument("id", nargs="*", help="only these questions, by short or full id")
    parser.add_argument("--folder", type=Path, help="a bank of one's own (default: the shipped one)")
    parser.add_argument(
        "--into", type=Path, default=Path(".venv-stale"), help="the environment (default: .venv-stale)"
    )
    parser.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Proves on the newer releases and reports; 1 when an answer that held does not hold there."""
    root = options.folder or shipped()
    own = root / "requirements.txt"
    pinned = own if own.is_file() else shipped() / "requirements.txt"
    questions = chosen(open_library([root]).bank, options.id)
    console = Console(highlight=False)
    where = install(options.into.absolute(), pinned, options.requirements, os.environ.get("PATH", os.defpath))
    before = pins(pinned)
    changed = releases(before, where.pins)
    if not changed:
        console.print("No library has another version than the pinned one: nothing can be stale.")
        return 0
    console.print(f"Not as pinned: {', '.join(map(str, changed))}.", markup=False, soft_wrap=True)
    with progress_on(console) as progress:
        task = progress.add_task("Proving", total=len(questions))
        verdicts = prove(questions, where=where, on_verdict=lambda _: progress.advance(task))
    return _report(console, questions, verdicts, changed, _unheld(read_record(root), questions, before))


def _unheld(record: Record, questions: Sequence[Question], before: Mapping[str, str]) -> set[str]:
    """The questions that nobody has proved on the pinned versions: newer ones are not to blame."""
    return {each.uid for each in questions if not holds(record, each, before)}


def _report(
    console: Console,
    questions: Sequence[Question],
    verdicts: Sequence[Verdict],
    changed: Sequence[Release],
    unheld: set[str],
) -> int:
    left = left_out(console, {verdict.uid: verdict.missing for verdict in verdicts})
    stale = 0
    for question, verdict in zip(questions, verdicts, strict=True):
        if not verdict.problems:
            continue
        if question.uid in unheld:
            console.print(
                f"– {question.uid} was not proved before, either: run content prove", soft_wrap=True
            )
            continue
        stale += 1
        tell(console, verdict)
        console.print(f"  {_blamed(question, changed)}", markup=False, soft_wrap=True)
    said = f"{stale} of {len(verdicts)} no longer hold" + (f", {left} not run" if left else "")
    console.print(f"{said}.")
    return 1 if stale else 0


def _blamed(question: Question, changed: Sequence[Release]) -> str:
    """The newer libraries that the proof names; where it names none, one of the others."""
    named = question.proof.libraries if question.proof else ()
    own = [str(each) for each in changed if each.name in named]
    return (
        f"It is about {', '.join(own)}." if own else "None of its own libraries changed: look at the others."
    )
