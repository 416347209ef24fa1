"""SIGTERM: unready at once, nothing new begun, what is on the wire finished, and gone; over either way in."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import aiohttp
import psycopg
import pytest

from bot.clock import system_clock
from bot.playground.faults import Moment, Silence, When
from bot.service.planning import add_plan
from bot.store.store import Store
from bot.store.workspaces import ChannelId, TeamId
from tests.postgres import postgres
from tests.stories.process import start, switched_to_http
from tests.stories.world import RULE, a_world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stories.world import World


class _Slow:
    """Lets posts wait from the moment that it is told to; after that they go on, or are never answered."""

    def __init__(self) -> None:
        self.slow = False
        self.on_the_wire = asyncio.Event()
        self.go_on = asyncio.Event()
        self.silent = False

    async def __call__(self, moment: Moment) -> Silence | None:
        if not self.slow or (moment.when, moment.method) != (When.BEFORE, "chat.postMessage"):
            return None
        self.on_the_wire.set()
        if self.silent:
            return Silence()
        await self.go_on.wait()
        return None


@pytest.mark.parametrize("over_http", [False, True], ids=["socket mode", "http"])
async def test_what_is_on_the_wire_is_finished_before_it_goes(tmp_path: Path, *, over_http: bool) -> None:
    """An introduction is under way when the word comes: probes say so, it stands once, exit code 0."""
    slow = _Slow()
    async with a_world(tmp_path, slow) as world:
        await world.bot.stop()
        slow.slow = True
        _add_plan(world)
        run = await start("run", **_environment(world, over_http=over_http))
        assert run.stdout is not None
        assert run.stderr is not None
        greeting = (await run.stdout.readuntil(b"stops.\n")).decode()
        address = _address(greeting)
        await slow.on_the_wire.wait()

        before = await _ready(address)
        run.terminate()
        await run.stdout.readuntil(b"on the wire.\n")
        during = await _asked(address)
        _add_plan(world, channel="new-team")  # due at once, and nobody is to begin it
        slow.go_on.set()
        _, log = await run.communicate()

        assert greeting.count("\n") == 5
        assert before == [(200, "ok"), (200, '{"ready": true, "problems": {}}')]
        assert [status for status, _ in during] == [200, 503]
        assert "it is stopping" in during[1][1]
        assert run.returncode == 0
        assert "Traceback" not in log.decode()
        assert _states(world)[-2:] == ["done", "due"]
        assert len(await world.slack.person("ana").messages("backend-guild")) == 2


async def test_a_slack_that_never_answers_does_not_keep_it(tmp_path: Path) -> None:
    """After some seconds it goes all the same; the row says that the call was under way."""
    slow = _Slow()
    async with a_world(tmp_path, slow) as world:
        await world.bot.stop()
        slow.slow = slow.silent = True
        _add_plan(world)
        run = await start("run", **world.environment)
        await slow.on_the_wire.wait()

        run.terminate()
        _, log = await run.communicate()

        assert run.returncode == 0
        assert "had no answer in time" in log.decode()
        assert _states(world)[-1] == "sending"


async def test_a_database_that_never_answers_does_not_keep_it(tmp_path: Path) -> None:
    """What it would write waits behind a lock that nobody gives up: it goes all the same, in good order."""
    with postgres().database() as database:
        async with a_world(tmp_path, database=database) as world:
            await world.bot.stop()
            run = await start("run", **world.environment)
            assert run.stdout is not None
            await run.stdout.readuntil(b"stops.\n")
            with psycopg.connect(database) as held:
                held.execute("LOCK TABLE outgoing IN ACCESS EXCLUSIVE MODE")

                run.terminate()
                _, log = await run.communicate()

    assert run.returncode == 0
    assert "Traceback" not in log.decode()


async def test_the_word_may_come_while_it_connects(tmp_path: Path) -> None:
    """A Slack that does not even say who we are holds nobody: gone, without a traceback."""
    silence = asyncio.Event()

    async def silent(moment: Moment) -> Silence | None:
        if moment.method != "auth.test" or not silence.is_set():
            return None
        asked.set()
        return Silence()

    asked = asyncio.Event()
    async with a_world(tmp_path, silent) as world:
        await world.bot.stop()
        silence.set()
        run = await start("run", **world.environment)
        await asked.wait()

        run.terminate()
        out, err = await run.communicate()

        assert run.returncode == 0
        assert (out, err) == (b"", b"")


def _add_plan(world: World, channel: str = "backend-guild") -> None:
    """A plan, whose introduction is due at once by the machine's own time, as `run` reads it."""
    channels = world.playground.see("ana")["channels"]
    assert isinstance(channels, list)
    (found,) = (ChannelId(str(one["id"])) for one in channels if one["name"] == channel)
    with closing(Store(world.database)) as store:
        store.write(lambda tx: add_plan(tx, TeamId(world.app.team_id), found, RULE, now=system_clock()))


def _environment(world: World, *, over_http: bool) -> dict[str, str]:
    return switched_to_http(world) if over_http else {**world.environment, "PORT": "0"}


def _address(greeting: str) -> str:
    found = re.search(r"Probes: (\S+)/livez", greeting)
    assert found
    return found[1]


async def _asked(address: str) -> list[tuple[int, str]]:
    """What the two probes say."""
    said = []
    async with aiohttp.ClientSession(address) as session:
        for path in ("/livez", "/readyz"):
            async with session.get(path) as answer:
                said.append((answer.status, await answer.text()))
    return said


async def _ready(address: str) -> list[tuple[int, str]]:
    """What the two probes say once the planner has looked for the first time."""
    async with asyncio.timeout(60):
        while (said := await _asked(address))[1][0] != 200:  # noqa: ASYNC110 - nobody sets an event for it
            await asyncio.sleep(0.05)
    return said


def _states(world: World) -> list[str]:
    """The states of all introductions, in order."""
    with closing(sqlite3.connect(world.database)) as database:
        rows = database.execute("SELECT state FROM outgoing WHERE kind = 'introduction' ORDER BY id")
        return [state for (state,) in rows]
