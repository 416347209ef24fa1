"""How well somebody knew an answer, in their own judgement; it knows nothing of questions or of who asks."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Grade(enum.StrEnum):
    """The four grades, worst first: FSRS knows them as Again, Hard, Good and Easy.

    https://github.com/open-spaced-repetition/py-fsrs
    """

    MISSED = "missed"
    SHAKY = "shaky"
    GOT_IT = "got_it"
    EASY = "easy"

    @property
    def label(self) -> str:
        """The grade as people read it: ``Got it``."""
        return self.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many people gave themselves each grade."""

    missed: int = 0
    shaky: int = 0
    got_it: int = 0
    easy: int = 0

    @property
    def total(self) -> int:
        """How many checked themselves."""
        return self.missed + self.shaky + self.got_it + self.easy

    @property
    def knew(self) -> int:
        """How many had it, easily or not."""
        return self.got_it + self.easy
