"""A zone is found by what people type, and every one by its own name."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.calendar import Zone, zones
from bot.practice.zones import find_zones, label

NOVEMBER = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
JULY = dt.datetime(2026, 7, 1, 8, tzinfo=dt.UTC)


def _found(query: str, limit: int = 100) -> list[Zone]:
    return find_zones(query, now=NOVEMBER, limit=limit)


@pytest.mark.parametrize("name", sorted(zones()))
def test_every_zone_is_found_by_its_own_name(name: str) -> None:
    """First of all, also in small letters."""
    assert _found(name)[0] == _found(name.lower())[0] == name


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Kolk", "Asia/Kolkata"),
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("york", "America/New_York"),
        ("  zürich ", "Europe/Zurich"),
        ("são pa", "America/Sao_Paulo"),
        ("Asia/Kat", "Asia/Kathmandu"),
        ("buenos", "America/Argentina/Buenos_Aires"),
        ("athmand", "Asia/Kathmandu"),
        ("port of", "America/Port_of_Spain"),
    ],
)
def test_a_part_of_a_name_finds_it_first(typed: str, zone: str) -> None:
    """City, word, accents, a part inside; a place before an old name."""
    assert _found(typed)[0] == zone


@pytest.mark.parametrize("typed", ["+5:30", "UTC+05:30", "gmt + 5:30", "+0530", "+5.5", "utc+5,5"])
def test_an_offset_finds_the_zones_that_have_it_now(typed: str) -> None:
    """However it is written, and no other zone."""
    assert "Asia/Kolkata" in _found(typed)
    assert {label(zone, now=NOVEMBER).partition("· ")[2] for zone in _found(typed)} == {"UTC+05:30"}


def test_offsets_follow_the_seasons() -> None:
    """Berlin is at +2 in July only."""
    assert "Europe/Berlin" in find_zones("utc+2", now=JULY, limit=100)
    assert "Europe/Berlin" not in _found("UTC+2")
    assert label(Zone("Europe/Berlin"), now=JULY) == "Berlin, Europe · UTC+02:00"
    assert label(Zone("Pacific/Marquesas"), now=JULY) == "Marquesas, Pacific · UTC-09:30"
    assert label(Zone("UTC"), now=JULY) == "UTC · UTC+00:00"


@given(st.text(max_size=40), st.integers(1, 100))
def test_any_text_finds_known_zones_without_repeats(typed: str, limit: int) -> None:
    """At most so many, and never an error."""
    found = _found(typed, limit)

    assert len(found) == len(set(found)) <= limit
    assert set(found) <= zones()


@pytest.mark.parametrize("name", sorted(zones()))
def test_a_label_fits_a_menu(name: str) -> None:
    """75 characters: https://docs.slack.dev/reference/block-kit/composition-objects/option-object."""
    assert len(label(Zone(name), now=NOVEMBER)) <= 75
