"""Slack's ts, seconds and microseconds in one string; exact, where a float would lose the last digits."""

from __future__ import annotations

import datetime as dt
import re

SHAPE = re.compile(r"[0-9]{1,10}(\.[0-9]{1,6})?")
"""What a ts argument may look like."""

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def micros_at(now: dt.datetime) -> int:
    """An aware moment as microseconds since 1970."""
    return (now - EPOCH) // dt.timedelta(microseconds=1)


def ts(micros: int) -> str:
    """Microseconds since 1970 as a ts."""
    return f"{micros // 1_000_000}.{micros % 1_000_000:06}"


def micros(stamp: str) -> int:
    """A ts as microseconds since 1970."""
    seconds, _, fraction = stamp.partition(".")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0"))


def moment(stamp: str, zone: dt.tzinfo | None) -> dt.datetime:
    """A ts as a moment in this zone."""
    return (EPOCH + dt.timedelta(microseconds=micros(stamp))).astimezone(zone)
