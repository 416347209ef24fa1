"""Flat lists of questions without answers to drafts: front matter, then `* question`, follow-ups nested.

The format of github.com/h5bp/Front-end-Developer-Interview-Questions; its coding page writes
`Question: …` and the code below it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.bank.importers.drafting import Entry, bodies, drafts, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.importers.drafting import Origin
    from bot.bank.importers.imported import Imported

_FRONT: Final = re.compile(r"\A---\n(.*?)\n---[ \t]*\n", re.DOTALL)
_TITLE: Final = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE)
_BULLET: Final = re.compile(r"^(\s*)[*+-]\s+(.+?)\s*$")
_CODING: Final = re.compile(r"^Question:\s*(.+?)\s*$", re.MULTILINE)


def recognises(text: str) -> bool:
    """Whether a text is of this format."""
    front = _FRONT.match(text)
    return bool(front and _TITLE.search(front[1])) and any(True for _ in _entries(text))


def read(data: bytes, origin: Origin) -> Imported:
    """The questions as drafts, which all lack their answers; raises ImportingError."""
    return drafts(_entries(text_of(data)), origin)


def _entries(text: str) -> Iterator[Entry]:
    front = _FRONT.match(text)
    title = _TITLE.search(front[1]) if front else None
    section = title[1].removesuffix(" Questions") if title else "Questions"
    body = text[front.end() :] if front else text
    coding = [
        Entry(section=section, name=f"{head[1]} {code}", question=head[1], setup=code.strip("\n"))
        for head, code in bodies(_CODING, body)
    ]
    yield from coding or _listed(section, body)


def _listed(section: str, body: str) -> Iterator[Entry]:
    """Each outermost bullet, with those below it as its follow-ups."""
    question, below = "", list[str]()
    for line in [*body.splitlines(), "* "]:
        bullet = _BULLET.match(line)
        if bullet and bullet[1] and question:
            below.append(bullet[2])
        elif bullet or line == "* ":
            if question:
                yield Entry(section=section, name=question, question=question, follow_ups=tuple(below))
            question, below = bullet[2] if bullet else "", []
