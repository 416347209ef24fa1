"""Dates as people write them are read, or what is wrong with them is said."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.skips import UnreadableDates, read_skips, write_skips

DAY = dt.timedelta(days=1)
CHRISTMAS = dt.date(2026, 12, 25)
YEARS = [dt.date(2026, 12, 28) + dt.timedelta(days=number) for number in range(5)]


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-25, 2026-12-28..2027-01-01",
        "2026-12-28..2027-01-01\n2026-12-25",
        "2026\u201312\u201325; 2026-12-28 .. 2027-1-1",
        "2026-12-25 2026-12-28…2027-01-01,",
        "2026-12-25,2026-12-28 \u2013 2027-01-01",
        "2026-12-25 2026-12-28 to 2027-01-01",
        "2026-12-25,2026-12-28–2027-01-01",
    ],
)
def test_dates_are_read_however_a_phone_writes_them(text: str) -> None:
    """Commas, spaces, lines; two dots, an ellipsis, a long dash."""
    assert read_skips(text) == frozenset([CHRISTMAS, *YEARS])


@pytest.mark.parametrize("text", ["", "  ", ",\n;"])
def test_nothing_skips_nothing(text: str) -> None:
    """An empty field is no error."""
    assert read_skips(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("25.12.2026", "“25.12.2026” is no date here: write 2026-12-25, or "),
        ("2026-12-25, xmas", "“xmas” is no date here"),
        ("2026-02-30", "2026-02-30 is a day that no calendar has"),
        ("0000-01-01", "no calendar has"),
        ("2027-01-01..2026-12-28", "runs backwards: write the earlier day first"),
        ("2026-01-01..2028-01-01", "longer than a year: pause the plan instead"),
        ("2026-12-25..", "“2026-12-25..” is no date here"),
        ("٢٠٢٦-12-25", "is no date here"),
        ("2026-01-01..2026-12-31 2027-01-01..2027-12-31 2028-01-01..2028-12-31", "more than 1,000 days"),
        ("x" * 3000, "x…” is no date here"),
    ],
)
def test_what_is_wrong_is_said_with_how_to_write_it(text: str, sentence: str) -> None:
    """The item and the mend, in a sentence that fits under a field."""
    read = read_skips(text)

    assert isinstance(read, UnreadableDates)
    assert sentence in read.sentence
    assert len(read.sentence) < 200


@given(st.frozensets(st.dates(), max_size=60) | st.frozensets(st.dates(CHRISTMAS, CHRISTMAS + 900 * DAY)))
def test_dates_are_read_as_they_were_written(days: frozenset[dt.date]) -> None:
    """Whatever the days, runs longer than a year among them."""
    assert read_skips(write_skips(days)) == days


@given(st.text(max_size=300) | st.text("0123456789-. ,;\n…–to", max_size=60))
def test_any_text_is_dates_or_a_sentence(text: str) -> None:
    """Never an exception."""
    assert isinstance(read_skips(text), frozenset | UnreadableDates)
