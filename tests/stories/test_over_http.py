"""Slack calls the bot: the same day over signed requests, to a process of its own on a port of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.blocks.plain import words
from bot.cli.bot_process import BotProcess
from bot.playground.testing.person import buttons, said
from tests.playground.fixtures import until
from tests.stories.process import switched_to_http
from tests.stories.reading import question_of
from tests.stories.world import GUILD, NINE, a_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.playground.testing.person import Json
    from tests.stories.world import World


@pytest.fixture
async def called(tmp_path: Path) -> AsyncIterator[World]:
    """A team whose Slack calls the bot, and has seen that it answers at its address."""
    async with a_world(tmp_path) as made:
        await made.bot.stop()
        made.bots[0] = BotProcess(switched_to_http(made), made.log)
        await made.start_bot()
        await until(lambda: made.playground.workspace.wire.entries(wanted="url_verification"))
        yield made


async def test_a_day_over_signed_requests(called: World) -> None:
    """Question at its hour, check, grade, reveal, a command, a window with typeahead: all as elsewhere."""
    ana, ben = called.slack.person("ana"), called.slack.person("ben")
    await called.move(NINE)
    root = await ana.message(GUILD)
    question = question_of(root)

    await ana.press(root, "Check myself")
    await ana.submit({"try": {"text": "loops"}})
    checked = said(await ana.modal())
    await ana.press_in_modal("Got it")
    await ana.close()
    await ben.press(root, "Reveal in thread", confirmed=True)
    await ben.see_until(lambda seen: "Go to the answer" in json.dumps(seen))
    await ana.command(GUILD, f"/answer {question.uid}")
    await ben.command(GUILD, "/interview daily")
    await ben.press_in_modal("Add another")
    offered = await ben.suggest(await ben.modal(), "plan_zone", "Kolk")

    (reply,) = await ana.replies(GUILD, root["ts"])
    private = [said(message) for message in await ana.messages(GUILD) if message["ephemeral"]]
    assert words(question.short_answer) in checked.replace("`", "")
    assert words(question.short_answer) in said(reply)
    assert any(words(question.short_answer) in text for text in private)
    assert [option["value"] for option in offered] == ["Asia/Kolkata"]
    assert "Go to the answer" in buttons(await _root(called, root))
    assert "failed" not in json.dumps([await one.notices() for one in (ana, ben)])
    assert not called.app.addresses.socket_mode


async def test_home_is_drawn_on_an_event_to_a_verified_address(called: World) -> None:
    """Slack's challenge came back, and app_home_opened after it."""
    ana = called.slack.person("ana")

    await ana.home()
    seen = await ana.see_until(lambda seen: seen["home"])

    assert "Welcome." in json.dumps(seen["home"])
    (verified, *_) = await called.slack.wire("url_verification")
    assert verified["reply"] == {"ack": "ok", "verified": True}


async def test_a_press_taken_off_the_wire_does_nothing_again(called: World) -> None:
    """The very bytes of a reveal that somebody recorded, sent at once: refused, and one answer stands."""
    ana = called.slack.person("ana")
    await called.move(NINE)
    root = await ana.message(GUILD)
    recorded = _Recorder(called)

    await ana.press(root, "Reveal in thread", confirmed=True)
    await ana.see_until(lambda seen: "Go to the answer" in json.dumps(seen))
    again = await recorded.send_again()

    assert again == [401]
    assert len(await ana.replies(GUILD, root["ts"])) == 1


async def test_an_unsigned_press_reveals_nothing(called: World) -> None:
    """Whoever finds the port and knows a payload's shape opens no answer."""
    ana = called.slack.person("ana")
    await called.move(NINE)
    root = await ana.message(GUILD)
    assert called.app.addresses.interactivity_url
    pressed = {"payload": json.dumps({"type": "block_actions", "team": {"id": called.app.team_id}})}

    async with (
        aiohttp.ClientSession() as session,
        session.post(called.app.addresses.interactivity_url, data=pressed) as answer,
    ):
        status = answer.status

    assert status == 401
    assert await ana.replies(GUILD, root["ts"]) == []


class _Recorder:
    """Somebody on the way who keeps what passes, headers and all."""

    def __init__(self, world: World) -> None:
        self._kept: list[tuple[str, bytes, dict[str, str]]] = []
        session = world.playground.http_mode._session
        assert session is not None
        self._post = session.post
        session.post = self._passing  # type: ignore[method-assign,assignment]  # a tap on the wire

    def _passing(self, url: str, *, data: bytes, headers: dict[str, str], **options: object) -> object:
        self._kept.append((url, data, headers))
        return self._post(url, data=data, headers=headers, **options)  # type: ignore[arg-type]  # the same

    async def send_again(self) -> list[int]:
        """The statuses of the same requests, sent once more."""
        statuses = []
        async with aiohttp.ClientSession() as session:
            for url, data, headers in self._kept:
                async with session.post(url, data=data, headers=headers) as answer:
                    statuses.append(answer.status)
        return statuses


async def _root(world: World, root: Json) -> Json:
    """The root as it stands now."""
    messages = await world.slack.person("ana").messages(GUILD)
    return next(message for message in messages if message["ts"] == root["ts"])
