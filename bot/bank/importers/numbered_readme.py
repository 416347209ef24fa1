"""A README of numbered questions to drafts: `N. ### title`, an answer, and "Back to Top".

The format of github.com/sudheerj/reactjs-interview-questions. Its numbers begin anew and move when an
entry comes in, and its table of contents differs from its entries: the title is what an entry is known by.
Entries are found by their lines alone, since one fence that is never closed would swallow all that follow.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

from bot.bank.importers.drafting import Entry, drafts, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.importers.drafting import Origin
    from bot.bank.importers.imported import Imported

_ENTRY: Final = re.compile(r"^ {0,3}\d+\.\s+###\s+(.+?)\s*$")
_SECTION: Final = re.compile(r"^##\s+(.+?)\s*$")
_END: Final = re.compile(r"^\s*\**\s*\[[^\]]*Back to Top\]\(#[^)]*\)\s*\**\s*$")
_FENCE: Final = re.compile(r"^(\s*)(```+|~~~+)\s*([^\s`]*)[^`]*$")


def recognises(text: str) -> bool:
    """Whether a text is of this format."""
    lines = text.splitlines()
    return any(map(_ENTRY.match, lines)) and any(map(_END.match, lines))


def read(data: bytes, origin: Origin) -> Imported:
    """The entries as drafts; raises ImportingError."""
    return drafts(_entries(text_of(data)), origin)


def _entries(text: str) -> Iterator[Entry]:
    """An entry ends where the next one, a section, or the way back to the top stands."""
    section, title, body = "Questions", "", list[str]()
    for line in [*text.splitlines(), "## end"]:
        entry, heading = _ENTRY.match(line), _SECTION.match(line)
        if title and (entry or heading or _END.match(line)):
            yield Entry(section=section, name=title, question=title, answer=_answer(body))
            title = ""
        if heading:
            section = heading[1]
        if entry:
            title, body = entry[1], []
        elif title:
            body.append(line)


def _answer(lines: list[str]) -> str:
    """The lines as Markdown of their own: not indented, each fence closed and with one word behind it."""
    text = textwrap.dedent("\n".join(lines)).strip("\n")
    kept, opened = list[str](), ""
    for line in text.splitlines():
        fence = _FENCE.match(line)
        if fence is None:
            kept.append(line)
        elif not opened:
            opened = fence[2]
            kept.append(f"{fence[1]}{fence[2]}{fence[3]}")
        elif fence[2].startswith(opened) and not fence[3]:
            opened = ""
            kept.append(line)
        else:
            kept.append(line)
    if opened:
        kept.append(opened)
    return "\n".join(kept)
