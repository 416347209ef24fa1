"""The bank that comes with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.bank.shipped as module
from bot.bank.loader import load
from bot.errors import BankError


def test_lies_beside_the_package() -> None:
    """A checkout has its bank beside the package."""
    assert module.shipped() == Path(__file__).parents[2] / "content"


def test_has_no_problems() -> None:
    """The shipped bank loads without a complaint."""
    assert [str(problem) for problem in load([module.shipped()]).problems] == []


def test_lies_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel has its bank inside the package, and that one goes first."""
    (tmp_path / "bot" / "content").mkdir(parents=True)
    (tmp_path / "content").mkdir()
    monkeypatch.setattr(module, "_PACKAGE", tmp_path / "bot")

    assert module.shipped() == tmp_path / "bot" / "content"


def test_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An install without its bank says what to do."""
    monkeypatch.setattr(module, "_PACKAGE", tmp_path / "bot")

    with pytest.raises(BankError, match="install interview-bot again"):
        module.shipped()
