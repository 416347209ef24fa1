"""A team with the real bot as a process of its own: real sockets, a real database file, a clock to move."""

from __future__ import annotations

import datetime as dt
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING

from bot.cli.bot_process import BotProcess
from bot.cli.manifest import MANIFEST
from bot.playground.faults import no_faults
from bot.playground.server import Playground
from bot.playground.testing.person import Slack
from bot.practice.calendar import Schedule, Zone
from bot.service.planning import add_plan
from bot.store.plans import Rule
from bot.store.store import Store
from bot.store.workspaces import ChannelId, TeamId
from tests.playground.fixtures import CHANNELS, PEOPLE, TEAM, Clock
from tests.stories.spoilers import spoilers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.playground.faults import Faults

GUILD = "backend-guild"
NINE = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
"""Monday, 09:00 in Berlin."""

RULE = Rule(
    schedule=Schedule(
        zone=Zone("Europe/Berlin"), at=dt.time(9), weekdays=frozenset(range(5)), closes=dt.time(16)
    )
)


class World:
    """The playground, the bot's process, and one clock for both; it stands at 08:55 to begin with."""

    def __init__(self, folder: Path, faults: Faults | None = None) -> None:
        self.database = folder / "bot.db"
        self.log = folder / "bot.log"
        self.clock = Clock(NINE - dt.timedelta(minutes=5))
        self.playground = Playground(
            team=TEAM, people=PEOPLE, channels=CHANNELS, clock=self.clock, seed=1, faults=faults or no_faults
        )
        self.app = self.playground.install(MANIFEST)
        self.bot: BotProcess
        self.slack: Slack

    async def start_bot(self) -> None:
        """Starts the bot where the clock stands; it has caught up when this returns."""
        await self.bot.start(self.clock())

    async def move(self, to: dt.datetime) -> None:
        """Moves the clock, stopping wherever the bot has something to do on the way."""
        while self.clock() < to:
            self.clock.now = max(self.clock(), min(to, self.bot.next or to))
            await self.bot.move(self.clock())
        self.playground.publish()

    def add_plan(self) -> None:
        """The plan of the guild: weekdays at 09:00 Berlin time, answers at 16:00."""
        channels = self.playground.see("ana")["channels"]
        assert isinstance(channels, list)
        (channel,) = (ChannelId(str(one["id"])) for one in channels if one["name"] == GUILD)
        with closing(Store(self.database)) as store:
            team = TeamId(self.app.team_id)
            store.write(lambda tx: add_plan(tx, team, channel, RULE, now=self.clock()))


@asynccontextmanager
async def a_world(folder: Path, faults: Faults | None = None) -> AsyncIterator[World]:
    """A world with a plan, at 08:55 on Monday; whatever runs is stopped at the end."""
    world = World(folder, faults)
    await world.playground.start()
    environment = {
        "SLACK_BOT_TOKEN": world.app.bot_token,
        "SLACK_APP_TOKEN": world.app.app_token,
        "SLACK_API_URL": world.playground.api_url,
        "DATABASE_PATH": str(world.database),
    }
    world.bot = BotProcess(environment, world.log)
    try:
        async with Slack(world.playground.url) as world.slack:
            await world.slack.person("ana").invite(GUILD, world.app.name)
            await world.start_bot()
            world.add_plan()
            await world.bot.move(world.clock())
            yield world
            told = spoilers(await world.slack.wire(), world.database)
            assert not told, "\n".join(told)
    finally:
        await world.bot.stop()
        await world.playground.stop()
