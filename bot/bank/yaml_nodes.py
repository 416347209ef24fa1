"""YAML text to nodes that know their line and column; it knows nothing of what a question is.

libyaml reads the text, but only its events are used: tags, anchors, aliases and directives are
refused here, before anything could be built from them, and every plain scalar stays text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, Protocol, cast

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from bot.bank import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.events import CollectionStartEvent

MOST_DEPTH: Final = 12
"""Collections inside collections; a question needs six."""

MOST_NODES: Final = 50_000
"""Scalars and collections in one file; a question has about fifty."""

_MENDS: Final = {
    "mapping values are not allowed in this context": 'put a text that holds ": " in quotes, '
    'or write it below a "|"',
    "found character that cannot start any token": 'put a text that starts with "`", "@" or "%" in quotes, '
    "and indent with spaces, never with tabs",
    "did not find expected key": "check the indentation and the quotes of the lines before it",
    "could not find expected ':'": "check the indentation and the quotes of the lines before it",
    "did not find expected '-' indicator": "every entry of a list starts with a dash in the same column",
    "found unexpected end of stream": "close the quote or the bracket that was opened here",
    "found unknown escape character": 'write the text in single quotes, or double the "\\"',
}
"""What to do about the complaints of libyaml that authors meet most."""


class Mark(NamedTuple):
    """A place in a file, both counted from 1, the column in characters."""

    line: int
    column: int


START: Final = Mark(1, 1)
"""Where the complaint stands when it is about the whole file."""


class _At(Protocol):
    """A mark of libyaml's, which counts from 0."""

    line: int
    column: int


# Tuples and no dataclasses: a bank of ten thousand questions has four hundred thousand nodes.
class Scalar(NamedTuple):
    """A text; ``plain`` when it stood without quotes and not in a block."""

    mark: Mark
    text: str
    plain: bool


class Items(NamedTuple):
    """A YAML sequence."""

    mark: Mark
    items: tuple[Node, ...]


class Pairs(NamedTuple):
    """A YAML mapping as it stands in the file: doubled keys and keys that are no text included."""

    mark: Mark
    pairs: tuple[tuple[Node, Node], ...]


class Refused(NamedTuple):
    """What was complained of already, so that nobody complains of it again."""

    mark: Mark


Node = Scalar | Items | Pairs | Refused
Complain = Callable[[Mark, str], None]
"""Takes a complaint about what stands at a mark."""


class UnreadableError(Exception):
    """The file cannot be read any further; the complaint was made."""


def compose(data: bytes, complain: Complain) -> Node:
    """The one document of a file; each problem goes to ``complain``, UnreadableError when no node is left."""
    return _Composer(_decoded(data, complain), complain).document()


def _decoded(data: bytes, complain: Complain) -> str:
    """The text of a file, looked through for characters that no text of ours may hold."""
    if data.startswith(b"\xef\xbb\xbf"):
        complain(START, "starts with a byte order mark: save the file as UTF-8 without one")
        raise UnreadableError
    try:
        text = data.decode().replace("\r\n", "\n")  # a checkout on Windows
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        complain(_mark_at(before, len(before)), "is not UTF-8: save the file in that encoding")
        raise UnreadableError from None
    unwanted = [(found.start(), found[0]) for found in rules.UNWANTED.finditer(text)]
    for at, character in unwanted[:_MOST_CHARACTER_COMPLAINTS]:
        complain(_mark_at(text, at), rules.unwanted(character))
    if unwanted:
        raise UnreadableError
    return text


_MOST_CHARACTER_COMPLAINTS: Final = 20  # a binary file would be one complaint a byte


def _mark_at(text: str, at: int) -> Mark:
    return Mark(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


class _Composer:
    """Nodes out of libyaml's events, without recursion of libyaml's own."""

    def __init__(self, text: str, complain: Complain) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self._complain = complain
        self._nodes = 0

    def document(self) -> Node:
        """The only document; raises UnreadableError when there is none, a second one, or no YAML at all."""
        try:
            return self._only_document()
        except yaml.MarkedYAMLError as error:
            self._stop(_mark(error.problem_mark), _explained(error))
        except yaml.YAMLError as error:  # the reader's own errors carry no mark
            self._stop(START, f"is not YAML: {error}")

    def _only_document(self) -> Node:
        found: Node | None = None
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                if found is not None:
                    self._stop(
                        _mark(event.start_mark), "a second document starts here: a file holds one, split it"
                    )
                if event.version or event.tags:
                    self._complain(START, 'directives are not allowed: delete the line that starts with "%"')
                found = self._node(next(self._events), depth=0)
        if found is None:
            self._stop(START, 'the file is empty: write the head, beginning with "framework"')
        return found

    def _node(self, event: yaml.Event, depth: int) -> Node:
        mark = _mark(event.start_mark)
        self._nodes += 1
        if depth > MOST_DEPTH or self._nodes > MOST_NODES:
            self._too_large(mark, depth)
        if isinstance(event, AliasEvent):
            self._complain(mark, f"the alias *{event.anchor} is not allowed: write the text again")
            return Refused(mark)
        event = cast("ScalarEvent | CollectionStartEvent", event)  # nothing else begins a value
        if event.anchor is not None:
            self._complain(mark, f"the anchor &{event.anchor} is not allowed: delete it")
        if event.tag is not None:
            self._complain(mark, f"the tag {event.tag} is not allowed: delete it")
        if isinstance(event, ScalarEvent):
            return Scalar(mark, event.value, not event.style)
        if isinstance(event, SequenceStartEvent):
            return Items(mark, tuple(self._until(SequenceEndEvent, depth)))
        found = self._until(MappingEndEvent, depth)
        return Pairs(mark, tuple(zip(found[::2], found[1::2], strict=True)))

    def _until(self, end: type[yaml.Event], depth: int) -> list[Node]:
        found: list[Node] = []
        for event in self._events:
            if isinstance(event, end):
                break
            found.append(self._node(event, depth + 1))
        return found

    def _too_large(self, mark: Mark, depth: int) -> NoReturn:
        if depth > MOST_DEPTH:
            self._stop(mark, f"nests deeper than {MOST_DEPTH} levels: check the brackets and dashes")
        self._stop(mark, f"the file has more than {MOST_NODES:,} values: split it")

    def _stop(self, mark: Mark, message: str) -> NoReturn:
        self._complain(mark, message)
        raise UnreadableError


def _mark(at: _At | None) -> Mark:
    return Mark(at.line + 1, at.column + 1) if at else START


def _explained(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "it cannot be parsed"
    mend = _MENDS.get(problem, "check the indentation, the quotes and the colons here")
    return f"is not YAML: {problem}; {mend}"
