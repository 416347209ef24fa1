"""Markdown to HTML with coloured code; it knows nothing of decks or of books."""

from __future__ import annotations

import html
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_LIGHT: Final = "default"
_DARK: Final = "github-dark"


def to_html(markdown: str) -> str:
    """The text as HTML: its own HTML stays text, and nothing in it is fetched."""
    return str(_reader().render(markdown)).strip()


def colours(*, dark: str) -> str:
    """The style sheet of the coloured code; below the selector ``dark`` it is the dark one."""
    return f"{_style(_LIGHT, 'pre.code')}\n{_style(_DARK, f'{dark} pre.code')}"


def _style(name: str, selector: str) -> str:
    formatter: HtmlFormatter[str] = HtmlFormatter(style=name)
    return str(formatter.get_style_defs(selector))  # type: ignore[no-untyped-call] # as its stub has it


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "highlight": _coloured})
    return reader.enable("table").disable("image")


def _coloured(code: str, language: str, _: str) -> str:
    """A block of code; one in a language that nobody knows stays without colours."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return f'<pre class="code"><code>{html.escape(code)}</code></pre>\n'
    inner = highlight(code, lexer, HtmlFormatter(nowrap=True))
    return f'<pre class="code"><code>{inner}</code></pre>\n'
