"""How often an app may call: Slack's tiers, as buckets that fill again with time; it asks no clock.

Two clocks fill a bucket, whichever went further: real seconds, because an app that was told Retry-After
waits for real; and the workspace's own time, because a host that moves it by a day has let a day pass.
A clock that stands still costs nobody their calls, and one that goes back takes none away.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.refusals import RateLimited

if TYPE_CHECKING:
    import datetime as dt

MINUTE = 60.0
ROUNDING = 1e-6
"""Calls that floats may lose: whoever waited as long as told is let through."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many calls a minute, and so many at once after a rest.

    The minute's figures are Slack's (https://docs.slack.dev/apis/web-api/rate-limits). Of bursts it says
    only that they are tolerated: a minute's worth at once is a guess, and so are the exceptions below.
    """

    a_minute: int
    at_once: int


class Tier(enum.Enum):
    """Slack's tiers, and the paces of the methods that it calls special."""

    ONE = Pace(1, 20)
    """Ten connections may stand at once, and each may be renewed: a guess that lets them."""
    TWO = Pace(20, 20)
    THREE = Pace(50, 50)
    FOUR = Pace(100, 100)
    HUNDREDS = Pace(600, 600)
    """"Hundreds of requests per minute": 600 is slackapi/java-slack-sdk's MethodsRateLimitTier."""


A_CHANNEL = Pace(60, 10)
"""chat.postMessage: one a second into a channel, "short bursts" allowed; ten at once is a guess."""
A_WORKSPACE = Pace(300, 300)
"""chat.postMessage: "several hundred messages per minute" a workspace; three hundred is a guess."""


@dataclass(slots=True)
class _Bucket:
    left: float
    seconds: float
    now: dt.datetime


class Limits:
    """The buckets of one app in one workspace; without `kept` nothing is ever refused."""

    def __init__(self, *, kept: bool = True) -> None:
        self.kept = kept
        self._buckets: dict[tuple[str, ...], _Bucket] = {}

    def take(self, key: tuple[str, ...], pace: Pace, *, seconds: float, now: dt.datetime) -> None:
        """Count one call; refuses with ratelimited, and the whole seconds until the next one may pass.

        `seconds` are monotonic, `now` is the workspace's time.
        """
        if not self.kept:
            return
        bucket = self._buckets.setdefault(key, _Bucket(pace.at_once, seconds, now))
        passed = max(seconds - bucket.seconds, (now - bucket.now).total_seconds(), 0.0)
        bucket.left = min(pace.at_once, bucket.left + passed * pace.a_minute / MINUTE)
        bucket.seconds, bucket.now = seconds, now
        if bucket.left < 1 - ROUNDING:
            missing = (1 - bucket.left) * MINUTE / pace.a_minute
            raise RateLimited(max(1, math.ceil(missing)))
        bucket.left = max(0.0, bucket.left - 1)
