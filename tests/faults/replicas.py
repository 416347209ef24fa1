"""1 and 4: three real processes on a real PostgreSQL, with the history scopes; they die, or the server does.

A lease is measured by PostgreSQL's clock, which nobody moves: a run waits until all is settled before it
moves the clock of the day.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from bot.playground.testing.person import buttons, said
from bot.store.store import Store
from tests.faults.kills import LATEST_KILL, _date, _replies
from tests.faults.tally import Tally
from tests.postgres import start_server
from tests.stories.world import GUILD, NINE, a_world

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.cli.bot_process import BotProcess
    from bot.store.store import Transaction
    from tests.postgres import Server
    from tests.stories.world import World

    Harm = Callable[[World, random.Random, Server], Awaitable[None]]

_HOURS = (dt.timedelta(), dt.timedelta(hours=7))  # after nine: the question, its answer
_MODULE = "tests.faults.replica_bot"
_LONGEST = 120.0  # seconds until everything must have come to its end; it takes a lease and some ticks


async def harmed(fault: int, way: str, harm: Harm, *, days: int, seed: int) -> Tally:
    """So many posting days, on which harm is done around every question and every answer."""
    chance = random.Random(seed)  # noqa: S311 - a seed that can be run again
    server = start_server()
    tally = Tally(fault=fault, way=f"{way}, history scopes", tries=2 * days, rows=2 * days, kills=2 * days)
    with tempfile.TemporaryDirectory() as folder, server.database() as address:
        async with a_world(Path(folder), database=address, extras=("history",), module=_MODULE) as world:
            for _ in range(2):
                await world.engage().start(world.clock())
            for number in range(days):
                day = NINE + dt.timedelta(days=number // 5 * 7 + number % 5)
                for hour in _HOURS:
                    await world.move(day + hour - dt.timedelta(minutes=1))
                    striking = asyncio.create_task(world.move(day + hour))
                    await asyncio.sleep(chance.uniform(0, LATEST_KILL))
                    await harm(world, chance, server)
                    await striking
                    tally.recovery = max(tally.recovery or 0.0, await _settled(address))
            await _judge(world, address, days, tally)
    return tally


async def kill_one(world: World, chance: random.Random, _server: Server) -> None:
    """Kill -9 of any replica, and a supervisor that starts another."""
    bot: BotProcess = chance.choice(world.bots)
    await bot.kill()
    await bot.start(world.clock())


async def restart_server(_world: World, _chance: random.Random, server: Server) -> None:
    """The server ends at once, every connection is cut, and it comes back."""
    await asyncio.to_thread(server.restart)


async def _settled(address: str) -> float:
    """Waits until no call is unfinished; how many seconds that took."""
    began = asyncio.get_running_loop().time()
    with closing(Store(address)) as store:
        while await store.read_soon(lambda tx: tx.outbox.waiting()):
            if asyncio.get_running_loop().time() - began > _LONGEST:
                raise AssertionError("calls are still unfinished")
            await asyncio.sleep(0.2)
    return asyncio.get_running_loop().time() - began


async def _judge(world: World, address: str, days: int, tally: Tally) -> None:
    """Counts what stands: one question a day, one answer under each."""
    with closing(Store(address)) as store:
        tally.uncertain = store.read(_uncertain)
    messages = await world.slack.person("ana").messages(GUILD)
    roots = [message for message in messages if "Check myself" in buttons(message)]
    dates = Counter(_date(root) for root in roots)
    answers = [sum("Answer · " in said(reply) for reply in _replies(root)) for root in roots]
    tally.lost = days - len(dates) + days - sum(1 for count in answers if count)
    extra = sum(dates.values()) - len(dates) + sum(count - 1 for count in answers if count > 1)
    tally.double = max(0, extra - tally.uncertain)


def _uncertain(tx: Transaction) -> int:
    again = text("SELECT count(*) FROM outgoing WHERE generation > 0 AND kind IN ('root', 'answer')")
    return int(tx.connection.execute(again).scalar_one())
