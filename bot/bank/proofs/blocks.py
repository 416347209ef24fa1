"""The blocks of code in a question's texts and what each of them is; it runs nothing."""

from __future__ import annotations

import enum
import itertools
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from bot.bank import rules
from bot.bank.proofs.languages import executed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from bot.bank.model import Question

PARSER: Final = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
_FORMS: Final = (
    "write ```python, ```python main.py, ```toml pyproject.toml, ```text output shown.txt "
    "or ```bash fragment: why it is not run"
)


class Kind(enum.StrEnum):
    """What a block is: exactly one of these."""

    EXECUTED = "executed"
    OUTPUT = "output"
    CONFIG = "config"
    FRAGMENT = "fragment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block: where it stands, what it is, its verbatim text, and its file (a fragment has none)."""

    field: str
    kind: Kind
    language: str
    file: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What is wrong with one field of a question, with the mend."""

    field: str
    message: str
    quote: str = ""
    """Words of the text inside the field that is meant, on one line; empty where the whole field is."""


def texts(question: Question) -> Iterator[tuple[str, str, str]]:
    """Field, name for its blocks' files, and text: of every text that may hold blocks, in order."""
    yield "question", "question", question.question
    yield "setup", "setup", question.setup
    yield "answer", "answer", question.answer
    for hint in question.hints:
        yield "hints", "hint", hint
    for mistake in question.common_mistakes:
        yield "common_mistakes", "mistake", mistake


def short_texts(question: Question) -> Iterator[tuple[str, str]]:
    """Field and text: of every text that is too short for a block."""
    yield "short_answer", question.short_answer
    yield "rule_of_thumb", question.rule_of_thumb
    for point in question.key_points:
        yield "key_points", point.text
    for follow_up in question.follow_ups:
        yield "follow_ups", follow_up
    if question.levels:
        levels = (question.levels.weak, question.levels.good, question.levels.strong)
        yield from (("levels", text) for text in levels)


def blocks(question: Question) -> list[Block]:
    """Every block that says what it is, in order."""
    return [found for found in _read(question) if isinstance(found, Block)]


def misread(question: Question) -> list[Complaint]:
    """A complaint for every block that does not say what it is."""
    return [found for found in _read(question) if isinstance(found, Complaint)]


def holds_blocks(text: str) -> bool:
    """Whether there is any block of code in a text."""
    return bool(_code(text))


class _FormError(Exception):
    """The line above a block does not say what the block is."""


def _read(question: Question) -> Iterator[Block | Complaint]:
    numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))
    for field, name, text in texts(question):
        for token in _code(text):
            default = f"{name}_{next(numbers[name])}"
            try:
                yield _block(field, default, token)
            except _FormError as error:
                yield Complaint(field=field, message=f"holds a block that {error}")


def _code(text: str) -> list[Token]:
    return [token for token in PARSER.parse(text) if token.type in {"fence", "code_block"}]


def _block(field: str, default: str, token: Token) -> Block:
    if token.type == "code_block":
        raise _FormError("is only indented: put ``` and its language above it and ``` below")
    words = token.info.split()
    if not words:
        raise _FormError(f"names no language: {_FORMS}")
    kind, file = _meaning(words, default, token.info.strip())
    return Block(field=field, kind=kind, language=words[0], file=file, text=token.content)


def _meaning(words: list[str], default: str, info: str) -> tuple[Kind, str]:
    """What the line above a block says: its kind and its file."""
    language = executed(words[0])
    match words[1:]:
        case [] if language:
            return Kind.EXECUTED, default + language.suffixes[0]
        case ["fragment:", _, *_]:
            return Kind.FRAGMENT, ""
        case ["output", file]:
            return Kind.OUTPUT, _file(file)
        case [file] if language and file.endswith(language.suffixes):
            return Kind.EXECUTED, _file(file)
        case [file] if not language and file not in {"output", "fragment:", "fragment"}:
            return Kind.CONFIG, _file(file)
        case _:
            raise _FormError(f'begins with "```{info[:60]}": {_FORMS}')


def _file(name: str) -> str:
    for complaint in rules.FILE.complaints(name):
        raise _FormError(f'is called "{name[:60]}", which {complaint}')
    return name


_OPENING: Final = re.compile(r"( *(?:(?:[-*+]|[0-9]{1,9}[.)]) +)*)(`{3,}|~{3,})[^`]*")


def scanned(text: str) -> list[str]:
    """The fenced blocks of a text, found line by line: a second reading that shares nothing with the first.

    It knows fences in lists, and none in quotes; what it and Markdown do not both see is complained of.
    """
    found: list[str] = []
    opened: re.Match[str] | None = None
    lines: list[str] = []
    for line in text.split("\n"):
        if opened is None:
            opened, lines = _OPENING.fullmatch(line), []
        elif re.fullmatch(f" *{opened[2]}{opened[2][0]}* *", line):
            found.append("".join(f"{kept}\n" for kept in lines))
            opened = None
        else:
            lines.append(re.sub(f"^ {{0,{len(opened[1])}}}", "", line))
    return found
