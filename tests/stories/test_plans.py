"""A channel gets its daily question by `/interview daily`, and people change it there."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.bank.loader import load
from bot.bank.shipped import shipped
from bot.blocks.question import place_line
from bot.playground.faults import Moment, Say, When
from bot.playground.testing.person import Refusal, buttons, said
from tests.playground.fixtures import PEOPLE, until
from tests.stories.reading import posted, question_of
from tests.stories.world import GUILD, NINE, a_world

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.playground.testing.person import Json, Person
    from tests.stories.world import World

NEW_TEAM = "new-team"
KOLKATA = {"plan_zone": {"plan_zone": "Asia/Kolkata"}}
HALF_PAST_NINE = {"plan_at": {"plan_at": "09:30"}}


async def _window(person: Person, words: str) -> Json:
    """The window once it says these words."""
    seen = await person.see_until(lambda seen: words in said_in_windows(seen))
    assert seen
    return await person.modal()


def said_in_windows(seen: Mapping[str, object]) -> str:
    """All that a person's windows say."""
    return json.dumps(seen["modals"], ensure_ascii=False)


async def _fill_in(person: Person) -> None:
    """Ana's form of the demo: half past nine in Kolkata, on weekdays, not on Christmas day."""
    await person.command(NEW_TEAM, "/interview daily")
    await person.suggest(await person.modal(), "plan_zone", "Kolk")
    await person.select(await person.modal(), "plan_zone", "Asia/Kolkata")
    await person.select(await person.modal(), "plan_at", "09:30")


async def _who_saved(world: World) -> Person:
    """Ana, once her form is saved."""
    ana = world.slack.person("ana")
    await ana.invite(NEW_TEAM, world.app.name)
    await _fill_in(ana)
    await ana.submit()
    await _window(ana, "Saved.")
    return ana


async def test_a_channel_gets_its_plan_in_a_minute(world: World) -> None:
    """Form, zone by four letters, invite, save: the introduction stands, and the window says what comes."""
    ana = world.slack.person("ana")
    await ana.invite(NEW_TEAM, world.app.name)

    await _fill_in(ana)
    offered = await ana.suggest(await ana.modal(), "plan_zone", "Kolk")
    await ana.submit({"plan_skips": {"plan_skips": "2026-11-24"}})
    done = await _window(ana, "Saved.")

    assert [option["value"] for option in offered] == ["Asia/Kolkata"]
    introduction = await ana.message(NEW_TEAM)
    assert said(introduction).startswith(
        "ana set up a daily question here: weekdays at 09:30 Kolkata time. Answer at 16:00."
        " Change it with /interview daily."
    )
    assert "I said so in the channel" in said(done)
    assert "Next: Wed 25 Nov 09:30, Thu 26 Nov 09:30, Fri 27 Nov 09:30." in said(done)
    assert "<" not in str(introduction["text"])


async def test_a_plan_of_a_modal_posts_at_its_hour(world: World) -> None:
    """The next morning in Kolkata the question stands."""
    ana = await _who_saved(world)

    await world.bot.move(world.clock())
    await world.move(NINE + dt.timedelta(hours=20, minutes=0))

    root = await ana.message(NEW_TEAM)
    assert "Check myself" in buttons(root)
    assert str(root["at"])[11:16] == "04:00"


async def test_a_channel_that_refuses_is_told_to_whoever_set_its_plan_up_once(world: World) -> None:
    """The bot was removed before the hour: one kind message with the way back, and no other the day after."""
    ana = await _who_saved(world)
    await ana.act("kick", channel=NEW_TEAM, app=world.app.name)

    await world.bot.move(world.clock())
    await world.move(NINE + dt.timedelta(days=2))

    (told,) = await _direct_messages(ana)
    assert "could not be posted: I am no member. Type /invite @Interview Bot there" in said(told)
    assert "press Try again" in said(told)


@pytest.mark.parametrize("channel", [NEW_TEAM, "secret"])
async def test_where_the_bot_is_not_one_step_is_left(world: World, channel: str) -> None:
    """Public or private: the sentence names /invite; afterwards Try again brings the introduction."""
    ana = world.slack.person("ana")
    await ana.command(channel, "/interview daily")
    await ana.submit()
    step = await _window(ana, "/invite @Interview Bot")
    before = await ana.messages(channel)

    await ana.command(channel, f"/invite @{world.app.name}")
    await ana.submit()
    await _window(ana, "Saved.")

    assert "press *Try again*" in said(step)
    assert posted(before) == []
    assert "set up a daily question here" in said(await ana.message(channel))
    assert await _direct_messages(ana) == []


async def test_closing_the_window_at_that_step_loses_nothing(world: World) -> None:
    """`/interview daily` opens at the step; the plan of the form is still there."""
    ana, ben = world.slack.person("ana"), world.slack.person("ben")
    await _fill_in(ana)
    await ana.submit()
    await _window(ana, "/invite")
    await ana.close()
    await ben.command(NEW_TEAM, f"/invite @{world.app.name}")

    await ben.command(NEW_TEAM, "/interview daily")
    step = await ben.modal()
    await ben.submit()
    await _window(ben, "Saved.")

    assert "Try again" in json.dumps(step)
    assert "ben set up a daily question here: weekdays at 09:30 Kolkata" in said(await ben.message(NEW_TEAM))


async def test_a_bot_that_dies_between_save_and_introduction_goes_on_from_there(world: World) -> None:
    """The plan was stored and nothing sent; kill -9; after the start `/interview daily` opens at the step."""
    ana = world.slack.person("ana")
    await _fill_in(ana)
    with closing(sqlite3.connect(world.database)) as database:
        database.execute(_HOLD_CLAIMS)
        await ana.submit()
        saving = await ana.modal()
        await world.bot.kill()
        stored = _plan(world)
        database.execute("DROP TRIGGER held")
    await world.start_bot()
    await until(lambda: _plan(world)[-1] == "waiting")

    await ana.command(NEW_TEAM, "/interview daily")
    step = await ana.modal()
    await ana.command(NEW_TEAM, f"/invite @{world.app.name}")
    await ana.submit()
    await _window(ana, "Saved.")

    assert "Saving…" in said(saving)
    assert stored == ("Asia/Kolkata", "09:30", "active")
    assert "/invite @Interview Bot" in said(step)
    assert len(posted(await ana.messages(NEW_TEAM))) == 1


async def _direct_messages(person: Person) -> list[Json]:
    """What the bot sent to this person alone."""
    channel = await person.dm()
    listed = (await person.see())["channels"]
    assert isinstance(listed, list)
    return [message for one in listed if one["id"] == channel for message in one["messages"]]


def _plan(world: World) -> tuple[str, str, str]:
    """Zone, hour and state of the newest plan."""
    newest = "SELECT zone, at, state FROM plan ORDER BY id DESC LIMIT 1"
    with closing(sqlite3.connect(world.database)) as database:
        zone, at, state = database.execute(newest).fetchone()
    return zone, at, state


_HOLD_CLAIMS = """
CREATE TRIGGER held BEFORE UPDATE OF state ON outgoing WHEN NEW.state = 'claimed'
BEGIN SELECT RAISE(ABORT, 'held by the test'); END
"""


async def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(world: World) -> None:
    """A date that is none, no difficulty that fits: each at its field, the rest as it was."""
    ana = world.slack.person("ana")
    await _fill_in(ana)
    await ana.submit({"plan_skips": {"plan_skips": "25.12.2026"}})
    view = await ana.modal()

    assert view["errors"] == {
        "plan_skips": "“25.12.2026” is no date here: write 2026-12-25, or"
        " 2026-12-28..2027-01-01 for several days."
    }
    assert "Asia/Kolkata" in json.dumps(view["state"])
    assert posted(await ana.messages(NEW_TEAM)) == []


async def test_the_form_says_at_once_how_many_questions_match(world: World) -> None:
    """Untick two difficulties: the line under them counts anew, and what was typed elsewhere stays."""
    ana = world.slack.person("ana")
    await _fill_in(ana)
    view = await ana.modal()
    await ana.act(
        "select",
        view=view["id"],
        action_id="plan_difficulties",
        value=["hard"],
        values={"plan_skips": {"plan_skips": "2026-12-25"}},
    )
    narrowed = await ana.modal()

    count = sum(question.is_open for question in load([shipped()]).bank.questions)
    assert f"{count} questions match" in said(view)
    assert "questions match" in said(narrowed)
    assert f"{count} questions" not in said(narrowed)
    assert "2026-12-25" in json.dumps(narrowed["state"])


async def test_the_next_fourteen_are_seen_before_saving_and_come_so(world: World) -> None:
    """Date, hour, topic, difficulty; the questions after a press; the first one is what then comes."""
    ana = world.slack.person("ana")
    await ana.invite(NEW_TEAM, world.app.name)
    await _fill_in(ana)
    await ana.press_in_modal("The next 14")
    bare = await ana.modal()
    await ana.press_in_modal("Show the questions")
    spoiled = await ana.modal()
    await ana.close()
    await ana.submit()
    await _window(ana, "Saved.")
    await world.bot.move(world.clock())
    await world.move(NINE + dt.timedelta(hours=20))

    assert (
        len([block for block in json.loads(json.dumps(bare["blocks"])) if "09:30" in json.dumps(block)]) == 14
    )
    root = await ana.message(NEW_TEAM)
    assert f"*Tue 24 Nov 09:30* · {place_line(question_of(root))}" in said(bare)
    assert str(root["text"])[:60] in said(spoiled)
    assert str(root["text"])[:60] not in said(bare)


async def test_direct_messages_get_a_sentence(world: World) -> None:
    """A daily question belongs to a channel."""
    ana = world.slack.person("ana")

    await ana.command(await ana.dm(), "/interview daily")

    assert "belongs to a channel" in said(await ana.modal())


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("is_archived", "This channel is archived"),
        ("restricted_action_read_only_channel", "Only some people may post in this channel"),
        ("msg_blocked_by_someone", "msg_blocked_by_someone"),
    ],
)
async def test_a_channel_that_takes_no_posts_is_told_why(tmp_path: Path, code: str, sentence: str) -> None:
    """Archived, read-only, or a code that nobody knows: each a clear sentence, and Try again."""

    async def refuse(moment: Moment) -> Say | None:
        wanted = moment.when is When.BEFORE and moment.method == "chat.postMessage"
        return Say(status=200, body=json.dumps({"ok": False, "error": code})) if wanted and refusing else None

    refusing: list[bool] = []
    async with a_world(tmp_path, refuse) as world:
        ana = world.slack.person("ana")
        await ana.invite(NEW_TEAM, world.app.name)
        refusing.append(True)
        await _fill_in(ana)
        await ana.submit()
        step = await _window(ana, sentence)
        refusing.clear()
        await ana.submit()
        await _window(ana, "Saved.")

    assert "Try again" in json.dumps(step)


async def test_the_list_pauses_resumes_skips_and_deletes_with_undo(world: World) -> None:
    """Each press says what it did, with the way back."""
    ana = world.slack.person("ana")
    await ana.command(GUILD, "/interview daily")
    listed = await ana.modal()

    await ana.press_in_modal("Skip next")
    skipped = await ana.modal()
    await ana.press_in_modal("Undo")
    back = await ana.modal()
    with pytest.raises(Refusal) as asked:
        await ana.press_in_modal("Delete")
    await ana.press_in_modal("Delete", confirmed=True)
    deleted = await ana.modal()
    await ana.press_in_modal("Undo")
    restored = await ana.modal()
    await ana.press_in_modal("Pause")
    await ana.submit({"plan_until": {"plan_until": "2026-11-26"}})
    paused = await ana.modal()
    await ana.press_in_modal("Resume")
    resumed = await ana.modal()

    assert "Weekdays at 09:00 Berlin time" in said(listed)
    assert "Next: *Mon 23 Nov 09:00*" in said(listed)
    assert ("Skipped: Mon 23 Nov." in said(skipped), "Tue 24 Nov 09:00" in said(skipped)) == (True, True)
    assert "Next: *Mon 23 Nov 09:00*" in said(back)
    assert "Delete this daily question?" in json.dumps(asked.value.body)
    assert "No daily question comes to this channel." in said(deleted)
    assert "It is back" in said(restored)
    assert "*Paused*, goes on Thu 26 Nov 09:00" in said(paused)
    assert "Next: *Mon 23 Nov 09:00*" in said(resumed)


async def test_post_now_is_extra_and_the_next_comes_as_planned(world: World) -> None:
    """A question at 08:55 after a confirm, the planned one at 09:00 all the same, and another one."""
    ana = world.slack.person("ana")
    await ana.command(GUILD, "/interview daily")
    with pytest.raises(Refusal) as asked:
        await ana.press_in_modal("Post now")
    await ana.press_in_modal("Post now", confirmed=True)
    told = await ana.modal()
    await ana.see_until(lambda seen: "Check myself" in json.dumps(seen["channels"]))

    await world.move(NINE)

    roots = [message for message in await ana.messages(GUILD) if "Check myself" in buttons(message)]
    assert "It is extra; the next one comes as planned." in json.dumps(asked.value.body)
    assert "An extra question is on its way; that of Mon 23 Nov 09:00 comes as planned." in said(told)
    assert [str(root["at"])[11:16] for root in roots] == ["07:55", "08:00"]
    assert len({root["text"] for root in roots}) == 2


async def test_a_paused_plan_is_silent_until_its_day(world: World) -> None:
    """Monday to Wednesday nothing, Thursday the question."""
    ana = world.slack.person("ana")
    await ana.command(GUILD, "/interview daily")
    await ana.press_in_modal("Pause")
    await ana.submit({"plan_until": {"plan_until": "2026-11-26"}})
    await world.bot.move(world.clock())

    await world.move(NINE + dt.timedelta(days=3))

    roots = [message for message in await ana.messages(GUILD) if "Check myself" in buttons(message)]
    assert [str(root["at"])[:10] for root in roots] == ["2026-11-26"]


async def test_an_edit_after_todays_post_counts_from_tomorrow(world: World) -> None:
    """Moved to 18:00 after the post of 09:00: the window says so, and no second one comes today."""
    ana = world.slack.person("ana")
    await world.move(NINE)
    await ana.command(GUILD, "/interview daily")
    await ana.press_in_modal("Edit")
    await ana.submit({"plan_at": {"plan_at": "18:00"}})
    done = await ana.modal()
    await world.move(NINE + dt.timedelta(hours=12))

    roots = [message for message in await ana.messages(GUILD) if "Check myself" in buttons(message)]
    assert "this counts from Tue 24 Nov" in said(done)
    assert len(roots) == 1


async def test_the_second_of_two_editors_is_told_and_loses_nothing(world: World) -> None:
    """Ben saved first; Ana's form stays as she filled it in, says so, and saves when she says it again."""
    ana, ben = world.slack.person("ana"), world.slack.person("ben")
    for person in (ana, ben):
        await person.command(GUILD, "/interview daily")
        await person.press_in_modal("Edit")
    await ben.submit({"plan_at": {"plan_at": "10:00"}})

    await ana.submit({"plan_at": {"plan_at": "11:00"}})
    told = await ana.modal()
    await ana.submit()
    done = await ana.modal()

    assert "ben changed this plan meanwhile: weekdays at 10:00 Berlin time" in said(told)
    assert "11:00" in json.dumps(told["state"])
    assert "Weekdays at 11:00 Berlin time" in said(done)


async def test_two_people_save_together_and_one_is_told(world: World) -> None:
    """Both forms at once: one version each, none lost."""
    people = [world.slack.person(name) for name in ("ana", "ben")]
    for person in people:
        await person.command(GUILD, "/interview daily")
        await person.press_in_modal("Edit")

    await asyncio.gather(
        *(person.submit({"plan_at": {"plan_at": f"1{n}:00"}}) for n, person in enumerate(people))
    )

    told = [said(await person.modal()) for person in people]
    assert sum("meanwhile" in words for words in told) == 1
    assert sum("Saved." in words for words in told) == 1


async def test_with_the_scope_of_zone_the_form_begins_in_ones_own(tmp_path: Path) -> None:
    """Slack tells the person's zone; without the scope it is asked for."""
    async with a_world(tmp_path, extras=("zone",)) as world:
        ana = world.slack.person("ana")
        await ana.command(NEW_TEAM, "/interview daily")
        asked = json.dumps(await ana.modal())

    zone = next(str(person.zone) for person in PEOPLE if person.handle == "ana")
    assert f'"value": "{zone}"' in asked
