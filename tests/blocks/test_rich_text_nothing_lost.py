"""Over all of Markdown: every word and code character is there, in order, and nothing is over a limit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks.graphemes import units
from bot.blocks.pages import characters_of, pages
from bot.blocks.plain import words
from bot.blocks.rich_text import bold, quote, rich_text
from bot.blocks.text import clean
from tests.blocks.reading import elements, leaves, shown, text_by_html, text_of

# Markdown's own signs, often; without "!" (HTML keeps an image's text in an attribute) and "(" (links are
# tried by name elsewhere).
MARKUP = st.text(st.sampled_from(list("ab é日 \n\n\n\t`*_~>#-+1.)[]|:\\&;<=/\"'")), max_size=120)

WORD = st.text(st.sampled_from("abcdefgh"), min_size=1, max_size=8)
INLINE = st.one_of(
    WORD,
    WORD.map(lambda word: f"**{word}**"),
    WORD.map(lambda word: f"*{word}*"),
    WORD.map(lambda word: f"~~{word}~~"),
    WORD.map(lambda word: f"`{word}  {word}`"),
    WORD.map(lambda word: f"[{word}](https://example.org/x)"),
    WORD.map(lambda word: f"![{word}](https://example.org/x)"),
    st.sampled_from(["<b>", "&amp;", "\\*", "<!here>"]),
)
LINE = st.lists(INLINE, min_size=1, max_size=6).map(" ".join)
CODE_LINES = st.lists(st.text(st.sampled_from("ab {}()<>*_ \\&"), max_size=12), min_size=1, max_size=4)


def _indented(text: str, first: str, rest: str) -> str:
    return "\n".join((first if at == 0 else rest) + line for at, line in enumerate(text.split("\n")))


LEAF = st.one_of(
    LINE,
    LINE.map(lambda line: f"## {line}"),
    CODE_LINES.map(lambda lines: "\n".join(["~~~python x.py", *lines, "~~~"])),
    st.tuples(LINE, LINE).map(lambda cells: f"| {cells[0]} | {cells[1]} |\n|---|---|\n| {cells[1]} | a |"),
    st.just("---"),
)
PART = st.recursive(
    LEAF,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        .map("\n\n".join)
        .flatmap(
            lambda text: st.sampled_from(
                [_indented(text, "- ", "  "), _indented(text, "1. ", "   "), _indented(text, "> ", "> ")]
            )
        )
    ),
    max_leaves=6,
)
DOCUMENT = st.lists(PART, min_size=1, max_size=5).map("\n\n".join)


@given(MARKUP)
def test_words_of_any_markup_stay_in_order(markdown: str) -> None:
    """Whatever signs stand together, the blocks hold the characters that markdown-it's own HTML shows."""
    expected = shown(text_by_html(markdown))

    assert _is_within(expected, shown(text_of([*rich_text(markdown)])))


@given(DOCUMENT)
def test_words_of_a_document_stay_in_order(markdown: str) -> None:
    """Lists in quotes, code in lists, tables in both: nothing is lost, nothing changes places."""
    expected = shown(text_by_html(markdown))

    assert _is_within(expected, shown(text_of([*rich_text(markdown)])))
    assert _is_within(expected, shown(words(markdown)))


@given(CODE_LINES, st.sampled_from(["{}", "- a\n\n{}", "> {}", "1. a\n2. b\n\n{}"]))
def test_code_stays_to_the_letter(lines: list[str], around: str) -> None:
    """Every character of a fence stands in one preformatted element, wherever the fence stands."""
    pad = {"{}": "", "> {}": "> "}.get(around, "   " if "1." in around else "  ")
    fence = _indented("\n".join(["~~~~", *lines, "~~~~"]), "" if around == "> {}" else pad, pad)
    found = elements(rich_text(around.format(fence)))
    code = [text_of(part) for part in found if part["type"] == "rich_text_preformatted"]

    assert code == ["\n".join(lines)] or not "\n".join(lines)


@settings(deadline=None)  # long on purpose
@given(st.one_of(MARKUP, DOCUMENT, st.text(max_size=80)), st.integers(1, 200))
def test_nothing_is_over_a_limit_or_empty(markdown: str, times: int) -> None:
    """However long the text, no element is empty or over 3,000 characters, no page over its limits."""
    long = markdown * (times if len(markdown) * times < 10_000 else 1)
    for blocks in (rich_text(long), bold(long), quote(long)):
        assert all(0 < units(str(leaf["text"])) <= 3000 for leaf in leaves([*blocks]))
        assert all(characters_of(part) <= 3000 and part["elements"] for part in elements(blocks))
        assert all(len(page) <= 50 and characters_of([*page]) <= 12_000 for page in pages(blocks))
        assert [block for page in pages(blocks) for block in page] == blocks


@given(st.text(max_size=200))
def test_any_text_is_safe_to_send(text: str) -> None:
    """No control, bidi or zero-width character of the source and no lone surrogate comes out."""
    out = text_of([*rich_text(text)])

    assert clean(out) == out
    assert out.encode().decode() == out


@pytest.mark.parametrize(
    "hostile",
    [
        ">" * 3000 + "deep",
        "- " * 3000 + "deep",
        "*" * 2000 + "deep" + "*" * 2000,
        "![" * 2000 + "deep" + "](https://a.b)" * 2000,
        "[" * 5000 + "deep",
        "a " + "`" * 5000 + "deep",
        "<" * 5000 + "deep",
        "```\ndeep " + "x" * 40_000,
        "a " + "~~" * 5000 + "deep",
        "deep" + "\u0301" * 5000,
        "|" * 500 + "deep\n" + "|-" * 500,
    ],
)
def test_hostile_texts_stay_whole(hostile: str) -> None:
    """Nesting without end, unclosed fences, endless lines and marks: the word is there, within limits."""
    blocks = rich_text(hostile)

    assert "deep" in text_of([*blocks])
    assert all(characters_of(part) <= 3000 for part in elements(blocks))


def _is_within(expected: str, found: str) -> bool:
    """Whether what is expected stands in what is found, in order; numbers and marks may stand between."""
    rest = iter(found)
    return all(character in rest for character in expected)
