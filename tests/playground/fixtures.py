"""A playground on a free port for tests, with Ana, Ben and Chiara, and its fixtures."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.playground.cast import Channel, Person, Team
from bot.playground.server import Playground
from bot.playground.testing.plugin import MONDAY, Clock, clock, running, slack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "CHANNELS",
    "MONDAY",
    "PEOPLE",
    "TEAM",
    "Clock",
    "a_playground",
    "clock",
    "manifest",
    "playground",
    "running",
    "slack",
    "until",
]

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


def manifest(
    *,
    scopes: Sequence[str] = ("commands", "chat:write"),
    interactive: bool = True,
    events: Sequence[str] = (),
    home: bool = True,
) -> dict[str, object]:
    """An app manifest with one slash command and a shortcut of each kind."""
    return {
        "display_information": {"name": "Echo"},
        "features": {
            "bot_user": {"display_name": "Echo Bot"},
            "slash_commands": [{"command": "/echo", "description": "Says it again", "usage_hint": "[words]"}],
            "shortcuts": [
                {"callback_id": "note", "name": "Note", "type": "global", "description": "Takes a note"},
                {"callback_id": "keep", "name": "Keep", "type": "message", "description": "Keeps it"},
            ],
            "app_home": {"home_tab_enabled": home, "messages_tab_enabled": True},
        },
        "oauth_config": {"scopes": {"bot": list(scopes)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(events)},
            "interactivity": {"is_enabled": interactive},
            "socket_mode_enabled": True,
        },
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


@pytest.fixture
def playground(clock: Clock) -> Playground:
    """A playground, not started; install an app in it."""
    return a_playground(clock)
