"""A team with the real bot as a process of its own: real sockets, a real database file, a clock to move."""

from __future__ import annotations

import asyncio
import datetime as dt
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.bot_process import BotProcess
from bot.cli.manifest import made
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
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence

    from bot.playground.cast import Channel, Person
    from bot.playground.faults import Faults
    from bot.store.plans import Plan
    from bot.store.store import Database

    Hire = Callable[[Mapping[str, str], Path], BotProcess]

GUILD = "backend-guild"
NINE = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
"""Monday, 09:00 in Berlin."""

RULE = Rule(
    schedule=Schedule(
        zone=Zone("Europe/Berlin"), at=dt.time(9), weekdays=frozenset(range(5)), closes=dt.time(16)
    )
)


class World:
    """The playground, the bot's processes, and one clock for all; it stands at 08:55 to begin with.

    ``bot`` is the first one; others beside it share its database, which must be PostgreSQL then.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a story may want otherwise
        self,
        folder: Path,
        faults: Faults | None,
        database: Database | None,
        prefix: str,
        extras: Iterable[str],
        channels: Sequence[Channel],
        people: Sequence[Person],
        hire: Hire,
    ) -> None:
        self.database = database or folder / "bot.db"
        self.log = folder / "bot.log"
        self.clock = Clock(NINE - dt.timedelta(minutes=5))
        self.playground = Playground(
            team=TEAM,
            people=people,
            channels=channels,
            clock=self.clock,
            seed=1,
            faults=faults or no_faults,
            rate_limits=channels is CHANNELS,
        )
        self.app = self.playground.install(made(extras, prefix=prefix))
        self.prefix = prefix
        self.bots: list[BotProcess] = []
        self._hire = hire
        self.slack: Slack

    @property
    def bot(self) -> BotProcess:
        """The first bot."""
        return self.bots[0]

    @property
    def environment(self) -> dict[str, str]:
        """What a bot is told, over Socket Mode."""
        kept = "DATABASE_PATH" if isinstance(self.database, Path) else "DATABASE_URL"
        return {
            "SLACK_BOT_TOKEN": self.app.bot_token,
            "SLACK_APP_TOKEN": self.app.app_token,
            "SLACK_API_URL": self.playground.api_url,
            "COMMAND_PREFIX": self.prefix,
            kept: str(self.database),
        }

    def engage(self) -> BotProcess:
        """One more bot on the same database, not yet started."""
        self.bots.append(self._hire(self.environment, self.log))
        return self.bots[-1]

    async def start_bot(self) -> None:
        """Starts the bot where the clock stands; it has caught up when this returns."""
        await self.bot.start(self.clock())

    async def move(self, to: dt.datetime) -> None:
        """Moves the clock, stopping wherever a bot has something to do on the way."""
        while self.clock() < to:
            following = [bot.next for bot in self.bots if bot.runs and bot.next]
            self.clock.now = max(self.clock(), min([to, *following]))
            await asyncio.gather(*(bot.move(self.clock()) for bot in self.bots))
        self.playground.publish()

    def add_plan(self, name: str = GUILD) -> Plan:
        """A channel's plan: weekdays at 09:00 Berlin time, answers at 16:00."""
        channel = self.playground.workspace.conversation(name)
        assert channel is not None
        with closing(Store(self.database)) as store:
            team, place = TeamId(self.app.team_id), ChannelId(channel.id)
            return store.write(lambda tx: add_plan(tx, team, place, RULE, now=self.clock()))


@asynccontextmanager
async def a_world(  # noqa: PLR0913 - the same
    folder: Path,
    faults: Faults | None = None,
    *,
    database: Database | None = None,
    prefix: str = "",
    extras: Iterable[str] = (),
    channels: Sequence[Channel] = CHANNELS,
    people: Sequence[Person] = PEOPLE,
    hire: Hire = BotProcess,
    is_read: bool = True,
) -> AsyncIterator[World]:
    """A world with a plan, at 08:55 on Monday; whatever runs is stopped at the end.

    ``extras`` are the sets of optional scopes that were granted (cli/scopes.py); with ``channels`` of one's
    own Slack limits no rates. ``hire`` makes a bot that is not yet started. With ``is_read`` its
    whole wire is read for spoilers: where ten channels post, some twelve characters stand in two answers.
    """
    world = World(folder, faults, database, prefix, extras, channels, people, hire)
    await world.playground.start()
    world.engage()
    try:
        async with Slack(world.playground.url) as world.slack:
            await world.slack.person("ana").invite(GUILD, world.app.name)
            await world.start_bot()
            world.add_plan()
            await world.bot.move(world.clock())
            yield world
            told = spoilers(await world.slack.wire(), world.database) if is_read else ()
            assert not told, "\n".join(told)
    finally:
        await asyncio.gather(*(bot.stop() for bot in world.bots))
        await world.playground.stop()
