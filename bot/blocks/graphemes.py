"""Where a text may be cut so that no character that people see breaks; it knows no markup and no limits."""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_FLAG_TAGS = range(0xE0020, 0xE0080)
_HANGUL_LEAD = range(0x1100, 0x1160)
_HANGUL_TAIL = range(0x1160, 0x1200)


def units(text: str) -> int:
    """How long Slack's page, written in JavaScript, holds this text to be: never less than Python's len."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def room(text: str, limit: int) -> int:
    """How many characters from the start of `text` fit into `limit` units, no visible character broken.

    A visible character that is longer than the limit by itself is broken: something has to give.
    """
    if units(text) <= limit:
        return len(text)
    used = 0
    for index, character in enumerate(text):
        used += units(character)
        if used > limit:
            return _boundary(text, index) or index
    raise AssertionError("unreachable: a text over the limit passes it somewhere")


def _boundary(text: str, at: int) -> int:
    while at > 0 and _glued(text, at):
        at -= 1
    return at


def _glued(text: str, at: int) -> bool:
    """Whether the characters around `at` show as one: the common part of Unicode's annex 29."""
    before, after = text[at - 1], text[at]
    return (
        unicodedata.category(after) in {"Mn", "Me", "Mc"}
        or _JOINER in {before, after}
        or ord(after) in _SKIN_TONES
        or ord(after) in _FLAG_TAGS
        or (before, after) == ("\r", "\n")
        or (ord(before) in _HANGUL_LEAD and ord(after) in _HANGUL_LEAD)
        or (ord(after) in _HANGUL_TAIL)
        or (ord(after) in _FLAG_LETTERS and _flag_letters_before(text, at) % 2 == 1)
    )


def _flag_letters_before(text: str, at: int) -> int:
    start = at
    while start > 0 and ord(text[start - 1]) in _FLAG_LETTERS:
        start -= 1
    return at - start
