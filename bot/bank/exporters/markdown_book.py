"""The bank's open questions as one Markdown book; it knows nothing of how it is printed.

The same bank is the same text: no clock and no chance is asked.
"""

from __future__ import annotations

import itertools
import re
import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.bank.model import Bank, Question, Subtopic

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#])")


def dump(bank: Bank) -> bytes:
    """A contents list, then each place with its questions and their answers; UTF-8."""
    chapters = [each for each in bank.subtopics if any(question.is_open for question in each.questions)]
    parts = [
        "# Interview questions",
        "\n".join(map(_entry, chapters)),
        *itertools.chain(*map(_chapter, chapters)),
    ]
    return ("\n\n".join(filter(None, parts)) + "\n").encode()


def _entry(subtopic: Subtopic) -> str:
    return f"- [{_title(subtopic)}](#{_anchor(subtopic)})"


def _chapter(subtopic: Subtopic) -> Iterator[str]:
    yield f'<a id="{_anchor(subtopic)}"></a>'
    yield f"## {_title(subtopic)}"
    yield _plain(subtopic.about)
    opened = (question for question in subtopic.questions if question.is_open)
    for number, question in enumerate(opened, start=1):
        yield from _question(number, question)


def _question(number: int, question: Question) -> Iterator[str]:
    yield f"### {number}. {question.slug} ({question.difficulty})"
    yield question.question
    yield question.setup
    yield "#### Answer"
    yield question.short_answer
    yield question.answer
    yield textwrap.indent(question.rule_of_thumb, "> ", lambda _: True)
    yield _list("#### Key points", (point.text for point in question.key_points))
    yield _list("#### How answers sound", question.levels.named if question.levels else ())
    yield _list("#### Common mistakes", question.common_mistakes)
    yield _list("#### Where it goes from here", question.follow_ups)
    links = (f"[{_plain(reference.title)}](<{reference.url}>)" for reference in question.references)
    yield _list("#### References", links)


def _list(heading: str, entries: Iterable[str]) -> str:
    """A list below its heading, each entry kept together by its indentation; empty without entries."""
    found = [f"- {textwrap.indent(entry, '  ').lstrip()}" for entry in entries]
    return "\n\n".join((heading, "\n".join(found))) if found else ""


def _title(subtopic: Subtopic) -> str:
    place = subtopic.place
    return _plain(f"{place.framework.title} › {place.topic.title} › {place.subtopic.title}")


def _anchor(subtopic: Subtopic) -> str:
    return subtopic.place.path.replace("/", "-")


def _plain(text: str) -> str:
    """A text that is no Markdown, so that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", text)
