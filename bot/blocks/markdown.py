"""Reads Markdown into pieces, every word kept; it knows nothing of Slack and its limits."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.blocks.pieces import NO_STYLES, Code, Items, Quote, Run, Section, Style, joined, merged, spelled
from bot.blocks.tables import aligned
from bot.blocks.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markdown_it.token import Token

    from bot.blocks.pieces import Piece, Runs

# markdown-it drops what is nested deeper than its limit: such a text is shown as it was written.
_DEPTH = 40
_PARSER = MarkdownIt("commonmark", {"maxNesting": _DEPTH}).enable(["table", "strikethrough"])
_LINKS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_LONGEST_URL = 2000  # browsers and Slack's own fields go to 3,000; longer ones become text
_RULE = "─" * 20
_ALIASES = {
    "js": "javascript",
    "postgresql": "sql",  # a dialect, to us; Slack colours both alike or not at all
    "py": "python",
    "sh": "bash",
    "ts": "typescript",
    "yml": "yaml",
}
_NO_LANGUAGE = {"text", "plain"}
_STYLES = {"strong": Style.BOLD, "em": Style.ITALIC, "s": Style.STRIKE}


def pieces(markdown: str) -> list[Piece]:
    """What the text consists of, in order: its words and every character of its code; none is empty."""
    text = clean(markdown)
    tokens = _PARSER.parse(text)
    if any(_depth(token) >= _DEPTH - 2 for token in tokens):
        return [Section(runs=(Run(text),))]
    return _pieces(SyntaxTreeNode(tokens).children)


def _depth(token: Token) -> int:
    return token.level + max((_depth(child) + 1 for child in token.children or ()), default=0)


def _pieces(nodes: Iterable[SyntaxTreeNode], *, indent: int = 0) -> list[Piece]:
    return [piece for node in nodes for piece in _piece(node, indent=indent) if not _is_empty(piece)]


def _is_empty(piece: Piece) -> bool:
    match piece:
        case Code():
            return not piece.text
        case Items():
            return not piece.items
        case Section() | Quote():
            return not piece.runs


def _piece(node: SyntaxTreeNode, *, indent: int) -> list[Piece]:
    found: list[Piece]
    match node.type:
        case "paragraph":
            found = [Section(runs=_inline(node))]
        case "heading":
            found = [Section(runs=_with_style(_inline(node), Style.BOLD), heading=True)]
        case "bullet_list" | "ordered_list":
            found = _list(node, indent=indent)
        case "blockquote":
            found = quoted(_pieces(node.children))
        case "fence" | "code_block":
            found = [Code(text=node.content.removesuffix("\n"), language=language(node.info))]
        case "table":
            found = [Code(text=aligned(_rows(node), right=_right(node)))]
        case "hr":
            found = [Section(runs=(Run(_RULE),))]
        case "html_block":
            found = [Section(runs=merged([Run(node.content.removesuffix("\n"))]))]
        case _:
            raise AssertionError(f"the parser makes no {node.type}")
    return found


def language(info: str) -> str:
    """The language that a fence names with its first word; none where the word can't be one."""
    word = info.split(maxsplit=1)[0].lower() if info.strip() else ""
    good = re.fullmatch(r"[a-z0-9][a-z0-9+#._-]{0,29}", word) and word not in _NO_LANGUAGE
    return _ALIASES.get(word, word) if good else ""


def _list(node: SyntaxTreeNode, *, indent: int) -> list[Piece]:
    """A list whose items hold more than text is interrupted by it, and goes on counting after it."""
    ordered = node.type == "ordered_list"
    start = max(int(node.attrs.get("start", 1)), 1) if ordered else 1
    found: list[Piece] = []
    lines: list[Runs] = []
    for number, item in enumerate(node.children, start):
        lead, rest = _lead(item)
        lines.append(lead)
        if rest or item is node.children[-1]:
            offset = number - len(lines) if ordered else 0
            found.append(Items(items=tuple(lines), ordered=ordered, indent=indent, offset=offset))
            found.extend(_pieces(rest, indent=indent + 1))
            lines = []
    return found


def _lead(item: SyntaxTreeNode) -> tuple[Runs, Sequence[SyntaxTreeNode]]:
    """The paragraphs that an item begins with, as one text, and what follows them."""
    children = item.children
    count = next((at for at, node in enumerate(children) if node.type != "paragraph"), len(children))
    # An item without text still shows its bullet; Slack refuses an empty text.
    return joined([_inline(node) for node in children[:count]], "\n") or (Run(" "),), children[count:]


def quoted(parts: list[Piece]) -> list[Piece]:
    """The pieces as quotes; Slack's hold text only: lists become lines, code stands between two quotes."""
    found: list[Piece] = []
    for part in parts:
        if isinstance(part, Code):
            found.append(part)
        elif found and isinstance(found[-1], Quote):
            found[-1] = Quote(runs=joined([found[-1].runs, _quoted(part)], "\n\n"))
        else:
            found.append(Quote(runs=_quoted(part)))
    return found


def _quoted(part: Section | Items | Quote) -> Runs:
    match part:
        case Section():
            return part.runs
        case Quote():
            return merged([Run("> "), *part.runs])
        case Items():
            lines = [merged([Run(mark), *item]) for mark, item in zip(marks(part), part.items, strict=True)]
            return joined(lines, "\n")


def marks(part: Items) -> list[str]:
    """What stands before each item where a list is shown as lines: four spaces a level, bullet or number."""
    pad = "    " * part.indent
    if part.ordered:
        return [f"{pad}{part.offset + number}. " for number in range(1, len(part.items) + 1)]
    return [f"{pad}• " for _ in part.items]


def _rows(table: SyntaxTreeNode) -> list[list[str]]:
    lines = [line for part in table.children for line in part.children]
    return [[spelled(_inline(cell)) for cell in line.children] for line in lines]


def _right(table: SyntaxTreeNode) -> list[bool]:
    return ["right" in str(cell.attrs.get("style", "")) for cell in table.children[0].children[0].children]


def _with_style(runs: Runs, style: Style) -> Runs:
    return merged([replace(run, styles=run.styles | {style}) for run in runs])


def _inline(node: SyntaxTreeNode) -> Runs:
    return merged(_runs(node.children[0].children if node.children else [], NO_STYLES, ""))


def _runs(nodes: Iterable[SyntaxTreeNode], styles: frozenset[Style], url: str) -> list[Run]:
    return [run for node in nodes for run in _run(node, styles, url)]


def _run(node: SyntaxTreeNode, styles: frozenset[Style], url: str) -> list[Run]:
    match node.type:
        case "code_inline":
            found = [Run(node.content, styles | {Style.CODE}, url)]
        case "softbreak" | "hardbreak":
            found = [Run(" " if node.type == "softbreak" else "\n", styles, url)]
        case "strong" | "em" | "s":
            found = _runs(node.children, styles | {_STYLES[node.type]}, url)
        case "link" | "image":
            found = _link(node, str(node.attrs["href" if node.type == "link" else "src"]), styles, url)
        case _:  # text, and raw HTML, which is shown as it was written
            found = [Run(clean(node.content), styles, url)]  # an entity may stand for anything
    return found


def _link(node: SyntaxTreeNode, address: str, styles: frozenset[Style], around: str) -> list[Run]:
    """A link or an image, as a link; an address that Slack would not open stands beside its text."""
    title = f" ({clean(str(node.attrs['title']))})" if node.attrs.get("title") else ""
    good = bool(_LINKS.match(address)) and len(address) <= _LONGEST_URL
    url = around or (address if good else "")
    label = _runs(node.children, styles, url) or [Run(address, styles, url)]
    shown = url == address or "".join(run.text for run in label) == address
    beside = "" if shown or not address else f" ({address})"
    return [*label, Run(beside + title, styles)]
