"""Where the bank lies that came with the program; it knows nothing of what is in it."""

from __future__ import annotations

from pathlib import Path

from bot.errors import BankError

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped() -> Path:
    """The folder of the shipped bank: inside the package in a wheel, beside it in a checkout."""
    for folder in (_PACKAGE / "content", _PACKAGE.parent / "content"):
        if folder.is_dir():
            return folder
    raise BankError(f"The bank is missing beside {_PACKAGE}: install interview-bot again.")
