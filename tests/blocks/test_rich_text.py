"""What each part of Markdown becomes in Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.blocks.rich_text import bold, quote, rich_text, without_languages
from tests.blocks.reading import elements, text_of

if TYPE_CHECKING:
    from bot.blocks.json_types import JSON


def text(words: str, *styles: str) -> dict[str, JSON]:
    """A text element."""
    element: dict[str, JSON] = {"type": "text", "text": words}
    if styles:
        element["style"] = dict.fromkeys(styles, True)
    return element


def code(words: str, language: str = "") -> dict[str, JSON]:
    """A preformatted element."""
    element: dict[str, JSON] = {"type": "rich_text_preformatted", "elements": [text(words)]}
    if language:
        element["language"] = language
    return element


def section(*parts: JSON) -> dict[str, JSON]:
    """A section element."""
    return {"type": "rich_text_section", "elements": list(parts)}


def items(*lines: str, ordered: bool = False, indent: int = 0, offset: int = 0) -> dict[str, JSON]:
    """A list element with plain items."""
    element: dict[str, JSON] = {
        "type": "rich_text_list",
        "style": "ordered" if ordered else "bullet",
        "indent": indent,
        "elements": [section(text(line)) for line in lines],
    }
    if offset:
        element["offset"] = offset
    return element


def test_styles_add_up() -> None:
    """Bold, italic, struck and code text carry all of their styles."""
    found = elements(rich_text("a **b *c* `d`** ~~e~~"))

    assert found == [
        section(
            text("a "),
            text("b ", "bold"),
            text("c", "bold", "italic"),
            text(" ", "bold"),
            text("d", "bold", "code"),
            text(" "),
            text("e", "strike"),
        )
    ]


def test_paragraphs_stand_apart() -> None:
    """Two paragraphs are one section with a blank line between; soft breaks are spaces, hard ones stay."""
    assert elements(rich_text("one\nline\n\ntwo  \nlines")) == [section(text("one line\n\ntwo\nlines"))]


def test_a_heading_is_bold_and_close_to_its_text() -> None:
    """A heading stands bold on the line above its paragraph."""
    assert elements(rich_text("## Why *so*\n\nBecause.")) == [
        section(text("Why ", "bold"), text("so", "bold", "italic"), text("\nBecause."))
    ]


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("python", "python"),
        ("py", "python"),
        ("Python conftest.py", "python"),
        ("text output shown.txt", ""),
        ("", ""),
        ("<!here>", ""),
    ],
)
def test_a_fence_names_its_language(info: str, language: str) -> None:
    """The first word of a fence's line is the language, what follows is not shown."""
    assert elements(rich_text(f"```{info}\nx = 1\n\n  y\n```")) == [code("x = 1\n\n  y", language)]


def test_indented_code_is_preformatted() -> None:
    """Code that is only indented keeps its lines and has no language."""
    assert elements(rich_text("a\n\n    x\n      y")) == [section(text("a")), code("x\n  y")]


def test_nested_lists_indent() -> None:
    """A list within a list is one level deeper; the outer one goes on counting behind it."""
    assert elements(rich_text("3. a\n   - b\n     1. c\n   - d\n4. e")) == [
        items("a", ordered=True, offset=2),
        items("b", indent=1),
        items("c", ordered=True, indent=2),
        items("d", indent=1),
        items("e", ordered=True, offset=3),
    ]


def test_a_list_that_holds_code_goes_on_counting() -> None:
    """Code within an item interrupts the list, whose next number follows on."""
    found = elements(rich_text("1. a\n\n   more\n\n   ```sh\n   ls\n   ```\n2. b\n3. c\n\nend"))

    assert found == [
        items("a\nmore", ordered=True),
        code("ls", "bash"),
        items("b", "c", ordered=True, offset=1),
        section(text("\nend")),
    ]


def test_an_item_without_words_keeps_its_bullet() -> None:
    """An empty item is a space, for Slack refuses an empty text."""
    assert elements(rich_text("- a\n-\n- b")) == [items("a", " ", "b")]


def test_a_quote_holds_lists_as_lines_and_lets_code_out() -> None:
    """Slack's quote holds text only: nothing in it is lost all the same."""
    found = elements(rich_text("> a **b**\n>\n> 1. c\n> 2. d\n>\n> ```\n> e\n> ```\n> > f"))

    assert found == [
        {"type": "rich_text_quote", "elements": [text("a "), text("b", "bold"), text("\n\n1. c\n2. d")]},
        code("e"),
        {"type": "rich_text_quote", "elements": [text("> f")]},
    ]


def test_a_table_stands_in_columns() -> None:
    """Columns are as wide as their widest cell, wide letters counted twice, numbers at the right edge."""
    found = elements(
        rich_text("| name | n |\n|---|--:|\n| `x` | 1 |\n| 日本語 | 22 |\n| [d](https://d.e) | |")
    )

    assert found == [
        code(
            "name              n\n"
            "───────────────  ──\n"
            "x                 1\n"
            "日本語           22\n"
            "d (https://d.e)"
        )
    ]


@pytest.mark.parametrize("url", ["https://a.b/c?d=e&f", "http://a.b", "mailto:a@b.c"])
def test_links_link(url: str) -> None:
    """An address that Slack opens becomes a link with the text's styles."""
    assert elements(rich_text(f"[a **b**]({url})")) == [
        section(
            {"type": "link", "url": url, "text": "a "},
            {"type": "link", "url": url, "text": "b", "style": {"bold": True}},
        )
    ]


@pytest.mark.parametrize(
    "url", ["../a.md", "ftp://a.b", "slack://open", "#part", "https://a.b/" + "x" * 2000]
)
def test_other_addresses_are_shown(url: str) -> None:
    """An address that Slack would not open stands behind its text."""
    assert elements(rich_text(f"[a]({url})")) == [section(text(f"a ({url})"))]


def test_a_script_address_is_no_link() -> None:
    """The parser itself refuses javascript: and shows what was written."""
    assert elements(rich_text("[a](javascript:alert)")) == [section(text("[a](javascript:alert)"))]


def test_images_are_links_with_their_alt_text() -> None:
    """An image is a link named by its alt text, or by its address when it has none; titles stay."""
    assert elements(rich_text('![a *b*](https://i.j "t")![](https://k.l)')) == [
        section(
            {"type": "link", "url": "https://i.j", "text": "a "},
            {"type": "link", "url": "https://i.j", "text": "b", "style": {"italic": True}},
            text(" (t)"),
            {"type": "link", "url": "https://k.l", "text": "https://k.l"},
        )
    ]


def test_raw_html_is_text() -> None:
    """HTML is shown as it was written."""
    assert text_of([*rich_text("a <b>c</b>\n\n<div>\nd\n</div>")]) == "a <b>c</b>\n\n<div>\nd\n</div>"


def test_entities_smuggle_nothing_in() -> None:
    """What an entity stands for is cleaned like what was typed."""
    assert text_of([*rich_text('a&#x202e;b&#8203;c [d](https://e.f "&#x2066;g")')]) == "abc d (g)"


def test_a_rule_is_a_line() -> None:
    """A thematic break is a line."""
    assert elements(rich_text("***")) == [section(text("─" * 20))]


@pytest.mark.parametrize("blank", ["", " \n", "[a]: https://b.c", "```\n```", ">", "\u202e\x00"])
def test_no_words_no_blocks(blank: str) -> None:
    """A text that shows nothing makes no block, for Slack refuses empty ones."""
    assert rich_text(blank) == []


def test_bold_is_bold_throughout() -> None:
    """A question is bold, its code in a line stays code, its block of code is left alone."""
    assert elements(bold("Why `a`?\n\n- b\n\n> c\n\n```\nd\n```")) == [
        section(text("Why ", "bold"), text("a", "bold", "code"), text("?", "bold")),
        items() | {"elements": [section(text("b", "bold"))]},
        {"type": "rich_text_quote", "elements": [text("c", "bold")]},
        code("d"),
    ]


def test_a_rule_of_thumb_is_a_quote() -> None:
    """A quote wraps whatever the text is made of."""
    assert elements(quote("No `with`,\nno lifespan.")) == [
        {"type": "rich_text_quote", "elements": [text("No "), text("with", "code"), text(", no lifespan.")]}
    ]


def test_the_ladder_takes_languages_away() -> None:
    """Only preformatted text loses its language; everything else stays."""
    blocks = rich_text("a\n\n```python\nb\n```")

    assert without_languages([*blocks, {"type": "x", "language": "kept"}]) == [
        {"type": "rich_text", "elements": [section(text("a")), code("b")]},
        {"type": "x", "language": "kept"},
    ]


@pytest.mark.parametrize("text_", ["<!here> @channel <@U012AB3CD>", "`<!channel>`", "<https://a.b|c>"])
def test_nothing_pings(text_: str) -> None:
    """What mrkdwn would take for a mention is a text element, which Slack shows as it stands."""
    kinds = {part["type"] for part in elements(rich_text(text_)) for part in _parts(part)}

    assert kinds <= {"text", "link"}


def _parts(element: dict[str, JSON]) -> list[dict[str, JSON]]:
    parts = element["elements"]
    assert isinstance(parts, list)
    return [part for part in parts if isinstance(part, dict)]
