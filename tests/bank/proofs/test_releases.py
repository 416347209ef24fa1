"""Newer releases: what differs from the pinned ones, and what pip says when they cannot be had."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from bot.bank.proofs.releases import Release, ReleasesError, install, releases

if TYPE_CHECKING:
    from pathlib import Path


def test_what_differs() -> None:
    """By normal names; what is the same, or pinned for another system, is no release."""
    before = {"fastapi": "0.165.0", "httpx-ws": "0.9.0", "trio": "1.0", "colorama": "0.4"}
    now = {"fastapi": "0.166.0", "httpx-ws": "0.9.1", "trio": "1.0", "pip": "26"}

    found = releases(before, now)

    assert found == [
        Release(name="fastapi", pinned="0.165.0", now="0.166.0"),
        Release(name="httpx-ws", pinned="0.9.0", now="0.9.1"),
    ]
    assert str(found[0]) == "fastapi 0.165.0 → 0.166.0"


def test_no_file_is_said_before_anything_is_installed(tmp_path: Path) -> None:
    """The sentence says what to name."""
    with pytest.raises(ReleasesError, match="name a requirements file"):
        install(tmp_path / "new", tmp_path / "pinned.txt", tmp_path / "none.txt", os.defpath)

    assert list(tmp_path.iterdir()) == []
