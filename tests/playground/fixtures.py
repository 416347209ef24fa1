"""A playground on a free port for tests, with Ana, Ben and Chiara, and its fixtures."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.playground.cast import Channel, Person, Team
from bot.playground.server import Playground
from tests.playground.person import Slack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

TEAM = Team(name="Playground")
PEOPLE = (
    Person(handle="ana", name="Ana", zone="Europe/Berlin"),
    Person(handle="ben", name="Ben", zone="Europe/London"),
    Person(handle="chiara", name="Chiara", zone="Europe/Rome"),
)
CHANNELS = (
    Channel(name="backend-guild", topic="A question a day"),
    Channel(name="new-team"),
    Channel(name="secret", private=True, members=("ana", "ben")),
    Channel(name="attic", archived=True),
)
MONDAY = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)


class Clock:
    """A workspace's time that a test moves by hand."""

    def __init__(self, now: dt.datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        """The time now."""
        return self.now

    def pass_by(self, **span: float) -> None:
        """Let so much time pass, as in `pass_by(minutes=31)`."""
        self.now += dt.timedelta(**span)


def manifest(
    *, scopes: Sequence[str] = ("commands", "chat:write"), interactive: bool = True
) -> dict[str, object]:
    """An app manifest with one slash command."""
    return {
        "display_information": {"name": "Echo"},
        "features": {
            "bot_user": {"display_name": "Echo Bot"},
            "slash_commands": [{"command": "/echo", "description": "Says it again", "usage_hint": "[words]"}],
        },
        "oauth_config": {"scopes": {"bot": list(scopes)}},
        "settings": {"interactivity": {"is_enabled": interactive}, "socket_mode_enabled": True},
    }


def a_playground(clock: Clock | None = None, **options: object) -> Playground:
    """A playground with the cast of the demo, not started."""
    return Playground(
        team=TEAM,
        people=PEOPLE,
        channels=CHANNELS,
        clock=clock or Clock(),
        seed=1,
        **options,  # type: ignore[arg-type]  # Playground's own
    )


async def until(holds: Callable[[], object], *, within: float = 10.0) -> None:
    """Wait for something that sends no event of its own; TimeoutError after `within` seconds."""
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110 - nobody sets an event for what is waited for here
            await asyncio.sleep(0.01)


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
    """A playground, not started; install an app in it."""
    return a_playground(clock)


@pytest.fixture
async def slack(playground: Playground) -> AsyncIterator[Slack]:
    """The page of the playground, which runs meanwhile."""
    async with running(playground) as page:
        yield page
