"""The playground by itself, for somebody else's app: a cast, a manifest, and what the app needs to know."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.addresses import over_http
from bot.playground.cast import Channel, Person, Team
from bot.playground.server import Playground

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import AsyncIterator, Callable, Mapping

    from bot.playground.cast import InstalledApp

TEAM = Team(name="Playground")
PEOPLE = (
    Person(handle="ana", name="Ana", colour="#8e44ad", zone="Europe/Berlin"),
    Person(handle="ben", name="Ben", colour="#16794c", zone="Europe/London"),
    Person(handle="chiara", name="Chiara", colour="#b4530a", zone="Europe/Rome"),
)
CHANNELS = (
    Channel(name="general", topic="For everybody"),
    Channel(name="random", topic="For the rest"),
    Channel(name="secret", topic="Chiara is not in here", private=True, members=("ana", "ben")),
)
MANIFEST: Mapping[str, object] = {
    "display_information": {"name": "My App"},
    "features": {
        "bot_user": {"display_name": "My App"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:history",
                "channels:read",
                "chat:write",
                "commands",
                "groups:history",
                "groups:read",
                "im:history",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "app_uninstalled",
                "member_joined_channel",
                "message.channels",
                "message.groups",
                "message.im",
                "tokens_revoked",
            ]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}
"""An app that may do much; slash commands and shortcuts come with a manifest of one's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """A playground that runs, the app installed in it, and the environment to start the app with."""

    playground: Playground
    app: InstalledApp

    @property
    def environment(self) -> dict[str, str]:
        """By the names that Bolt's own examples use; SLACK_API_URL is the base address of the Web API.

        SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are left out: by their mere presence Bolt installs by OAuth,
        and no longer takes the token.
        """
        return {
            "SLACK_API_URL": self.playground.api_url,
            "SLACK_BOT_TOKEN": self.app.bot_token,
            "SLACK_APP_TOKEN": self.app.app_token,
            "SLACK_SIGNING_SECRET": self.app.signing_secret,
        }


@contextlib.asynccontextmanager
async def serve_alone(
    *,
    clock: Callable[[], dt.datetime],
    manifest: Mapping[str, object] = MANIFEST,
    request_url: str = "",
    port: int = 0,
) -> AsyncIterator[Alone]:
    """Serve until the context ends; with `request_url`, deliver there over HTTP whatever the manifest says.

    ValueError says what Slack would refuse in the manifest, OSError that the port is taken.
    """
    playground = Playground(team=TEAM, people=PEOPLE, channels=CHANNELS, clock=clock)
    app = playground.install(over_http(manifest, request_url) if request_url else manifest)
    try:
        await playground.start(port=port)
        yield Alone(playground=playground, app=app)
    finally:
        await playground.stop()
