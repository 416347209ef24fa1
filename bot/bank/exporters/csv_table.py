"""The bank as a table for spreadsheets, which the importer of the same name reads back; no proofs.

The same bank is the same bytes: no clock and no chance is asked.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.bank.model import Bank, Question, Subtopic

COLUMNS: Final = (
    "id",
    "framework",
    "topic",
    "subtopic",
    "order",
    "about",
    "updated",
    "difficulty",
    "question",
    "setup",
    "short_answer",
    "answer",
    "rule_of_thumb",
    "references",
    "hints",
    "key_points",
    "common_mistakes",
    "follow_ups",
    "levels",
    "applies_to",
    "aliases",
    "source",
    "use",
    "status",
)
LISTS: Final = frozenset(COLUMNS[COLUMNS.index("references") : COLUMNS.index("use")])
"""Columns whose cells are JSON."""

QUOTE: Final = "'"
_STARTS: Final = tuple("=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20")


def dump(bank: Bank) -> bytes:
    """Every question, whatever its status or use, one a row; UTF-8 with the mark that Excel looks for."""
    text = io.StringIO(newline="")
    table = csv.writer(text, quoting=csv.QUOTE_ALL)
    table.writerow(COLUMNS)
    for subtopic in bank.subtopics:
        for question in subtopic.questions:
            cells = _cells(subtopic, question)
            table.writerow([escaped(cells[column]) for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def escaped(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection); a quote is its mark."""
    return QUOTE + cell if cell.startswith(_STARTS) else cell


def _cells(subtopic: Subtopic, question: Question) -> dict[str, str]:
    place = subtopic.place
    values = asdict(question)
    cells = {name: str(values[name]) for name in COLUMNS if name in values and name not in LISTS}
    lists = {name: json.dumps(values[name], ensure_ascii=False) for name in LISTS if values[name]}
    return {
        **dict.fromkeys(COLUMNS, ""),
        **cells,
        **lists,
        "id": question.uid,
        "framework": place.framework.title,
        "topic": place.topic.title,
        "subtopic": place.subtopic.title,
        "order": str(subtopic.order),
        "about": subtopic.about,
        "updated": question.updated.isoformat(),
    }
