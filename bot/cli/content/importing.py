"""``interview-bot content import``: other people's pages as drafts, and our own exports back."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bank import rules
from bot.bank.importers.drafting import Origin
from bot.bank.importers.formats import FORMATS, recognise
from bot.bank.importers.imported import ImportingError
from bot.bank.importers.source_file import content
from bot.bank.importers.write import write
from bot.bank.licences import may_ship
from bot.bank.model import Source
from bot.bank.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.bank.importers.imported import Imported
    from bot.bank.importers.write import Report
    from bot.cli.verbs import Verbs


def add_to(actions: Verbs) -> None:
    """Adds the action to the verb."""
    formats = "\n".join(f"  {name:13} {each.about}" for name, each in FORMATS.items())
    parser = actions.add_parser(
        "import",
        help="read other people's questions as drafts",
        description="Reads a file of questions as drafts; what is in it says its format:\n" + formats,
        epilog="example: interview-bot content import README.md --out drafts"
        " --from github.com/lydiahallie/javascript-questions --licence MIT",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, help="the file to read")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the drafts")
    parser.add_argument("--format", choices=FORMATS, help="when it can't be told by what is in the file")
    parser.add_argument("--from", dest="source", default="", help="where it came from (default: its name)")
    parser.add_argument("--commit", default="", help="the commit that the file is of")
    parser.add_argument("--licence", default="", help="its licence, as SPDX writes it (MIT, CC-BY-4.0)")
    parser.add_argument("--author", default="", help="whose words they are")
    parser.add_argument("--force", action="store_true", help="also over drafts that were edited since")
    parser.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Imports and reports; 1 when an entry was refused."""
    _allow(options.out, options.licence)
    report = write(_read(options), options.out, force=options.force)
    for refused in report.refused:
        print(f"refused: {refused}", file=sys.stderr)
    for duplicate in report.duplicates:
        print(f"duplicate: {duplicate.uid} stands there as {duplicate.of}", file=sys.stderr)
    print(_summary(report))
    return 1 if report.refused else 0


def _allow(folder: Path, licence: str) -> None:
    """The shipped bank is given away: only what its licence lets go may come in."""
    if folder.resolve().is_relative_to(shipped().resolve()) and not may_ship(licence):
        said = f"its licence is {licence}" if licence else "it names no --licence"
        raise ImportingError(
            f"{folder} is the shipped bank, and {said}: write to a folder of your own, which BANK_PATHS adds."
        )


def _read(options: argparse.Namespace) -> Imported:
    data = content(options.file)
    name = options.file.name
    source = Source(
        repository=options.source or name,
        path=name if options.source else "",
        commit=_commit(options.commit),
        licence=options.licence,
        author=options.author,
    )
    changed = dt.datetime.fromtimestamp(options.file.stat().st_mtime, dt.UTC).date()
    format_ = FORMATS[options.format or recognise(data, options.file.suffix.lower())]
    return format_.read(data, Origin(source=source, updated=changed))


def _commit(text: str) -> str:
    for complaint in rules.SOURCE_TEXTS["commit"].complaints(text) if text else ():
        raise ImportingError(f"--commit {complaint}.")
    return text


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
