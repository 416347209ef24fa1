"""Text that is safe to show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.graphemes import room, units
from bot.blocks.plain import plain, words
from bot.blocks.text import clean, cut, cut_at_word, escape, mrkdwn

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("a\x00b\x07c\x7f", "abc"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("a\x0bb", "a b"),
        ("a\ud800b", "ab"),
        ("\ud83d\ude00", "😀"),
        ("👩\u200d💻 👩🏽\u200d🚀 🏳\ufe0f\u200d🌈", "👩\u200d💻 👩🏽\u200d🚀 🏳\ufe0f\u200d🌈"),
        ("a\u200db\u200d", "ab"),
        ("ñ e\u0301 日本", "ñ e\u0301 日本"),
    ],
)
def test_clean_takes_out_what_nobody_sees(typed: str, cleaned: str) -> None:
    """Controls, bidi and zero-width characters and lone surrogates go; emoji and letters stay."""
    assert clean(typed) == cleaned


@given(ANY)
def test_clean_is_done_once(text: str) -> None:
    """Cleaning a clean text changes nothing, and the result can always be sent."""
    once = clean(text)

    assert clean(once) == once
    assert once.encode().decode() == once


def test_escape_touches_three_signs() -> None:
    """Mentions, links and entities are words to Slack."""
    assert escape("<!here> <@U1> &lt; *b*") == "&lt;!here&gt; &lt;@U1&gt; &amp;lt; *b*"


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("ab cd", 4, "ab…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("😀😀", 3, "😀…"),
        ("👩\u200d💻👩\u200d💻", 8, "👩\u200d💻…"),
        ("👍🏽👍🏽", 6, "👍🏽…"),
        ("🇩🇪🇫🇷🇮🇳", 8, "🇩🇪…"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", 5, "\u1112\u1161\u11ab…"),
    ],
)
def test_cut_breaks_no_visible_character(text: str, limit: int, short: str) -> None:
    """Accents, emoji, flags and Hangul stay whole; the ellipsis counts."""
    assert cut(text, limit) == short


@given(st.text(max_size=60), st.integers(2, 30))
def test_cut_fits(text: str, limit: int) -> None:
    """What comes out is never longer than asked, and all of it if it fits."""
    short = cut(text, limit)

    assert units(short) <= limit
    assert short == text or units(text) > limit


def test_a_thousand_marks_on_one_letter_are_cut_somewhere() -> None:
    """One visible character that is longer than the limit is broken rather than let through."""
    assert room("a" + "\u0301" * 1000, 10) == 10


@given(ANY, st.integers(6, 40))
def test_mrkdwn_fits_and_has_only_whole_entities(text: str, limit: int) -> None:
    """Whatever was typed, the field is within its limit and unescapes to a beginning of the clean text."""
    field = mrkdwn(text, limit)
    back = field.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    assert units(field) <= limit
    assert escape(back) == field
    assert clean(text).startswith(back.removesuffix("…").rstrip()) or back == clean(text)


def test_plain_says_everything_and_pings_nobody() -> None:
    """The text for screen readers holds the code too, in reading order, escaped."""
    text = plain("Why **so**, <!here>?\n\n1. a\n   ```python\n   x < 1\n   ```\n2. [b](https://c.d)\n   - e")

    assert text == ("Why so, &lt;!here&gt;?\n\n1. a\n\nx &lt; 1\n\n2. b (https://c.d)\n\n    • e")


def test_words_are_not_escaped() -> None:
    """A plain_text field shows entities as they stand: it gets none."""
    assert words("`a & b` <c@d.e>") == "a & b c@d.e"


def test_a_label_is_cut_behind_a_word() -> None:
    """Where there is one; what fits stays as it is."""
    assert cut_at_word("What does the package do, and why?", 29) == "What does the package do…"
    assert cut_at_word("What does it do?", 16) == "What does it do?"
    assert cut_at_word("a" * 20, 10) == "a" * 9 + "…"
