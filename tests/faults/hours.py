"""When things happen in a run of real replicas; it runs nothing."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from tests.stories.world import NINE, RULE

_BERLIN = ZoneInfo(RULE.schedule.zone)
_HOURS = (dt.time(9), dt.time(16))  # of the question, of its answer


def hour(number: int) -> dt.datetime:
    """The hours of question and answer, one behind the other, on weekdays, in summer as in winter.

    At none of them a clock jumps further than to what is due then: a doubt would outlive its hold on the way.
    """
    day, half = divmod(number, 2)
    date = NINE.date() + dt.timedelta(days=day // 5 * 7 + day % 5)
    return dt.datetime.combine(date, _HOURS[half], _BERLIN).astimezone(dt.UTC)
