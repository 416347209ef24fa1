"""All faults at once, drawn by a seed, for hundreds of days; the town begins anew from time to time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.practice.calendar import Schedule, zone
from bot.store.plans import Rule
from tests.bank_of_tests import BANK, OPEN, bank_of, library_of
from tests.faults.tally import Tally
from tests.simulation.checker import Verdict, judge
from tests.simulation.loop import simulate
from tests.simulation.scenarios import DATABASE, scopes
from tests.simulation.slack import Mishap, Way
from tests.simulation.town import MIDNIGHT, Strike, a_town

if TYPE_CHECKING:
    from bot.store.plans import Plan
    from tests.simulation.town import Town

_DAYS = 25
_HOURS = (dt.time(0), dt.time(2, 30), dt.time(9), dt.time(23, 30))
_ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu")
_SHARE = 0.1
"""Of the calls meet a mishap."""


def everything(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """400 days of towns whose every part fails now and then."""
    total, kills, towns = Verdict(), 0, max(1, round(16 * volume))
    for number in range(towns):
        verdict, killed = simulate(_days(seed + number, history=history))
        verdict.wrong = [f"seed {seed + number}: {sentence}" for sentence in verdict.wrong]
        total, kills = total + verdict, kills + killed
    return [Tally.of(0, f"days of everything, {scopes(history)}", towns * _DAYS, total, kills=kills)]


async def _days(seed: int, *, history: bool) -> tuple[Verdict, int]:
    async with a_town(seed=seed, replicas=2, history=history) as town:
        chance = town.chance
        steady = [_plan(town) for _ in range(2)]
        restless = [_plan(town) for _ in range(2)]
        await town.settled()
        town.line.mishaps = lambda _team, _method: _mishap(town)
        for _ in range(_DAYS):
            morning = town.clock()
            for _ in range(chance.randrange(1, 5)):
                await town.until(town.clock() + dt.timedelta(hours=chance.uniform(0, 6)))
                _happen(town, restless)
            await town.until(morning + dt.timedelta(days=1))
        town.line.mishaps = lambda _team, _method: None
        town.strike = town.interference = None
        last = town.clock().date()
        await town.until(town.clock() + dt.timedelta(hours=5))
        for plan in (*steady, *restless):
            town.edit(plan, "delete")
        await town.until(town.clock() + dt.timedelta(days=2))  # every answer has had its hour
        await town.settled()
        first = MIDNIGHT.date()
        dates = [first + dt.timedelta(days=day - 1) for day in range((last - first).days + 3)]
        owed = [(plan.id, day) for plan in steady for day in dates[3:-3]]
        return judge(town, owed=owed, dates=dates), town.kills


def _plan(town: Town) -> Plan:
    chance = town.chance
    schedule = Schedule(
        zone=zone(chance.choice(_ZONES)),
        at=chance.choice(_HOURS),
        weekdays=frozenset(range(7)),
        closes=chance.choice((dt.time(16), dt.time(9, 30))),
    )
    return town.plan(town.channel(), Rule(schedule=schedule))


def _mishap(town: Town) -> Mishap | None:
    if town.chance.random() >= _SHARE:
        return None
    waits = ("1", "30", "120", None, "garbage")
    return Mishap(way=town.chance.choice(list(Way)), retry_after=town.chance.choice(waits))


def _happen(town: Town, restless: list[Plan]) -> None:
    """Something that breaks or changes, now or at some step from now on."""
    town.chance.choice((_kill, _kill, _break, _edit, _change_bank, _talk, _press))(town, restless)


def _kill(town: Town, _restless: list[Plan]) -> None:
    town.interfere(town.chance.randrange(120), town.kill_and_restart)


def _break(town: Town, _restless: list[Plan]) -> None:
    kind, way = town.chance.choice(DATABASE)
    town.strike = Strike(kind, way, town.chance.randrange(40))


def _edit(town: Town, restless: list[Plan]) -> None:
    chance = town.chance
    plan, how = chance.choice(restless), chance.choice(("edit", "pause", "resume"))
    schedule = replace(plan.rule.schedule, at=chance.choice(_HOURS), zone=zone(chance.choice(_ZONES)))
    town.interfere(chance.randrange(120), lambda _: town.edit(plan, how, Rule(schedule=schedule)))


def _change_bank(town: Town, _restless: list[Plan]) -> None:
    some = town.chance.sample(OPEN, town.chance.randrange(1, len(OPEN)))
    town.library = library_of(town.chance.choice((BANK, bank_of(some))))


def _talk(town: Town, _restless: list[Plan]) -> None:
    for channel in town.workspaces[0].conversations.values():
        town.say(channel, town.chance.randrange(40))


def _press(town: Town, restless: list[Plan]) -> None:
    for plan in restless:
        channel = town.workspaces[0].conversations[plan.channel]
        for root in town.roots(channel)[-2:]:
            if channel.find(root.ts):
                town.press(root, channel)
