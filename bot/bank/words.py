"""What people type, as words to search by; it knows nothing of the bank."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_CHARACTERS: Final = 4_000
"""Further text is not read: nobody means it, and Slack sends no longer command."""
MOST_WORDS: Final = 24

_DASHES: Final = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")  # what phones make of a hyphen
_QUOTES: Final = " \t\r\n\"'`\u2018\u2019\u201c\u201d/"  # what phones and people put round an id
_ID: Final = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+){0,3}")
_WORD: Final = re.compile(r"[^\W_]+")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_STOP: Final = frozenset(
    _WORD.findall(
        "a an and are as at be by can do does for from happen happens have how i if in is it its me my of on "
        "or s should t tell that the then there this to use used using was way what when where which why "
        "will with would you your"
    )
)
"""Words that say nothing about which question is meant."""


_ALIKE: Final = tuple(
    tuple(group.split())
    for group in (
        "async asynchronous",
        "auth authenticate authentication authorization login logged",
        "concurrency concurrent parallel simultaneous",
        "config configuration settings",
        "db database",
        "dep deps dependency dependencies",
        "endpoint handler route view",
        "error exception failure raises",
        "fake mock stub dummy double override",
        "job task background",
        "js javascript",
        "lifecycle lifespan startup shutdown",
        "param params parameter parameters argument",
        "pg postgres postgresql",
        "req request",
        "resp response",
        "redirection stderr stdout",
        "stateless isolated isolation leak leaks shared",
        "upload uploads files",
        "ws websocket websockets",
    )
)
"""Other words for the same thing; they are tried where the words that were typed find nothing."""


def alike(word: str) -> tuple[str, ...]:
    """The word, and those that people use in its place."""
    others = (other for group in _ALIKE if word in group for other in group)
    return tuple(dict.fromkeys((word, *others)))


def as_id(text: str) -> str | None:
    """The text as an id, quotes and long dashes forgiven; None when it cannot be one."""
    written = _DASHES.sub("-", unicodedata.normalize("NFKC", text[:MOST_CHARACTERS])).strip(_QUOTES).lower()
    return written if _ID.fullmatch(written) else None


def asked(text: str) -> tuple[str, ...]:
    """The words to search for, in order and none twice; filler only where there is nothing else."""
    found = dict.fromkeys(spoken(text[:MOST_CHARACTERS]))
    return tuple(telling(found) or found)[:MOST_WORDS]


def telling(words: Iterable[str]) -> list[str]:
    """The words without those that say nothing about which question is meant."""
    return [word for word in words if word not in _STOP]


def spoken(text: str) -> list[str]:
    """All words of a text in lower case, without accents."""
    if not text.isascii():
        split = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in split if not unicodedata.combining(letter))
    return _WORD.findall(text.lower())


def indexed(text: str) -> str:
    """The words of a text, and of its CamelCase words the parts: AsyncClient is also found by client."""
    humps = (_HUMP.sub(" ", word) for word in _WORD.findall(text) if _HUMP.search(word))
    return " ".join(spoken(" ".join((text, *humps))))
