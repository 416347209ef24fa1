"""Anki's notes, whose fields are HTML, as entries; it knows no file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from markdownify import markdownify

from bot.bank.importers.drafting import Entry, seen, short

_CLOZE: Final = re.compile(r"\{\{c\d+::(.*?)(?:::[^{}]*)?\}\}", re.DOTALL)
_SOUND: Final = re.compile(r"\[sound:[^\]]*\]|<img\b[^>]*>", re.IGNORECASE)
_BLANK: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note: the id that Anki keeps when it is edited (empty where the file has none), deck and fields."""

    guid: str
    deck: str
    fields: tuple[str, ...]
    is_html: bool = True


def entry_of(note: Note) -> Entry | None:
    """The note as a question, its first field, and its answer, all others; None for an empty note.

    Media stay behind, since a bank has none, and a cloze is asked with its gaps and answered without.
    """
    texts = [_markdown(field) if note.is_html else field for field in note.fields]
    if not texts or not texts[0].strip():
        return None
    gaps, filled = _CLOZE.sub("[…]", texts[0]), _CLOZE.sub(r"\1", texts[0])
    answers = [text for text in texts[1:] if text.strip()]
    if gaps != texts[0]:
        answers.insert(0, filled)
    asked, _, more = gaps.strip().partition("\n")
    return Entry(
        section=note.deck.replace("\x1f", "::").rsplit("::", 1)[-1] or "Anki",
        name=_name(note.guid, asked),
        question=asked,
        setup=more.strip("\n"),
        answer="\n\n".join(text.strip("\n") for text in answers),
    )


def _name(guid: str, asked: str) -> str:
    """What stays when the note is edited: its guid, which holds characters that no slug has."""
    if not guid:
        return asked
    return f"note-{hashlib.sha256(guid.encode()).hexdigest()[:12]}"


def _markdown(field: str) -> str:
    made = markdownify(_SOUND.sub("", field), heading_style="atx", bullets="-", code_language="")
    return _BLANK.sub("\n\n", seen(made)).strip()


def title_of(deck: str) -> str:
    """A deck's own name, without those of the decks that hold it."""
    return short(deck.replace("\x1f", "::").rsplit("::", 1)[-1])
