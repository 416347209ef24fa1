"""15: Slack hands over everything twice, behind the first one or beside it, to whichever replica; one effect.

Real processes over sockets. What is counted is what an act means: plans' versions, questions shown, windows
opened, Home drawn; and that the person reads in the window what the first answer said.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import Counter
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from bot.playground.delivery import Mishap
from bot.playground.faults import When
from bot.playground.testing.person import said
from bot.store.store import Store
from tests.faults.tally import Tally
from tests.playground.fixtures import CHANNELS
from tests.postgres import a_server
from tests.stories.world import GUILD, NINE, a_world

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from bot.playground.delivery import Parcel
    from bot.playground.faults import Moment
    from bot.store.store import Database, Transaction
    from tests.stories.world import World

_REPLICAS = 3
_HOURS = ("09:30", "10:30")
_DAY = {"plan_until": {"plan_until": "2026-12-01"}}
_OVER = {"views.open": "windows", "views.push": "windows", "views.publish": "Home drawn"}
_KEPT = {"plans": "SELECT count(*) FROM plan", "edits": "SELECT sum(version) FROM plan"}
_KEPT["questions shown"] = "SELECT count(*) FROM showing"

PARTS = 10
"""Deliveries of one round."""


async def twice(rounds: int, *, seed: int, on_postgres: bool = True) -> Tally:
    """So many rounds of a person's acts; each of their payloads is delivered twice."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        address: Database | None = None
        if on_postgres:
            address = stack.enter_context(stack.enter_context(a_server()).database())
        called: Counter[str] = Counter()

        async def count(moment: Moment) -> None:
            if moment.when is When.AFTER:
                called[_OVER.get(moment.method, "")] += 1

        # Channels of one's own: so many windows in a minute would be refused for their number alone.
        async with a_world(Path(folder), count, database=address, channels=(*CHANNELS,)) as world:
            for _ in range(_REPLICAS - 1 if on_postgres else 0):
                await world.engage().start(world.clock())
            await world.move(NINE)
            place = "three replicas, PostgreSQL" if on_postgres else "one process, SQLite"
            twice = _Twice(world, called, seed, Tally(fault=15, way=f"all kinds, {place}", tries=0))
            twice.root = await world.slack.person("ana").message(GUILD)
            with closing(Store(world.database)) as twice.store:
                for number in range(rounds):
                    await twice.live(_HOURS[number % 2])
    return twice.tally


class _Twice:
    """One person, all of whose payloads come twice."""

    store: Store
    root: Mapping[str, object]

    def __init__(self, world: World, called: Counter[str], seed: int, tally: Tally) -> None:
        self.tally = tally
        self._called = called
        self._chance = random.Random(seed)  # noqa: S311 - a seed that can be run again
        self._dispatch = world.playground.dispatch
        self._dispatch.mishaps = self._deliver
        self._ana = world.slack.person("ana")

    def _deliver(self, parcel: Parcel) -> Mishap | None:
        """Behind the first one, or beside it."""
        self.tally.tries += 1
        if self._chance.random() < 0.5:
            return Mishap.REPEATED
        self._dispatch._spawn(self._dispatch._repeat(parcel))
        return None

    async def live(self, at: str) -> None:
        """A round: a plan is edited, paused and resumed, a question asked for and looked at, Home opened."""
        ana = self._ana
        await self._do(ana.command(GUILD, "/interview daily"), "windows")
        await self._do(ana.press_in_modal("Edit"), "windows")
        await self._do(ana.submit({"plan_at": {"plan_at": at}}), "edits", tells=f"{at} Berlin time")
        await ana.close(everything=True)
        await self._do(ana.command(GUILD, "/interview daily"), "windows")
        await self._do(ana.press_in_modal("Pause"), "windows")
        await self._do(ana.submit(_DAY), "edits", tells="Paused: ")
        await self._do(ana.press_in_modal("Resume"), "edits", tells="Goes on: ")
        await ana.close(everything=True)
        await self._do(ana.command(GUILD, "/question"), "questions shown")
        await self._do(ana.home(), "Home drawn")
        await self._do(ana.press(self.root, "Check myself"), "windows")
        await ana.close(everything=True)

    async def _do(self, act: Awaitable[object], effect: str, tells: str = "") -> None:
        """An act, of which one effect must come, whatever was delivered twice."""
        before = self._effects()
        await act
        while under_way := self._dispatch._tasks:
            await asyncio.wait(under_way)
        came = self._effects() - before
        self.tally.rows += 1
        self.tally.lost += came[effect] == 0
        self.tally.double += max(0, came.total() - 1)
        if came != Counter({effect: 1}):
            self.tally.wrong.append(f"instead of one of {effect} came {dict(came)}")
        if tells and tells not in (shown := said(await self._ana.modal())):
            self.tally.wrong.append(f"the window does not say {tells!r}: …{shown[-300:]!r}")

    def _effects(self) -> Counter[str]:
        kept = self.store.read(_kept)
        return Counter({name: self._called[name] for name in _OVER.values()}) + kept


def _kept(tx: Transaction) -> Counter[str]:
    return Counter({name: tx.connection.execute(text(sql)).scalar_one() or 0 for name, sql in _KEPT.items()})
