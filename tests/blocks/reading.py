"""Reads blocks back as text, and Markdown as text by way of HTML: two ways that share no code of ours."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

    from bot.blocks.json_types import JSON, Block

LEAVES = {"text", "link"}


def leaves(value: JSON) -> Iterator[dict[str, JSON]]:
    """Every text and link element, in order."""
    if isinstance(value, dict):
        if value.get("type") in LEAVES:
            yield value
        for part in value.values():
            yield from leaves(part)
    if isinstance(value, list):
        for part in value:
            yield from leaves(part)


def strings(value: object) -> Iterator[str]:
    """Every string of a payload that is no key, at any depth."""
    match value:
        case str():
            yield value
        case dict():
            for child in value.values():
                yield from strings(child)
        case list() | tuple():
            for child in value:
                yield from strings(child)


def elements(blocks: Iterable[Block]) -> list[dict[str, JSON]]:
    """The elements of all rich_text blocks, in order."""
    return [part for block in blocks for part in _dicts(block["elements"])]


def _dicts(value: JSON) -> list[dict[str, JSON]]:
    assert isinstance(value, list)
    return [part for part in value if isinstance(part, dict)]


def text_of(value: JSON) -> str:
    """The texts of all elements, one behind the other."""
    return "".join(str(leaf["text"]) for leaf in leaves(value))


def shown(text: str) -> str:
    """The characters that are no space and none of those that stand for structure."""
    return "".join(character for character in text if not character.isspace() and character not in "─•")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def text_by_html(markdown: str) -> str:
    """The text of the page that markdown-it's own renderer makes, raw HTML shown as text."""
    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"])
    parser.add_render_rule("html_block", _raw)
    parser.add_render_rule("html_inline", _raw)
    page = _Text()
    page.feed(parser.render(markdown))
    page.close()
    return "".join(page.parts)


def _raw(_renderer: object, tokens: list[Token], at: int, _options: object, _env: object) -> str:
    return escapeHtml(tokens[at].content)
