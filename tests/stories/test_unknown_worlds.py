"""Where nobody knows what Slack does, the playground plays either world, and a day goes well in both."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.blocks.plain import words
from bot.playground.testing.person import buttons, said
from bot.playground.unknowns import Unknown
from tests.stories.reading import question_of
from tests.stories.world import GUILD, NINE

if TYPE_CHECKING:
    from tests.stories.world import World


@pytest.mark.parametrize("unknown", list(Unknown))
async def test_a_day_goes_well_whatever_slack_does(world: World, unknown: Unknown) -> None:
    """Question, check, reveal and a private answer, with this one switch turned over."""
    switches = world.playground.see("ana")["unknowns"]
    assert isinstance(switches, list)
    (before,) = (switch["on"] for switch in switches if switch["name"] == unknown)
    world.playground.turn(unknown, on=not before)
    ana = world.slack.person("ana")

    await world.move(NINE)
    root = await ana.message(GUILD)
    question = question_of(root)
    await ana.press(root, "Check myself")
    await ana.submit()
    checked = said(await ana.modal())
    await ana.close()
    await ana.press(root, "Reveal in thread", confirmed=True)
    await ana.see_until(lambda seen: "Go to the answer" in json.dumps(seen))
    await ana.command(GUILD, f"/answer {question.uid}")

    (reply,) = await ana.replies(GUILD, root["ts"])
    shown = [said(message) for message in await ana.messages(GUILD) if message["ephemeral"]]
    assert words(question.short_answer) in checked
    assert words(question.short_answer) in said(reply)
    assert any(words(question.short_answer) in text for text in shown)
    assert "Go to the answer" in buttons(next(m for m in await ana.messages(GUILD) if m["ts"] == root["ts"]))
