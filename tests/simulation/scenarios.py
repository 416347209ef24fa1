"""The simulated faults of the promise's table, each a run by its seed; ``volume`` is a part of the whole."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.delivery.outcomes import wait_of
from bot.practice.calendar import Schedule, zone
from bot.store.plans import Rule
from tests.bank_of_tests import BANK, OPEN, bank_of, library_of
from tests.faults.tally import Tally
from tests.simulation.checker import Verdict, judge
from tests.simulation.loop import simulate
from tests.simulation.slack import Mishap, Way
from tests.simulation.town import MIDNIGHT, Strike, Town, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.library import Library
    from bot.playground.conversations import Conversation
    from bot.store.plans import Plan
    from tests.simulation.checker import Date

_DAILY = Schedule(zone=zone("UTC"), at=dt.time(9), weekdays=frozenset(range(7)), closes=dt.time(9, 10))
_RULE = Rule(schedule=_DAILY)
_JUST_BEFORE = dt.timedelta(hours=9) - dt.timedelta(seconds=0.1)
_TEN = dt.timedelta(hours=10)
_DAYS_A_TOWN = 60
"""A town's database grows; a new one is as good."""


def scopes(history: bool) -> str:  # noqa: FBT001 - a set of scopes has two sides here
    """The words of the table."""
    return "history scopes" if history else "default scopes"


def _at(date: dt.date, time: dt.timedelta) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(), dt.UTC) + time


def _dates(town: Town) -> list[dt.date]:
    """From a day before the town began until a day after now."""
    days = (town.clock() - MIDNIGHT).days + 3
    return [MIDNIGHT.date() + dt.timedelta(days=day - 1) for day in range(days)]


async def _next_morning(town: Town) -> dt.date:
    """Sleeps until 08:50 of the next day."""
    now = town.clock()
    date = now.date() + dt.timedelta(days=now.hour >= 8)
    await town.until(_at(date, dt.timedelta(hours=8, minutes=50)))
    return date


async def _a_plan(town: Town, rule: Rule = _RULE) -> tuple[Plan, Conversation]:
    """A plan in a channel of its own, introduced."""
    channel = town.channel()
    plan = town.plan(channel, rule)
    await town.until(town.clock() + dt.timedelta(minutes=1))
    await town.settled()
    return plan, channel


def _numbers(volume: float, seed: int) -> Iterator[int]:
    """Every step where the volume is whole, else every so many of them, beginning at a random one."""
    stride = max(1, round(1 / volume))
    number = random.Random(seed).randrange(stride)  # noqa: S311 - repeatable
    while True:
        yield number
        number += stride


# 11


_EDITS: dict[str, tuple[str, Rule | None, bool]] = {
    "pause": ("pause", None, False),
    "delete": ("delete", None, False),
    "an hour later": ("edit", Rule(schedule=replace(_DAILY, at=dt.time(10))), True),
    "half an hour earlier": ("edit", Rule(schedule=replace(_DAILY, at=dt.time(8, 30))), True),
    "another closing hour": ("edit", Rule(schedule=replace(_DAILY, closes=dt.time(9, 20))), True),
    "to Kiritimati": ("edit", Rule(schedule=replace(_DAILY, zone=zone("Pacific/Kiritimati"))), False),
    "to Honolulu": ("edit", Rule(schedule=replace(_DAILY, zone=zone("Pacific/Honolulu"))), False),
    "paused and resumed": ("pause", None, False),
}
"""What a person does, and whether the date's post is owed all the same."""


def edited(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """11: a plan is edited, paused, deleted or moved between every two steps around its post."""
    return [simulate(_edited(seed, name, history=history, volume=volume)) for name in _EDITS]


async def _edited(seed: int, name: str, *, history: bool, volume: float) -> Tally:
    how, rule, is_owed = _EDITS[name]
    numbers, verdict, tries, more = _numbers(volume, seed), Verdict(), 0, True
    while more:
        async with a_town(seed=seed + tries, history=history) as town:
            owed: list[Date] = []
            for _ in range(_DAYS_A_TOWN):
                date = await _next_morning(town)
                plan, _ = await _a_plan(town)
                await town.until(_at(date, _JUST_BEFORE))
                town.interfere(next(numbers), lambda _, plan=plan: town.edit(plan, how, rule))  # type: ignore[misc] # a default binds the name now
                await town.until(_at(date, dt.timedelta(hours=9, minutes=5)))
                more = town.interference is None
                town.interference = None
                if name == "paused and resumed":
                    town.edit(plan, "resume")
                await town.until(_at(date, dt.timedelta(hours=10, minutes=25)))
                await town.settled()
                town.edit(plan, "delete")
                if not more:
                    break
                tries += 1
                owed += [(plan.id, date)] if is_owed else []
            verdict += judge(town, owed=owed, dates=_dates(town))
    return Tally.of(11, f"{name}, {scopes(history)}", tries, verdict)


# 12


def _changed_bank() -> Library:
    return library_of(
        bank_of(
            [replace(question, question="Another wording?", answer="Another answer.") for question in OPEN]
        )
    )


_BANKS: dict[str, tuple[Callable[[], Library], bool]] = {
    "changed": (_changed_bank, True),
    "emptied": (lambda: library_of(bank_of(())), False),
}


def bank_edited(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """12: the bank is changed or emptied between every two steps, from the post to the end of its answer."""
    return [simulate(_bank_edited(seed, name, history=history, volume=volume)) for name in _BANKS]


async def _bank_edited(seed: int, name: str, *, history: bool, volume: float) -> Tally:
    bank, is_owed = _BANKS[name]
    numbers, verdict, tries, more = _numbers(volume, seed), Verdict(), 0, True
    while more:
        async with a_town(seed=seed + tries, history=history) as town:
            owed: list[Date] = []
            for _ in range(_DAYS_A_TOWN):
                town.library = library_of(BANK)
                date = await _next_morning(town)
                plan, _ = await _a_plan(town)
                await town.until(_at(date, _JUST_BEFORE))
                town.interfere(next(numbers), lambda _: setattr(town, "library", bank()))
                await town.until(_at(date, _TEN))
                more = town.interference is None
                town.interference = None
                await town.settled()
                town.edit(plan, "delete")
                if not more:
                    break
                tries += 1
                owed += [(plan.id, date)] if is_owed else []
            verdict += judge(town, owed=owed, dates=_dates(town))
    return Tally.of(12, f"{name}, {scopes(history)}", tries, verdict)


# 13


DATABASE = (
    ("statement", "before"),
    ("statement", "after"),
    ("commit", "before"),
    ("commit", "after"),
    ("commit", "hangs before"),
    ("commit", "hangs after"),
)


def broken_steps(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """13: the Nth statement, commit or call fails before, after, or hangs; or the replica is killed there."""
    database = [
        simulate(_broken(seed, f"{kind} {way}", _strike(kind, way), history=history, volume=volume))
        for kind, way in DATABASE
    ]
    calls = [
        simulate(_broken(seed, f"call {way}", _call(way), history=history, volume=volume))
        for way in Way
        if way is not Way.LIMITED
    ]
    killed = simulate(_broken(seed, "killed", _killed, history=history, volume=volume))
    return [*database, *calls, killed]


Arm = Callable[[Town, int], Callable[[], bool]]
"""Prepares the Nth failure; what it returns tells whether it has struck."""


def _strike(kind: str, way: str) -> Arm:
    def arm(town: Town, number: int) -> Callable[[], bool]:
        strike = town.strike = Strike(kind, way, number)
        return lambda: strike.has_struck

    return arm


def _call(way: Way) -> Arm:
    def arm(town: Town, number: int) -> Callable[[], bool]:
        strike = Strike("call", way, number)
        town.line.mishaps = lambda _team, _method: Mishap(way=way) if strike.meets("call", way) else None
        return lambda: strike.has_struck

    return arm


def _killed(town: Town, number: int) -> Callable[[], bool]:
    town.interfere(number, town.kill_and_restart)
    return lambda: town.interference is None


async def _broken(
    seed: int,
    name: str,
    arm: Arm,
    *,
    history: bool,
    volume: float,
) -> Tally:
    numbers, verdict, tries, more, kills, slowest = _numbers(volume, seed), Verdict(), 0, True, 0, 0.0
    while more:
        async with a_town(seed=seed + tries, history=history) as town:
            owed: list[Date] = []
            for _ in range(_DAYS_A_TOWN):
                date = await _next_morning(town)
                plan, _ = await _a_plan(town)
                await town.until(_at(date, _JUST_BEFORE))
                struck = arm(town, next(numbers))
                await town.until(_at(date, dt.timedelta(hours=9, minutes=11)))
                await town.settled()
                slowest = max(
                    slowest, (town.clock() - _at(date, dt.timedelta(hours=9, minutes=10))).total_seconds()
                )
                more = struck()
                town.interference, town.strike = None, None
                owed.append((plan.id, date))
                town.edit(plan, "delete")
                if not more:
                    break
                tries += 1
            kills += town.kills
            verdict += judge(town, owed=owed, dates=_dates(town))
    return Tally.of(13, f"{name}, {scopes(history)}", tries, verdict, kills=kills, recovery=slowest)


# 9


def skewed(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """9: replicas' clocks differ by up to ten minutes, and the true one jumps at a random step."""
    return [simulate(_skewed(seed, tries=max(5, round(500 * volume)), history=history))]


async def _skewed(seed: int, *, tries: int, history: bool) -> Tally:
    verdict, done = Verdict(), 0
    widest = dt.timedelta(minutes=10)
    while done < tries:
        async with a_town(seed=seed + done, replicas=1, history=history) as town:
            town.start(skew=town.chance.uniform(-1, 1) * widest)
            town.start(skew=town.chance.uniform(-1, 1) * widest)
            owed: list[Date] = []
            for _ in range(min(_DAYS_A_TOWN, tries - done)):
                date = await _next_morning(town)
                plan, _ = await _a_plan(town)
                await town.until(_at(date, dt.timedelta(hours=9)) - widest)
                jump = dt.timedelta(seconds=town.chance.uniform(-900, 900))
                town.interfere(town.chance.randrange(150), lambda _, jump=jump: _jump(town, jump))  # type: ignore[misc] # a default binds the name now
                await town.until(_at(date, dt.timedelta(hours=10, minutes=30)))
                town.interference = None
                await town.answered()
                owed.append((plan.id, date))
                town.edit(plan, "delete")
                done += 1
            verdict += judge(town, owed=owed, dates=_dates(town), skew=widest * 2 + dt.timedelta(minutes=15))
    return Tally.of(9, scopes(history), tries, verdict)


def _jump(town: Town, by: dt.timedelta) -> None:
    town.jumped += by


# 10


_AWAY = (
    *(dt.timedelta(minutes=minutes) for minutes in (1, 5, 20, 45, 90, 150, 239, 240, 241, 300, 600)),
    *(dt.timedelta(hours=hours) for hours in (12, 18, 23, 24, 25, 28, 29, 36, 47, 60)),
    *(dt.timedelta(days=days) for days in range(3, 31)),
)


def away(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """10: nobody runs for a minute to thirty days, from any hour on."""
    every = max(1, round(1 / volume))
    times = _AWAY[seed % every :: every]
    return [simulate(_away(seed, times, history=history))]


async def _away(seed: int, times: tuple[dt.timedelta, ...], *, history: bool) -> Tally:
    verdict, tries = Verdict(), 0
    for time in times:
        for hours in (8.99, 9.0, 9.001, 10.5, 16.0):
            tries += 1
            async with a_town(seed=seed + tries, history=history) as town:
                plan, _ = await _a_plan(town, Rule(schedule=replace(_DAILY, closes=dt.time(16))))
                down = MIDNIGHT + dt.timedelta(days=1, hours=hours)
                await town.until(down)
                for replica in list(town.replicas):
                    town.kill(replica)
                await town.until(down + time)
                town.start()
                await town.until(town.clock() + dt.timedelta(days=1, minutes=30))
                await town.settled()
                owed = _met(plan, down, down + time, town.clock())
                await town.answered()
                verdict += judge(town, owed=owed, dates=_dates(town))
                verdict.wrong += _late(town, plan, since=down + time)
    return Tally.of(10, scopes(history), tries, verdict)


def _met(plan: Plan, down: dt.datetime, up: dt.datetime, end: dt.datetime) -> list[Date]:
    """The dates of which some hour inside [due, expires] saw a replica, a minute at least."""
    minute = dt.timedelta(minutes=1)
    days = [MIDNIGHT.date() + dt.timedelta(days=day) for day in range((end - MIDNIGHT).days + 1)]
    return [
        (plan.id, day)
        for day in days
        if (due := _at(day, dt.timedelta(hours=9))) + minute < end
        and (due + minute < down or (up + minute < due + dt.timedelta(hours=4)))
    ]


def _late(town: Town, plan: Plan, *, since: dt.datetime) -> list[str]:
    """More than one post at once when somebody is back would be noise."""
    channel = town.workspaces[0].conversations[plan.channel]
    soon = [
        root for root in town.roots(channel) if since.timestamp() <= float(root.ts) < since.timestamp() + 60
    ]
    return [f"{len(soon)} posts at once after the time away"] if len(soon) > 1 else []


# 15


def repeated(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """15: the same press is delivered again and again, while the answer is on its way and later."""
    return [simulate(_repeated(seed, tries=round(10_000 * volume), history=history))]


async def _repeated(seed: int, *, tries: int, history: bool) -> Tally:
    verdict, done = Verdict(), 0
    while done < tries:
        async with a_town(seed=seed + done, replicas=3, history=history) as town:
            owed: list[Date] = []
            for _ in range(20):
                date = await _next_morning(town)
                plan, channel = await _a_plan(town, Rule(schedule=replace(_DAILY, closes=None)))
                await town.until(_at(date, dt.timedelta(hours=9, minutes=1)))
                (root,) = town.roots(channel)
                for _ in range(min(50, tries - done)):
                    town.press(root, channel, f"T1/U{town.chance.randrange(5)}")
                    await town.until(
                        town.clock() + dt.timedelta(seconds=town.chance.choice((0, 0, 0.003, 0.05, 9)))
                    )
                    done += 1
                await town.settled()
                owed.append((plan.id, date))
                town.edit(plan, "delete")
                if done >= tries:
                    break
            verdict += judge(town, owed=owed, dates=_dates(town))
    return Tally.of(15, f"presses, {scopes(history)}", tries, verdict)


# 16


def crowded(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """16: two plans, one channel, one minute; Slack's first answer is lost, and forty messages follow."""
    return [simulate(_crowded(seed, tries=max(3, round(1000 * volume)), history=history))]


async def _crowded(seed: int, *, tries: int, history: bool) -> Tally:
    verdict, done, slowest = Verdict(), 0, 0.0
    while done < tries:
        async with a_town(seed=seed + done, history=history) as town:
            owed: list[Date] = []
            for _ in range(min(_DAYS_A_TOWN, tries - done)):
                date = await _next_morning(town)
                plan, channel = await _a_plan(town)
                other = town.plan(channel, _RULE)
                await town.until(_at(date, _JUST_BEFORE))
                strike = Strike("call", "lost", 0)
                town.line.mishaps = lambda _team, method, strike=strike: (  # type: ignore[misc] # a default binds the name now
                    Mishap(way=Way.CUT_AFTER)
                    if method == "chat.postMessage" and strike.meets("call", "lost")
                    else None
                )
                await town.until(_at(date, dt.timedelta(hours=9, seconds=1)))
                town.say(channel, 40)
                await town.until(_at(date, dt.timedelta(hours=9, minutes=30)))
                await town.settled()
                slowest = max(slowest, (town.clock() - _at(date, dt.timedelta(hours=9))).total_seconds())
                verdict.wrong += await _press_twins(town, channel, keep=2)
                owed += [(plan.id, date), (other.id, date)]
                town.edit(plan, "delete")
                town.edit(other, "delete")
                done += 1
            verdict += judge(town, owed=owed, dates=_dates(town))
    return Tally.of(16, scopes(history), tries, verdict, recovery=slowest)


async def _press_twins(
    town: Town, channel: Conversation, *, keep: int, latest: int | None = None
) -> list[str]:
    """The first press on each of the latest questions; what is wrong with what stands then."""
    for root in town.roots(channel)[-(latest or 0) :]:
        if channel.find(root.ts):
            town.press(root, channel)
            await town.until(town.clock() + dt.timedelta(seconds=30))
            await town.settled()
    left = len(town.roots(channel))
    return [] if left == keep else [f"{left} roots stand after a press on each, not {keep}"]


# 5


_SWALLOWED = (Way.CUT_AFTER, Way.HANGS_AFTER, Way.FAILS_AFTER, Way.FAILS_BEFORE)


def swallowed(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """5: Slack accepts and never answers, fails after accepting, and before; each a tenth of the calls."""
    return [simulate(_swallowed(seed, calls=max(100, round(20_000 * volume)), history=history))]


async def _swallowed(seed: int, *, calls: int, history: bool) -> Tally:
    verdict, done, towns = Verdict(), 0, 0
    while done < calls:
        async with a_town(seed=seed + towns, history=history) as town:
            towns += 1
            planned = [await _a_plan(town, Rule(schedule=replace(_DAILY, closes=None))) for _ in range(8)]

            def mishaps(_team: str, method: str, town: Town = town) -> Mishap | None:
                struck = method != "chat.getPermalink" and town.chance.random() < 0.1 * len(_SWALLOWED)
                return Mishap(way=town.chance.choice(_SWALLOWED)) if struck else None

            first = await _next_morning(town)
            for day in range(20):
                date = first + dt.timedelta(days=day)
                town.line.mishaps = mishaps
                await town.until(_at(date, dt.timedelta(hours=15)))
                await town.settled()
                for _, channel in planned:
                    of_today = len(town.roots(channel)) - day  # at times eight or nine in a row are lost
                    verdict.wrong += await _press_twins(town, channel, keep=day + 1, latest=of_today)
            town.line.mishaps = lambda _team, _method: None
            await town.settled()
            done += len(town.line.attempts)
            owed = [(plan.id, first + dt.timedelta(days=day)) for plan, _ in planned for day in range(20)]
            verdict += judge(town, owed=owed, dates=_dates(town))
    return Tally.of(5, f"calls, simulated, {scopes(history)}", done, verdict)


# 6


def stormed(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """6: for a while half of a team's calls are told to wait, for any time or none; another team is not."""
    days = max(1, round(20 * volume))
    return [simulate(_stormed(seed, days=days, history=history))]


_WAITS = (*map(str, range(1, 121)), None, "garbage", "-3", "0", "1e9", "")
_ROWS = ("chat.postMessage", "chat.update", "chat.delete")
_UNDER_WAY = 1.0
"""Seconds within which calls that had left before the refusal was read may still arrive."""


async def _stormed(seed: int, *, days: int, history: bool) -> Tally:
    verdict, slowest = Verdict(), 0.0
    async with a_town(seed=seed, history=history) as town:
        stormy, calm = town.workspaces[0], town.workspace("Calm")
        plans = [
            town.plan(town.channel(where), _RULE, workspace=where)
            for where in (stormy, calm)
            for _ in range(20)
        ]

        def mishaps(team: str, method: str) -> Mishap | None:
            strikes = team == stormy.team_id and method in _ROWS and town.chance.random() < 0.5
            return Mishap(way=Way.LIMITED, retry_after=town.chance.choice(_WAITS)) if strikes else None

        await town.settled()
        first = await _next_morning(town)
        for day in range(days):
            date = first + dt.timedelta(days=day)
            await town.until(_at(date, _JUST_BEFORE))
            town.line.mishaps = mishaps
            await town.until(_at(date, dt.timedelta(hours=9, minutes=40)))
            town.line.mishaps = lambda _team, _method: None
            await town.until(_at(date, _TEN))
            await town.answered()
            slowest = max(slowest, *(_lateness(town, plan, date) for plan in plans[20:]))
        verdict += judge(
            town,
            owed=[(plan.id, first + dt.timedelta(days=day)) for plan in plans for day in range(days)],
            dates=_dates(town),
        )
        verdict.wrong += _faster_than_allowed(town)
        if slowest > 10:
            verdict.wrong.append(f"the calm team waited {slowest:.1f} s")
    return Tally.of(6, scopes(history), 40 * days, verdict, recovery=slowest)


def _lateness(town: Town, plan: Plan, date: dt.date) -> float:
    """Seconds from a slot's hour to its post."""
    where = next(one for one in town.workspaces if plan.channel in one.conversations)
    due = _at(date, dt.timedelta(hours=9)).timestamp()
    day = [float(root.ts) for root in town.roots(where.conversations[plan.channel])]
    return min((at - due for at in day if due <= at < due + 86_400), default=86_400.0)


def _faster_than_allowed(town: Town) -> list[str]:
    """Calls that left while Slack had told their method to wait."""
    wrong, gates = [], dict[tuple[str, str], list[tuple[float, float]]]()
    for attempt in town.line.attempts:
        name = (attempt.team, attempt.method)
        wrong += [
            f"{attempt.method} left {attempt.at - since:.1f} s after a 429 of {until - since:.0f} s"
            for since, until in gates.get(name, [])[-50:]
            if since + _UNDER_WAY < attempt.at < until
        ]
        if attempt.mishap and attempt.mishap.way is Way.LIMITED:
            wait = wait_of(attempt.mishap.retry_after)
            gates.setdefault(name, []).append((attempt.at, attempt.at + wait))
    return wrong[:5]


# 7


def one_hangs(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """7: one workspace of many hangs on every call; it has a hundred plans at the same minute."""
    return [simulate(_one_hangs(seed, others=max(20, round(999 * volume)), history=history))]


async def _one_hangs(seed: int, *, others: int, history: bool) -> Tally:
    async with a_town(seed=seed, replicas=1, history=history) as town:
        hung = town.workspaces[0]
        hanging = [town.plan(town.channel(hung), _RULE, workspace=hung) for _ in range(100)]
        workspaces = [town.workspace() for _ in range(others)]
        plans = [town.plan(town.channel(where), _RULE, workspace=where) for where in workspaces]
        await town.settled()
        latest, dates = [], []
        for hangs in (False, True):
            date = await _next_morning(town)
            dates.append(date)
            town.line.mishaps = lambda team, _method, hangs=hangs: (  # type: ignore[misc] # a default binds the name now
                Mishap(way=Way.HANGS_BEFORE) if hangs and team == hung.team_id else None
            )
            await town.until(_at(date, _TEN))
            latest.append(max(_lateness(town, plan, date) for plan in plans))
        town.line.mishaps = lambda _team, _method: None
        await town.settled()
        await town.answered()
        owed = [(plan.id, date) for plan in (*plans, *hanging) for date in dates]
        verdict = judge(town, owed=owed, dates=_dates(town))
        undisturbed, disturbed = latest
        if disturbed > undisturbed + 10:
            verdict.wrong.append(
                f"the others waited {disturbed:.1f} s, and {undisturbed:.1f} s when nobody hung"
            )
    return Tally.of(7, f"{others} others, {scopes(history)}", others, verdict, recovery=disturbed)
