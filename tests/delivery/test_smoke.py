"""The questions to a real Slack, asked in both worlds of the playground: each is told as it is there."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.main import main
from bot.cli.manifest import made
from bot.cli.smoke_hand import a_hand
from bot.delivery.smoke import QUESTIONS, Row, Verdict, smoke
from bot.delivery.smoke_press import by_hand
from bot.delivery.smoke_thread import CannotPostError, SmokeThread
from bot.playground.faults import Moment, Say, When
from bot.playground.fields import mappings
from bot.playground.testing.person import buttons, messages_of
from bot.playground.unknowns import QUESTIONS as UNKNOWNS
from bot.playground.unknowns import Unknown
from tests.playground.fixtures import a_playground, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.playground.server import Playground
    from bot.playground.testing.person import Slack

YES, NO, OPEN = Verdict.YES, Verdict.NO, Verdict.OPEN
GUILD = "backend-guild"

SETTLES = {
    Unknown.REPLIES_READABLE: ("A bot reads a thread in a channel", YES, NO),
    Unknown.LANGUAGE_REFUSED: ("Code may name its language", NO, YES),
    Unknown.BORDER_REFUSED: ("Code may name its border", NO, YES),
    Unknown.CLIENT_MSG_ID_HONOURED: (
        "A second post with the same client_msg_id is the first one",
        YES,
        NO,
    ),
    Unknown.METADATA_KEPT: ("Metadata that no manifest declares is kept", YES, NO),
    Unknown.DM_WITHOUT_IM_WRITE: ("A person's id opens their direct messages without im:write", YES, NO),
}
"""The sentence of the table, and what it says where the switch is on, and where it is off."""
BY_A_PRESS = {
    Unknown.MARKDOWN_BY_RESPONSE_URL: ("A response_url takes a markdown block", YES, NO),
    Unknown.EPHEMERAL_IN_THREAD: (
        "An ephemeral answer to a press in a thread shows in that thread",
        YES,
        NO,
    ),
    Unknown.THREAD_BY_RESPONSE_URL: ("A response_url's message in the channel follows thread_ts", YES, NO),
}
"""The same, where a person must press something first."""


class _Stage:
    """The playground, its page, and the table of one run in the guild."""

    def __init__(self, playground: Playground, slack: Slack) -> None:
        self.playground = playground
        self.slack = slack
        self.slept: list[float] = []

    async def ask(
        self, *, person: bool = True, channel: str = GUILD, asked: Callable[[str], None] | None = None
    ) -> dict[str, Row]:
        """The table; with ``asked``, which is told what to press, that of the presses as well."""
        app, workspace = self.playground.workspace.app, self.playground.workspace
        assert app is not None
        client = AsyncWebClient(token=app.bot_token, base_url=self.playground.api_url, retry_handlers=[])
        rows: list[Row] = []
        ana = next(one for one, member in workspace.people.items() if member.handle == "ana")
        thread = SmokeThread(client, self.id_of(channel), ana if person else "", sleep=self._sleep)
        if asked is None:
            await smoke(thread, rows.append)
        else:
            async with (
                aiohttp.ClientSession() as session,
                a_hand(client, session, app.app_token, asked) as hand,
            ):
                await smoke(thread, rows.append, partial(by_hand, hand=hand))
        return {row.sentence: row for row in rows}

    def id_of(self, channel: str) -> str:
        """A channel's id."""
        channels = self.playground.see("ana")["channels"]
        assert isinstance(channels, list)
        (found,) = (str(one["id"]) for one in channels if one["name"] == channel)
        return found

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@asynccontextmanager
async def _staged(*extras: str, **options: object) -> AsyncIterator[_Stage]:
    playground = a_playground(**{"rate_limits": False, **options})  # type: ignore[arg-type]  # Playground's own
    app = playground.install(made(extras))
    async with running(playground) as slack:
        await slack.person("ana").invite(GUILD, app.name)
        yield _Stage(playground, slack)


@pytest.mark.parametrize("on", [True, False], ids=["on", "off"])
@pytest.mark.parametrize("unknown", list(SETTLES))
async def test_each_open_question_is_answered_as_this_world_is(unknown: Unknown, *, on: bool) -> None:
    """With the history scopes and a person, the table says which of the two worlds it is in."""
    async with _staged("history") as stage:
        stage.playground.turn(unknown, on=on)

        rows = await stage.ask()

    sentence, where_on, where_off = SETTLES[unknown]
    assert rows[sentence].verdict is (where_on if on else where_off)
    assert OPEN not in {row.verdict for row in rows.values()}


def test_every_switch_is_settled_by_a_call_or_known_to_need_a_press() -> None:
    """A question that joins the playground's has to join this table, too."""
    assert set(SETTLES) | set(BY_A_PRESS) == set(UNKNOWNS)


class _Ana:
    """Presses what she is asked to, where she sees it."""

    def __init__(self, stage: _Stage) -> None:
        self._ana = stage.slack.person("ana")
        self._presses: set[asyncio.Task[None]] = set()

    def asked(self, line: str) -> None:
        """She does it in her own time."""
        self._presses.add(asyncio.create_task(self._obey(line)))

    async def done(self) -> None:
        """All her presses were acked."""
        await asyncio.gather(*self._presses)

    async def _obey(self, line: str) -> None:
        label = "Begin" if "Begin" in line else "Here I am" if "Here I am" in line else "I see this"
        seen = await self._ana.see_until(lambda seen: label in json.dumps(seen["channels"]))
        roots = messages_of(seen, GUILD)
        inside = [reply for root in roots for reply in mappings(root["replies"])]
        for message in [*inside, *roots]:
            if any(button.startswith(label) for button in buttons(message)):
                where = "thread" if message in inside else "channel"
                wanted = f"I see this in the {where}" if label == "I see this" else label
                await self._ana.press(message, wanted)
                return
        raise LookupError(label)


@pytest.mark.parametrize("on", [True, False], ids=["on", "off"])
@pytest.mark.parametrize("unknown", list(BY_A_PRESS))
async def test_what_presses_settle_is_as_this_world_is(unknown: Unknown, *, on: bool) -> None:
    """Three presses of Ana's over Socket Mode, and nothing that everybody sees stays behind."""
    async with _staged("history") as stage:
        stage.playground.turn(unknown, on=on)
        ana, hand = stage.slack.person("ana"), _Ana(stage)
        before = await ana.messages(GUILD)

        rows = await stage.ask(asked=hand.asked)
        await hand.done()

        after = [message for message in await ana.messages(GUILD) if not message["ephemeral"]]
    sentence, where_on, where_off = BY_A_PRESS[unknown]
    assert rows[sentence].verdict is (where_on if on else where_off)
    assert len(rows) == len(QUESTIONS) + len(BY_A_PRESS) + 1
    assert after == before


async def test_whoever_presses_nothing_leaves_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of the table stands, and nothing stays behind."""
    monkeypatch.setattr("bot.delivery.smoke_press._PATIENCE_S", 0)
    asked: list[str] = []
    async with _staged() as stage:
        before = await stage.slack.person("ana").messages(GUILD)
        rows = await stage.ask(person=False, asked=asked.append)
        after = await stage.slack.person("ana").messages(GUILD)

    assert {rows[sentence].verdict for sentence, *_ in BY_A_PRESS.values()} == {OPEN}
    assert asked == ["In the thread of the test channel, press Begin."]
    assert after == before


async def test_nothing_stays_behind() -> None:
    """Neither in the channel nor in the direct messages; while it runs, all is in one thread."""
    async with _staged("history") as stage:
        ana = stage.slack.person("ana")
        before = await ana.messages(GUILD)

        rows = await stage.ask()

        after = [message for message in await ana.messages(GUILD) if not message["ephemeral"]]
        dm = await ana.dm()
        direct = [one for one in mappings((await ana.see())["channels"]) if one["id"] == dm]
        posted = await stage.slack.wire("chat.postMessage")
    assert after == before
    assert [one["messages"] for one in direct] == [[]]
    assert rows["A bot takes its own posts away"].verdict is YES
    assert len(rows) == len(QUESTIONS) + 1
    assert len(posted) > 8


async def test_on_the_default_scopes_the_rest_says_what_it_needs() -> None:
    """Without history and without a person nothing is guessed."""
    async with _staged() as stage:
        rows = await stage.ask(person=False)

    opened = {sentence: row.said for sentence, row in rows.items() if row.verdict is OPEN}
    assert set(opened) == {
        "A bot finds its own post in the channel",
        "A bot reads a thread in a channel",
        "A person's id opens their direct messages without im:write",
        "An ephemeral message takes a markdown block",
    }
    assert all("needs" in said for said in opened.values())
    assert rows["Code may name its language"].verdict is YES


async def test_metadata_that_is_not_in_the_answer_is_left_open_without_history() -> None:
    """Its absence there proves nothing."""
    async with _staged() as stage:
        stage.playground.turn(Unknown.METADATA_KEPT, on=False)
        row = (await stage.ask())["Metadata that no manifest declares is kept"]

    assert row.verdict is OPEN
    assert "channels:history" in row.said


@pytest.mark.parametrize(
    ("channel", "mend"), [("new-team", "type /invite @Interview Bot there first"), ("attic", "is_archived")]
)
async def test_a_channel_that_takes_no_post_is_told_with_the_mend(channel: str, mend: str) -> None:
    """Nothing was asked, and nothing has to be taken away."""
    async with _staged() as stage:
        with pytest.raises(CannotPostError, match=mend):
            await stage.ask(channel=channel)


async def test_it_waits_where_slack_asks_to() -> None:
    """A post a second, and as long as Retry-After says; then the question is asked again."""
    refused = _RateLimited()
    async with _staged(faults=refused) as stage:
        rows = await stage.ask(person=False)

    assert rows["Code may name its language"].verdict is YES
    assert 7.0 in stage.slept
    assert stage.slept.count(1.1) >= 6


async def test_what_was_posted_goes_even_if_it_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in the middle leaves no thread behind."""
    async with _staged() as stage:
        ana = stage.slack.person("ana")
        before = await ana.messages(GUILD)
        monkeypatch.setattr("bot.delivery.smoke.QUESTIONS", (*QUESTIONS[:4], _bug))

        with pytest.raises(ZeroDivisionError):
            await stage.ask()

        assert await ana.messages(GUILD) == before


async def test_the_command_prints_the_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As an operator calls it, only quicker; no answer is a verdict on the install: it ends with 0."""
    monkeypatch.setattr("bot.delivery.smoke_thread._PACE_S", 0)
    async with _staged("history") as stage:
        app = stage.playground.workspace.app
        assert app is not None
        monkeypatch.setenv("SLACK_BOT_TOKEN", app.bot_token)
        monkeypatch.setenv("SLACK_APP_TOKEN", app.app_token)
        monkeypatch.setenv("SLACK_API_URL", stage.playground.api_url)
        monkeypatch.setenv("COLUMNS", "160")
        code = await asyncio.to_thread(main, ["smoke", "--channel", stage.id_of(GUILD)])
        refused = await asyncio.to_thread(main, ["smoke", "--channel", stage.id_of("new-team")])

    said = capsys.readouterr()
    assert (code, refused) == (0, 1)
    assert re.search(r"Code may name its language +yes +taken", said.out)
    assert "2 of 14 stay open" in said.out
    assert app.bot_token not in said.out
    assert "(not_in_channel): type /invite @Interview Bot there first." in said.err


def test_a_channels_name_is_no_id(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and where to find it."""
    with pytest.raises(SystemExit) as ended:
        main(["smoke", "--channel", "#general"])

    assert ended.value.code == 2
    assert "'#general' is no channel id" in capsys.readouterr().err


async def _bug(_thread: SmokeThread) -> Row:
    raise ZeroDivisionError


class _RateLimited:
    """Asks the third post to come back later, once."""

    def __init__(self) -> None:
        self._posts = 0

    async def __call__(self, moment: Moment) -> Say | None:
        if (moment.when, moment.method) != (When.BEFORE, "chat.postMessage"):
            return None
        self._posts += 1
        if self._posts != 3:
            return None
        body = '{"ok": false, "error": "ratelimited"}'
        return Say(status=429, body=body, headers={"Retry-After": "7"})
