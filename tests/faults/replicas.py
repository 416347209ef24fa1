"""Real replicas with a playground, over sockets: three on PostgreSQL, or one on a SQLite file.

A lease is measured by PostgreSQL's clock, which nobody moves: a run waits for its end. What is doubtful then
is looked for, or held until the clocks were moved. What harm is done to them is not decided here (harms.py).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import tempfile
import time
from contextlib import AsyncExitStack, asynccontextmanager, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.playground.cast import Channel, Person
from bot.playground.faults import Say, Silence, When
from bot.store.outgoing import State
from bot.store.store import Store
from bot.store.tables import outgoing
from bot.store.workspaces import TeamId
from tests.faults.nursery import Replica, a_nursery
from tests.playground.fixtures import CHANNELS, PEOPLE
from tests.postgres import a_server
from tests.simulation.town import key_of
from tests.stories.world import a_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping
    from contextlib import AbstractContextManager

    from bot.playground.conversations import Conversation, Message
    from bot.playground.faults import Fault, Moment
    from bot.playground.workspace import Workspace
    from bot.store.plans import Plan
    from bot.store.store import Database, Transaction
    from tests.postgres import Server
    from tests.stories.world import World

_LOOKED = dt.timedelta(seconds=21)  # longer than the time between two looks for a doubtful post
_HELD = dt.timedelta(minutes=25)  # longer than the hold of one
_PATIENCE = 1.0  # seconds that what is due may take before the clocks are moved
_LONGEST = 120.0  # seconds until everything must have come to its end; it takes a lease and some ticks
_AGAIN = 0.05
_SHARE = 0.1
_FAILS = Say(status=503, body="<html>Slack is having a moment", content_type="text/html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a run happens; ``lease`` in seconds, ``plans`` channels with a question at the same hour.

    ``crowd`` are people of the workspace besides the usual ones.
    ``shaken``: a tenth of the calls each that Slack takes and never answers, takes and answers with a page of
    its own, and answers so without taking them.
    """

    history: bool = True
    on_postgres: bool = True
    lease: float = 2.0
    plans: int = 10
    crowd: int = 0
    shaken: bool = False

    @property
    def words(self) -> str:
        """As the table has it."""
        where = "three replicas, PostgreSQL" if self.on_postgres else "one process, SQLite"
        return f"{where}, {'history scopes' if self.history else 'default scopes'}"

    @property
    def others(self) -> list[Person]:
        """The crowd."""
        return [Person(handle=f"guest-{number}", name=f"Guest {number}") for number in range(self.crowd)]

    def a_server(self) -> AbstractContextManager[Server | None]:
        """A PostgreSQL of its own, for as long as it is needed."""
        return a_server() if self.on_postgres else nullcontext()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A post that Slack took, and when."""

    key: str
    at: float
    channel: str
    ts: str


@dataclass(slots=True, kw_only=True)
class Town:
    """What a run happens in, as the checker reads it, and what its harm needs."""

    world: World
    setting: Setting
    chance: random.Random
    server: Server | None
    store: Store
    plans: Mapping[int, list[Plan]]
    folder: Path
    rests: list[tuple[int, dt.datetime, dt.datetime | None]] = field(default_factory=list)
    arrived: list[Taken] = field(default_factory=list)
    calls: int = 0
    """That post, draw or delete, since they were asked for last."""

    async def suffers(self, moment: Moment) -> Fault | None:
        """What becomes of a call, and what is remembered of it."""
        if not moment.method.startswith("chat.") or moment.method == "chat.getPermalink":
            return None
        if moment.when is When.BEFORE:
            self.calls += 1
            return self._struck(_FAILS)
        if moment.method == "chat.postMessage" and moment.reply:
            key = str(moment.arguments.get("client_msg_id"))
            place = {name: str(moment.reply.get(name)) for name in ("channel", "ts")}
            self.arrived.append(Taken(key=key, at=time.monotonic(), **place))
        return self._struck(Silence(), _FAILS)

    def _struck(self, *ways: Fault) -> Fault | None:
        """Each of the ways for a tenth of the calls."""
        number = int(self.chance.random() / _SHARE)
        return ways[number] if self.setting.shaken and number < len(ways) else None

    @property
    def workspaces(self) -> list[Workspace]:
        """The one in which all happens."""
        return [self.world.playground.workspace]

    @property
    def replicas(self) -> list[Replica]:
        """The processes."""
        return [bot for bot in self.world.bots if isinstance(bot, Replica)]

    @property
    def trap(self) -> Path:
        """Whoever finds this file stops behind its last look at the lease."""
        return self.folder / "trap"

    def unfinished(self, tx: Transaction) -> set[str]:
        """The states of the calls that are not at their end; an hour that nobody wrote down yet is due, too.

        A replica skips plans that another one has under its hands, and has caught up for its part; whoever
        has them may be stopped. In life nobody's clock jumps hours ahead meanwhile; a town's would.
        """
        ended = (State.DONE, State.SKIPPED, State.FAILED)
        found = select(outgoing.c.state).where(outgoing.c.state.not_in(ended)).distinct()
        hours = tx.plans.earliest(), tx.deliveries.earliest_closing()
        unwritten = {State.DUE.value} if any(hour and hour <= self.world.clock() for hour in hours) else set()
        return unwritten | set(tx.connection.execute(found).scalars())

    async def settled(self) -> float:
        """Waits until no call is unfinished; how many seconds that took, those of the clocks with them."""
        began, moved, seen, since = time.monotonic(), dt.timedelta(), set[str](), 0.0
        while states := await self.store.read_soon(self.unfinished):
            now = time.monotonic()
            if now - began > _LONGEST:
                raise AssertionError(f"calls are still unfinished: {states}")
            since, seen = (since, seen) if states == seen else (now, states)
            span = self._waits_for(states, now - since)
            if span:
                await self.world.move(self.world.clock() + span)
                since = time.monotonic() if State.DOUBTFUL in states else since
            else:
                await asyncio.sleep(_AGAIN)
            moved += span
        return time.monotonic() - began + moved.total_seconds()

    def _waits_for(self, states: set[str], unmoved: float) -> dt.timedelta:
        """How far the clocks must go for such calls to go on; nothing where real time helps."""
        if states & {State.CLAIMED, State.SENDING}:
            lease = dt.timedelta(seconds=self.setting.lease)
            return dt.timedelta() if self.setting.on_postgres else lease
        if State.DOUBTFUL in states:
            if not self.setting.history:
                return _HELD
            # A look settles nothing before the lease is over, and the clocks must not outrun it to the hold.
            is_over = not self.setting.on_postgres or unmoved > self.setting.lease
            return _LOOKED if is_over else dt.timedelta()
        return _LOOKED if unmoved > _PATIENCE else dt.timedelta()  # it backs off

    def roots(self, channel: Conversation) -> list[Message]:
        """The questions that stand in a channel."""
        return [message for message in channel.roots() if not message.deleted and key_of(message)]

    def sent_late(self) -> list[Message]:
        """Twins whose sender was stopped, or had no turn, between its last look at its lease and the call.

        Slack took such a post more than a lease after that look, when another may long have sent it. Which
        look was a post's tells the reply; where none was heard, it is one that no other reply belongs to.
        """
        looks, unheard = self._noted()
        twins: dict[str, dict[str, Taken]] = {}
        for post in self.arrived:
            twins.setdefault(post.key, {}).setdefault(post.ts, post)  # known again, it is answered alike
        late: list[Taken] = []
        for key, posts in twins.items():
            overdue = [
                post
                for ts, post in posts.items()
                if self._is_over([looks[key, ts]] if (key, ts) in looks else unheard.get(key, []), post.at)
            ]
            late += overdue[: len(posts) - 1]  # of all that stand one is none too many
        where = self.workspaces[0].conversations
        return [message for post in late if (message := where[post.channel].find(post.ts))]

    def _is_over(self, looks: Iterable[float], at: float) -> bool:
        """Whether the lease that was looked at last had ended by then."""
        return max((look for look in looks if look < at), default=at) + self.setting.lease < at

    def _noted(self) -> tuple[dict[tuple[str, str], float], dict[str, list[float]]]:
        """When the lease was looked at for each key and ts whose reply was heard, and for a key without."""
        heard: dict[tuple[str, str], float] = {}
        waiting: dict[tuple[str, str], list[float]] = {}
        for line in (self.folder / "notes").read_text().splitlines():
            match line.split():
                case ["looked", pid, key, at]:
                    waiting.setdefault((pid, key), []).append(float(at))
                case ["sent", pid, key, ts]:
                    heard[key, ts] = waiting[pid, key].pop()  # a process has one call of a row at a time
                case other:
                    raise ValueError(f"not a note: {other}")
        unheard: dict[str, list[float]] = {}
        for (_, key), looks in waiting.items():
            unheard.setdefault(key, []).extend(looks)
        return heard, unheard


@asynccontextmanager
async def a_town(setting: Setting, *, seed: int, server: Server | None) -> AsyncIterator[Town]:
    """The replicas run, and each channel has its plan."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database: Database = stack.enter_context(server.database()) if server else folder / "bot.db"
        names = [f"guild-{number}" for number in range(1, setting.plans)]
        towns: list[Town] = []

        async def suffers(moment: Moment) -> Fault | None:
            return await towns[0].suffers(moment) if towns else None

        nursery = await stack.enter_async_context(a_nursery())
        told = {"REPLICA_LEASE": str(setting.lease), "REPLICA_NOTES": str(folder / "notes")}
        told["REPLICA_TRAP"] = str(folder / "trap")
        world = await stack.enter_async_context(
            a_world(
                folder,
                suffers,
                database=database,
                extras=("history",) if setting.history else (),
                channels=(*CHANNELS, *(Channel(name=name) for name in names)),
                people=(*PEOPLE, *setting.others),
                is_read=False,
                hire=lambda environment, log: nursery({**environment, **told}, log),
            )
        )
        for name in names:
            await world.slack.person("ana").invite(name, world.app.name)
            world.add_plan(name)
        for _ in range(2 if setting.on_postgres else 0):
            await world.engage().start(world.clock())
        store = stack.enter_context(closing(Store(database)))
        plans = store.read(lambda tx: tx.plans.of_team(TeamId(world.app.team_id)))
        town = Town(
            world=world,
            setting=setting,
            chance=random.Random(seed),  # noqa: S311 - a seed that can be run again
            server=server,
            store=store,
            plans={plan.id: [plan] for plan in plans},
            folder=folder,
        )
        towns.append(town)
        yield town
