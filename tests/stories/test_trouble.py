"""Days on which something breaks: a killed bot, a Slack that swallows its answer, bad files and tokens."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.playground.faults import Cut, Moment, Say, Silence, When
from bot.playground.testing.person import buttons
from bot.playground.unknowns import Unknown
from bot.service.planning import add_plan
from bot.store.store import Store
from bot.store.workspaces import ChannelId, TeamId
from tests.playground.fixtures import until
from tests.stories.process import command, start
from tests.stories.world import GUILD, NINE, RULE, a_world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stories.world import World

_HOLD_CLAIMS = """
CREATE TRIGGER held BEFORE UPDATE OF state ON outgoing WHEN NEW.state = 'claimed'
BEGIN SELECT RAISE(ABORT, 'held by the test'); END
"""


async def test_a_kill_between_ack_and_claim_loses_nothing_and_doubles_nothing(world: World) -> None:
    """The press was acked, its rows committed and not yet claimed; kill -9; start: the answer stands once."""
    ana = world.slack.person("ana")
    await world.move(NINE)
    root = await ana.message(GUILD)
    with closing(sqlite3.connect(world.database)) as database:
        database.execute(_HOLD_CLAIMS)
        acked = await ana.press(root, "Reveal in thread", confirmed=True)
        await world.bot.kill()
        states = database.execute("SELECT state FROM outgoing WHERE kind = 'answer'").fetchall()
        database.execute("DROP TRIGGER held")

    await world.start_bot()
    await ana.see_until(lambda seen: "Go to the answer" in json.dumps(seen))

    assert acked["ack"] == "ok"
    assert states == [("due",)]
    assert len(await ana.replies(GUILD, root["ts"])) == 1


async def test_another_workspaces_posts_are_left_to_its_own_bot(world: World) -> None:
    """A plan of a workspace whose token is not ours, on the same database: it waits for its own bot."""
    team, channel = TeamId("T0OTHER"), ChannelId("C0OTHER")
    with closing(Store(world.database)) as store:
        store.write(lambda tx: tx.workspaces.connected(team, name="Other", bot_user="U0OTHER"))
        store.write(lambda tx: add_plan(tx, team, channel, RULE, now=world.clock()))
    with closing(sqlite3.connect(world.database)) as database:
        its = "SELECT state, next_try FROM outgoing WHERE team = 'T0OTHER' ORDER BY id"
        doubted = "UPDATE outgoing SET state = 'doubtful', sent = next_try WHERE team = 'T0OTHER'"
        database.execute(doubted)
        database.commit()
        before = database.execute(its).fetchall()

        await world.move(NINE)

        after = database.execute(its).fetchall()
    assert after[:1] == before  # nobody looked for it
    assert [state for state, _ in after] == ["doubtful", "due"]
    assert len(await _roots(world)) == 1


async def test_a_clock_may_be_moved_while_the_bot_starts_anew(world: World) -> None:
    """One order after the other: the start is heard to its end before the clock moves."""
    await world.bot.kill()
    starting = asyncio.create_task(world.start_bot())
    await until(lambda: world.bot.runs)
    await world.move(NINE)
    await starting

    assert len(await _roots(world)) == 1


async def test_a_post_whose_answer_was_lost_is_adopted_by_a_press(tmp_path: Path) -> None:
    """Slack took the root and cut the line: it is not sent again, and a press settles it."""
    lost = _LostOnce("chat.postMessage", after=2)  # the introduction comes first
    async with a_world(tmp_path, lost) as world:
        ana = world.slack.person("ana")
        await world.move(NINE)
        before = _states(world)
        root = await ana.message(GUILD)

        await ana.press(root, "Reveal in thread", confirmed=True)
        await ana.see_until(lambda seen: "Go to the answer" in json.dumps(seen))

        assert before == [("root", "doubtful")]
        assert len(await _roots(world)) == 1
        assert len(await ana.replies(GUILD, root["ts"])) == 1


async def test_a_doubtful_post_that_nobody_presses_comes_again_after_the_hold(tmp_path: Path) -> None:
    """Twenty minutes later it is sent once more; a press on the twin removes the newer one."""
    lost = _LostOnce("chat.postMessage", after=2)
    async with a_world(tmp_path, lost) as world:
        ana = world.slack.person("ana")
        await world.move(NINE + dt.timedelta(minutes=19))
        held = len(await _roots(world))
        await world.move(NINE + dt.timedelta(minutes=21))
        first, second = await _roots(world)

        await ana.press(first, "Reveal in thread", confirmed=True)
        await ana.see_until(lambda seen: "Go to the answer" in json.dumps(seen))
        await until(lambda: _states(world)[-1] != ("deletion", "due"))

        assert held == 1
        (root,) = await _roots(world)
        assert root["ts"] == first["ts"] != second["ts"]
        assert len(await ana.replies(GUILD, root["ts"])) == 1


@pytest.mark.parametrize(("extras", "stand"), [(("history",), 1), ((), 2)], ids=["may read", "may not"])
async def test_a_bot_that_died_while_it_sent_and_is_back_after_the_hold_looks_first(
    tmp_path: Path, extras: tuple[str, ...], stand: int
) -> None:
    """Slack took the root; where the bot may read it is found, elsewhere it comes once more."""
    taken = _Unanswered("chat.postMessage", after=2)
    async with a_world(tmp_path, taken, extras=extras) as world:
        moving = asyncio.create_task(world.move(NINE))
        await taken.reached.wait()
        await world.bot.kill()
        await moving
        await world.move(NINE + dt.timedelta(minutes=45))

        await world.start_bot()
        await world.move(NINE + dt.timedelta(minutes=46))

        assert len(await _roots(world)) == stand
        assert _generations(world) == stand - 1
        assert _states(world)[0] == ("root", "done")


async def test_a_twin_under_which_people_talk_stays(tmp_path: Path) -> None:
    """Where the bot may read threads, and yet a doubtful post could not be told: nobody's words are lost."""
    lost = _LostOnce("chat.postMessage", after=2)
    async with a_world(tmp_path, lost, extras=("history",)) as world:
        world.playground.workspace.unknowns.turn(Unknown.METADATA_KEPT, on=False)
        ana = world.slack.person("ana")
        await world.move(NINE + dt.timedelta(minutes=21))
        first, second = await _roots(world)
        await ana.post(GUILD, "I would say: a generator.", thread_ts=str(second["ts"]))

        await ana.press(first, "Reveal in thread", confirmed=True)
        await ana.see_until(lambda seen: "Go to the answer" in json.dumps(seen))
        await until(lambda: ("deletion", "skipped") in _states(world))

        assert [root["ts"] for root in await _roots(world)] == [first["ts"], second["ts"]]


@pytest.mark.parametrize("when", [When.AFTER, When.BEFORE])
async def test_with_the_history_scopes_a_look_settles_a_doubtful_post(tmp_path: Path, when: When) -> None:
    """The line was cut after Slack took the root, or before: two minutes later it stands, by no press."""
    lost = _LostOnce("chat.postMessage", after=2, when=when)
    async with a_world(tmp_path, lost, extras=("history",)) as world:
        await world.move(NINE)
        await world.move(NINE + dt.timedelta(minutes=2))
        states = _states(world)
        await world.move(NINE + dt.timedelta(hours=7))
        ana = world.slack.person("ana")

        (root,) = await _roots(world)
        assert states == [("root", "done")]
        assert _generations(world) == 0
        assert len(await ana.replies(GUILD, str(root["ts"]))) == 1


async def test_a_channel_that_lets_nobody_in_costs_a_slot_and_no_noise(tmp_path: Path) -> None:
    """A bot that left is refused once; its plan waits, and nothing more is tried."""
    refused = _Refuse("chat.postMessage", after=2)
    async with a_world(tmp_path, refused) as world:
        await world.move(NINE + dt.timedelta(days=3))

        assert refused.count == 1
        assert await _roots(world) == []
        assert ("root", "skipped") in _states(world)


async def test_a_broken_file_is_named_and_the_bot_runs_on_without_it(tmp_path: Path) -> None:
    """`content check` names file, line, column and the mend; `run` says what it left out and connects."""
    broken = tmp_path / "own" / "git" / "basics" / "commits.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("framework: Git\ntopic: Basics\nsubtopic: Commits\nordre: 1\n", "utf-8")
    async with a_world(tmp_path) as world:
        await world.bot.stop()

        code, out, _ = await command("content", "check", str(tmp_path / "own"))
        run = await start("run", **world.environment, BANK_PATHS=str(tmp_path / "own"))
        assert run.stdout is not None
        greeting = (await run.stdout.readuntil(b"stops.")).decode()
        run.terminate()
        _, err = await run.communicate()

    assert code == 1
    assert "commits.yaml:4:1: " in out
    assert "order" in out
    assert "0 questions, " in out
    assert greeting.startswith("Connected to Playground as ")
    assert "Next post: Mon 23 Nov 08:00 UTC" in greeting
    assert "left out: " in err.decode()
    assert "commits.yaml:4:1: " in err.decode()
    assert run.returncode == 0


async def test_a_bank_with_no_valid_file_stops_thestart(tmp_path: Path) -> None:
    """Nothing but broken files is no bank: check says so with its exit code."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.yaml").write_bytes(b"\xff\xfe")

    code, out, _ = await command("content", "check", str(tmp_path))

    assert code == 1
    assert "b.yaml" in out


async def test_missing_and_malformed_tokens_are_told_in_one_message() -> None:
    """Both tokens are named with where to find them, nothing is quoted, and the exit code is 1."""
    code, _, err = await command("run", SLACK_BOT_TOKEN="xapp-swapped-by-mistake", SLACK_APP_TOKEN="")

    assert code == 1
    assert "SLACK_BOT_TOKEN does not look like one: it starts with xoxb-" in err
    assert "OAuth & Permissions" in err
    assert "SLACK_APP_TOKEN is missing. It starts with xapp-" in err
    assert "Basic Information" in err
    assert "swapped" not in err


async def test_a_token_that_slack_refuses_is_told_with_its_mend(world: World) -> None:
    """invalid_auth becomes one sentence about the token, not a traceback."""
    tokens = {"SLACK_BOT_TOKEN": "xoxb-no-longer-valid", "SLACK_APP_TOKEN": world.app.app_token}
    code, _, err = await command(
        "run", **{**world.environment, **tokens, "DATABASE_PATH": f"{world.database}.2"}
    )

    assert code == 1
    assert err.startswith("interview-bot: Slack does not take SLACK_BOT_TOKEN (invalid_auth)")
    assert "Traceback" not in err


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_a_slack_in_trouble_is_told_as_such(world: World, method: str) -> None:
    """A page of HTML in place of JSON: no traceback, and no token is blamed."""
    await world.playground.misbehave({"rules": [{"do": "answer", "method": method, "status": 503}]})
    code, _, err = await command("run", **{**world.environment, "DATABASE_PATH": f"{world.database}.2"})

    assert code == 1
    assert err.startswith("interview-bot: Slack has trouble of its own (")
    assert "Traceback" not in err


async def test_an_app_token_that_slack_refuses_is_told_with_its_mend(world: World) -> None:
    """The SDK would try it again for ever; one sentence says where to copy it."""
    tokens = {"SLACK_APP_TOKEN": "xapp-no-longer-valid", "DATABASE_PATH": f"{world.database}.2"}
    code, _, err = await command("run", **{**world.environment, **tokens})

    assert code == 1
    assert err.startswith("interview-bot: Slack does not take SLACK_APP_TOKEN (invalid_auth)")
    assert "Traceback" not in err


async def test_a_second_bot_on_the_same_file_is_refused_in_one_sentence(world: World) -> None:
    """Two processes on one SQLite file would not know of each other."""
    code, _, err = await command("run", **world.environment)

    assert code == 1
    assert "Another bot runs on" in err
    assert err.count("\n") == 1


class _LostOnce:
    """Cuts the connection after one call was carried out, or before: the first, or a later one."""

    def __init__(self, method: str, *, after: int, when: When = When.AFTER) -> None:
        self._method = method
        self._left = after
        self._when = when

    async def __call__(self, moment: Moment) -> Cut | None:
        if (moment.when, moment.method) != (self._when, self._method):
            return None
        self._left -= 1
        return Cut() if self._left == 0 else None


class _Unanswered:
    """Carries one call out and never answers: the first, or a later one."""

    def __init__(self, method: str, *, after: int) -> None:
        self._method = method
        self._left = after
        self.reached = asyncio.Event()

    async def __call__(self, moment: Moment) -> Silence | None:
        if (moment.when, moment.method) != (When.AFTER, self._method):
            return None
        self._left -= 1
        if self._left:
            return None
        self.reached.set()
        return Silence()


class _Refuse:
    """Answers not_in_channel to every call from the given one on."""

    def __init__(self, method: str, *, after: int) -> None:
        self._method = method
        self._left = after
        self.count = 0

    async def __call__(self, moment: Moment) -> Say | None:
        if (moment.when, moment.method) != (When.BEFORE, self._method):
            return None
        self._left -= 1
        if self._left > 0:
            return None
        self.count += 1
        return Say(status=200, body='{"ok": false, "error": "not_in_channel"}')


async def _roots(world: World) -> list[dict[str, object]]:
    """The questions that stand in the guild."""
    messages = await world.slack.person("ana").messages(GUILD)
    return [message for message in messages if "Check myself" in buttons(message)]


def _states(world: World) -> list[tuple[str, str]]:
    """Kind and state of every call but the introduction, in the order in which they were wanted."""
    wanted = "SELECT kind, state FROM outgoing WHERE kind <> 'introduction' ORDER BY id"
    with closing(sqlite3.connect(world.database)) as database:
        return database.execute(wanted).fetchall()


def _generations(world: World) -> int:
    """How often a post was sent again without knowing of the one before."""
    with closing(sqlite3.connect(world.database)) as database:
        (count,) = database.execute("SELECT sum(generation) FROM outgoing").fetchone()
    return int(count)
