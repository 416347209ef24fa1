"""JavaScript, for proofs, as Node runs it; only Node itself reads it, when a proof runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.bank.proofs.language import Language, Mutant, Tool
from bot.bank.proofs.rewriting import Change, applied, balanced, lines, longer, more, pieces, rule, swap

if TYPE_CHECKING:
    from collections.abc import Iterator

_SWAPS: Final = {
    "===": "!==",
    "!==": "===",
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">": "<=",
    "<=": ">",
    ">=": "<",
    "&&": "||",
    "||": "&&",
    "??": "||",
    "+": "-",
    "-": "+",
    "*": "+",
    "/": "*",
    "%": "*",
    "++": "--",
    "--": "++",
    "+=": "-=",
    "-=": "+=",
    "true": "false",
    "false": "true",
    "let": "var",
    "var": "let",
    "await": "",
}
_RULES: Final = (
    rule(r"//[^\n]* | /\*(?s:.*?)\*/"),
    rule(r"`(?:\\(?s:.)|[^`\\])*`"),
    rule(r"""'(?:\\.|[^'\\\n])*' | "(?:\\.|[^"\\\n])*\"""", longer),
    rule(r"0[xob]\w+ | \d+n | \d[\d_]*e[+-]?\d+"),
    rule(r"\d+(?:\.\d+)?\b", more),
    rule(r"[a-z_$][\w$]*", swap(_SWAPS)),
    rule(r"=> | \.\.\. | \?\. | >>>? | << | \*\* | (?:&& | \|\| | \?\?)="),
    rule(r"=== | !== | == | != | <= | >= | && | \|\| | \?\? | \+\+ | -- | [+-]= | [<>+*/%-]", swap(_SWAPS)),
)


def mutants(text: str) -> Iterator[Mutant]:
    """Values, words and operators first, then whole lines."""
    yield from applied(text, _changes(text))


def _changes(text: str) -> Iterator[Change]:
    yield from pieces(text, _RULES)
    yield from lines(text, ";", _stands_alone)


def _stands_alone(code: str) -> bool:
    """Whether a line is a statement by itself: it ends as one, and closes what it opens."""
    return (
        code.endswith(";")
        and not code.startswith(("//", "*", "}", "case ", ".", "?", ":"))
        and balanced(code)
    )


NODE: Final = Tool(name="node", version=("node", "--version"))
JAVASCRIPT: Final = Language(
    names=frozenset({"javascript", "js"}),
    suffixes=(".js", ".mjs", ".cjs"),
    tool=NODE,
    mutants=mutants,
    command=("node",),
)
