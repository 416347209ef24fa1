"""Runs one layout in a process and a folder of its own, and reads what became of it; it judges nothing."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.bank.proofs.languages import LANGUAGES, needed
from bot.bank.proofs.layout import is_collected
from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.bank.proof import Proof
    from bot.bank.proofs.language import Tool
    from bot.bank.proofs.layout import Layout

SECONDS: Final = 120
"""How long one proof may take by the clock; the driver limits its work, its memory and its files."""
_DRIVER: Final = Path(__file__).with_name("python_driver.py")
_MOST_OUTPUT: Final = 20_000
_PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


class NoEnvironmentError(BotError):
    """The libraries that proofs run on are not installed."""

    code = "no_proof_environment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The interpreter that has the libraries of the proofs, and the versions that they are pinned to."""

    python: Path
    pins: Mapping[str, str]
    path: str = os.defpath
    """Where the programs of other languages are looked for, as in PATH."""

    def program(self, tool: Tool) -> str | None:
        """Where a tool lies; None where it is not installed."""
        return shutil.which(tool.program, path=f"{self.python.parent}{os.pathsep}{self.path}")

    def missing(self, files: Layout, proof: Proof) -> tuple[str, ...]:
        """The tools that this proof needs and that are not here."""
        return tuple(tool.name for tool in needed(files, proof.libraries) if self.program(tool) is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What happened: the tests by their pytest ids, and what the interpreter itself said of the files."""

    output: str
    exit_code: int | None
    """None when it was stopped because it took too long."""
    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    """What failed by its pytest id, with the code, its line, and what was printed."""
    python: str = ""
    libraries: tuple[tuple[str, str], ...] = ()
    compiled: frozenset[tuple[str, str]] = frozenset()
    """File and SHA-256 of the bytes that the interpreter compiled under its name."""
    executed: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()
    compared: frozenset[tuple[str, str]] = frozenset()
    """File and SHA-256 of the text that `same` found equal to it, its last line end left out."""


def environment(folder: Path, requirements: Path, path: str = os.defpath) -> Environment:
    """The environment in a folder made from these requirements; raises NoEnvironmentError with the mend."""
    python = folder / "bin" / "python"
    if not python.is_file():
        raise NoEnvironmentError(f"The libraries of the proofs are not in {folder}: run `make proofs` first.")
    if not requirements.is_file():
        raise NoEnvironmentError(f"{requirements} is missing: it pins the libraries that proofs run on.")
    return Environment(python=python.absolute(), pins=pins(requirements), path=path)


def pins(requirements: Path) -> dict[str, str]:
    """Name and version of what a requirements file pins."""
    return dict(_PIN.findall(requirements.read_text("utf-8")))


def run(
    files: Layout,
    proof: Proof,
    where: Environment,
    *,
    strict: bool = True,
    first_failure: bool = False,
    seconds: float = SECONDS,
) -> Run:
    """Runs every test file at the top of the layout; ``strict`` makes warnings errors."""
    tests = sorted(filter(is_collected, files))
    options = [*(["-W", "error"] if strict else []), *(["-x"] if first_failure else [])]
    with tempfile.TemporaryDirectory(prefix="proof-", ignore_cleanup_errors=True) as name:
        top = Path(name).resolve()
        work, scratch, home = (top / part for part in ("work", "scratch", "home"))
        for folder in (work, scratch, home):
            folder.mkdir()
        for path, text in files.items():
            (work / path).parent.mkdir(parents=True, exist_ok=True)
            (work / path).write_bytes(text.encode())
        tools = needed(files, proof.libraries)
        task = _task(work, scratch, proof, tools, [*options, *tests])
        output, exit_code = _process(
            [where.python, *_FLAGS, _DRIVER, task], _surroundings(where, home, tools), seconds
        )
        return _read(scratch, output[-_MOST_OUTPUT:], exit_code, f"{work}/")


_FLAGS: Final = ("-P", "-s", "-B")  # no folder of the driver's on sys.path, no user's packages, no bytecode


def _task(work: Path, scratch: Path, proof: Proof, tools: Sequence[Tool], arguments: list[str]) -> Path:
    settings, result, task = (scratch / name for name in ("pytest.ini", "result.json", "task.json"))
    settings.write_text("[pytest]\n", "utf-8")
    values = {
        "folder": str(work),
        "scratch": str(scratch),
        "settings": str(settings),
        "plugins": proof.plugins,
        "libraries": proof.libraries,
        "arguments": arguments,
        "main": True,
        "result": str(result),
        "commands": {end: each.command for each in LANGUAGES if each.command for end in each.suffixes},
        "versions": {tool.name: tool.version for tool in tools},
        "fixtures": [tool.fixtures for tool in tools if tool.fixtures],
    }
    task.write_text(json.dumps(values), "utf-8")
    return task


def _surroundings(where: Environment, home: Path, tools: Sequence[Tool]) -> dict[str, str]:
    """All that the process is told of the world: nothing of ours."""
    programs = [Path(found).parent for tool in tools if (found := where.program(tool))]
    folders = dict.fromkeys([where.python.parent, *programs, Path("/usr/bin"), Path("/bin")])
    return {
        "PATH": os.pathsep.join(map(str, folders)),
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    } | {name: value for tool in tools for name, value in tool.surroundings.items()}


def _process(
    command: list[Path | str], surroundings: dict[str, str], seconds: float
) -> tuple[str, int | None]:
    """What the process printed and its exit code; whatever it started ends with it."""
    with subprocess.Popen(  # noqa: S603 - our own driver in the proofs' own environment
        command,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(process.pid)
            output, _ = process.communicate()
            return output, None
        finally:
            _end(process.pid)
        return output, process.returncode


def _end(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def _read(scratch: Path, output: str, exit_code: int | None, prefix: str) -> Run:
    """The run; the names of files are those of the proof, without the folder that is gone."""
    result, log = scratch / "result.json", scratch / "log"
    found = json.loads(result.read_text("utf-8")) if result.is_file() else {}
    events: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for line in log.read_text("utf-8").splitlines() if log.is_file() else []:
        event, file, detail = json.loads(line)
        events[event].add((file, detail))
    return Run(
        output=output.replace(prefix, ""),
        exit_code=exit_code,
        passed=tuple(found.get("passed", ())),
        failed=tuple(found.get("failed", ())),
        errors=tuple(found.get("errors", ())),
        skipped=tuple(found.get("skipped", ())),
        told=tuple((node, text.replace(prefix, "")) for node, text in found.get("told", ())),
        python=found.get("python", ""),
        libraries=tuple(found.get("libraries", {}).items()),
        compiled=frozenset(events["compiled"]),
        executed=frozenset(file for file, _ in events["executed"]),
        opened=frozenset(file for file, _ in events["opened"]),
        compared=frozenset(events["compared"]),
    )
