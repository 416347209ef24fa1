"""Reading the file that is to be imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bank.importers import source_file
from bot.bank.importers.imported import ImportingError
from bot.bank.importers.source_file import content


def test_content(tmp_path: Path) -> None:
    """A file is its bytes."""
    (tmp_path / "page").write_bytes(b"\x00x")

    assert content(tmp_path / "page") == b"\x00x"


def test_no_file(tmp_path: Path) -> None:
    """A folder and what is not there are no files."""
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(ImportingError, match="is no file"):
            content(path)


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file over the limit is refused, one at the limit is read."""
    monkeypatch.setattr(source_file, "MOST_BYTES", 3)
    (tmp_path / "page").write_bytes(b"123")
    assert content(tmp_path / "page") == b"123"

    (tmp_path / "page").write_bytes(b"1234")
    with pytest.raises(ImportingError, match="is larger than 3 bytes"):
        content(tmp_path / "page")


def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system will not open says so in its words."""
    (tmp_path / "page").write_bytes(b"")

    def locked(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(ImportingError, match="cannot be read: Permission denied"):
        content(tmp_path / "page")
