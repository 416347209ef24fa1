"""Two bots on one PostgreSQL: what one does the other knows, and either may die."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from bot.playground.testing.person import buttons, said
from tests.playground.fixtures import until
from tests.postgres import postgres
from tests.stories.world import GUILD, NINE, a_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.stories.world import World

SIXTEEN = NINE + dt.timedelta(hours=7)


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[World]:
    """A team with a plan and two bots."""
    with postgres().database() as database:
        async with a_world(tmp_path, database=database) as world:
            await world.engage().start(world.clock())
            yield world


async def _roots(world: World) -> list[dict[str, object]]:
    messages = await world.slack.person("ana").messages(GUILD)
    return [message for message in messages if "Check myself" in buttons(message)]


async def test_two_bots_post_a_days_question_and_its_answer_once(two: World) -> None:
    """Both tick at the same hours for a week; each day has one question and, at 16:00, one answer."""
    for day in range(5):
        await two.move(SIXTEEN + dt.timedelta(days=day))

    roots = await _roots(two)
    answers = [sum("Answer · " in said(reply) for reply in _replies(root)) for root in roots]
    assert len(roots) == 5
    assert answers == [1] * 5


async def test_presses_that_two_bots_hear_open_one_answer(two: World) -> None:
    """Three people press together, whichever bot hears them: one answer stands."""
    await two.move(NINE)
    (root,) = await _roots(two)
    people = [two.slack.person(handle) for handle in ("ana", "ben", "chiara")]

    await asyncio.gather(*(person.press(root, "Reveal in thread", confirmed=True) for person in people))
    await people[0].see_until(lambda seen: "Go to the answer" in json.dumps(seen))

    replies = await people[0].replies(GUILD, root["ts"])
    assert sum("Answer · " in said(reply) for reply in replies) == 1


async def test_the_other_bot_goes_on_alone(two: World) -> None:
    """One is killed before the hour: the question comes from the other one."""
    await two.bots[0].kill()

    await two.move(NINE)

    assert len(await _roots(two)) == 1
    await until(lambda: not two.bots[0].runs)


def _replies(root: dict[str, object]) -> list[dict[str, object]]:
    found = root["replies"]
    assert isinstance(found, list)
    return found
