"""``interview-bot content export``: the bank for other programs and for paper."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.bank.exporters import anki_deck, csv_table, json_bank, markdown_book
from bot.bank.importers.record import replace_file
from bot.bank.library import open_library
from bot.bank.shipped import shipped
from bot.config import banks
from bot.errors import BotError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

    from bot.bank.model import Bank
    from bot.cli.verbs import Verbs

_FORMATS: Final[Mapping[str, Callable[[Bank], bytes]]] = {
    ".json": json_bank.dump,
    ".csv": csv_table.dump,
    ".apkg": anki_deck.dump,
    ".md": markdown_book.dump,
}


class ExportError(BotError):
    """The file can't be written; the message says what to write instead."""

    code = "export_error"


def add_to(actions: Verbs) -> None:
    """Adds the action to the verb."""
    parser = actions.add_parser(
        "export",
        help="write the bank as JSON, CSV, Anki deck or Markdown book",
        description="Writes the shipped bank; the file's ending says how. Questions of BANK_PATHS stay here"
        " unless --private is said.",
        epilog="example: interview-bot content export interview.apkg",
    )
    parser.add_argument("--private", action="store_true", help="also the questions of BANK_PATHS")
    parser.add_argument("file", type=Path, help=f"ends in one of {', '.join(_FORMATS)}")
    parser.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Writes the whole file or nothing, and says how much is in it; 1 when a file was left out."""
    dump = _FORMATS.get(options.file.suffix.lower())
    if dump is None:
        raise ExportError(
            f"{options.file.name} ends in none of {', '.join(_FORMATS)}: the ending says the format."
        )
    private = banks(os.environ) if options.private else ()
    library = open_library([shipped(), *private])
    bank = library.bank
    try:
        replace_file(options.file, dump(bank))
    except OSError as refused:
        raise ExportError(f"{options.file} can't be written: {refused.strerror}.") from refused
    for problem in library.problems:
        print(f"left out: {problem}", file=sys.stderr)
    print(f"{len(bank.questions)} questions stand in {options.file}.")
    return 1 if library.problems else 0
