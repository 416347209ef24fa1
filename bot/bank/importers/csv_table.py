"""Our own table back to subtopics, as the exporter of the same name wrote it, or a spreadsheet saved it."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.bank import rules
from bot.bank.exporters.csv_table import COLUMNS, LISTS, QUOTE
from bot.bank.importers.imported import Imported, ImportingError
from bot.bank.model import Subtopic
from bot.bank.snapshot import SnapshotError, question_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.bank.model import Question

_STEPS: Final = 4
_TEXTS: Final = ("question", "short_answer", "answer", "rule_of_thumb")


def read(data: bytes) -> Imported:
    """The subtopics of a table, each question as it was, but for its proof; raises ImportingError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportingError(f"The file is not UTF-8 at byte {error.start}.") from None
    table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = set(COLUMNS) - set(table.fieldnames or ())
        if missing:
            raise ImportingError(f"The table lacks the columns {', '.join(sorted(missing))}.")
        return Imported(subtopics=tuple(_subtopics(table)))
    except csv.Error as error:
        raise ImportingError(f"The table breaks off after line {table.line_num}: {error}.") from None


def _subtopics(table: csv.DictReader[str]) -> Iterator[Subtopic]:
    """The subtopics in the order of their first rows, which say what holds for all of a subtopic."""
    heads: dict[str, Subtopic] = {}
    questions: defaultdict[str, list[Question]] = defaultdict(list)
    for row in table:
        what = f"The row that ends at line {table.line_num}"
        if None in row or None in row.values():
            raise ImportingError(f"{what} has {'more' if None in row else 'fewer'} cells than the first row.")
        cells = {name: cell.removeprefix(QUOTE) for name, cell in row.items()}
        question = _question(cells, what)
        path = question.place.path
        if path not in heads:
            order = rules.number(cells["order"], rules.ORDER)
            if order is None:
                raise ImportingError(f"{what} has no number from 0 to {rules.ORDER.most} as its order.")
            heads[path] = Subtopic(
                place=question.place,
                order=order,
                about=cells["about"],
                updated=question.updated,
                questions=(),
            )
        questions[path].append(question)
    for path, head in heads.items():
        yield replace(head, questions=tuple(questions[path]))


def _question(cells: Mapping[str, str], what: str) -> Question:
    slugs = cells["id"].split("/")
    if len(slugs) != _STEPS:
        raise ImportingError(f"{what} has no full id: write framework/topic/subtopic/id.")
    steps = ("framework", "topic", "subtopic")
    place = {step: {"slug": slug, "title": cells[step]} for step, slug in zip(steps, slugs, strict=False)}
    values: dict[str, object] = {
        name: _json(cell, f"{what}, {name},") if name in LISTS else cell
        for name, cell in cells.items()
        if cell
    }
    try:
        return question_of({**dict.fromkeys(_TEXTS, ""), **values, "uid": cells["id"], "place": place})
    except SnapshotError as error:
        raise ImportingError(f"{what}: {error}") from None


def _json(cell: str, what: str) -> object:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError) as error:
        raise ImportingError(f"{what} is not JSON: {error}.") from None
