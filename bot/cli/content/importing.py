"""``interview-bot content import``: other people's pages as drafts, and our own exports back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bank.importers import csv_table, json_bank, nuxt
from bot.bank.importers.source_file import content
from bot.bank.importers.write import write
from bot.bank.model import Source

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from bot.bank.importers.imported import Imported
    from bot.bank.importers.write import Report
    from bot.cli.verbs import Verbs


def add_to(actions: Verbs) -> None:
    """Adds the action to the verb."""
    parser = actions.add_parser(
        "import",
        help="read a page of questions as drafts",
        description="Reads a Nuxt page or its payload, or a JSON or CSV file that content export wrote.",
        epilog="example: interview-bot content import page.html --out drafts --from example.org",
    )
    parser.add_argument("file", type=Path, help="the page, its payload, or an export (.json, .csv)")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the drafts")
    parser.add_argument("--from", dest="source", default="", help="where it came from (default: its name)")
    parser.add_argument("--licence", default="", help="a page's licence, if it says one")
    parser.add_argument("--force", action="store_true", help="also over drafts that were edited since")
    parser.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Imports and reports; 1 when an entry was refused."""
    report = write(_read(options), options.out, force=options.force)
    for refused in report.refused:
        print(f"refused: {refused}", file=sys.stderr)
    for duplicate in report.duplicates:
        print(f"duplicate: {duplicate.uid} stands there as {duplicate.of}", file=sys.stderr)
    print(_summary(report))
    return 1 if report.refused else 0


def _read(options: argparse.Namespace) -> Imported:
    data = content(options.file)
    match options.file.suffix.lower():
        case ".csv":
            return csv_table.read(data)
        case ".json" if data.lstrip().startswith(b"{"):  # a payload is a list
            return json_bank.read(data)
    name = options.file.name
    return nuxt.read(data, Source(repository=options.source or name, path=name, licence=options.licence))


def _summary(report: Report) -> str:
    counts: dict[str, Sequence[object]] = {
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "duplicate": report.duplicates,
        "refused": report.refused,
    }
    said = ", ".join(f"{len(found)} {name}" for name, found in counts.items() if found)
    files = ", ".join(str(file) for file in report.files) or "no file"
    return f"{report.read} read: {said or 'nothing'}. Written: {files}."
