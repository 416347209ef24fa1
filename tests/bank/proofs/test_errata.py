"""Keys of quiz items, against what their code showed; the items are our own writing."""

from __future__ import annotations

import pytest

from bot.bank.proofs.errata import Finding, judge
from bot.bank.proofs.strangers import Isolation, NotIsolatedError, Setting, Shown, isolation
from bot.bank.quiz import Option, Quiz


def item(code: str, marked: str, *options: str) -> Quiz:
    """A quiz with its options under A, B and so on."""
    lettered = tuple(Option(letter=letter, text=text) for letter, text in zip("ABCD", options, strict=False))
    return Quiz(language="javascript", code=code, options=lettered, marked=marked)


def everywhere(shown: Shown | None) -> dict[Setting, Shown | None]:
    """The same in every setting."""
    return dict.fromkeys(Setting, shown)


@pytest.mark.parametrize(
    ("options", "shown", "finding"),
    [
        (("`1` and `2`", "`2` and `1`"), Shown(printed=("1", "2")), Finding.RIGHT),
        (("`1` and `2`", "`2` and `1`"), Shown(printed=("2", "1")), Finding.WRONG),
        (('`"1"`, then `undefined`', "nothing"), Shown(printed=("1 undefined",)), Finding.RIGHT),
        (
            ("It throws an error", "`1`"),
            Shown(error="TypeError", message="x is not a function"),
            Finding.RIGHT,
        ),
        (("A `TypeError`", "`1`"), Shown(error="TypeError", message="x is not a function"), Finding.RIGHT),
        (("`1` and `TypeError`", "`1`"), Shown(printed=("1",), error="TypeError"), Finding.RIGHT),
        (("`1` and `TypeError`", "`1`"), Shown(printed=("1",)), Finding.WRONG),
        (("`[1, empty x 2]`", "`[1]`"), Shown(printed=("[ 1, <2 empty items> ]",)), Finding.RIGHT),
        (("`true`", "`false`"), Shown(results=("true",)), Finding.RIGHT),
        (("`true`", "`false`"), Shown(results=("false",)), Finding.WRONG),
        (("`1`", "`2`"), Shown(printed=("3",)), Finding.UNMATCHED),
        (("`x`", "` x`"), Shown(printed=(" x",)), Finding.UNMATCHED),
        (("a closure", "a scope"), Shown(), Finding.UNJUDGED),
        (("`1`", "`2`"), None, Finding.UNJUDGED),
        (
            ("`1` and `SyntaxError`", "`1`"),
            Shown(error="SyntaxError", message="Unexpected token", parsed=False),
            Finding.WRONG,
        ),
        (
            ("`SyntaxError`", "`1`"),
            Shown(error="SyntaxError", message="Unexpected", parsed=False),
            Finding.RIGHT,
        ),
    ],
)
def test_judgements(options: tuple[str, ...], shown: Shown | None, finding: Finding) -> None:
    """An option holds when it is what was shown, whatever the quotes and the words between."""
    assert judge(item("", "A", *options), everywhere(shown)).finding is finding


def test_engines_that_differ() -> None:
    """A key that holds in one setting and not in another depends on the engine, and the reason names both."""
    shown = {**everywhere(Shown(printed=("1",))), Setting.STRICT: Shown(error="ReferenceError")}

    judgement = judge(item("", "A", "`1`", "`ReferenceError`"), shown)

    assert judgement.finding is Finding.DEPENDS
    assert judgement.why == "marked A; page: A, module: A, strict: B"


@pytest.fixture(scope="module")
def where() -> Isolation:
    """Node without a network; skipped by name where there is none."""
    try:
        return isolation()
    except NotIsolatedError as missing:
        pytest.skip(str(missing))  # strangers' code is run without a network or not at all


@pytest.mark.parametrize(
    ("code", "setting", "shown"),
    [
        ("console.log(1, 'a', [null])", Setting.PAGE, Shown(printed=("1 a [ null ]",))),
        ("console.log(typeof window, this === window)", Setting.PAGE, Shown(printed=("object true",))),
        (
            "console.log(typeof require, typeof window)",
            Setting.MODULE,
            Shown(printed=("function undefined",)),
        ),
        ("console.log(this); setTimeout(() => alert(2))", Setting.STRICT, Shown(printed=("undefined", "2"))),
        ("let a = 1\n\na + 1;\n[a]", Setting.LINES, Shown(results=("2", "[ 1 ]"))),
        (
            "Promise.resolve().then(() => console.log(2)); console.log(1)",
            Setting.PAGE,
            Shown(printed=("1", "2")),
        ),
        ("throw new TypeError('no')", Setting.MODULE, Shown(error="TypeError", message="no")),
        (
            "setTimeout(() => { throw new RangeError('late') })",
            Setting.PAGE,
            Shown(error="RangeError", message="late"),
        ),
        ("Promise.reject(new Error('alone'))", Setting.STRICT, Shown(error="Error", message="alone")),
    ],
)
def test_runs(where: Isolation, code: str, setting: Setting, shown: Shown) -> None:
    """What is printed, what a console would show and what is thrown, late and alone too, is heard."""
    assert where.run(item(code, "A"), setting) == shown


@pytest.mark.parametrize("setting", [Setting.PAGE, Setting.MODULE, Setting.STRICT])
def test_what_does_not_parse_is_known_as_such(where: Isolation, setting: Setting) -> None:
    """A program that does not parse has printed nothing, in every setting."""
    shown = where.run(item("console.log(1)\nlet x = ;", "A"), setting)

    assert shown is not None
    assert (shown.printed, shown.error, shown.parsed) == ((), "SyntaxError", False)


def test_strangers_have_no_network_and_no_home(where: Isolation) -> None:
    """Not even this machine's own ports can be reached."""
    code = """
const server = require("node:net").connect(9, "127.0.0.1");
server.on("error", (error) => console.log(error.code, process.env.HOME === process.cwd()));
"""
    assert where.run(item(code, "A"), Setting.MODULE) == Shown(printed=("ENETUNREACH true",))


def test_another_language_is_not_run(where: Isolation) -> None:
    """Only JavaScript runs here."""
    with pytest.raises(ValueError, match="html does not run here"):
        where.run(Quiz(language="html", code="<p>", options=(), marked="A"), Setting.PAGE)
