"""The first three minutes of the demo, as somebody new lives them: the demo's own stage, scene and tour."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.blocks.plain import words
from bot.cli.demo import Stage
from bot.playground.testing.person import Slack, buttons, messages_of, said
from tests.stories.reading import posted, question_of, told
from tests.stories.spoilers import spoilers

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.testing.person import Json, Person

GUILD, NEW_TEAM = "backend-guild", "new-team"


async def _hint(person: Person) -> str:
    return str((await person.see())["hints"])


async def _roots(person: Person, channel: str) -> list[Json]:
    return [dict(one) for one in posted(await person.messages(channel)) if "Check myself" in buttons(one)]


async def test_somebody_new_reaches_the_end_and_nothing_is_posted_twice(tmp_path: Path) -> None:
    """Every line of the storyboard, on the two default scopes."""
    stage = Stage(tmp_path)
    await stage.open(0)
    try:
        async with Slack(stage.playground.url) as slack:
            await stage.set_scene()
            await _lived(slack)
            wire = await slack.wire()
    finally:
        await stage.close()
    early = spoilers(wire, tmp_path / "demo.db")
    assert not early, "\n".join(early)


async def _lived(slack: Slack) -> None:  # noqa: PLR0915 - one story, told in one piece
    ana, ben, chiara = (slack.person(name) for name in ("ana", "ben", "chiara"))

    # 0:05 The scene: introduction, Friday's question with its answer, Monday's with Ben's try.
    introduction = posted(await ana.messages(GUILD))[0]
    friday, monday = await _roots(ana, GUILD)
    assert "daily question starts here" in said(introduction)
    assert "Go to the answer" in buttons(friday)
    assert buttons(monday) == [
        "Check myself",
        *(["Hint"] if "Hint" in buttons(monday) else []),
        "Reveal in thread",
    ]
    assert [reply["name"] for reply in await ana.replies(GUILD, monday["ts"])] == ["Ben"]
    assert "press Check myself" in await _hint(ana)
    question = question_of(monday)

    # 0:15 Ana tries, and reads the answer beside her try.
    await ana.press(monday, "Check myself")
    await ana.submit({"try": {"text": "It has to do with the loop"}})
    shown = await ana.modal()
    assert "It has to do with the loop" in said(shown)
    assert "Checked on" in said(shown)
    assert "Judge yourself" in await _hint(ana)

    # 0:35 She grades herself; the root counts, and the push of nine o'clock told nothing.
    await ana.press_in_modal("Got it")
    await ana.see_until(lambda seen: "1 checked themselves" in json.dumps(messages_of(seen, GUILD)))
    (_, monday) = await _roots(ana, GUILD)
    assert "got it" not in said(monday).lower()
    assert question.question.split()[0] in (await ana.pushes())[0]

    # 1:00 Nothing of it was sent to Ben; he looks at a hint.
    assert await ben.shown(words(question.short_answer)) == []
    assert await ana.shown(words(question.short_answer)) != []
    await ben.press(monday, "Hint")
    assert f"Hint 1 of {len(question.hints)}" in said(await ben.modal())
    await ben.close()

    # 1:15 Chiara's screen is held back; Ben reveals, one reply stands under his try.
    await chiara.hold()
    stale = (await _roots(chiara, GUILD))[-1]
    assert "Become Ben" in await _hint(ben)
    await ben.press(monday, "Reveal in thread", confirmed=True)
    await ben.see_until(lambda seen: "Go to the answer" in buttons(messages_of(seen, GUILD)[-1]))
    replies = await ben.replies(GUILD, monday["ts"])
    assert [reply["name"] for reply in replies] == ["Ben", "Interview Bot"]
    await chiara.press(stale, "Reveal in thread", confirmed=True)
    await chiara.release()
    seen = await chiara.see_until(lambda seen: "Already in the thread" in json.dumps(seen))
    assert str(replies[-1]["permalink"]) in json.dumps(seen)
    assert len(await ben.replies(GUILD, monday["ts"])) == 2

    # 1:30 Chiara grades in the thread: a receipt with Undo, and no split yet.
    await chiara.press((await chiara.replies(GUILD, monday["ts"]))[-1], "Shaky")
    seen = await chiara.see_until(lambda seen: "Noted: Shaky" in json.dumps(seen))
    assert "Undo" in json.dumps(seen)
    assert "1 got it" not in json.dumps(await ana.replies(GUILD, monday["ts"]))

    # 1:40 A slip of the finger.
    assert "/answer websokcet" in await _hint(ana)
    await ana.command(GUILD, "/answer websokcet")
    reply = told(await ana.messages(GUILD))[-1]
    assert "“websocket” instead of “websokcet”" in said(reply)
    assert buttons(reply)[-1] == "Share in channel"
    assert len(buttons(reply)) == 3

    # 1:55 A plan where the bot is not: one step is left, and nothing is lost.
    assert "#new-team" in await _hint(ana)
    await ana.command(NEW_TEAM, "/interview daily")
    await ana.suggest(await ana.modal(), "plan_zone", "Kolk")
    await ana.select(await ana.modal(), "plan_zone", "Asia/Kolkata")
    await ana.select(await ana.modal(), "plan_at", "09:30")
    await ana.submit({"plan_skips": {"plan_skips": "2099-12-25"}})
    await ana.see_until(lambda seen: "/invite @Interview Bot" in json.dumps(seen["modals"]))
    await ana.invite(NEW_TEAM, "Interview Bot")
    await ana.submit()  # Try again
    await ana.see_until(lambda seen: "Saved." in json.dumps(seen["modals"]))
    assert "ana set up a daily question here" in said(posted(await ana.messages(NEW_TEAM))[0])
    await ana.close(everything=True)

    # 2:25 On to Tuesday: the first question in Kolkata on the way, Monday's line under Tuesday's.
    assert "move the clock" in await _hint(ana)
    while len(await _roots(ana, GUILD)) < 3:
        await slack.control("next")
    tuesday = (await _roots(ana, GUILD))[-1]
    assert len(await _roots(ana, NEW_TEAM)) == 1
    assert "Monday: 2 checked" in said(tuesday)
    assert "see the answer" in said(tuesday)
    assert question_of(tuesday) != question

    # 2:35 A real kill after Slack took the post; a press meets Slack's warning; started, it settles.
    assert "Let it die" in await _hint(ana)
    await slack.control("strike")
    struck = await _struck(ana)
    assert "start the bot again" in await _hint(ana)
    dead = await ana.press(struck, "Reveal in thread", confirmed=True)
    assert dead["ack"] != "ok"
    await slack.control("start")
    struck_in = str(struck["channel_name"])
    await ana.press(struck, "Reveal in thread", confirmed=True)
    await ana.see_until(lambda seen: "Go to the answer" in buttons(messages_of(seen, struck_in)[-1]))
    assert len(await ana.replies(struck_in, struck["ts"])) == 1
    await ana.command(struck_in, "/interview why")
    assert "a press on it settled that" in said(told(await ana.messages(struck_in))[-1])
    for channel in (GUILD, NEW_TEAM):
        texts = [str(root["text"]) for root in await _roots(ana, channel)]
        assert len(texts) == len(set(texts))

    # 2:50 Nothing of cobol: the nearest topics. 3:00 The card.
    await ana.command(GUILD, "/question cobol hard")
    assert "No hard cobol yet. Near:" in said(told(await ana.messages(GUILD))[-1])
    assert "Five steps to your own Slack" in await _hint(ana)


async def _struck(person: Person) -> Json:
    """The post in whose middle the bot died, with its channel's name."""
    newest = [
        {**(await _roots(person, channel))[-1], "channel_name": channel} for channel in (GUILD, NEW_TEAM)
    ]
    return max(newest, key=lambda root: str(root["ts"]))
