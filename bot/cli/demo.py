"""``interview-bot demo``: the playground and the real bot on this machine, with no Slack workspace.

The only place that knows both: it hands the playground its manifest and its host controls, and the
bot, a process of its own, the playground's address as Slack's.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import os
import signal
import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from bot.bank.library import open_library
from bot.bank.shipped import shipped
from bot.cli.manifest import MANIFEST
from bot.clock import ShiftedClock, system_clock
from bot.errors import BotError
from bot.playground.cast import Channel, Person, Team
from bot.playground.server import Control, Playground
from bot.practice.calendar import Schedule, Zone
from bot.service.planning import add_plan
from bot.store.plans import Rule
from bot.store.store import Store
from bot.store.workspaces import ChannelId, TeamId

if TYPE_CHECKING:
    import argparse

    from bot.cli.verbs import Verbs
    from bot.playground.cast import InstalledApp

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
_RULE = Rule(schedule=Schedule(zone=_ZONE, at=dt.time(9), weekdays=frozenset(range(5)), closes=dt.time(16)))
_SLOWEST = 60.0  # seconds that the bot may take for one order; it takes a fraction of one


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
    count = len(open_library([shipped()]).bank.questions)
    questions = f"{count} question{'' if count == 1 else 's'}"
    return f"A small Slack on this machine; nothing leaves it. {questions}. Ctrl+C stops it.\n{url}"


class Stage:
    """The playground, the bot beside it, and one clock for both."""

    def __init__(self, folder: Path, *, today: dt.datetime | None = None) -> None:
        self._database = folder / "demo.db"
        self._log = folder / "bot.log"
        self._monday = _monday(today or system_clock())
        self._clock = ShiftedClock(self._monday - dt.timedelta(days=3, minutes=5))  # Friday, 08:55
        self._bot: asyncio.subprocess.Process | None = None
        self._next: dt.datetime | None = None
        self._turn = asyncio.Lock()  # one order at a time
        controls = {
            "next": Control("Move the clock to the next post", self._to_next),
            "kill": Control("Kill the bot (kill -9)", self._kill),
            "start": Control("Start the bot", self._start),
        }
        self.playground = Playground(
            team=Team(name="Playground"),
            people=_PEOPLE,
            channels=_CHANNELS,
            clock=self._clock,
            controls=controls,
            hints="Try: press Check myself under today’s question.",
        )
        self._app: InstalledApp = self.playground.install(MANIFEST)

    async def open(self, port: int) -> None:
        """Binds the playground; raises DemoError when the port is taken."""
        try:
            await self.playground.start(port=port)
        except OSError as taken:
            raise DemoError(
                f"Port {port} can't be used ({taken.strerror}): try --port {port + 1}."
            ) from taken

    async def set_scene(self) -> None:
        """Lives from Friday to Monday 09:05: two questions, one answer, and Ben's try."""
        await self.playground.act({"as": "ana", "do": "invite", "channel": _CHANNEL, "app": self._app.name})
        await self._start()
        await asyncio.to_thread(self._add_plan)
        await self._order({"move": self._clock().isoformat()})  # the bot hears of the plan
        await self._move(self._monday)
        await self._move(self._monday + dt.timedelta(minutes=4))
        await self._try_of_ben()
        await self._move(self._monday + dt.timedelta(minutes=5))

    async def close(self) -> None:
        """Stops the bot, then the playground."""
        if self._bot and self._bot.returncode is None and self._bot.stdin:
            self._bot.stdin.close()
            try:
                await asyncio.wait_for(self._bot.wait(), timeout=10)
            except TimeoutError:
                self._bot.kill()
                await self._bot.wait()
        await self.playground.stop()

    def _add_plan(self) -> None:
        store = Store(self._database)
        try:
            team = TeamId(self._app.team_id)
            store.write(lambda tx: add_plan(tx, team, _CHANNEL_ID, _RULE, now=self._clock()))
        finally:
            store.close()

    async def _try_of_ben(self) -> None:
        channels = cast("list[dict[str, Any]]", self.playground.see("ben")["channels"])
        channel = next(channel for channel in channels if channel["id"] == _CHANNEL_ID)
        question = next(message for message in reversed(channel["messages"]) if message["is_bot"])
        attempt = "My guess: it has to do with the event loop, but I could not say why."
        where = {"channel": _CHANNEL, "thread_ts": question["ts"]}
        await self.playground.act({"as": "ben", "do": "post", "text": attempt, **where})

    async def _start(self) -> str | None:
        """Starts the bot where the clock stands; waits until it has caught up."""
        if self._bot and self._bot.returncode is None:
            return "The bot runs."
        environment = {
            **os.environ,
            "SLACK_BOT_TOKEN": self._app.bot_token,
            "SLACK_APP_TOKEN": self._app.app_token,
            "SLACK_API_URL": self.playground.api_url,
            "DATABASE_PATH": str(self._database),
        }
        with self._log.open("ab") as log:
            self._bot = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot.cli.demo_bot", self._clock().isoformat(),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=log, env=environment,
            )  # fmt: skip
        await self._heard()
        return "The bot runs again, and has caught up."

    async def _kill(self) -> str | None:
        if self._bot is None or self._bot.returncode is not None:
            return "The bot is down already."
        self._bot.kill()
        await self._bot.wait()
        self.playground.publish()
        return "The bot is dead (kill -9). What it had promised stands in its database."

    async def _to_next(self) -> str | None:
        if self._next is None:
            return "Nothing comes any more: the bot is down, or has no plan."
        await self._move(self._next)
        local = self._clock().astimezone(ZoneInfo(_ZONE))
        return f"It is {local:%a %d %b, %H:%M} in Berlin."

    async def _move(self, target: dt.datetime) -> None:
        """Moves both clocks, stopping wherever the bot has something to do on the way."""
        async with self._turn:
            while self._clock() < target:
                step = min(target, self._next or target)
                self._clock.move_to(max(step, self._clock()))
                await self._order({"move": self._clock().isoformat()})
            self.playground.publish()

    async def _order(self, order: dict[str, str]) -> None:
        if self._bot is None or self._bot.returncode is not None or self._bot.stdin is None:
            return
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it died: _heard says so
            self._bot.stdin.write(json.dumps(order).encode() + b"\n")
            await self._bot.stdin.drain()
        await self._heard()

    async def _heard(self) -> None:
        """Reads when the bot has something to do again; nothing, once it died."""
        if self._bot is None or self._bot.stdout is None:
            raise DemoError("The bot was not started.")
        line = await asyncio.wait_for(self._bot.stdout.readline(), timeout=_SLOWEST)
        if not line and not self._dead_by_hand():
            tail = "\n".join(self._log.read_text("utf-8").splitlines()[-5:])
            raise DemoError(f"The bot ended by itself. Its last words:\n{tail}")
        following = json.loads(line)["next"] if line else None
        self._next = dt.datetime.fromisoformat(following) if following else None

    def _dead_by_hand(self) -> bool:
        return self._bot is not None and self._bot.returncode == -signal.SIGKILL


def _monday(today: dt.datetime) -> dt.datetime:
    """Monday of this week, 09:00 in Berlin."""
    local = today.astimezone(ZoneInfo(_ZONE))
    monday = local.date() - dt.timedelta(days=local.weekday())
    return dt.datetime.combine(monday, dt.time(9), ZoneInfo(_ZONE)).astimezone(dt.UTC)
