"""What the wiring says of itself when it is asked whether it is ready."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, cast

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import column, table, update

from bot.app import _clock, _database, _noting, _planner
from bot.clock import Skew
from bot.store.schema import known
from tests.scene import TEAM, connect

if TYPE_CHECKING:
    from bot.scheduler import Scheduler
    from bot.store.store import Store

NOW = dt.datetime(2030, 5, 1, 12, tzinfo=dt.UTC)


async def test_a_refused_token_is_not_ready(store: Store) -> None:
    """A team that Slack took is; one whose token was refused, or that nobody knows, is not."""
    unknown = await _database(store, TEAM)
    connect(store)
    connected = await _database(store, TEAM)
    store.write(lambda tx: tx.workspaces.revoke(TEAM))
    revoked = await _database(store, TEAM)

    assert connected is None
    assert str(revoked).startswith("Slack refused the bot token")
    assert unknown == revoked


async def test_a_database_of_an_older_schema_is_not_ready(store: Store) -> None:
    """An older copy was put in its place; what a newer version migrated is no trouble of this one."""
    connect(store)

    async def at(version: str) -> str | None:
        set_to = update(table("alembic_version", column("version_num"))).values(version_num=version)
        store.write(lambda tx: tx.connection.execute(set_to))
        return await _database(store, TEAM)

    newest, before, *_ = known()

    assert str(await at(before)).startswith("it is of an older schema")
    assert await at("9999") is None
    assert await at(newest) is None


class _Idle:
    def __init__(self, seconds: float) -> None:
        self.idle = seconds


@pytest.mark.parametrize(("seconds", "ready"), [(math.inf, False), (31, False), (30, True), (0, True)])
async def test_a_planner_that_does_not_look_is_not_ready(seconds: float, *, ready: bool) -> None:
    """Neither before its first look, nor when it hangs."""
    problem = await _planner(cast("Scheduler", _Idle(seconds)), 30)

    assert (problem is None) is ready


@pytest.mark.parametrize(
    ("ahead", "problem"),
    [
        (None, None),
        (60, None),
        (61, "it is 61 s ahead of Slack's"),
        (-400, "it is 400 s behind Slack's"),
    ],
)
async def test_a_clock_that_is_off_is_not_ready(ahead: float | None, problem: str | None) -> None:
    """By more than a minute, in either direction; a Slack that told no date is no problem of the clock."""
    skew = Skew(lambda: NOW)
    skew.seconds = ahead

    assert await _clock(skew) == problem


async def test_each_answer_tells_the_time() -> None:
    """A clock that goes wrong after the start, or is set right, is seen by the next call to Slack."""
    dates = ["Wed, 01 May 2030 12:00:00 GMT", "Wed, 01 May 2030 11:50:00 GMT", "", "nonsense"]
    left = iter([*dates, "Wed, 01 May 2030 12:00:01 GMT"])

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(headers={"Date": next(left)})

    skew, seen = Skew(lambda: NOW), list[float | None]()
    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app) as server, aiohttp.ClientSession(trace_configs=[_noting(skew)]) as session:
        for _ in range(5):
            async with session.get(server.make_url("/")):
                seen.append(skew.seconds)

    assert seen == [0, 600, 600, 600, -1]
