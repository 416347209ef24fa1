"""Row 8 in short: some zones, ten years, against days that were found without our calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.faults.calendar import check_zone, lived_days


@pytest.mark.parametrize(
    "name",
    [
        "Pacific/Apia",
        "Asia/Dhaka",
        "Australia/Lord_Howe",
        "America/Havana",
        "Africa/Casablanca",
        "Antarctica/Troll",
    ],
)
def test_each_local_day_has_its_slot(name: str) -> None:
    """Four hours of day, 2007 to 2016: one slot for each day of the zone, none for a day it never had."""
    count, wrong = check_zone(name, 2007)

    assert wrong == []
    assert count > 4 * 3650


def test_a_missing_day_is_missing_to_the_walk_through_time_too() -> None:
    """Apia went from 29 to 31 December 2011."""
    start = dt.datetime(2011, 12, 28, tzinfo=dt.UTC)

    days = lived_days("Pacific/Apia", start, start + dt.timedelta(days=6))

    assert dt.date(2011, 12, 30) not in days
    assert {dt.date(2011, 12, 29), dt.date(2011, 12, 31)} <= days
