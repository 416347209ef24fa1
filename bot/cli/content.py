"""``interview-bot content``: what authors do with the bank's files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.bank.loader import load
from bot.bank.shipped import shipped

if TYPE_CHECKING:
    import argparse

    from bot.cli.verbs import Verbs


def add_to(verbs: Verbs) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser("content", help="check the bank's files")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check",
        help="list every problem of every file",
        description="Reads the bank strictly; prints file:line:column and the mend of each problem.",
        epilog="example: interview-bot content check content",
    )
    check.add_argument("folder", nargs="*", type=Path, help="folders of a bank (default: the shipped one)")
    check.set_defaults(verb=run_check)


def run_check(options: argparse.Namespace) -> int:
    """Prints the problems; 1 when there are any."""
    loaded = load(options.folder or [shipped()])
    for problem in loaded.problems:
        print(problem)
    count, wrong = len(loaded.bank.questions), len(loaded.problems)
    print(f"{count} question{'' if count == 1 else 's'}, {wrong or 'no'} problem{'' if wrong == 1 else 's'}")
    return 1 if wrong else 0
