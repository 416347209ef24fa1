"""Bash, for proofs; only bash itself reads it, when a proof runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.bank.proofs import git
from bot.bank.proofs.language import Language, Mutant, Tool
from bot.bank.proofs.rewriting import Change, applied, balanced, lines, longer, more, pieces, rule, swap

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE: Final = r"<<-?\s*(['\"]?)(\w+)\1.*?\n(?:.*?\n)?\s*\2(?=\n|$)"
_SWAPS: Final = {
    "&&": "||",
    "||": "&&",
    "==": "!=",
    "!=": "==",
    "-eq": "-ne",
    "-ne": "-eq",
    "-lt": "-ge",
    "-ge": "-lt",
    "-gt": "-le",
    "-le": "-gt",
    "-z": "-n",
    "-n": "-z",
    "true": "false",
    "false": "true",
    ">": ">>",
    ">>": ">",
    "$@": "$*",
    "$*": "$@",
} | git.SWAPS
_WORD: Final = r"[^\s;&|<>()'\"`$]+"
_RULES: Final = (
    rule(r"(?<![^\s;])\#[^\n]*"),
    rule(f"(?s:{_HERE})"),
    rule(r'"(?:\$\{?[\w@*]+\}?)"', lambda piece: piece[1:-1]),  # what quotes are for
    rule(r"""'[^']*' | "(?:\\(?s:.)|[^"\\$`])*\"""", longer),
    rule(r'"(?:\\(?s:.)|[^"\\])*"'),
    rule(r"\d*>&\d+ | \d+>>? | <<<"),
    rule(r"\$\(\( | \$\{[^}]*\} | \$[@*]", swap(_SWAPS)),
    rule(r"\$\w+"),
    rule(r"&& | \|\| | >>? ", swap(_SWAPS)),
    rule(r"[a-z_]\w*\+?="),
    rule(r"\d+(?![^\s;&|<>()])", more),
    rule(_WORD, swap(_SWAPS)),
)
_PARTS: Final = re.compile(
    r"^(?:if|then|elif|else|fi|for|while|until|do|done|case|esac|select|function|\}|\{|\(|\)|;;)(?![\w-])"
)
_OPEN: Final = re.compile(r"(?:\\|\||&&|\{|\(|;;|\b(?:do|then|else|in))$")


def mutants(text: str) -> Iterator[Mutant]:
    """Words, quotes and operators first, then whole lines."""
    yield from applied(text, _changes(text))


def _changes(text: str) -> Iterator[Change]:
    yield from pieces(text, _RULES)
    hidden = re.sub(_HERE, lambda found: re.sub(r"[^\n]", "#", found[0]), text, flags=re.DOTALL)
    goes_on = set(re.findall(r"(?:\\|\||&&)\n\s*([^\n]*)", hidden))
    yield from lines(hidden, ":", lambda code: _stands_alone(code) and code not in goes_on)


def _stands_alone(code: str) -> bool:
    """Whether a line is a command by itself, which nothing above or below it needs."""
    return (
        not code.startswith("#")
        and "##" not in code  # a text that stands in the script begins here
        and not _PARTS.match(code)
        and not _OPEN.search(code)
        and not code.endswith(")")
        and balanced(code)
    )


_TOOL: Final = Tool(name="bash", version=("bash", "--version"))
BASH: Final = Language(
    names=frozenset({"bash", "sh", "shell"}),
    suffixes=(".sh",),
    tool=_TOOL,
    mutants=mutants,
    command=("bash", "--noprofile", "--norc"),
)
