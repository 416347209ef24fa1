"""Whatever stands in a question, a name, a command or Slack's words: nobody is pinged, nothing is refused."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.bank import rules
from bot.bank.model import KeyPoint, Name, Place, Reference
from bot.blocks.text import clean
from bot.playground.rules import Surface, blocks_problems, view_problems
from tests.bank_of_tests import STEEP
from tests.blocks.reading import strings
from tests.blocks.surfaces import messages, views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.model import Question

HOSTILE = {
    "mentions": "<!channel> <!here|here> <!everyone> <@U123> <@W1|ana> <#C123> <!subteam^S1> @here @channel",
    "a link": "<https://evil.example|https://bank.example> [x](https://evil.example) mailto:a@b.example",
    "entities": "&lt;!channel&gt; &amp;lt; " + "&" * 1600 + "<" * 1600,
    "unseen": "a\u200bb\u202ec\u2066d\ufeff\x00e\ud800f\u00adg\U000e0041h",
    "marks": "Z" + "\u0300" * 1000,
    "a fence": "```python\nprint('<!channel>')",
    "fences": "```\n" * 300,
    "markup": "*_~`" * 700 + "**" * 300,
    "a long word": "w" * 12_000,
    "many lines": "line\n" * 3_000,
    "a long line": "word " * 3_000,
    "quotes": "> " * 500 + "<!channel>",
    "lists": "".join(f"{' ' * (number % 40)}- <!here> {number}\n" for number in range(300)),
    "emoji": "👩‍👩‍👧‍👦" * 800,
    "sql": "'; DROP TABLE delivery; -- %s %% {0} {person.__class__} \\",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "spaces": " \t\u00a0\u3000\n ",
    "nothing": "",
}
OURS = re.compile(r"<!date\^\d+\^[^|<>]*\|[^<>]*>|<#C1>|<https?://[^|<>\s]+(\|[^<>]*)?>")


def _question(text: str) -> Question:
    """The text in every field that an author fills in, as long as the bank's rules let it be."""
    line = clean(" ".join(clean(text).split())[: rules.TITLE.most]) or "-"
    name = Name(slug="green-tea", title=line)
    texts = {
        field: (text if text.strip() else "-")[: rule.most] for field, rule in rules.QUESTION_TEXTS.items()
    }
    hint = texts["answer"][: rules.QUESTION_LISTS["hints"].each.most]
    return replace(
        STEEP,
        **texts,  # type: ignore[arg-type] # fields by name
        hints=(hint,) * rules.QUESTION_LISTS["hints"].most,
        key_points=(KeyPoint(text=texts["answer"][: rules.POINT.most]),) * rules.MOST_KEY_POINTS,
        references=(Reference(title=line, url="https://example.org/a"),) * rules.MOST_REFERENCES,
        place=Place(framework=name, topic=name, subtopic=name),
    )


def _marked(value: object) -> Iterator[str]:
    """Every text that Slack reads as mrkdwn."""
    match value:
        case {"type": "mrkdwn", "text": str(text)}:
            yield text
        case dict():
            for child in value.values():
                yield from _marked(child)
        case list() | tuple():
            for child in value:
                yield from _marked(child)


@pytest.mark.parametrize("group", HOSTILE)
def test_nothing_pings_and_nothing_is_refused(group: str) -> None:
    """Over every surface: markup of ours alone, no unseen character, and within Slack's rules."""
    text = HOSTILE[group]
    shown = messages(_question(text), said=text, person=text)
    windows = views(_question(text), said=text, person=text)

    for name, message in shown.items():
        assert message.text.strip(), name
        assert blocks_problems(list(message.blocks), surface=Surface.MESSAGE) == [], name
    for name, view in windows.items():
        assert view_problems(view) == [], name
    marked = [message.text for message in shown.values()]
    marked += _marked([message.blocks for message in shown.values()])
    marked += _marked(list(windows.values()))
    for one in marked:
        rest = OURS.sub("", one)
        assert "<" not in rest
        assert ">" not in rest
        assert re.fullmatch(r"(?:[^&]|&(?:amp|lt|gt);)*", rest)
    payload = [*(message.blocks for message in shown.values()), *windows.values()]
    for string in strings(payload):
        assert clean(string) == string
    json.dumps(payload).encode()
