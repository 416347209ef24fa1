"""A playground's workspaces, one database, some replicas and one clock: what a scenario happens in."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import shutil
import tempfile
from contextlib import asynccontextmanager, closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import event

from bot.blocks.ids import Action, Posted, read_reference
from bot.cli.manifest import MANIFEST
from bot.playground.cast import Channel, Team
from bot.playground.conversations import Content
from bot.playground.workspace import Workspace
from bot.practice.calendar import Schedule, zone
from bot.service import editing, planning
from bot.service.reveal import press_reveal
from bot.service.settling import settle_by_press
from bot.store.plans import Rule
from bot.store.store import Store
from bot.store.workspaces import ChannelId, TeamId
from tests.bank_of_tests import library_of
from tests.playground.fixtures import PEOPLE
from tests.simulation.replica import Replica
from tests.simulation.slack import Line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from bot.playground.conversations import Conversation, Message
    from bot.store.plans import Plan
    from bot.store.store import Transaction
    from tests.postgres import Server

MIDNIGHT = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
"""When a town begins: a Monday."""

NINE_UTC = Rule(schedule=Schedule(zone=zone("UTC"), at=dt.time(9), weekdays=frozenset(range(7))))

HISTORY = ("channels:history", "groups:history")
"""The scopes with which the bot may look whether a post arrived."""


class Strike:
    """The Nth statement, commit or call fails before it, after it, or hangs; once."""

    def __init__(self, kind: str, way: str, number: int) -> None:
        self.kind = kind
        self.way = way
        self.left = number
        self.has_struck = False

    def meets(self, kind: str, way: str) -> bool:
        """Counts one; whether it is the one."""
        if self.has_struck or (kind, way) != (self.kind, self.way):
            return False
        self.left -= 1
        self.has_struck = self.left < 0
        return self.has_struck


class Town:
    """Everything in one thread and by one seed; ``edits`` keeps what people did to plans, and when."""

    def __init__(self, store: Store, *, seed: int, history: bool, hold: dt.timedelta) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a seed that can be run again
        self.store = store
        self.hold = hold
        self.history = history
        self.jumped = dt.timedelta()
        self._began = asyncio.get_running_loop().time()
        self.library = library_of()
        self.workspaces: list[Workspace] = []
        self.line = Line(workspaces=self.workspaces)
        self.replicas: list[Replica] = []
        self.lives: list[asyncio.Task[None]] = []
        self.plans: dict[int, list[Plan]] = {}
        self.rests: list[tuple[int, dt.datetime, dt.datetime | None]] = []
        self.strike: Strike | None = None
        self.interference: tuple[int, Callable[[Replica], None]] | None = None
        self.ambush: tuple[str, Callable[[Replica], None]] | None = None
        self.steps = 0
        self.kills = 0

    def clock(self) -> dt.datetime:
        """The true time."""
        seconds = asyncio.get_running_loop().time() - self._began
        return MIDNIGHT + dt.timedelta(seconds=seconds) + self.jumped

    def strikes(self, kind: str, way: str) -> bool:
        """Whether this statement or commit is the one that fails."""
        return self.strike is not None and self.strike.meets(kind, way)

    def await_step(self, what: str, act: Callable[[Replica], None]) -> None:
        """Do that to whoever comes to this step first."""
        self.ambush = (what, act)

    def passes(self, replica: Replica, what: str) -> None:
        """A replica is between two steps: what a scenario planned for this very moment happens now."""
        self.steps += 1
        if self.ambush and what == self.ambush[0]:
            act = self.ambush[1]
            self.ambush = None
            act(replica)
        if self.interference and self.steps == self.interference[0]:
            act = self.interference[1]
            self.interference = None
            act(replica)

    def interfere(self, after: int, act: Callable[[Replica], None]) -> None:
        """Do that between two steps, so many steps from now."""
        self.interference = (self.steps + after + 1, act)

    def workspace(self, name: str = "") -> Workspace:
        """Another workspace, with the bot installed and its row written."""
        loop = asyncio.get_running_loop()
        made = Workspace(
            team=Team(name=name or f"Town {len(self.workspaces)}"),
            people=PEOPLE,
            channels=(),
            clock=self.clock,
            monotonic=loop.time,
            seed=len(self.workspaces) + 1,
            rate_limits=False,
            beside=self.workspaces[0] if self.workspaces else None,
        )
        if self.workspaces and (registration := made.common.registration):
            made.admit(registration, registration.manifest.scopes)
        else:
            made.install(manifest(history=self.history))
        self.workspaces.append(made)
        app = made.app
        assert app is not None
        team = TeamId(made.team_id)
        self.store.write(
            lambda tx: tx.workspaces.connected(team, name=made.team.name, bot_user=app.bot_user_id)
        )
        return made

    def channel(self, workspace: Workspace | None = None) -> Conversation:
        """A new channel, with the bot in it."""
        where = workspace or self.workspaces[0]
        name = f"guild-{len(where.conversations)}"
        where._open(Channel(name=name))
        opened = where.conversation(name)
        assert opened is not None
        assert where.app is not None
        where.enter(opened, where.app.bot_user_id)
        return opened

    def plan(
        self, channel: Conversation, rule: Rule = NINE_UTC, *, workspace: Workspace | None = None
    ) -> Plan:
        """A plan of this channel."""
        team = TeamId((workspace or self.workspaces[0]).team_id)
        made = self.store.write(
            lambda tx: planning.add_plan(tx, team, ChannelId(channel.id), rule, now=self.clock())
        )
        self.plans[made.id] = [made]
        self.wake()
        return made

    def edit(self, plan: Plan, how: str, rule: Rule | None = None) -> None:
        """What a person does to a plan, whoever changed it before; ``how`` is a use case's name."""
        now = self.clock()

        def changed(tx: Transaction) -> object:
            before = tx.plans.get(plan.id)
            mark = editing.Mark(team=plan.team, channel=plan.channel, plan=plan.id, version=before.version)
            match how:
                case "edit":
                    return editing.edit(tx, mark, rule or plan.rule, None, now=now)
                case "pause":
                    return editing.pause(tx, mark, None, None, now=now)
                case "resume":
                    return editing.resume(tx, mark, None, now=now)
                case _:
                    return editing.delete(tx, mark, None, now=now)

        written = self.store.write(changed)
        if isinstance(written, type(plan)):
            self.plans[plan.id].append(written)
            if how in ("pause", "delete"):
                self.rests.append((plan.id, now, None))
            else:
                self.rests = [
                    (one, since, until or (now if one == plan.id else None))
                    for one, since, until in self.rests
                ]
        self.wake()

    def press(self, message: Message, channel: Conversation, person: str = "T1/U1") -> None:
        """A press on Reveal, as the door carries it out: one transaction."""
        key = key_of(message)
        assert key is not None
        team = next(one.team_id for one in self.workspaces if channel.id in one.conversations)
        now = self.clock()

        def pressed(tx: Transaction) -> None:
            delivery = tx.deliveries.by_key(TeamId(team), key)
            assert delivery is not None
            settle_by_press(tx, delivery, message.ts, now=now)
            press_reveal(tx, delivery, person=person, now=now)

        self.store.write(pressed)
        self.wake()

    def say(self, channel: Conversation, count: int) -> None:
        """So many messages of people."""
        where = next(one for one in self.workspaces if channel.id in one.conversations)
        person = next(iter(where.people))
        for number in range(count):
            where.post(channel, user=person, content=Content(text=f"Said {number}"))

    def wake(self) -> None:
        """Everybody looks again."""
        for replica in self.replicas:
            replica.poster.nudge.set()

    def start(self, name: str = "", *, skew: dt.timedelta = dt.timedelta()) -> Replica:
        """One more replica."""
        replica = Replica(self, name or f"replica-{len(self.lives)}", skew=skew)
        self.replicas.append(replica)
        self.lives.append(asyncio.create_task(replica.live()))
        return replica

    def kill(self, replica: Replica) -> None:
        """Kill -9."""
        replica.kill()
        self.kills += 1
        if replica in self.replicas:
            self.replicas.remove(replica)

    def kill_and_restart(self, replica: Replica, *, after: float = 2.0) -> None:
        """Kill -9, and a supervisor that starts another one a little later."""
        self.kill(replica)
        asyncio.get_running_loop().call_later(after, self.start)

    async def until(self, instant: dt.datetime) -> None:
        """Lets time pass up to an instant."""
        while (left := (instant - self.clock()).total_seconds()) > 0:
            self._raise()
            await asyncio.sleep(left)
        self._raise()

    def _raise(self) -> None:
        """A bug in a replica ends the run."""
        for life in self.lives:
            if life.done() and not life.cancelled() and (bug := life.exception()):
                raise bug

    async def settled(self, *, within: dt.timedelta = dt.timedelta(hours=12)) -> None:
        """Lets time pass until nothing is left to do; AssertionError when that does not come."""
        end = self.clock() + within
        while self.store.read(lambda tx: tx.outbox.waiting()):
            assert self.clock() < end, "calls are still waiting"
            await self.until(self.clock() + dt.timedelta(seconds=20))

    async def answered(self, *, within: dt.timedelta = dt.timedelta(hours=12)) -> None:
        """Lets time pass until every answer is open, also where a post came after its closing hour."""
        end = self.clock() + within
        while closing := self.store.read(lambda tx: tx.deliveries.earliest_closing()):
            assert closing < end, "answers are still closed"
            await self.until(max(closing, self.clock()) + dt.timedelta(seconds=20))
        await self.settled(within=within)

    def roots(self, channel: Conversation) -> list[Message]:
        """The questions that stand in a channel."""
        return [message for message in channel.roots() if not message.deleted and key_of(message)]


def manifest(*, history: bool) -> dict[str, object]:
    """The app's manifest with the scopes of the run."""
    scopes = ["commands", "chat:write", *(HISTORY if history else ())]
    return {**MANIFEST, "oauth_config": {"scopes": {"bot": scopes}}}


def key_of(message: Message) -> str | None:
    """The delivery that a question's buttons name; None for other messages."""
    for block in message.content.blocks:
        for element in _elements(block):
            if str(element.get("action_id", "")).startswith(Action.CHECK):
                ref = read_reference(str(element.get("value")))
                return ref.key if isinstance(ref, Posted) else None
    return None


def _elements(block: dict[str, object]) -> Iterator[dict[str, object]]:
    found = block.get("elements") if block.get("type") == "actions" else None
    return iter(found if isinstance(found, list) else [])


_TEMPLATES: dict[str, Path] = {}


def _template(folder: str) -> Path:
    """An empty database at the newest schema, migrated once a process."""
    if "made" not in _TEMPLATES or not _TEMPLATES["made"].exists():
        file = Path(tempfile.mkdtemp(prefix="simulation-")) / "empty.db"
        Store(file).close()
        _TEMPLATES["made"] = file
    return Path(shutil.copy(_TEMPLATES["made"], Path(folder) / "town.db"))


_SERVER: ContextVar[Server | None] = ContextVar("server", default=None)


@contextmanager
def on_server(server: Server | None) -> Iterator[None]:
    """Towns keep their memory there meanwhile, each in a database of its own; None: each in a SQLite file."""
    before = _SERVER.set(server)
    try:
        yield
    finally:
        _SERVER.reset(before)


@contextmanager
def _a_store(server: Server | None) -> Iterator[Store]:
    """An empty database; leases go by the clock that is passed in, on PostgreSQL too: the town's jumps."""
    if server:
        with server.database() as address, closing(Store(address, shared_clock=False)) as store:
            yield store
        return
    with (
        tempfile.TemporaryDirectory(prefix="simulation-") as folder,
        closing(Store(_template(folder))) as store,
    ):

        @event.listens_for(store._engines.writer, "connect")
        def hasty(driver: object, _record: object) -> None:
            driver.execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined] # no power fails here

        store._engines.writer.dispose()
        yield store


@asynccontextmanager
async def a_town(
    *, seed: int, replicas: int = 2, history: bool = False, hold: dt.timedelta = dt.timedelta(minutes=20)
) -> AsyncIterator[Town]:
    """A town with one workspace and so many replicas; at the end everybody stops."""
    with _a_store(_SERVER.get()) as store:
        town = Town(store, seed=seed, history=history, hold=hold)
        town.workspace()
        for _ in range(replicas):
            town.start()
        try:
            yield town
        finally:
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.sleep(0)
