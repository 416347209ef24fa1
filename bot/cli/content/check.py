"""``interview-bot content check``: every problem of every file, in one report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bank.loader import load
from bot.bank.proofs.check import check
from bot.bank.shipped import shipped
from bot.config import banks

if TYPE_CHECKING:
    import argparse

    from bot.cli.verbs import Verbs


def add_to(actions: Verbs) -> None:
    """Adds the action to the verb."""
    parser = actions.add_parser(
        "check",
        help="list every problem of every file",
        description="Reads the bank strictly; prints file:line:column and the mend of each problem.",
        epilog="example: interview-bot content check content",
    )
    parser.add_argument(
        "folder", nargs="*", type=Path, help="folders of a bank (default: the shipped one and BANK_PATHS)"
    )
    parser.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Prints the problems; 1 when there are any."""
    roots = options.folder or [shipped(), *banks(os.environ)]
    loaded = load(roots)
    problems = [*loaded.problems, *check(loaded.bank, roots)]
    for problem in problems:
        print(problem)
    count, wrong = len(loaded.bank.questions), len(problems)
    print(f"{count} question{'' if count == 1 else 's'}, {wrong or 'no'} problem{'' if wrong == 1 else 's'}")
    return 1 if wrong else 0
