"""The bytes of a file to import; it knows no format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.bank.importers.imported import ImportingError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 64_000_000
"""The largest bank of which anybody knows has four."""


def content(path: Path) -> bytes:
    """The whole file; raises ImportingError for what is missing, no file, too large or unreadable."""
    if not path.is_file():
        raise ImportingError(f"{path} is no file.")
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ImportingError(f"{path} cannot be read: {error.strerror}.") from error
    if len(data) > MOST_BYTES:
        raise ImportingError(f"{path} is larger than {MOST_BYTES:,} bytes.")
    return data
