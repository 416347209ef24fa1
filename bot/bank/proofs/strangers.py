"""Runs other people's quiz items, without a network and in a folder of their own; it judges nothing.

Linux only: the network is taken away by a namespace of its own (unshare -rn), and where that can't be done
nothing is run. https://man7.org/linux/man-pages/man1/unshare.1.html
"""

from __future__ import annotations

import enum
import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.errors import BotError

if TYPE_CHECKING:
    from bot.bank.quiz import Quiz

_ITEM: Final = Path(__file__).with_name("quiz_item.js")
_SECONDS: Final = 10.0
_MEGABYTES: Final = 128
_MOST_OUTPUT: Final = 100_000
LANGUAGES: Final = frozenset({"javascript", "js"})


class NotIsolatedError(BotError):
    """The code of strangers would run with a network, or there is nothing to run it with."""

    code = "not_isolated"


class Setting(enum.StrEnum):
    """Where the code runs; quiz_item.js says what each one is."""

    PAGE = "page"
    MODULE = "module"
    STRICT = "strict"
    LINES = "lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What an item printed, the values that a console would show, and the error that ended it, if one did."""

    printed: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    error: str = ""
    message: str = ""
    parsed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolation:
    """The commands that run a stranger's code; `isolation` finds them."""

    unshare: str
    node: str
    engine: str

    def run(self, item: Quiz, setting: Setting) -> Shown | None:
        """What the item showed; None when it never ended. It must be in one of LANGUAGES."""
        if item.language.lower() not in LANGUAGES:
            raise ValueError(f"{item.language} does not run here")
        with tempfile.TemporaryDirectory(prefix="quiz-") as folder:
            file = Path(folder, "item.mjs" if setting is Setting.STRICT else "item.js")
            file.write_text(item.code, "utf-8")
            command = [self.unshare, "-rn", self.node, f"--max-old-space-size={_MEGABYTES}", str(_ITEM)]
            return _heard([*command, setting, str(file)], folder)


def isolation() -> Isolation:
    """Raises NotIsolatedError, with the mend, where a network could be reached or node is missing."""
    unshare, node = shutil.which("unshare"), shutil.which("node")
    if node is None:
        raise NotIsolatedError("There is no node on the PATH: install Node.js to run quiz items.")
    if unshare is None or _told([unshare, "-rn", "true"]) is None:
        raise NotIsolatedError(
            "The network can't be taken from a process here (unshare -rn): the code of strangers is not run."
        )
    return Isolation(
        unshare=unshare, node=node, engine=f"Node.js {(_told([node, '--version']) or '').strip()}"
    )


def _told(command: list[str]) -> str | None:
    try:
        return subprocess.run(  # noqa: S603 - fixed words of ours
            command, capture_output=True, text=True, check=True, timeout=_SECONDS
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None


def _heard(command: list[str], folder: str) -> Shown | None:
    try:
        done = subprocess.run(  # noqa: S603 - a stranger's code, without a network, in this folder
            command,
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "HOME": folder, "TZ": "UTC", "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        found = json.loads(done.stdout[:_MOST_OUTPUT])
    except (subprocess.TimeoutExpired, ValueError):
        return None
    failure = found["failure"] or {"name": "", "message": ""}
    return Shown(
        printed=tuple(found["shown"]),
        results=tuple(found["results"]),
        error=failure["name"],
        message=failure["message"],
        parsed=found["parsed"],
    )
