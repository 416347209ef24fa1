"""The clocks: aware, in UTC, and only ever forward."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.clock import ShiftedClock, seconds_ahead, system_clock

START = dt.datetime(2030, 5, 1, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def test_the_systems_time_is_aware_and_in_utc() -> None:
    """Nobody has to ask in which zone."""
    assert system_clock().utcoffset() == dt.timedelta()


def test_a_shifted_clock_runs_on_from_its_start() -> None:
    """It shows its start at first, and not less a moment later."""
    clock = ShiftedClock(START)
    first, second = clock(), clock()

    assert START <= first <= second < START + HOUR


def test_a_clock_without_a_start_shows_the_systems_time() -> None:
    """Until somebody moves it."""
    before = system_clock()

    assert before <= ShiftedClock()() <= system_clock()


def test_a_clock_moves_forward_and_not_back() -> None:
    """An instant that has passed changes nothing: time runs forward."""
    clock = ShiftedClock(START)
    clock.move_to(START + HOUR)
    clock.move_to(START)

    assert START + HOUR <= clock() < START + 2 * HOUR


@pytest.mark.parametrize(
    ("date", "ahead"),
    [
        ("Wed, 01 May 2030 12:00:00 GMT", 0),
        ("Wed, 01 May 2030 11:59:30 GMT", 30),
        ("Wed, 01 May 2030 14:00:00 +0200", 0),
        ("Wed, 01 May 2030 12:00:30 -0000", -30),
        ("", None),
        ("soon", None),
        ("Wed, 99 May 2030 12:00:00 GMT", None),
    ],
)
def test_a_clock_is_compared_by_the_date_of_an_answer(date: str, ahead: float | None) -> None:
    """In seconds, whatever zone it is written in; what is no date compares with nothing."""
    assert seconds_ahead(START, date) == ahead
