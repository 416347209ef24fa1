"""Slash commands: questions and answers for the asker alone, whatever they type."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import pytest

from bot.bank.library import open_library
from bot.bank.shipped import shipped
from bot.blocks.plain import words
from bot.playground.testing.person import buttons, said
from tests.stories.world import GUILD

if TYPE_CHECKING:
    from tests.stories.world import World

BANK = open_library([shipped()]).bank


async def test_question_asks_without_its_answer(world: World) -> None:
    """/question shows one question with its buttons, to the asker alone."""
    ana = world.slack.person("ana")

    await ana.command(GUILD, "/question")

    reply = await ana.message(GUILD)
    assert reply["ephemeral"] is True
    assert buttons(reply) == ["Check myself", "Hint", "Another"]
    (question,) = (one for one in BANK.questions if words(one.question) in said(reply))
    assert words(question.short_answer) not in json.dumps(reply)
    assert "ephemeral" not in json.dumps(
        [m for m in await world.slack.person("ben").messages(GUILD) if m["ephemeral"]]
    )


async def test_another_replaces_the_question_and_never_repeats_it_at_once(world: World) -> None:
    """Ten presses in a row bring ten changes, in place."""
    ana = world.slack.person("ana")
    await ana.command(GUILD, "/question fastapi")
    texts = [(await ana.message(GUILD))["text"]]

    for _ in range(10):
        await ana.press(await ana.message(GUILD), "Another")
        texts.append((await ana.message(GUILD))["text"])

    assert all(before != after for before, after in itertools.pairwise(texts))
    assert len([message for message in await ana.messages(GUILD) if message["ephemeral"]]) == 1


async def test_the_answer_stays_hidden_behind_check_myself_of_a_question(world: World) -> None:
    """A private question is checked in the same modal as the daily one."""
    ana = world.slack.person("ana")
    await ana.command(GUILD, "/question websocket")

    await ana.press(await ana.message(GUILD), "Check myself")
    await ana.submit()

    shown = said(await ana.modal())
    (question,) = (one for one in BANK.questions if words(one.short_answer) in shown)
    assert question.slug == "websocket-testing"


@pytest.mark.parametrize(
    "typed",
    ["websocket", "websokcet", "websocket-testing", "fastapi/testing/async-testing/websocket-testing"],
)
async def test_answer_finds_by_words_by_a_slip_and_by_id(world: World, typed: str) -> None:
    """/answer shows the whole answer of the best match; a slip is named."""
    ana = world.slack.person("ana")

    await ana.command(GUILD, f"/answer {typed}")

    reply = await ana.message(GUILD)
    question = BANK.find("fastapi/testing/async-testing/websocket-testing")
    assert question is not None
    assert words(question.short_answer) in said(reply)
    assert ("instead of" in said(reply)) == (typed == "websokcet")
    assert reply["ephemeral"] is True


async def test_a_runner_up_takes_the_place_of_the_answer(world: World) -> None:
    """The buttons under an answer lead to the next best ones, in place."""
    ana = world.slack.person("ana")
    await ana.command(GUILD, "/answer event loop")
    first = await ana.message(GUILD)

    await ana.press(first, buttons(first)[0])

    second = await ana.message(GUILD)
    assert second["text"] != first["text"]
    assert len([message for message in await ana.messages(GUILD) if message["ephemeral"]]) == 1


async def test_no_match_offers_the_nearest_topics_as_buttons(world: World) -> None:
    """A word that the bank lacks never meets silence, and a topic's button brings a question."""
    ana = world.slack.person("ana")
    await ana.command(GUILD, "/question cobol hard")
    nothing = await ana.message(GUILD)

    await ana.press(nothing, buttons(nothing)[0])

    assert "No hard cobol yet. Near:" in said(nothing)
    assert "Check myself" in buttons(await ana.message(GUILD))


@pytest.mark.parametrize("typed", ["", "help", "daily grind", "“topics”", "x" * 4000, "\u202e\u0000<!here>"])
async def test_interview_always_says_something_useful(world: World, typed: str) -> None:
    """Help, nothing and nonsense get the usage; phone quotes around a word do not hurt."""
    ana = world.slack.person("ana")

    await ana.command(GUILD, f"/interview {typed}")

    expected = f"{len(BANK.questions)} questions" if "topics" in typed else "What you can ask me"
    assert expected in said(await ana.message(GUILD))
