"""An environment with newer releases of the libraries that proofs run on; it proves nothing itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.bank.proofs.run import environment
from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.bank.proofs.run import Environment


class ReleasesError(BotError):
    """The releases cannot be installed; the message holds pip's own reason."""

    code = "releases_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A library whose version is another than the pinned one."""

    name: str
    pinned: str
    now: str

    def __str__(self) -> str:
        return f"{self.name} {self.pinned} → {self.now}"


def install(folder: Path, pinned: Path, newer: Path, path: str) -> Environment:
    """The pinned libraries and the newer ones over them, in this folder; raises ReleasesError."""
    if not newer.is_file():
        raise ReleasesError(f"{newer} is no file: name a requirements file with the newer releases.")
    if not (folder / "bin" / "python").is_file():
        _told([sys.executable, "-m", "venv", str(folder)])
    found = environment(folder, pinned, path)
    pip = [str(found.python), "-m", "pip", "--disable-pip-version-check"]
    _told([*pip, "install", "--quiet", "-r", str(pinned)])
    _told([*pip, "install", "--quiet", "--upgrade", "-r", str(newer)])  # a bare name means the newest
    listed = json.loads(_told([*pip, "list", "--format", "json"]))
    return replace(found, pins={_normal(each["name"]): str(each["version"]) for each in listed})


def releases(before: Mapping[str, str], now: Mapping[str, str]) -> list[Release]:
    """What differs among the pinned libraries; those of other systems are installed nowhere here."""
    return [
        Release(name=name, pinned=version, now=found)
        for name, version in sorted(before.items())
        if (found := now.get(_normal(name))) and found != version
    ]


def _normal(name: str) -> str:
    """The name of a distribution as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _told(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - words of ours
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["it says no reason"]
        reason = next((line for line in lines if "ERROR" in line), lines[-1])
        raise ReleasesError(f"The newer releases can't be installed: {reason.removeprefix('ERROR: ')}")
    return done.stdout
