"""``interview-bot demo``: the playground and the real bot on this machine, with no Slack workspace.

The only place that knows both: it hands the playground its manifest and its host controls, and the
bot, a process of its own, the playground's address as Slack's.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import signal
import tempfile
import webbrowser
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from bot.bank.library import open_library
from bot.bank.shipped import shipped
from bot.cli.bot_process import BotProcess
from bot.cli.manifest import MANIFEST
from bot.cli.tour import KILLED, MOVED, STARTED, Tour
from bot.clock import ShiftedClock, system_clock
from bot.errors import BotError
from bot.playground.cast import Channel, Person, Team
from bot.playground.faults import Cut, When
from bot.playground.server import Control, Playground
from bot.practice.calendar import Schedule, Zone
from bot.service.planning import add_plan
from bot.store.plans import Rule
from bot.store.store import Store
from bot.store.workspaces import ChannelId, TeamId

if TYPE_CHECKING:
    import argparse

    from bot.cli.verbs import Verbs
    from bot.playground.faults import Fault, Moment

_ZONE = Zone("Europe/Berlin")
_CHANNEL = "backend-guild"
_CHANNEL_ID = ChannelId("C0BACKEND01")
_PEOPLE = (
    Person(handle="ana", name="Ana", colour="#8e44ad", zone=_ZONE),
    Person(handle="ben", name="Ben", colour="#16794c", zone=_ZONE),
    Person(handle="chiara", name="Chiara", colour="#b4530a", zone=_ZONE),
)
_CHANNELS = (
    Channel(name=_CHANNEL, id=_CHANNEL_ID, topic="Practice for interviews, a question a day"),
    Channel(name="new-team", topic="The bot is not here yet: /invite @Interview Bot"),
)
_RULE = Rule(
    schedule=Schedule(zone=_ZONE, at=dt.time(9), weekdays=frozenset(range(5)), closes=dt.time(16)),
    topics=("fastapi", "python", "sql", "sqlalchemy"),  # what a guild of this name would ask itself
)


class DemoError(BotError):
    """The demo can't start or go on; the message says what to do."""

    code = "demo_error"


def add_to(verbs: Verbs) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "demo",
        help="try the bot in a small Slack on this machine",
        description="Starts the playground and the bot; nothing leaves this machine. Ctrl+C stops both.",
        epilog="example: interview-bot demo --port 8421 --no-open",
    )
    parser.add_argument("--port", type=int, default=8420, help="default: %(default)s; 0 takes a free one")
    parser.add_argument("--no-open", action="store_true", help="don't open a browser")
    parser.set_defaults(verb=demo)


def demo(options: argparse.Namespace) -> int:
    """Runs until Ctrl+C or SIGTERM."""
    asyncio.run(_demo(options))
    return 0


async def _demo(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    with tempfile.TemporaryDirectory(prefix="interview-bot-demo-") as folder:
        stage = Stage(Path(folder))
        await stage.open(options.port)
        try:
            print(_welcome(stage.playground.url), flush=True)
            if not options.no_open:
                webbrowser.open(stage.playground.url)
            await stage.set_scene()
            await stop.wait()
        finally:
            await stage.close()


def _welcome(url: str) -> str:
    library = open_library([shipped()])
    count = len(library.bank.questions)
    sure = sum(library.checked(question) is not None for question in library.bank.questions)
    questions = f"{count} question{'' if count == 1 else 's'}"
    answers = "every answer checked" if sure == count else f"{sure} of the answers checked"
    return (
        f"A small Slack on this machine; nothing leaves it. {questions}, {answers}. Ctrl+C stops it.\n{url}"
    )


class Stage:
    """The playground, the bot beside it, and one clock for both."""

    def __init__(self, folder: Path) -> None:
        self._database = folder / "demo.db"
        self._monday = _monday(system_clock())
        self._clock = ShiftedClock(self._monday - dt.timedelta(days=3, minutes=5))  # Friday, 08:55
        self._turn = asyncio.Lock()  # one move at a time
        self._tour = Tour()
        self._strikes = False  # the next post is the one in whose middle the bot is killed
        controls = {
            "next": Control("To the next post", self._to_next),
            "kill": Control("Kill the bot", self._kill),
            "strike": Control("Let it die mid-post", self._strike),
            "start": Control("Start the bot", self._start),
        }
        self.playground = Playground(
            team=Team(name="Playground", id="T0PLAYGROUND"),  # the questions’ order follows from it
            people=_PEOPLE,
            channels=_CHANNELS,
            clock=self._clock,
            controls=controls,
            hints=lambda: self._tour.hint(self.playground.workspace.wire),
            faults=self._fault,
        )
        self._app = self.playground.install(MANIFEST)
        self._log = folder / "bot.log"
        self._bot: BotProcess | None = None

    async def open(self, port: int) -> None:
        """Binds the playground; raises DemoError when the port is taken."""
        try:
            await self.playground.start(port=port)
        except (OSError, OverflowError) as taken:
            raise DemoError(f"Port {port} can't be used ({taken}): try another one with --port.") from taken

    async def set_scene(self) -> None:
        """Lives from Friday to Monday 09:05: two questions, one answer, and Ben's try."""
        await self.playground.act({"as": "ana", "do": "invite", "channel": _CHANNEL, "app": self._app.name})
        self._bot = BotProcess(self._environment(), self._log)
        await self._bot.start(self._clock())
        await asyncio.to_thread(self._add_plan)
        await self._bot.move(self._clock())  # it hears of the plan
        await self._move(self._monday + dt.timedelta(minutes=4))
        await self._try_of_ben()
        await self._move(self._monday + dt.timedelta(minutes=5))

    async def close(self) -> None:
        """Stops the bot, then the playground."""
        if self._bot:
            await self._bot.stop()
        await self.playground.stop()

    def _environment(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": self._app.bot_token,
            "SLACK_APP_TOKEN": self._app.app_token,
            "SLACK_API_URL": self.playground.api_url,
            "DATABASE_PATH": str(self._database),
        }

    def _add_plan(self) -> None:
        with closing(Store(self._database)) as store:
            team = TeamId(self._app.team_id)
            store.write(lambda tx: add_plan(tx, team, _CHANNEL_ID, _RULE, now=self._clock()))

    async def _try_of_ben(self) -> None:
        channels = cast("list[dict[str, Any]]", self.playground.see("ben")["channels"])
        channel = next(channel for channel in channels if channel["id"] == _CHANNEL_ID)
        question = next(message for message in reversed(channel["messages"]) if message["is_bot"])
        attempt = "I have met this one, and it worked. I could not say why, though."
        where = {"channel": _CHANNEL, "thread_ts": question["ts"]}
        await self.playground.act({"as": "ben", "do": "post", "text": attempt, **where})

    async def _start(self) -> str:
        async with self._turn:
            if self._bot is None or self._bot.runs:
                return "The bot runs."
            await self._bot.start(self._clock())
        self._tour.did(STARTED)
        return "The bot runs again, and has caught up."

    async def _kill(self) -> str:
        if self._bot is None or not self._bot.runs:
            return "The bot is down already."
        await self._bot.kill()
        return "The bot is dead (kill -9). What it had promised stands in its database."

    async def _strike(self) -> str:
        """Moves on until the bot posts, and kills it when Slack has the post and the bot not the answer."""
        self._strikes = True
        while self._strikes and self._bot and self._bot.next:
            await self._move(self._bot.next)
        if self._strikes:
            self._strikes = False
            return "Nothing comes any more: the bot is down, or has no plan."
        self._tour.did(KILLED)
        return "Slack has the post, and the bot died (kill -9) before it heard so. Start it again."

    async def _fault(self, moment: Moment) -> Fault | None:
        """The kill itself: after Slack carried the post out, before a byte of its answer."""
        posts = moment.when is When.AFTER and moment.method == "chat.postMessage"
        if not (self._strikes and posts and self._bot and "thread_ts" not in moment.arguments):
            return None
        self._strikes = False
        await self._bot.kill()
        return Cut()

    async def _to_next(self) -> str:
        if self._bot is None or self._bot.next is None:
            return "Nothing comes any more: the bot is down, or has no plan."
        await self._move(self._bot.next)
        self._tour.did(MOVED)
        local = self._clock().astimezone(ZoneInfo(_ZONE))
        return f"It is {local:%a %d %b, %H:%M} in Berlin."

    async def _move(self, target: dt.datetime) -> None:
        """Moves both clocks, stopping wherever the bot has something to do on the way."""
        async with self._turn:
            while self._bot and self._clock() < target:
                step = min(target, self._bot.next or target)
                self._clock.move_to(step)
                await self._bot.move(self._clock())
            self.playground.publish()


def _monday(today: dt.datetime) -> dt.datetime:
    """Monday of this week, 09:00 in Berlin."""
    local = today.astimezone(ZoneInfo(_ZONE))
    monday = local.date() - dt.timedelta(days=local.weekday())
    return dt.datetime.combine(monday, dt.time(9), ZoneInfo(_ZONE)).astimezone(dt.UTC)
