"""Markdown as Slack's rich_text blocks, nothing lost; it knows neither questions nor messages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.blocks.fitting import LIMIT, fitted, size
from bot.blocks.markdown import pieces, quoted
from bot.blocks.pieces import Code, Items, Quote, Run, Section, Style, merged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.blocks.json_types import JSON, Block
    from bot.blocks.pieces import Piece, Runs

_DEEPEST_INDENT = 8  # what Slack's own editor offers
_GOES_ON = Run("the code goes on:", frozenset({Style.ITALIC}))


def rich_text(markdown: str) -> list[Block]:
    """The whole text as blocks of at most 3,000 characters each; none for a text without words."""
    return _blocks(pieces(markdown))


def bold(markdown: str) -> list[Block]:
    """The same with every word bold: the question, the short answer. Code in a line stays code."""
    return _blocks([_bold(piece) for piece in pieces(markdown)])


def quote(markdown: str) -> list[Block]:
    """The same as a quote: the rule of thumb. A block of code stands between two quotes."""
    return _blocks(quoted(pieces(markdown)))


def without_languages(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks with no language named: for a Slack that refuses them, as it did `border`.

    https://github.com/slackapi/deno-slack-sdk/issues/488
    """
    return [{key: _without_languages(value) for key, value in block.items()} for block in blocks]


def _without_languages(value: JSON) -> JSON:
    match value:
        case dict():
            # Only preformatted text names a language; other blocks may use the word for what is theirs.
            spare = "language" if value.get("type") == "rich_text_preformatted" else ""
            return {key: _without_languages(part) for key, part in value.items() if key != spare}
        case list():
            return [_without_languages(part) for part in value]
        case _:
            return value


def _bold(piece: Piece) -> Piece:
    match piece:
        case Code():
            return piece
        case Items():
            return replace(piece, items=tuple(_bolder(item) for item in piece.items))
        case Section() | Quote():
            return replace(piece, runs=_bolder(piece.runs))


def _bolder(runs: Runs) -> Runs:
    return merged([replace(run, styles=run.styles | {Style.BOLD}) for run in runs])


def _blocks(parts: list[Piece]) -> list[Block]:
    groups: list[list[Piece]] = []
    for part in _with_marks(fitted(parts)):
        if groups and sum(map(size, groups[-1])) + size(part) <= LIMIT:
            groups[-1].append(part)
        else:
            groups.append([part])
    return [{"type": "rich_text", "elements": _elements(group)} for group in groups]


def _with_marks(parts: list[Piece]) -> list[Piece]:
    """A code that was cut says so where it goes on."""
    marked: list[Piece] = []
    for part in parts:
        if isinstance(part, Code) and part.continued:
            marked.append(Section(runs=(_GOES_ON,)))
        marked.append(part)
    return marked


def _elements(group: list[Piece]) -> list[JSON]:
    """Elements in order; a paragraph after a list gets an empty line, which Slack does not set by itself."""
    befores = [None, *group[:-1]]
    return [
        _element(_lower(part) if isinstance(before, Items) and isinstance(part, Section) else part)
        for before, part in zip(befores, group, strict=True)
    ]


def _lower(section: Section) -> Section:
    return replace(section, runs=merged([Run("\n"), *section.runs]))


def _element(piece: Piece) -> JSON:
    match piece:
        case Section():
            return {"type": "rich_text_section", "elements": _texts(piece.runs)}
        case Quote():
            return {"type": "rich_text_quote", "elements": _texts(piece.runs)}
        case Code():
            return _code(piece)
        case Items():
            return _list(piece)


def _code(piece: Code) -> JSON:
    element: dict[str, JSON] = {
        "type": "rich_text_preformatted",
        "elements": [{"type": "text", "text": piece.text}],
    }
    return element | {"language": piece.language} if piece.language else element


def _list(piece: Items) -> JSON:
    element: dict[str, JSON] = {
        "type": "rich_text_list",
        "style": "ordered" if piece.ordered else "bullet",
        "indent": min(piece.indent, _DEEPEST_INDENT),
        "elements": [{"type": "rich_text_section", "elements": _texts(item)} for item in piece.items],
    }
    return element | {"offset": piece.offset} if piece.offset else element


def _texts(runs: Runs) -> list[JSON]:
    return [_text(run) for run in runs]


def _text(run: Run) -> JSON:
    element: dict[str, JSON] = {"type": "text", "text": run.text}
    if run.url:
        element = {"type": "link", "url": run.url, "text": run.text}
    if run.styles:
        element["style"] = dict.fromkeys(sorted(run.styles), True)
    return element
