"""The bank as JSON of our own, which the importer of the same name reads back; no proofs, no choice.

The same bank is the same bytes: no clock and no chance is asked.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from bot.bank.snapshot import plain

if TYPE_CHECKING:
    from bot.bank.model import Bank, Subtopic

FORMAT: Final = "interview-bot bank 1"
"""What such a file begins with; the number counts the changes that older readers cannot read."""


def dump(bank: Bank) -> bytes:
    """Every question, whatever its status or use, below its subtopic; UTF-8."""
    found = {"format": FORMAT, "subtopics": [_subtopic(each) for each in bank.subtopics]}
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()


def _subtopic(subtopic: Subtopic) -> dict[str, object]:
    return {
        "order": subtopic.order,
        "about": subtopic.about,
        "updated": subtopic.updated.isoformat(),
        "questions": [plain(question) for question in subtopic.questions],
    }
