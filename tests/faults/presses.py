"""14: a hundred presses on Reveal at once, over sockets and three replicas; one public answer comes of it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import TYPE_CHECKING

from bot.playground.delivery import Heard
from bot.playground.testing.person import said
from tests.faults.hours import hour
from tests.faults.replicas import Setting, a_town
from tests.faults.tally import Tally
from tests.stories.world import GUILD

if TYPE_CHECKING:
    from tests.faults.replicas import Town

_AT_ONCE = 100


async def press_at_once(rounds: int, *, seed: int, on_postgres: bool = True) -> Tally:
    """So many posting days, on each a press of each of a hundred people at the same moment."""
    setting = Setting(plans=1, on_postgres=on_postgres, crowd=_AT_ONCE)
    way = f"{_AT_ONCE} people press at once, {setting.words}"
    tally = Tally(fault=14, way=way, tries=rounds, rows=2 * rounds, recovery=0.0)
    with setting.a_server() as server:
        async with a_town(setting, seed=seed, server=server) as town:
            for number in range(rounds):
                day = hour(2 * number)
                await town.world.move(day)
                await town.settled()
                began = time.monotonic()
                answers, late = await _round(town)
                tally.recovery = max(tally.recovery or 0.0, time.monotonic() - began)
                tally.lost += answers == 0
                tally.double += max(0, answers - 1)
                if answers != 1:
                    tally.wrong.append(f"{day:%d %b}: {answers} answers")
                if late:
                    tally.wrong.append(f"{day:%d %b}: {late} acks after Slack's three seconds")
    return tally


async def _round(town: Town) -> tuple[int, int]:
    """The presses; how many public answers stand once no call is unfinished, and how many acks came late."""
    people = [town.world.slack.person(person.handle) for person in town.setting.others]
    root = await people[0].message(GUILD)
    presses = (person.press(root, "Reveal in thread", confirmed=True) for person in people)
    acks = await asyncio.gather(*presses)
    heard = Counter(str(ack["ack"]) for ack in acks)
    assert heard.keys() <= {Heard.OK.value, Heard.TIMEOUT.value}
    await town.settled()
    replies = await people[0].replies(GUILD, root["ts"])
    return sum("Answer · " in said(reply) for reply in replies), heard[Heard.TIMEOUT.value]
