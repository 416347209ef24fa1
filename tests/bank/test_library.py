"""The bank of the moment: files that change are read again, and a broken edit changes nothing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from bot.bank.library import Shelf, open_library
from bot.bank.shipped import shipped
from bot.errors import BankError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "fastapi/testing/async-testing.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A bank of one file, copied from the shipped one."""
    file = tmp_path / FILE
    file.parent.mkdir(parents=True)
    shutil.copy(shipped() / FILE, file)
    return tmp_path


def test_nothing_changed_is_nothing_read(root: Path) -> None:
    """A look at unchanged files keeps the very same library."""
    shelf = Shelf([root])
    before = shelf.library

    assert shelf.refresh() is None
    assert shelf.library is before


def test_an_edit_is_read_without_a_restart(root: Path) -> None:
    """A changed line is found by the next look."""
    shelf = Shelf([root])
    file = root / FILE
    file.write_text(
        file.read_text("utf-8").replace("subtopic: Async Testing", "subtopic: Testing Async"), "utf-8"
    )

    problems = shelf.refresh()

    assert problems == ()
    assert shelf.library.bank.subtopics[0].place.subtopic.title == "Testing Async"


def test_a_broken_edit_keeps_the_last_good_bank_and_says_why(root: Path) -> None:
    """The problem is named once; the mended file is taken again."""
    shelf = Shelf([root])
    file = root / FILE
    good = file.read_text("utf-8")
    file.write_text(good.replace("order: 2", "ordre: 2"), "utf-8")

    problems = shelf.refresh()
    again = shelf.refresh()
    file.write_text(good + "\n", "utf-8")
    mended = shelf.refresh()

    assert problems
    assert f"{FILE}:" in str(problems[0])
    assert again is None
    assert mended == ()
    here = f"{FILE.removesuffix('.yaml')}/"
    copied = [each for each in open_library([shipped()]).bank.questions if each.uid.startswith(here)]
    assert len(shelf.library.bank.questions) == len(copied)


def test_a_deleted_last_file_keeps_the_last_good_bank(root: Path) -> None:
    """A bank that vanishes under the bot does not vanish from it."""
    shelf = Shelf([root])
    (root / FILE).unlink()

    assert shelf.refresh() == ()
    assert shelf.library.bank.questions != ()


def test_a_bank_without_a_question_is_refused(tmp_path: Path) -> None:
    """The message lists why."""
    with pytest.raises(BankError, match="no question that can be used"):
        open_library([tmp_path])
