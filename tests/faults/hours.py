"""When things happen in a run of real replicas; it runs nothing."""

from __future__ import annotations

import datetime as dt

from tests.stories.world import NINE

_HOURS = (dt.timedelta(), dt.timedelta(hours=7))  # after nine: the question, its answer


def hour(number: int) -> dt.datetime:
    """The hours of question and answer, one behind the other, on weekdays."""
    day, half = divmod(number, 2)
    return NINE + dt.timedelta(days=day // 5 * 7 + day % 5) + _HOURS[half]
