"""``interview-bot content stats``: how much there is, and how much of it is proved."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table

from bot.bank.library import open_library
from bot.bank.proofs.record import read_record
from bot.bank.proofs.stats import stats
from bot.bank.shipped import shipped
from bot.errors import BankError

if TYPE_CHECKING:
    import argparse

    from bot.bank.model import Bank
    from bot.bank.proofs.record import Record
    from bot.bank.proofs.stats import Stats
    from bot.cli.verbs import Verbs

BEGIN: Final = "<!-- written by: interview-bot content stats --into"
"""How the line begins in a Markdown file below which the counts go."""
END: Final = "<!-- end of the counts -->"
_HEAD: Final = """\
| | subtopics | questions | easy · medium · hard | claims, each with its test | blocks of code |
| --- | --- | --- | --- | --- | --- |
"""


def add_to(actions: Verbs) -> None:
    """Adds the action to the verb."""
    parser = actions.add_parser(
        "stats",
        help="count questions, code and proofs",
        description="Counts the shipped bank.",
        epilog="example: interview-bot content stats --json",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for machines")
    form.add_argument(
        "--into", type=Path, metavar="FILE", help="as a table, into a Markdown file that has the place for it"
    )
    parser.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Prints or writes the counts."""
    root = shipped()
    bank, record = open_library([root]).bank, read_record(root)
    if options.into:
        _write(options.into, markdown(bank, record))
        return 0
    counts = asdict(stats(bank, record))
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


def markdown(bank: Bank, record: Record) -> str:
    """The counts of each framework and of all, and what share of the sentences and of the code is settled."""
    rows = []
    for title, group in groupby(bank.subtopics, key=lambda subtopic: subtopic.place.framework.title):
        rows.append(_row(title, stats(replace(bank, subtopics=tuple(group)), record)))
    every = stats(bank, record)
    fragments = _share(every.fragments, every.code_blocks)
    settled = _share(every.claimed, every.sentences)
    return (
        f"{_HEAD}{''.join(rows)}{_row('**all**', every)}\n"
        f"{every.proved:,} of {every.questions:,} are proved. "
        f"Of the blocks of code {fragments} are fragments, which are not run.\n"
        f"Of {every.sentences:,} sentences {settled} are settled by a test; "
        "the others say why no machine can.\n"
    )


def _row(title: str, counts: Stats) -> str:
    levels = " · ".join(map(str, counts.by_difficulty.values()))
    numbers = (counts.subtopics, counts.questions, levels, f"{counts.claims:,}", f"{counts.code_blocks:,}")
    return f"| {title} | {' | '.join(map(str, numbers))} |\n"


def _share(part: int, whole: int) -> str:
    return f"{part / (whole or 1):.1%}".replace(".0%", "%").replace("%", " %")


def _write(file: Path, text: str) -> None:
    """Puts the text between the two lines; raises BankError with the mend where they are missing."""
    before, begin, rest = file.read_text("utf-8").partition(BEGIN)
    line, _, rest = rest.partition("\n")
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise BankError(
            f'{file} has no place for the counts: write the lines "{BEGIN} {file.name} -->" and "{END}"'
        )
    file.write_text(f"{before}{begin}{line}\n\n{text}\n{end}{after}", "utf-8")
