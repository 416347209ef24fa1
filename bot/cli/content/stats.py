"""``interview-bot content stats``: how much there is, and how much of it is proved."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bot.bank.library import open_library
from bot.bank.proofs.record import read_record
from bot.bank.proofs.stats import stats
from bot.bank.shipped import shipped

if TYPE_CHECKING:
    import argparse

    from bot.cli.verbs import Verbs


def add_to(actions: Verbs) -> None:
    """Adds the action to the verb."""
    parser = actions.add_parser(
        "stats",
        help="count questions, code and proofs",
        description="Counts the shipped bank.",
        epilog="example: interview-bot content stats --json",
    )
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Prints the counts."""
    root = shipped()
    counts = asdict(stats(open_library([root]).bank, read_record(root)))
    if options.json:
        print(json.dumps(counts, indent=2))
        return 0
    table = Table(show_header=False, box=None)
    table.add_column(style="bold")
    table.add_column(justify="right")
    for name, count in counts.items():
        shown = (
            ", ".join(f"{word} {number}" for word, number in count.items())
            if isinstance(count, dict)
            else count
        )
        table.add_row(name.replace("_", " "), str(shown))
    Console().print(table)
    return 0
