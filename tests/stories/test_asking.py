"""Slash commands: questions and answers for the asker alone, whatever they type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.bank.library import open_library
from bot.bank.shipped import shipped
from bot.blocks.plain import words
from bot.playground.testing.person import buttons, messages_of, said
from tests.stories.reading import posted, told
from tests.stories.world import GUILD, NINE, a_world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stories.world import World

BANK = open_library([shipped()]).bank


async def test_question_asks_without_its_answer(world: World) -> None:
    """/question shows one question with its buttons, to the asker alone."""
    ana = world.slack.person("ana")

    await ana.command(GUILD, "/question")

    reply = await ana.message(GUILD)
    assert reply["ephemeral"] is True
    assert buttons(reply) == ["Check myself", "Hint", "Another", "Post to channel"]
    (question,) = (one for one in BANK.questions if words(one.question) in said(reply))
    assert words(question.short_answer) not in json.dumps(reply)
    assert "ephemeral" not in json.dumps(
        [m for m in await world.slack.person("ben").messages(GUILD) if m["ephemeral"]]
    )


async def test_another_replaces_the_question_and_never_repeats_it_at_once(world: World) -> None:
    """Ten presses in a row bring ten questions, in place, and none of them twice."""
    ana = world.slack.person("ana")
    await ana.command(GUILD, "/question fastapi")
    texts = [(await ana.message(GUILD))["text"]]

    for _ in range(10):
        await ana.press(await ana.message(GUILD), "Another")
        texts.append((await ana.message(GUILD))["text"])

    assert len(set(texts)) == len(texts)
    assert len(told(await ana.messages(GUILD))) == 1


async def test_the_answer_stays_hidden_behind_check_myself_of_a_question(world: World) -> None:
    """A private question is checked in the same modal as the daily one."""
    ana = world.slack.person("ana")
    await ana.command(GUILD, "/question fastapi/testing/async-testing/websocket-testing")

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
    assert len(told(await ana.messages(GUILD))) == 1


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

    expected = (
        f"{sum(each.is_open for each in BANK.questions)} questions"
        if "topics" in typed
        else "What you can ask me"
    )
    assert expected in said(await ana.message(GUILD))


@pytest.mark.parametrize("pressed", [False, True])
async def test_a_newcomer_is_greeted_once(world: World, *, pressed: bool) -> None:
    """Beside the reply to the first command, and never again; a press before it changes nothing."""
    ben = world.slack.person("ben")
    if pressed:
        await world.move(NINE)
        await ben.press(await ben.message(GUILD), "Check myself")
        await ben.close()

    for _ in range(2):
        await ben.command(GUILD, "/interview help")

    texts = [str(message["text"]) for message in await ben.messages(GUILD) if message["ephemeral"]]
    assert [text.startswith("Hello!") for text in texts] == [True, False, False]


async def test_a_question_goes_to_the_channel_and_opens_by_a_press(world: World) -> None:
    """Post to channel: under the asker's name, with no closing hour, its answer once."""
    ana, ben = world.slack.person("ana"), world.slack.person("ben")
    await ana.command(GUILD, "/question fastapi/testing/async-testing/websocket-testing")
    asked = await ana.message(GUILD)

    await ana.press(asked, "Post to channel", confirmed=True)
    seen = await ben.see_until(lambda seen: posted(messages_of(seen, GUILD))[1:])
    root = posted(messages_of(seen, GUILD))[-1]
    await ben.press(root, "Reveal in thread", confirmed=True)
    await ben.see_until(lambda seen: "Go to the answer" in buttons(posted(messages_of(seen, GUILD))[-1]))

    assert str(root["text"]) in str(asked["text"])
    assert "shared by ana" in said(root)
    assert len(await ben.replies(GUILD, root["ts"])) == 1
    assert "Posted." in said(told(await ana.messages(GUILD))[-1])


async def test_where_the_bot_is_not_post_to_channel_says_the_step(world: World) -> None:
    """Nothing is posted before the invitation, and the same button posts after it."""
    ana = world.slack.person("ana")
    await ana.command("new-team", "/question fastapi/testing/async-testing/websocket-testing")
    asked = await ana.message("new-team")
    await ana.press(asked, "Post to channel", confirmed=True)
    await ana.see_until(lambda seen: "/invite @Interview Bot" in str(told(messages_of(seen, "new-team"))[-1]))
    await ana.invite("new-team", world.app.name)

    await ana.press(asked, "Post to channel", confirmed=True)

    await ana.see_until(lambda seen: posted(messages_of(seen, "new-team")))


async def test_an_answer_is_shared_with_the_channel(world: World) -> None:
    """Share in channel: everybody reads the whole answer, and who shared it."""
    ana, ben = world.slack.person("ana"), world.slack.person("ben")
    await ana.command(GUILD, "/answer websocket-testing")

    await ana.press(await ana.message(GUILD), "Share in channel", confirmed=True)

    seen = await ben.see_until(lambda seen: posted(messages_of(seen, GUILD))[1:])
    shared = said(posted(messages_of(seen, GUILD))[-1])
    question = BANK.find("fastapi/testing/async-testing/websocket-testing")
    assert question is not None
    assert words(question.short_answer) in shared
    assert "ana shared this answer" in shared


async def test_why_tells_what_became_of_the_posts(world: World) -> None:
    """Nothing yet, then on time and closed, then opened, each in a sentence."""
    ana = world.slack.person("ana")
    await ana.command(GUILD, "/interview why")
    before = said(await ana.message(GUILD))
    await world.move(NINE)
    await ana.command(GUILD, "/interview why")
    closed = said(await ana.message(GUILD))
    root = posted(await ana.messages(GUILD))[-1]
    await ana.press(root, "Reveal in thread", confirmed=True)
    await ana.command(GUILD, "/interview why")

    assert "Nothing was due in this channel yet." in before
    assert "daily question: posted. Its answer is still closed." in closed
    assert "Its answer was opened by ana at" in said(await ana.message(GUILD))


async def test_home_shows_the_week_the_plans_and_what_one_asked(world: World) -> None:
    """Empty and welcoming on the first day; then this channel's post and plan, and the asked question."""
    ana = world.slack.person("ana")
    await ana.home()
    first = json.dumps((await ana.see_until(lambda seen: seen["home"]))["home"], ensure_ascii=False)
    await world.move(NINE)
    await ana.command(GUILD, "/question fastapi/testing/async-testing/websocket-testing")
    await ana.home()
    later = json.dumps(
        (await ana.see_until(lambda seen: "answer closed" in json.dumps(seen["home"])))["home"]
    )

    assert "Welcome." in first
    assert "None yet." in first
    assert "Welcome." not in later
    assert "answer closed" in later
    assert "*Weekdays at 09:00 Berlin time*" in later, later


async def test_home_tells_nobody_of_channels_they_have_not_used_it_in(world: World) -> None:
    """The default scopes don't say who is where: a stranger's Home names no channel."""
    await world.move(NINE)
    ben = world.slack.person("ben")
    await ben.home()

    seen = await ben.see_until(lambda seen: seen["home"])
    assert "<#" not in json.dumps(seen["home"])


async def test_with_the_scopes_of_greet_home_forgets_a_channel_that_one_has_left(tmp_path: Path) -> None:
    """Membership is asked of Slack; without those scopes it shows where one has used the bot."""
    async with a_world(tmp_path, extras=("greet",)) as world:
        ana = world.slack.person("ana")
        await ana.command(GUILD, "/interview help")
        await ana.home()
        inside = await ana.see_until(lambda seen: seen["home"])
        guild = world.playground.workspace.conversation(GUILD)
        assert guild is not None
        guild.members.discard(str(inside["me"]["id"]))  # type: ignore[index] # a mapping
        await ana.home()
        await ana.see_until(lambda seen: "<#" not in json.dumps(seen["home"]))

    assert "<#" in json.dumps(inside["home"])
