"""Python's tests, assertions and mutations."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.proofs.python import asserts, complaint, mutants, names_of_tests

CODE = '''\
"""Says nothing."""
import os

LIMIT = 10


def early(hour, name="x"):
    """Says nothing either."""
    if hour < LIMIT and name != f"{name} {1}":
        return hour + 1
    assert hour == 12
    return None


class TestÄ:
    async def test_ü(self):
        await early("ä" in b"b", True)
'''


def changes(text: str) -> list[tuple[int, str, str]]:
    """Line, before and after of each mutant."""
    return [(each.line, each.before, each.after) for each in mutants(text)]


def test_literals_operators_and_lines_change() -> None:
    """Values in functions come first, then their lines, then the module's, then what is asserted."""
    assert changes(CODE) == [
        (9, "<", ">="),
        (9, "and", "or"),
        (9, "!=", "=="),
        (10, "+", "-"),
        (10, "1", "2"),
        (17, '"ä"', "'äx'"),
        (17, "in", "not in"),
        (17, 'b"b"', "b'bx'"),
        (17, "True", "False"),
        (10, "return hour + 1", "pass"),
        (12, "return None", "pass"),
        (17, 'await early("ä" in b"b", True)', "pass"),
        (4, "10", "11"),
        (7, '"x"', "'xx'"),
        (4, "LIMIT = 10", "pass"),
        (11, "==", "!="),
        (11, "12", "13"),
    ]


def test_a_mutant_is_one_change() -> None:
    """Each mutant is the text with one piece replaced, and still Python; the same ones every time."""
    for mutant in mutants(CODE):
        at = sum(len(line) for line in CODE.splitlines(keepends=True)[: mutant.line - 1])
        found = CODE.index(mutant.before, at)
        assert mutant.text == CODE[:found] + mutant.after + CODE[found + len(mutant.before) :]
        ast.parse(mutant.text)
    assert list(mutants(CODE)) == list(mutants(CODE))


NUMBERS = st.integers(0, 99).map(str)
LEAVES = st.one_of(NUMBERS, st.sampled_from(["a", "'é'", "True", "b'x'", "f'{a}1'", "None", "1.5"]))
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(
            inner,
            st.sampled_from(["+", "-", "*", "/", "//", "%", "==", "<", ">=", "and", "or", "in", "is"]),
            inner,
        ).map(lambda parts: f"({parts[0]} {parts[1]}  {parts[2]})"),
        inner.map(lambda part: f"f(\n {part})"),
    ),
    max_leaves=8,
)


@given(EXPRESSIONS)
@pytest.mark.filterwarnings("ignore::SyntaxWarning")  # `1 is 2` is Python, if foolish
def test_mutants_of_any_expression_are_python(expression: str) -> None:
    """Whatever stands in the code, each mutant can be parsed and differs from the code."""
    text = f"x = {expression}\n"

    for mutant in mutants(text):
        assert mutant.text != text
        assert complaint(mutant.text) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def test_a(): ...\nasync def test_b(): ...\ndef helper(): ...", ["test_a", "test_b"]),
        ("class TestX:\n    def test_a(self): ...\nclass Other:\n    def test_b(self): ...", ["test_a"]),
        ("def outer():\n    def test_inner(): ...", []),
    ],
)
def test_the_tests_that_pytest_finds(text: str, found: list[str]) -> None:
    """Functions at the top and methods of Test classes, by pytest's own rule."""
    assert names_of_tests(text) == found


@pytest.mark.parametrize(
    ("text", "can_fail"),
    [
        ("assert x", True),
        ("with pytest.raises(ValueError): f()", True),
        ("with warns(UserWarning): f()", True),
        ("same('a', b)", True),
        ("mock.assert_called_once_with(1)", True),
        ("print(1)", False),
    ],
)
def test_what_settles_something(text: str, can_fail: bool) -> None:  # noqa: FBT001 - a column of the table
    """An assertion, pytest's own checks, a mock's, or `same`."""
    assert asserts(text) is can_fail


def test_code_with_a_null_byte_is_no_python() -> None:
    """What the parser refuses without a line is complained of all the same."""
    assert complaint("a\x00b").startswith("is no Python")
