"""Runs inside the proofs' own environment: limits itself, watches what the interpreter reads, runs pytest.

It knows nothing of the bank: a task in JSON comes in, a result in JSON and a log of what happened go out.
It is started by its path, by an interpreter that does not have this project installed.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import importlib.util
import inspect
import itertools
import json
import os
import platform
import re
import resource
import runpy
import signal
import subprocess
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from types import ModuleType

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"
Namespace: TypeAlias = dict[str, object]

_LIMITS = {
    resource.RLIMIT_CPU: 60,  # seconds of work; the caller limits the time on the clock
    resource.RLIMIT_AS: 4 << 30,  # threads reserve far more than they use
    resource.RLIMIT_FSIZE: 64 << 20,
    resource.RLIMIT_NOFILE: 512,
    resource.RLIMIT_CORE: 0,
}
_IDS = itertools.count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What one process has to do; paths are absolute."""

    folder: str
    """What the proof laid out: the working folder, first on sys.path."""
    scratch: str
    """Where tasks, results and the log lie, out of the proof's sight."""
    settings: str
    """Our own pytest settings, for a folder that has none."""
    plugins: list[str]
    libraries: list[str]
    arguments: list[str]
    script: bool = False
    main: bool = False
    """The proof's own run: with fixtures, and with the versions of the libraries in its result."""
    result: str = ""
    within: str = ""
    """Where a script runs, if not in the folder."""
    commands: dict[str, list[str]] = field(default_factory=dict)
    """What runs a file that ends so as a program; what is not here is Python."""
    versions: dict[str, list[str]] = field(default_factory=dict)
    """What prints the version of a tool among the libraries; what is not here is a distribution."""
    fixtures: list[str] = field(default_factory=list)
    """Files of further fixtures, which tools bring."""

    def variant(self, **changes: object) -> Path:
        """A task for another process, written down."""
        name = f"{os.getpid()}-{next(_IDS)}"
        result = str(Path(self.scratch, f"{name}.result.json"))
        fields: dict[str, object] = {slot: getattr(self, slot) for slot in self.__slots__}
        path = Path(self.scratch, f"{name}.task.json")
        path.write_text(json.dumps(fields | {"main": False, "result": result} | changes), encoding="utf-8")
        return path


@dataclass(slots=True)
class Watch:
    """Writes down which of the proof's files the interpreter compiles, executes and opens."""

    folder: str
    log: int
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """Is called by the interpreter itself, at every one of its audit events (PEP 578)."""
        match event, arguments:
            case "compile", (bytes() | str() as source, str() as name, *_):
                data = source.encode() if isinstance(source, str) else source
                self.note("compiled", name, hashlib.sha256(data).hexdigest())
            case "exec", (code, *_) if inspect.iscode(code) and code.co_name == "<module>":
                self.note("executed", code.co_filename)
            case "open", (str() | os.PathLike() as name, *_):
                self.note("opened", os.fspath(name))
            case _:
                pass

    def note(self, event: str, name: str, detail: str = "") -> None:
        """One line of the log, the first time that it happens; files elsewhere are of no interest."""
        path = os.path.join(self.folder, name)  # noqa: PTH118 - pathlib would be heard by this very hook
        entry = (event, path.removeprefix(self.folder + "/"), detail)
        if path.startswith(self.folder + "/") and entry not in self.seen:
            self.seen.add(entry)
            os.write(self.log, (json.dumps(entry) + "\n").encode())


@dataclass(slots=True, eq=False)  # plugins must be hashable
class Results:
    """What became of the tests: a pytest plugin."""

    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    """What failed, and what its author must know: the code with its line, and what the programs printed."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One phase of one test."""
        if report.skipped:
            self.skipped.append(report.nodeid)
        elif report.failed:
            (self.failed if report.when == "call" else self.errors).append(report.nodeid)
            self.tell(report)
        elif report.when == "call":
            self.passed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """One file that was read for tests."""
        if report.failed:
            self.errors.append(report.nodeid)
            self.tell(report)

    def tell(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        """Keeps the words of one failure."""
        printed = [f"{name}:\n{text}" for name, text in report.sections if text.strip()]
        self.told.append((report.nodeid, "\n".join([report.longreprtext, *printed])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A process that a proof started: what it printed, both streams in one, and how it ended."""

    output: str
    exit_code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RanPytest(Ran):
    """A pytest process, with the names of its tests."""

    passed: list[str]
    failed: list[str]
    errors: list[str]
    skipped: list[str]


class Fixtures:
    """What a proof's tests may ask for: a pytest plugin."""

    def __init__(self, task: Task, watch: Watch) -> None:
        self._task = task
        self._watch = watch

    @pytest.fixture
    def run(self) -> Callable[..., Namespace | Coroutine[None, None, Namespace]]:
        """Executes a file's verbatim text with the names handed in; to be awaited if the file awaits."""
        return self._run

    @pytest.fixture
    def run_script(self, request: pytest.FixtureRequest) -> Callable[..., Ran]:
        """Runs a file as a program, in a process of its own, in the proof's folder or in another."""

        def run(name: str, *arguments: str, cwd: str | Path = "") -> Ran:
            __tracebackhide__ = True
            output, code = self._run_script(name, arguments, str(cwd))
            output = output.replace(f"{self._task.folder}/", "")  # the same words in every run
            request.node.add_report_section("call", f"run_script {name}", output)
            return Ran(output=output, exit_code=code)

        return run

    @pytest.fixture
    def run_pytest(self, request: pytest.FixtureRequest) -> Callable[..., RanPytest]:
        """Runs pytest on files or folders, in a process of its own."""

        def run(*arguments: str, plugins: Sequence[str] | None = None) -> RanPytest:
            done = self._run_pytest(arguments, self._task.plugins if plugins is None else list(plugins))
            request.node.add_report_section("call", f"run_pytest {' '.join(arguments)}", done.output)
            return done

        return run

    @pytest.fixture
    def same(self) -> Callable[[str, str], None]:
        """Asserts that a text is what an output block shows, to the letter."""
        return self._same

    def _run(self, name: str, **names: object) -> Namespace | Coroutine[None, None, Namespace]:
        path = Path(self._task.folder, name)
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code = compile(path.read_bytes(), str(path), "exec", flags=flags, dont_inherit=True)
        space: Namespace = {"__name__": path.stem, "__file__": str(path)} | names
        waiting = eval(code, space)  # noqa: S307 - the bank's own code, and the point of a proof
        if not code.co_flags & inspect.CO_COROUTINE:
            return space

        async def wait() -> Namespace:
            await waiting
            return space

        return wait()

    def _run_script(self, name: str, arguments: Sequence[str], cwd: str) -> tuple[str, int]:
        __tracebackhide__ = True
        command = self._task.commands.get(Path(name).suffix)
        if command is None:
            task = self._task.variant(script=True, arguments=[name, *arguments], within=cwd)
            return _process(_driven(task))
        path = Path(self._task.folder, name)
        if not path.is_file():
            raise FileNotFoundError(f"no file of this proof is called {name}")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found = _process([*command, str(path), *arguments], cwd)
        self._watch.note("compiled", name, digest)
        self._watch.note("executed", name)
        return found

    def _run_pytest(self, arguments: Sequence[str], plugins: list[str]) -> RanPytest:
        task = self._task.variant(arguments=list(arguments), plugins=plugins)
        output, code = _process(_driven(task))
        result = Path(json.loads(task.read_text())["result"])
        found = json.loads(result.read_text()) if result.exists() else {}
        kinds = ("passed", "failed", "errors", "skipped")
        names = {kind: [node.split("::")[-1] for node in found.get(kind, [])] for kind in kinds}
        return RanPytest(output=output, exit_code=code, **names)

    def _same(self, name: str, text: str) -> None:
        __tracebackhide__ = True
        shown = Path(self._task.folder, name).read_text(encoding="utf-8").removesuffix("\n")
        assert text.removesuffix("\n") == shown  # noqa: S101 - it fails as a test's own assertion does
        self._watch.note("compared", name, hashlib.sha256(text.removesuffix("\n").encode()).hexdigest())


def _driven(task: Path) -> list[str]:
    """The command that does a task: this very driver."""
    return [sys.executable, "-P", "-s", "-B", "-u", __file__, str(task)]


def _process(command: list[str], cwd: str = "") -> tuple[str, int]:
    """What a command printed and its exit code; it has our limits and our surroundings."""
    done = subprocess.run(  # noqa: S603 - our own driver, or what runs a block's language
        command,
        cwd=cwd or None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.stdout, done.returncode


def _pytest(task: Task, watch: Watch) -> int:
    results = Results()
    arguments = ["-p", "no:cacheprovider", "-v", "--tb=short", "-rA", *task.arguments]
    if task.main:
        arguments += ["-o", "verbosity_assertions=2"]  # the author sees both sides whole
    for plugin in task.plugins:
        arguments += ["-p", plugin]
    if not _has_settings(task):
        arguments += ["-c", task.settings, "--rootdir", task.folder]
    plugins: list[object] = [results]
    if task.main:
        plugins += [Fixtures(task, watch), *map(_module, task.fixtures)]
    code = int(pytest.main(arguments, plugins=plugins))
    found: dict[str, JSON] = {kind: list(getattr(results, kind)) for kind in Results.__slots__}
    if task.main:
        versions: dict[str, JSON] = {name: _version(name, task.versions) for name in task.libraries}
        found |= {"python": platform.python_version(), "libraries": versions}
    Path(task.result).write_text(json.dumps(found), encoding="utf-8")
    return code


def _module(file: str) -> ModuleType:
    """A file outside of sys.path as a module: nothing of its folder can be imported by a proof."""
    found = importlib.util.spec_from_file_location(Path(file).stem, file)
    assert found is not None  # noqa: S101 - what a name that ends in .py gives
    assert found.loader is not None  # noqa: S101 - the same
    module = importlib.util.module_from_spec(found)
    sys.modules[module.__name__] = module
    found.loader.exec_module(module)
    return module


def _has_settings(task: Task) -> bool:
    """Whether pytest finds settings of the proof's own: beside what it is given, or above it."""
    top = Path(task.folder)
    for argument in task.arguments:
        path = Path(task.folder, argument.split("::")[0])
        if path.exists() and path.is_relative_to(top):
            folders = [folder for folder in (path, *path.parents) if folder.is_relative_to(top)]
            return any(Path(folder, name).is_file() for folder in folders for name in SETTINGS)
    return any(Path(top, name).is_file() for name in SETTINGS)


SETTINGS = (
    "pytest.ini",
    ".pytest.ini",
    "pytest.toml",
    ".pytest.toml",
    "pyproject.toml",
    "tox.ini",
    "setup.cfg",
)


def _script(task: Task) -> int:
    """What `python FILE` does; a traceback begins with the file, not with us."""
    sys.argv = task.arguments
    try:
        runpy.run_path(str(Path(task.folder, task.arguments[0])), run_name="__main__")
    except Exception as error:  # noqa: BLE001 - whatever the program raises is what it prints
        trace = error.__traceback__
        while trace and not trace.tb_frame.f_code.co_filename.startswith(task.folder):
            trace = trace.tb_next
        traceback.print_exception(error.with_traceback(trace))
        return 1
    return 0


def main(path: str) -> int:
    """Does the task that the file at this path holds; returns the exit code."""
    task = Task(**json.loads(Path(path).read_text(encoding="utf-8")))
    for limit, value in _LIMITS.items():
        _, hard = resource.getrlimit(limit)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (most, most))
    # Whoever started us may ignore it, as a shell's `&` does; what we start would, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(task.within or task.folder)
    sys.path.insert(0, task.folder)
    log = os.open(Path(task.scratch, "log"), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    watch = Watch(task.folder, log)
    sys.addaudithook(watch)
    return _script(task) if task.script else _pytest(task, watch)


def _version(library: str, tools: dict[str, list[str]]) -> str:
    """The version of a distribution, or the first number that a tool prints of itself."""
    if library not in tools:
        return importlib.metadata.version(library)
    said, _ = _process(tools[library])
    found = re.search(r"\d+(?:\.\d+)+", said)
    return found[0] if found else said.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
