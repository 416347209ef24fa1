"""Reads what people type behind a slash command; it knows nothing of what the words find."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.bank.model import Difficulty

_LEVELS = frozenset(Difficulty)
_LONGEST = 300  # nobody asks in more; a pasted page is read up to here
# What phone keyboards make of quotes, hyphens and spaces.
_TYPED = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u2011": "-", "\u00a0": " "}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Words to look for, and how hard the question should be, if it was said."""

    words: str
    difficulty: Difficulty | None

    @property
    def said(self) -> str:
        """The query in words for a sentence: ``hard cobol``."""
        return " ".join(part for part in (self.difficulty, self.words) if part)

    @property
    def sought(self) -> str:
        """What there is none of, for a sentence: ``hard cobol``, or ``hard question`` without words."""
        return f"{self.said} question" if self.difficulty and not self.words else self.said


def read_query(text: str) -> Query:
    """The words and the difficulty in a command's text; every text is a query, if an empty one."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST].translate(_TYPED))
    words = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", " ", plain).split()
    levels = [word for word in words if word.lower() in _LEVELS]
    kept = [word for word in words if word not in levels]
    difficulty = Difficulty(levels[-1].lower()) if levels else None
    return Query(words=" ".join(kept).strip("'\" "), difficulty=difficulty)
