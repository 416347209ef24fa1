"""The formats that can be read, and which of them a file is; their rules stand in files of their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.bank.importers import (
    anki_package,
    anki_text,
    csv_table,
    json_bank,
    numbered_readme,
    nuxt,
    question_list,
    quiz_readme,
    thirty_seconds,
)
from bot.bank.importers.imported import ImportingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.bank.importers.drafting import Origin
    from bot.bank.importers.imported import Imported


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: what it is, in a line, and how it is read."""

    about: str
    read: Callable[[bytes, Origin], Imported]


FORMATS: Final[dict[str, Format]] = {
    "json": Format(about="our own export", read=lambda data, _: json_bank.read(data)),
    "csv": Format(about="our own table", read=lambda data, _: csv_table.read(data)),
    "nuxt": Format(
        about="a page of a Nuxt site, or its payload",
        read=lambda data, origin: nuxt.read(data, origin.source),
    ),
    "quiz": Format(about="a README of quiz items, as lydiahallie's", read=quiz_readme.read),
    "numbered": Format(about="a README of numbered questions, as sudheerj's", read=numbered_readme.read),
    "list": Format(about="a list of questions without answers, as h5bp's", read=question_list.read),
    "30-seconds": Format(about="the questions.json of 30 seconds of interviews", read=thirty_seconds.read),
    "anki-text": Format(about="Anki's export as text", read=anki_text.read),
    "anki-package": Format(about="Anki's .apkg or .colpkg", read=anki_package.read),
}


def recognise(data: bytes, suffix: str) -> str:
    """The name of a file's format, by what is in it; raises ImportingError where it is none of ours."""
    if anki_package.recognises(data):
        return "anki-package"
    if suffix == ".csv":
        return "csv"
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return _json(text, start)
    if start == "<" and suffix != ".md":
        return "nuxt"
    for name, recognises in _TEXTS.items():
        if recognises(text):
            return name
    names = "; ".join(f"{name} ({each.about})" for name, each in FORMATS.items())
    raise ImportingError(
        f"The file is in no format that can be read here. They are: {names}. --format names one."
    )


_TEXTS: Final[dict[str, Callable[[str], bool]]] = {
    "anki-text": anki_text.recognises,
    "quiz": quiz_readme.recognises,
    "numbered": numbered_readme.recognises,
    "list": question_list.recognises,
}


def _json(text: str, start: str) -> str:
    """Which of the formats in JSON it is; what can't be read is left to the reader, which names the place."""
    if start == "{":
        return "json"
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return "nuxt"
    return "30-seconds" if thirty_seconds.recognises(found) else "nuxt"
