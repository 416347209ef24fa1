"""1 to 5: what is done to real replicas around each question and each answer, and what it came to."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground.unknowns import Unknown
from tests.faults.hours import hour
from tests.faults.replicas import Setting, Town, a_town
from tests.faults.tally import Tally
from tests.playground.fixtures import until
from tests.simulation.checker import Verdict, judge

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Awaitable, Callable

    from bot.playground.conversations import Message
    from tests.postgres import Server

    Harm = Callable[[Town], Awaitable[int]]
    """Does harm, and says how often."""

_LATEST = 0.6
"""Seconds after the hour strikes within which harm is done; ten posts take about as long."""


async def kill_one(town: Town) -> int:
    """Kill -9 of any replica, and a supervisor that starts another."""
    replica = town.chance.choice(town.replicas)
    await replica.kill()
    await replica.start(town.world.clock())
    return 1


async def restart_server(town: Town) -> int:
    """The server ends at once, every connection is cut, and it comes back."""
    assert town.server is not None
    await asyncio.to_thread(town.server.restart)
    return 1


async def shake(town: Town) -> int:
    """Slack fails by itself (replicas.py); how many calls it took since it was asked last."""
    taken, town.calls = town.calls, 0
    return taken


async def stop_some(town: Town) -> int:
    """SIGSTOP of one replica or two for longer than a lease, each at its own moment; then SIGCONT."""
    some = town.chance.sample(town.replicas, town.chance.choice((1, 2)))
    moments = [town.chance.uniform(0, 0.2) for _ in some]
    spans = [town.setting.lease * town.chance.uniform(1.1, 1.8) for _ in some]

    async def stop(number: int) -> None:
        await asyncio.sleep(moments[number])
        replica = some[number]
        replica.freeze()
        await asyncio.sleep(spans[number])
        replica.thaw()

    await asyncio.gather(*map(stop, range(len(some))))
    return len(some)


async def harmed(  # noqa: PLR0913 - what a line of the table is made of
    fault: int, way: str, harm: Harm, *, times: int, seed: int, setting: Setting, lanes: int = 1
) -> list[Tally]:
    """About so many times harm is done, at one hour of question or answer each.

    ``lanes`` towns live at once, since most of such an hour is waiting: for a lease, for a start.
    """
    together = asyncio.Barrier(lanes)
    with setting.a_server() as server:
        runs = (
            _lived(harm, together, times=times / lanes, seed=seed + lane, setting=setting, server=server)
            for lane in range(lanes)
        )
        async with asyncio.TaskGroup() as group:  # where one breaks off, the others end before their server
            lived = [group.create_task(run) for run in runs]
    found = [task.result() for task in lived]
    sum_of = {
        name: sum(getattr(tally, name) for tally, _ in found)
        for name in ("tries", "rows", "lost", "double", "uncertain")
    }
    tally = Tally(fault=fault, way=f"{way}, {setting.words}", **sum_of)
    tally.kills = tally.tries if harm in {kill_one, restart_server} else 0
    tally.recovery = max(one.recovery or 0.0 for one, _ in found)
    tally.wrong = [sentence for one, _ in found for sentence in one.wrong]
    if harm is not stop_some:
        return [tally]
    late = sum(count for _, count in found)
    way = f"… of these by chance late behind the look, {setting.words}"
    return [tally, replace(tally, way=way, lost=0, double=late, uncertain=0, wrong=[], beside=True)]


async def _lived(
    harm: Harm, together: asyncio.Barrier, *, times: float, seed: int, setting: Setting, server: Server | None
) -> tuple[Tally, int]:
    """One town's days, and how many posts were sent late in them.

    Towns are made and judged while none of them lives: both keep the thread in which all their Slacks answer.
    """
    tries, hours, slowest = 0, 0, 0.0
    async with a_town(setting, seed=seed, server=server) as town:
        await together.wait()
        while tries < times or hours % 2:
            striking = asyncio.create_task(town.world.move(hour(hours)))
            await asyncio.sleep(town.chance.uniform(0, _LATEST))
            tries += await harm(town)
            await striking
            slowest = max(slowest, await town.settled())
            hours += 1
        await together.wait()
        verdict, late = _judged(town, hours, excused=harm is stop_some)
    return Tally.of(0, "", tries, verdict, recovery=slowest), late


def _judged(town: Town, hours: int, *, excused: bool) -> tuple[Verdict, int]:
    """What stands after so many hours; ``excused``: without what was sent late, and how much that was."""
    late = town.sent_late() if excused else []
    for message in late:
        _remove(town, message)
    dates = [hour(number).date() for number in range(0, hours, 2)]
    verdict = judge(town, owed=[(plan, date) for plan in town.plans for date in dates], dates=dates)
    verdict.wrong += [] if town.setting.on_postgres else _unsound(town)
    return verdict, len(late)


def _remove(town: Town, message: Message) -> None:
    """As the first press on a twin removes it."""
    for channel in town.workspaces[0].conversations.values():
        if channel.find(message.ts) is message:
            channel.remove(message)


def _unsound(town: Town) -> list[str]:
    """What SQLite itself says of its file."""
    with closing(sqlite3.connect(town.folder / "bot.db")) as database:
        (said,) = database.execute("PRAGMA integrity_check").fetchone()
    return [] if said == "ok" else [f"the database is broken: {said}"]


async def stopped_behind_the_look(times: int, *, seed: int, honoured: bool, setting: Setting) -> Tally:
    """Stops whoever sends between its last look at the lease and the first byte, until another has sent it.

    No fence can stop what it then sends. ``honoured``: Slack knows a client_msg_id again.
    """
    setting = replace(setting, plans=1)
    hours = times + times % 2
    with setting.a_server() as server:
        async with a_town(setting, seed=seed, server=server) as town:
            town.workspaces[0].unknowns.turn(Unknown.CLIENT_MSG_ID_HONOURED, on=honoured)
            for number in range(hours):
                await _stop_behind_the_look(town, hour(number))
            verdict, late = _judged(town, hours, excused=True)
    way = f"stopped there on purpose, client_msg_id {'honoured' if honoured else 'not honoured'}"
    verdict.double += late
    return Tally.of(3, f"{way}, {setting.words}", hours, verdict, beside=not honoured)


async def _stop_behind_the_look(town: Town, at: dt.datetime) -> None:
    """Until another one has sent what the stopped one holds."""
    caught = town.trap.with_suffix(".caught")
    town.trap.touch()
    striking = asyncio.create_task(town.world.move(at))
    await until(caught.exists, within=120)
    (stopped,) = [one for one in town.replicas if one.pid == int(caught.read_text())]
    caught.unlink()
    await until(lambda: not town.store.read(town.unfinished), within=120)
    stopped.thaw()
    await striking
    await town.settled()
