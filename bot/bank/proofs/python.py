"""Python, for proofs: its tests, its assertions and its mutations; it executes nothing."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.bank.proofs.language import Language, Mutant, Tool

if TYPE_CHECKING:
    from collections.abc import Iterator

_SETTLING: Final = frozenset({"raises", "warns", "deprecated_call", "same", "fail"})
_SWAPS: Final[tuple[tuple[type[ast.AST], str, str], ...]] = (
    (ast.Eq, "==", "!="),
    (ast.NotEq, "!=", "=="),
    (ast.Lt, "<", ">="),
    (ast.LtE, "<=", ">"),
    (ast.Gt, ">", "<="),
    (ast.GtE, ">=", "<"),
    (ast.IsNot, "is not", "is"),
    (ast.Is, "is", "is not"),
    (ast.NotIn, "not in", "in"),
    (ast.In, "in", "not in"),
    (ast.Add, "+", "-"),
    (ast.Sub, "-", "+"),
    (ast.Mult, "*", "+"),
    (ast.Div, "/", "*"),
    (ast.FloorDiv, "//", "*"),
    (ast.Mod, "%", "*"),
    (ast.And, "and", "or"),
    (ast.Or, "or", "and"),
)
_REMOVED: Final = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return, ast.Raise, ast.Delete)


def parsed(text: str) -> ast.Module:
    """The syntax tree; a snippet may await at its top, as `run` lets it. Raises SyntaxError or ValueError."""
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    tree = compile(text, "<block>", "exec", flags=flags, dont_inherit=True)
    assert isinstance(tree, ast.Module)  # noqa: S101 - what this flag and mode give
    return tree


def complaint(text: str) -> str:
    """Why this is no Python, with the line; empty when it is."""
    try:
        parsed(text)
    except SyntaxError as error:
        return f"is no Python in its line {error.lineno}: {error.msg}"
    except ValueError as error:
        return f"is no Python: {error}"
    return ""


def names_of_tests(text: str) -> list[str]:
    """The names of the tests that pytest finds in this text, in order; methods by their own name."""
    bodies = [parsed(text).body]
    bodies += [
        node.body for node in bodies[0] if isinstance(node, ast.ClassDef) and node.name.startswith("Test")
    ]
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for body in bodies for node in body if isinstance(node, functions)]
    return [node.name for node in found if node.name.startswith("test_")]


def asserts(text: str) -> bool:
    """Whether something in this text can fail as a test does."""
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
            if name in _SETTLING or name.startswith("assert_"):
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Change:
    """Bytes of the text and what to put there, and how little it would tell that this is noticed.

    A changed value inside a function is the finest bite; without a line of the module nothing may even be
    imported; assertions that the reader sees say what is right, so that changing them comes last.
    """

    dull: int
    start: int
    end: int
    new: str


def mutants(text: str) -> Iterator[Mutant]:
    """Each change alone, the most telling ones first; always the same ones in the same order."""
    data = text.encode()
    for change in sorted(_changes(data), key=lambda change: (change.dull, change.start, change.end)):
        changed = (data[: change.start] + change.new.encode() + data[change.end :]).decode()
        if not complaint(changed):
            yield Mutant(
                line=data.count(b"\n", 0, change.start) + 1,
                before=data[change.start : change.end].decode(),
                after=change.new,
                text=changed,
            )


def _changes(data: bytes) -> Iterator[_Change]:
    tree = parsed(data.decode())
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    skipped = _docstrings(tree) | _inside(tree, ast.JoinedStr)  # before 3.12 parts of f-strings have no place
    asserted = _inside(tree, ast.Assert)
    within = _bodies(tree)
    for node in ast.walk(tree):
        if node not in skipped and (found := _change(node, data, starts)):
            dull = 3 if node in asserted else 2 * (node not in within) + isinstance(node, ast.stmt)
            yield _Change(min(dull, 3), *found)


def _docstrings(tree: ast.AST) -> set[ast.AST]:
    """Statements that are nothing but a text, and these texts: changing them changes nothing."""
    found = [
        node for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    return {part for node in found for part in (node, node.value)}


def _inside(tree: ast.AST, kind: type[ast.AST]) -> set[ast.AST]:
    return {part for node in ast.walk(tree) if isinstance(node, kind) for part in ast.walk(node)}


def _bodies(tree: ast.AST) -> set[ast.AST]:
    """What functions do: neither their decorators nor their defaults."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {part for node in functions for statement in node.body for part in ast.walk(statement)}


def _change(node: ast.AST, data: bytes, starts: list[int]) -> tuple[int, int, str] | None:
    match node:
        case ast.Constant():
            new = _literal(node.value)
            return (*_span(node, starts), new) if new else None
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _swap(operator, left, right, data, starts)
        case ast.BinOp(left=left, op=operator, right=right):
            return _swap(operator, left, right, data, starts)
        case ast.BoolOp(op=operator, values=[left, right, *_]):
            return _swap(operator, left, right, data, starts)
        case ast.stmt() if isinstance(node, _REMOVED):
            return (*_span(node, starts), "pass")
        case _:
            return None


def _literal(value: object) -> str:
    """Another literal of the same kind; empty for those that have no neighbour."""
    match value:
        case bool():
            return repr(not value)
        case int() | float():
            return repr(value + 1)
        case str():
            return repr(value + "x")
        case bytes():
            return repr(value + b"x")
        case _:
            return ""


def _swap(
    operator: ast.AST, left: ast.expr, right: ast.expr, data: bytes, starts: list[int]
) -> tuple[int, int, str] | None:
    """The operator's own letters, between its two sides, and its opposite."""
    _, begin = _span(left, starts)
    end, _ = _span(right, starts)
    for kind, old, new in _SWAPS:
        if type(operator) is kind and (found := re.search(re.escape(old.encode()), data[begin:end])):
            return begin + found.start(), begin + found.end(), new
    return None


def _span(node: ast.expr | ast.stmt, starts: list[int]) -> tuple[int, int]:
    end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return starts[node.lineno - 1] + node.col_offset, starts[end_line - 1] + end_column


PYTHON: Final = Language(
    names=frozenset({"python", "py"}),
    suffixes=(".py",),
    tool=Tool(name="python", version=("python", "--version")),
    complaint=complaint,
    mutants=mutants,
)
