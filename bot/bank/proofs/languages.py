"""The languages that proofs execute: a new one is a file of its own and a name in this list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.bank.proofs.python import PYTHON

if TYPE_CHECKING:
    from bot.bank.proofs.language import Language

LANGUAGES: Final = (PYTHON,)


def executed(word: str) -> Language | None:
    """The language that a fence's first word means, if proofs execute it."""
    return next((language for language in LANGUAGES if word.lower() in language.names), None)
