"""What `pip install` brings: a wheel that carries the bank and needs no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel unpacks to."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own build
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_bank_page_and_migrations(installed: Path) -> None:
    """Everything that is read at run time lies in the package, and nothing of the tests does."""
    shipped = {str(file.relative_to(installed)) for file in installed.rglob("*") if file.is_file()}

    bank = {f"bot/{file.relative_to(ROOT)}" for file in (ROOT / "content").rglob("*.yaml")}
    page = {str(file.relative_to(ROOT)) for file in (ROOT / "bot/playground/page").iterdir()}
    assert bank | page | {"bot/store/migrations/versions/v0001_first.py"} <= shipped
    assert not any(file.startswith("tests") for file in shipped)


def test_the_installed_program_finds_its_bank_from_any_folder(installed: Path, tmp_path: Path) -> None:
    """`content check` reads the bank of the package, wherever it is called."""
    alone = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    check = [
        sys.executable,
        "-c",
        "import bot; print(bot.__file__); from bot.cli.main import main; main(['content', 'check'])",
    ]

    done = subprocess.run(check, cwd=tmp_path, env=alone, capture_output=True, text=True, check=True)  # noqa: S603 - our own program

    place, *_, last = done.stdout.splitlines()
    assert place.startswith(str(installed))
    assert last.endswith(" questions, no problems")
