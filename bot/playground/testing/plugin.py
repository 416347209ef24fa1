"""pytest fixtures with which anybody's app is tested: `pytest_plugins = ["bot.playground.testing.plugin"]`.

Override `clock` or `playground` for another time or cast; the rest follows.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.playground.alone import CHANNELS, PEOPLE, TEAM
from bot.playground.server import Playground
from bot.playground.testing.person import Slack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MONDAY = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)


class Clock:
    """A workspace's time that a test moves by hand."""

    def __init__(self, now: dt.datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        """The time now."""
        return self.now

    def pass_by(self, **span: float) -> None:
        """Let so much time pass, as in `pass_by(minutes=31)`; `playground.publish()` tells of it."""
        self.now += dt.timedelta(**span)


@contextlib.asynccontextmanager
async def running(playground: Playground) -> AsyncIterator[Slack]:
    """The playground, started on a free port; yields its page."""
    await playground.start()
    try:
        async with Slack(playground.url) as slack:
            yield slack
    finally:
        await playground.stop()


@pytest.fixture
def clock() -> Clock:
    """The workspace's time."""
    return Clock()


@pytest.fixture
def playground(clock: Clock) -> Playground:
    """A workspace with Ana, Ben and Chiara; install an app in it."""
    return Playground(team=TEAM, people=PEOPLE, channels=CHANNELS, clock=clock, seed=1)


@pytest_asyncio.fixture
async def slack(playground: Playground) -> AsyncIterator[Slack]:
    """The page of the playground, which runs meanwhile: `slack.person("ana")`."""
    async with running(playground) as page:
        yield page
