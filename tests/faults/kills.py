"""kill -9 at random moments of posting days, and a count of what stands in the channel afterwards.

The bot is a process of its own on one SQLite file and the two default scopes. A post that was killed between
Slack's accept and our commit is held, and then sent once more: that is counted as uncertain, never as double.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.playground.testing.person import buttons, said
from tests.stories.world import GUILD, NINE, World, a_world

if TYPE_CHECKING:
    from collections.abc import Iterable

LATEST_KILL = 0.25  # seconds after the hour strikes; a post takes less
_HOURS = (dt.timedelta(), dt.timedelta(hours=7))  # after nine: the question, its answer
_HELD = dt.timedelta(minutes=25)  # longer than the hold of a doubtful post


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What a run ended with: posts that were due, kills, and what became of the posts."""

    rows: int
    kills: int
    lost: int
    double: int
    uncertain: int

    def __str__(self) -> str:
        line = f"faults: {self.rows} rows, {self.kills} kills, {self.lost} lost, {self.double} double"
        return f"{line}\nuncertain, on the two default scopes: {self.uncertain}"


async def kill_through_days(days: int, *, seed: int) -> Count:
    """Kills the bot around every question and every answer of so many days (weekdays, from Monday on)."""
    chance = random.Random(seed)  # noqa: S311 - a seed that can be run again
    kills = 0
    with tempfile.TemporaryDirectory() as folder:
        async with a_world(Path(folder)) as world:
            for day in _weekdays(days):
                for hour in _HOURS:
                    kills += await _kill_around(world, NINE + day + hour, chance)
            return await _count(world, days, kills)


def _weekdays(count: int) -> Iterable[dt.timedelta]:
    return (dt.timedelta(days=day // 5 * 7 + day % 5) for day in range(count))


async def _kill_around(world: World, hour: dt.datetime, chance: random.Random) -> int:
    """Lets the hour strike, kills at a random moment of it, starts again, and waits the hold out."""
    await world.move(hour - dt.timedelta(minutes=1))
    striking = asyncio.create_task(world.move(hour))
    await asyncio.sleep(chance.uniform(0, LATEST_KILL))
    await world.bot.kill()
    await striking
    await world.start_bot()
    await world.move(hour + _HELD)
    return 1


async def _count(world: World, days: int, kills: int) -> Count:
    with closing(sqlite3.connect(world.database)) as database:
        again = "SELECT count(*) FROM outgoing WHERE generation > 0 AND kind IN ('root', 'answer')"
        (uncertain,) = database.execute(again).fetchone()
        (sound,) = database.execute("PRAGMA integrity_check").fetchone()
    if sound != "ok":
        raise AssertionError(f"the database is broken: {sound}")
    messages = await world.slack.person("ana").messages(GUILD)
    roots = [message for message in messages if "Check myself" in buttons(message)]
    dates = Counter(_date(root) for root in roots)
    answers = [sum("Answer · " in said(reply) for reply in _replies(root)) for root in roots]
    lost = days - len(dates) + days - sum(1 for count in answers if count)
    extra = sum(dates.values()) - len(dates) + sum(count - 1 for count in answers if count > 1)
    return Count(rows=2 * days, kills=kills, lost=lost, double=max(0, extra - uncertain), uncertain=uncertain)


def _date(root: dict[str, object]) -> str:
    """The day in a root's first line, as in ``Mon 23 Nov``."""
    first = root["blocks"]
    assert isinstance(first, list)
    return str(first[0]["elements"][0]["text"]).rsplit(" · ", 1)[-1]


def _replies(root: dict[str, object]) -> list[dict[str, object]]:
    found = root["replies"]
    assert isinstance(found, list)
    return found
