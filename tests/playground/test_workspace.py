"""The workspace itself: its cast, its manifest, its ids, its pushes and snapshots."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground import stamps
from bot.playground.cast import Manifest
from bot.playground.conversations import Conversation, Kind
from bot.playground.fields import DEPTH, mapping, mappings, parse
from bot.playground.ids import Ids
from tests.playground.desk import ROW, Desk
from tests.playground.fixtures import manifest

MOMENTS = st.datetimes(
    min_value=dt.datetime(2001, 9, 9, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=dt.datetime(2100, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.just(dt.UTC),
)


def test_the_tokens_look_like_slacks_and_stay_out_of_the_repr() -> None:
    """An app tells its tokens apart by their first letters; a log that holds the app holds no secret."""
    app = Desk().app

    assert app.bot_token.startswith("xoxb-")
    assert app.app_token.startswith("xapp-1-A")
    assert (app.app_id[0], app.bot_id[0], app.bot_user_id[0], app.team_id[0]) == ("A", "B", "U", "T")
    for secret in (app.bot_token, app.app_token, app.signing_secret, app.verification_token):
        assert secret not in repr(app)


def test_a_seed_repeats_the_ids_and_no_seed_does_not() -> None:
    """Without a seed nobody can guess a token."""
    seeded = [Ids(7).letters(24), Ids(7).letters(24)]
    unseeded = [Ids(None).letters(24), Ids(None).letters(24)]

    assert seeded[0] == seeded[1]
    assert unseeded[0] != unseeded[1]


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("display_information", {}, "display_information.name"),
        ("oauth_config", {}, "oauth_config.scopes.bot"),
        ("oauth_config", {"scopes": {"bot": ["chat:write"]}}, "needs the bot scope commands"),
        (
            "features",
            {"bot_user": {"display_name": "x"}, "slash_commands": [{"command": "x"}]},
            "leading slash",
        ),
    ],
)
def test_what_a_manifest_must_have(path: str, value: object, told: str) -> None:
    """An installation is refused with what the manifest lacks."""
    with pytest.raises(ValueError, match=told):
        Manifest.read({**manifest(), path: value})


def test_a_playground_holds_one_app() -> None:
    """A second installation is refused by name."""
    desk = Desk()

    with pytest.raises(ValueError, match="Echo is installed already"):
        desk.workspace.install(manifest())


@given(st.lists(MOMENTS, min_size=1, max_size=20))
def test_ts_are_unique_and_increase(moments: list[dt.datetime]) -> None:
    """Whatever the clock does, each ts of a channel is larger than the one before."""
    conversation = Conversation(
        id="C1", name="x", kind=Kind.PUBLIC, topic="", archived=False, created=0, members=set()
    )

    made = [conversation.next_ts(now) for now in moments]

    assert made == sorted(set(made))


@given(MOMENTS)
def test_a_ts_is_exact(moment: dt.datetime) -> None:
    """A moment becomes a ts and a moment again, to the microsecond."""
    assert stamps.moment(stamps.ts(stamps.micros_at(moment)), dt.UTC) == moment


async def test_pushes_reach_who_follows() -> None:
    """A root reaches every member but its author; a reply those who wrote in the thread, or are named."""
    desk = Desk()
    desk.join("backend-guild")

    def pushes(handle: str) -> list[object]:
        return [push["text"] for push in mappings(desk.see(handle)["pushes"])]

    root = desk.ts(channel="backend-guild", text="Question")
    await desk.act("ben", "post", channel="backend-guild", text="My try", thread_ts=root)
    desk.ts(channel="backend-guild", text=f"Answer for <@{desk.id('chiara')}>", thread_ts=root)
    desk.ts("chat.postEphemeral", channel="backend-guild", user=desk.id("ana"), text="Psst")

    answer = f"Answer for <@{desk.id('chiara')}>"
    assert pushes("ana") == ["Question"]
    assert pushes("ben") == [answer, "Question"]
    assert pushes("chiara") == [answer, "Question"]


def test_a_snapshot_shows_the_persons_world() -> None:
    """Team, me, people, app, commands and the channels that the person is in."""
    desk = Desk()
    desk.join("backend-guild")

    seen = desk.see("chiara")

    assert seen["me"] == {
        "id": desk.id("chiara"),
        "handle": "chiara",
        "name": "Chiara",
        "colour": "#4a7a96",
        "zone": "Europe/Rome",
    }
    assert [(one["handle"], one["is_bot"]) for one in mappings(seen["people"])] == [
        ("ana", False),
        ("ben", False),
        ("chiara", False),
        ("echo_bot", True),
    ]
    assert seen["app"] == {
        "name": "Echo",
        "bot_user_id": desk.app.bot_user_id,
        "connected": False,
        "home_tab": True,
        "messages_tab": True,
    }
    assert [(one["callback_id"], one["type"]) for one in mappings(seen["shortcuts"])] == [
        ("note", "global"),
        ("keep", "message"),
    ]
    assert seen["home"] is None
    assert seen["commands"] == [{"command": "/echo", "description": "Says it again", "usage_hint": "[words]"}]
    assert [(one["name"], one["bot_is_member"]) for one in mappings(seen["channels"])] == [
        ("backend-guild", True),
        ("new-team", False),
        ("attic", False),
    ]
    assert (seen["now"], seen["held"], seen["modals"], seen["notices"]) == (
        "2026-11-23T08:00:00+00:00",
        False,
        [],
        [],
    )


def test_a_message_on_the_screen() -> None:
    """Everything that a page draws is in the message, its time in the workspace's zone."""
    desk = Desk()
    desk.join("backend-guild")
    ts = desk.ts(channel="backend-guild", text="Question", blocks=[ROW])

    (message,) = desk.messages("ana", "backend-guild")

    channel = desk.channel("backend-guild").id
    assert {name: message[name] for name in message if name != "blocks"} == {
        "ts": ts,
        "channel": channel,
        "user": desk.app.bot_user_id,
        "name": "Echo Bot",
        "is_bot": True,
        "at": "2026-11-23T08:00:00+00:00",
        "text": "Question",
        "ephemeral": False,
        "edited": False,
        "reply_count": 0,
        "reply_users": [],
        "replies": [],
        "permalink": f"/archives/{channel}/p1795420800000000",
    }
    assert mappings(message["blocks"])[0]["block_id"] == "row"


async def test_a_held_screen_stands_still() -> None:
    """It shows the old snapshot, and says that it is held; other screens move on."""
    desk = Desk()
    desk.join("backend-guild")
    desk.ts(channel="backend-guild", text="One")
    await desk.act("ana", "hold", on=True)

    desk.ts(channel="backend-guild", text="Two")

    assert desk.see("ana")["held"] is True
    assert [message["text"] for message in desk.messages("ana", "backend-guild")] == ["One"]
    assert [message["text"] for message in desk.messages("ben", "backend-guild")] == ["One", "Two"]


@pytest.mark.parametrize(
    "source", ["", "{", "NaN", "[Infinity]", "[" * 200 + "]" * 200, "[" * 100_000, "1" * 5_000]
)
def test_json_that_is_none(source: str) -> None:
    """Broken, endless and non-standard JSON is refused by one error."""
    with pytest.raises(ValueError, match=r"."):
        parse(source)


def test_json_within_its_depth() -> None:
    """A hundred levels are read, one more is not."""
    parse("[" * DEPTH + "]" * DEPTH)

    with pytest.raises(ValueError, match="too deeply"):
        parse("[" * (DEPTH + 1) + "]" * (DEPTH + 1))


async def test_the_version_grows_with_each_change() -> None:
    """A page knows by it when to look again."""
    desk = Desk()
    desk.join("backend-guild")
    told: list[int] = []
    desk.workspace.on_change = lambda: told.append(desk.workspace.version)

    desk.ts(channel="backend-guild", text="x")
    await desk.act("ana", "read", channel="backend-guild")

    assert told == sorted(set(told))
    assert mapping(desk.see("ana"))["version"] == told[-1]
