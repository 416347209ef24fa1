"""Instants that each reader sees in their own zone; it knows nothing of whose they are.

https://docs.slack.dev/messaging/formatting-message-text#date-formatting
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import datetime as dt

    from bot.practice.calendar import Zone


def hour(at: dt.datetime, zone: Zone) -> str:
    """The hour alone; ``zone`` is for the text that a reader without tokens gets."""
    return f"<!date^{int(at.timestamp())}^{{time}}|{at.astimezone(ZoneInfo(zone)):%H:%M}>"


def day_and_hour(at: dt.datetime, zone: Zone) -> str:
    """The same behind its day."""
    local = f"{at.astimezone(ZoneInfo(zone)):%a %d %b, %H:%M}"
    return f"<!date^{int(at.timestamp())}^{{date_short}}, {{time}}|{local}>"
