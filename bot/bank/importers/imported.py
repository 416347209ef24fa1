"""What an importer hands over, whatever it read; it knows no format and no disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bank import rules
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.bank.model import Subtopic


class ImportingError(BotError):
    """Nothing can be imported; the message names the place that is wrong, and the mend."""

    code = "import_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An entry that does not come in, by the name that the source gives it, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return rules.printable(f"{self.name}: {self.reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Drafts in their places, and the entries that could not become drafts."""

    subtopics: tuple[Subtopic, ...]
    refused: tuple[Refused, ...] = ()
