"""What has gone since: the bot from its channel, a root, an answer, a year. A sentence each."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from bot.playground.happenings import Deleted
from bot.playground.testing.person import buttons, messages_of, said
from tests.stories.reading import posted, told
from tests.stories.world import GUILD, NINE

if TYPE_CHECKING:
    from bot.playground.testing.person import Json, Person
    from tests.stories.world import World

SIXTEEN = NINE + dt.timedelta(hours=7)


async def _root(person: Person) -> Json:
    roots = [one for one in posted(await person.messages(GUILD)) if "Check myself" in buttons(one)]
    return dict(roots[-1])


def _delete(world: World, ts: object) -> None:
    """As an admin can, whose message it may be."""
    guild = world.playground.workspace.conversation(GUILD)
    message = guild.find(str(ts)) if guild else None
    assert guild is not None
    assert message is not None
    world.playground.workspace.happened(Deleted(guild, message))
    guild.remove(message)
    world.playground.publish()


async def _told(person: Person, words: str) -> None:
    await person.see_until(lambda seen: any(words in said(one) for one in told(messages_of(seen, GUILD))))


async def test_a_bot_that_left_says_the_step_and_posts_after_it(world: World) -> None:
    """Its answer is refused; whoever pressed hears why, and the same button works after the invitation."""
    ana = world.slack.person("ana")
    await world.move(NINE)
    await ana.act("kick", channel=GUILD, app=world.app.name)
    await ana.press(await _root(ana), "Reveal in thread", confirmed=True)
    await _told(ana, "type /invite @Interview Bot here, then press Reveal in thread again")
    await ana.command(GUILD, "/interview why")
    await _told(ana, "Its answer was not posted: Slack said not_in_channel.")
    await ana.invite(GUILD, world.app.name)

    await ana.press(await _root(ana), "Reveal in thread", confirmed=True)

    await ana.see_until(lambda seen: "Go to the answer" in json.dumps(messages_of(seen, GUILD)))
    assert len(await ana.replies(GUILD, (await _root(ana))["ts"])) == 1


async def test_a_deleted_root_takes_its_answer_with_it_and_why_says_so(world: World) -> None:
    """At the closing hour there is no thread: nothing stands alone in the channel, and the next day comes."""
    ana = world.slack.person("ana")
    await world.move(NINE)
    _delete(world, (await _root(ana))["ts"])
    before = len(posted(await ana.messages(GUILD)))

    await world.move(SIXTEEN + dt.timedelta(minutes=5))
    await ana.command(GUILD, "/interview why")
    await _told(ana, "Its answer was not posted: Slack said thread_not_found.")
    assert len(posted(await ana.messages(GUILD))) == before
    await world.move(NINE + dt.timedelta(days=1))

    assert "Tue 24 Nov" in said(await _root(ana))


async def test_a_deleted_answer_is_still_to_be_read_in_private(world: World) -> None:
    """Check myself needs no thread."""
    ana = world.slack.person("ana")
    await world.move(SIXTEEN)
    root = await _root(ana)
    (answer,) = await ana.replies(GUILD, root["ts"])
    _delete(world, answer["ts"])

    await ana.press(root, "Check myself")
    await ana.submit()

    assert "Checked on" in said(await ana.modal())


async def test_a_press_a_year_later_finds_the_question_of_then(world: World) -> None:
    """However the bank changed since."""
    ana = world.slack.person("ana")
    await world.move(NINE)
    await ana.command(GUILD, "/question fastapi/testing/async-testing/websocket-testing")
    root = await _root(ana)
    await world.bot.kill()
    world.clock.now = NINE + dt.timedelta(days=365)
    await world.start_bot()

    (root,) = [one for one in await ana.messages(GUILD) if one["ts"] == root["ts"]]
    await ana.press(root, "Check myself")
    await ana.submit()
    assert "Checked on" in said(await ana.modal())
    await ana.close(everything=True)
    await ana.home()
    home = (await ana.see_until(lambda seen: "You asked lately" in json.dumps(seen["home"])))["home"]
    assert "WebSocket" in json.dumps(home)
