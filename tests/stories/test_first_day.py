"""A first day: the question comes, one tries alone, another opens the answer for all."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from bot.blocks.plain import words
from bot.playground.testing.person import Refusal, buttons, said
from tests.engines import database_kind
from tests.stories.reading import question_of, secrets_of
from tests.stories.world import GUILD, NINE

if TYPE_CHECKING:
    from tests.stories.world import World

__all__ = ["database_kind"]  # the first day is lived on both databases

SIXTEEN = NINE + dt.timedelta(hours=7)


async def test_the_question_comes_at_its_hour_and_says_itself_whole(world: World) -> None:
    """At 09:00 the root stands with three buttons, and the lock screen shows the question."""
    ana = world.slack.person("ana")

    await world.move(NINE)

    introduction, root = await ana.messages(GUILD)
    question = question_of(root)
    assert "weekdays at 09:00 Berlin time" in said(introduction)
    assert buttons(root) == ["Check myself", "Hint", "Reveal in thread"]
    assert words(question.question) in " ".join(await ana.pushes())
    assert "Mon 23 Nov" in said(root)


async def test_hints_come_one_by_one_to_the_presser_alone(world: World) -> None:
    """The modal counts the hints, and the last one has no further button."""
    ana = world.slack.person("ana")
    await world.move(NINE)
    root = await ana.message(GUILD)
    hints = question_of(root).hints

    await ana.press(root, "Hint")
    first = await ana.modal()
    for _ in hints[1:]:
        await ana.press_in_modal("Next hint")
    last = await ana.modal()

    assert f"Hint 1 of {len(hints)}" in json.dumps(first)
    assert all(words(hint) in said(last) for hint in hints)
    assert buttons(last) == []
    assert (await world.slack.person("ben").see())["modals"] == []


async def test_a_try_stands_beside_the_answer_for_the_one_who_tried(world: World) -> None:
    """Show answer draws the same modal anew: one's own words, the answer, the key points, the sources."""
    ana = world.slack.person("ana")
    await world.move(NINE)
    root = await ana.message(GUILD)
    question = question_of(root)

    await ana.press(root, "Check myself")
    await ana.submit({"try": {"text": "It <!here> is *about* loops"}})
    result = await ana.modal()

    shown = said(result).replace("`", "")  # code of a point is mrkdwn
    assert "It <!here> is *about* loops" in shown
    for part in (
        question.short_answer,
        question.rule_of_thumb,
        *(point.text for point in question.key_points),
    ):
        assert words(part) in shown


async def test_nobody_meets_the_answer_before_its_reveal_to_them(world: World) -> None:
    """After Ana checked herself no payload to Ben, or to all, holds a piece of the answer."""
    ana, ben = world.slack.person("ana"), world.slack.person("ben")
    await world.move(NINE)
    root = await ana.message(GUILD)

    await ana.press(root, "Check myself")
    await ana.submit({"try": {"text": "loops"}})
    await ben.press(root, "Check myself")
    await ben.press(root, "Hint")

    me = (await ana.see())["me"]
    assert isinstance(me, dict)
    to_others = [json.dumps(entry["body"]) for entry in await world.slack.wire() if entry["to"] != [me["id"]]]
    secrets = secrets_of(question_of(root))
    assert [piece for piece in secrets if any(piece in payload for payload in to_others)] == []
    assert await ana.shown(next(iter(secrets))) != []


async def test_reveal_asks_first_and_then_stands_once_in_the_thread(world: World) -> None:
    """The confirm names the hour; after it the answer is the one reply, and the root leads to it."""
    ben = world.slack.person("ben")
    await world.move(NINE)
    root = await ben.message(GUILD)
    question = question_of(root)

    with pytest.raises(Refusal) as asked:
        await ben.press(root, "Reveal in thread")
    await ben.press(root, "Reveal in thread", confirmed=True)
    seen = await ben.see_until(lambda seen: "Go to the answer" in json.dumps(seen))

    assert "It comes by itself at 16:00 Berlin time." in json.dumps(asked.value.body)
    (reply,) = await ben.replies(GUILD, root["ts"])
    assert words(question.short_answer) in said(reply)
    assert "opened at" in said(reply)
    assert buttons(await ben.message(GUILD)) == ["Check myself", "Go to the answer"]
    assert str(reply["permalink"]) in json.dumps(seen)


async def test_the_answer_comes_by_itself_at_the_closing_hour(world: World) -> None:
    """At 16:00 it stands as planned, though nobody pressed."""
    ana = world.slack.person("ana")

    await world.move(SIXTEEN)

    root = await ana.message(GUILD)
    (reply,) = await ana.replies(GUILD, root["ts"])
    assert "as planned" in said(reply)
    assert buttons(root) == ["Check myself", "Go to the answer"]


async def test_two_people_press_reveal_together_and_one_answer_stands(world: World) -> None:
    """Both presses are acked; one opens, the other is told, and the thread has one reply."""
    ana, ben = world.slack.person("ana"), world.slack.person("ben")
    await world.move(NINE)
    root = await ana.message(GUILD)

    await asyncio.gather(*(one.press(root, "Reveal in thread", confirmed=True) for one in (ana, ben)))
    await ana.see_until(lambda seen: "Go to the answer" in json.dumps(seen))

    assert len(await ana.replies(GUILD, root["ts"])) == 1
    told = [await one.see() for one in (ana, ben)]
    assert sum("Already in the thread" in json.dumps(seen) for seen in told) == 1


async def test_a_stale_press_gets_a_line_with_the_way_to_the_answer(world: World) -> None:
    """Chiara's screen still shows Reveal after Ben used it."""
    ben, chiara = world.slack.person("ben"), world.slack.person("chiara")
    await world.move(NINE)
    root = await chiara.message(GUILD)
    await chiara.hold()
    await ben.press(root, "Reveal in thread", confirmed=True)
    await ben.see_until(lambda seen: "Go to the answer" in json.dumps(seen))

    await chiara.press(root, "Reveal in thread", confirmed=True)
    await chiara.release()

    assert "Already in the thread" in json.dumps(await chiara.see())
    assert len(await ben.replies(GUILD, root["ts"])) == 1


async def test_tomorrow_brings_another_question(world: World) -> None:
    """Five days bring five different questions, each at its hour, and the weekend is silent."""
    ana = world.slack.person("ana")

    await world.move(NINE + dt.timedelta(days=6, hours=8))

    roots = [message for message in await ana.messages(GUILD) if "Check myself" in buttons(message)]
    assert len(roots) == 5
    assert len({root["text"] for root in roots}) == 5
    assert [str(root["at"])[11:16] for root in roots] == ["08:00"] * 5
