"""14: many press Reveal at once, over real sockets; one public answer comes of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.playground.testing.person import said
from tests.faults.tally import Tally
from tests.stories.world import GUILD, NINE, a_world

if TYPE_CHECKING:
    from tests.stories.world import World

_AT_ONCE = 100
_PEOPLE = ("ana", "ben", "chiara")


async def press_at_once(rounds: int) -> Tally:
    """So many posting days, on each a hundred presses of three people at the same moment."""
    tally = Tally(fault=14, way="100 presses at once, one process, SQLite", tries=rounds, rows=2 * rounds)
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        async with a_world(Path(folder)) as world:
            for number in range(rounds):
                day = NINE + dt.timedelta(days=number // 5 * 7 + number % 5)
                await world.move(day)
                began = time.monotonic()
                answers = await _round(world)
                slowest = max(slowest, time.monotonic() - began)
                tally.lost += answers == 0
                tally.double += max(0, answers - 1)
                if answers != 1:
                    tally.wrong.append(f"{day:%d %b}: {answers} answers")
    tally.recovery = slowest
    return tally


async def _round(world: World) -> int:
    """The presses, all of them acked; how many public answers stand once the bot has nothing more to do."""
    people = [world.slack.person(handle) for handle in _PEOPLE]
    root = await people[0].message(GUILD)
    presses = (
        people[number % len(people)].press(root, "Reveal in thread", confirmed=True)
        for number in range(_AT_ONCE)
    )
    acks = await asyncio.gather(*presses)
    assert {ack["ack"] for ack in acks} == {"ok"}
    await world.bot.move(world.clock())
    replies = await people[0].replies(GUILD, root["ts"])
    return sum("Answer · " in said(reply) for reply in replies)
