"""The house's rules that import-linter can't see: empty doors, and rooms that drag nothing in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import bot

HOUSE = Path(bot.__file__).parent
PURE_ROOMS = ("practice", "blocks")
PURE_MODULES = ("bot.bank.model", "bot.bank.rules", "bot.listeners.grammar")
FORBIDDEN = ("slack_", "sqlalchemy", "alembic", "apscheduler", "yaml", "aiohttp")
IMPURE = ("bot.store", "bot.service", "bot.delivery", "bot.playground", "bot.cli", "bot.app", "bot.scheduler")
ALSO_IMPURE = ("bot.config", "bot.clock", "bot.telemetry", "bot.bank.loader", "bot.bank.search")


def _modules(room: str) -> list[str]:
    files = sorted((HOUSE / room).glob("*.py"))
    return [f"bot.{room}.{file.stem}" for file in files if file.stem != "__init__"]


def _loaded_with(module: str) -> list[str]:
    """What a fresh interpreter has imported after this module."""
    script = f"import sys, {module}; print(*sys.modules)"
    return subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()


PURE = [*PURE_MODULES, *(module for room in PURE_ROOMS for module in _modules(room))]


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_drags_nothing_in(module: str) -> None:
    """In a fresh interpreter it brings no SDK, no database, no scheduler, no YAML and no impure room."""
    loaded = _loaded_with(module)

    assert module in loaded
    assert [name for name in loaded if name.startswith(FORBIDDEN)] == []
    assert [name for name in loaded if name.startswith((*IMPURE, *ALSO_IMPURE))] == []


def test_the_playground_drags_none_of_the_bot_in() -> None:
    """It knows Slack's wire, and shares no code with who speaks to it."""
    loaded = _loaded_with("bot.playground.server")
    ours = [name for name in loaded if name.startswith("bot.") and not name.startswith("bot.playground")]

    assert "bot.playground.server" in loaded
    assert ours == []
    assert [name for name in loaded if name.startswith("slack_")] == []


def test_every_door_is_empty() -> None:
    """What an __init__.py imports, every neighbour would import."""
    doors = sorted(HOUSE.rglob("__init__.py"))

    assert HOUSE / "practice" / "__init__.py" in doors
    assert [str(door) for door in doors if door.read_text("utf-8").strip()] == []


def test_every_folder_of_code_has_its_door() -> None:
    """A folder without one would be missing from the wheel's package."""
    folders = {file.parent for file in HOUSE.rglob("*.py")}

    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
