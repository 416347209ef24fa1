"""One scenario for each thing that the promise rests on; without it, that scenario fails every time."""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import sys
from typing import TYPE_CHECKING

from sqlalchemy import update

from bot.practice.calendar import Schedule, zone
from bot.store.plans import Rule
from bot.store.tables import plan as plan_table
from tests.simulation.checker import Verdict, judge
from tests.simulation.loop import simulate
from tests.simulation.slack import Mishap, Way
from tests.simulation.town import MIDNIGHT, a_town

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from bot.playground.conversations import Conversation
    from bot.store.plans import Plan
    from tests.simulation.slack import Attempt
    from tests.simulation.town import Town

_RULE = Rule(
    schedule=Schedule(zone=zone("UTC"), at=dt.time(9), weekdays=frozenset(range(7)), closes=dt.time(16))
)
_NINE = MIDNIGHT + dt.timedelta(hours=9)
_MINUTE = dt.timedelta(minutes=1)
_NINE_SECONDS = 9 * 3600


async def _planned(town: Town) -> tuple[Plan, Conversation]:
    channel = town.channel()
    plan = town.plan(channel, _RULE)
    await town.until(_NINE - _MINUTE)
    return plan, channel


async def _judged(town: Town, plan: Plan) -> Verdict:
    await town.until(_NINE + dt.timedelta(hours=8))
    await town.settled()
    dates = [MIDNIGHT.date() + dt.timedelta(days=day) for day in range(2)]
    return judge(town, owed=[(plan.id, dates[0])], dates=dates)


async def fence(seed: int) -> Verdict:
    """A sender sleeps between call and record; another has the row by then, and is on the wire with it."""
    async with a_town(seed=seed, replicas=1) as town:
        plan, _ = await _planned(town)
        (sleeper,) = town.replicas
        ways = iter((Way.REFUSED, Way.HANGS_AFTER))
        town.line.mishaps = lambda _team, method: _next(ways) if method == "chat.postMessage" else None
        town.await_step("chat.postMessage leaves", lambda replica: replica.freeze())
        await town.until(_NINE + _MINUTE)
        town.start("second")
        while len(_posts(town)) < 2:
            await town.until(town.clock() + dt.timedelta(seconds=1))
        await town.until(town.clock() + dt.timedelta(seconds=1))
        sleeper.thaw()
        return await _judged(town, plan)


def _posts(town: Town) -> list[Attempt]:
    """The posts that left at nine or later; looks for one that is doubtful are none."""
    calls = town.line.attempts
    return [one for one in calls if one.method == "chat.postMessage" and one.at > _NINE_SECONDS]


def _next(ways: Iterator[Way]) -> Mishap | None:
    way = next(ways, None)
    return Mishap(way=way) if way else None


async def unique(seed: int) -> Verdict:
    """A plan's next slot is set back, as an older program or a restored row would: the date had its post."""
    async with a_town(seed=seed) as town:
        plan, _ = await _planned(town)
        await town.until(_NINE + _MINUTE)
        back = update(plan_table).where(plan_table.c.id == plan.id).values(next_due=_NINE)
        town.store.write(lambda tx: tx.connection.execute(back))
        town.wake()
        return await _judged(town, plan)


async def intent(seed: int) -> Verdict:
    """Kill -9 after Slack took the post, before that was recorded."""
    async with a_town(seed=seed) as town:
        plan, _ = await _planned(town)
        town.await_step("chat.postMessage was taken", town.kill_and_restart)
        return await _judged(town, plan)


async def settling(seed: int) -> Verdict:
    """Slack takes the post, and the connection is cut."""
    async with a_town(seed=seed) as town:
        plan, _ = await _planned(town)
        _lose_first(town)
        return await _judged(town, plan)


async def press(seed: int) -> Verdict:
    """The same, and a person presses on each of the two messages: one of them goes."""
    async with a_town(seed=seed) as town:
        plan, channel = await _planned(town)
        _lose_first(town)
        await town.until(_NINE + dt.timedelta(hours=1))
        roots = town.roots(channel)
        for root in roots:
            if channel.find(root.ts):
                town.press(root, channel)
                await town.until(town.clock() + _MINUTE)
                await town.settled()
        verdict = await _judged(town, plan)
        if (len(roots), len(town.roots(channel))) != (2, 1):
            verdict.wrong.append(f"of {len(roots)} roots {len(town.roots(channel))} stand after the presses")
        return verdict


def _lose_first(town: Town) -> None:
    ways = iter((Way.CUT_AFTER,))
    town.line.mishaps = lambda _team, method: _next(ways) if method == "chat.postMessage" else None


NAMED: dict[str, Callable[[int], Coroutine[object, object, Verdict]]] = {
    "fence": fence,
    "unique": unique,
    "intent": intent,
    "settling": settling,
    "press": press,
}


def run(name: str, seed: int) -> Verdict:
    """One of them, by its seed."""
    return simulate(NAMED[name](seed))


def main() -> int:
    """Runs one; the exit code says whether the promise was kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=NAMED)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    verdict = run(options.name, options.seed)
    print(f"{verdict.lost} lost, {verdict.double} double", *verdict.wrong, sep="\n")
    return 1 if verdict.lost or verdict.double or verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
