"""What apps may read of conversations and people."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.fields import mapping, mappings
from tests.playground.desk import Desk

READ = ("commands", "chat:write", "channels:read", "groups:read", "im:read")
HISTORY = ("commands", "chat:write", "channels:history", "groups:history")
METADATA = {"event_type": "posted", "event_payload": {"key": "k"}}


def names(body: object) -> list[object]:
    """The channels' names of an answer."""
    return [channel.get("name") for channel in mappings(mapping(body)["channels"])]


def test_a_list_holds_the_public_channels_and_the_bots_private_ones() -> None:
    """A private channel without the bot is not listed."""
    desk = Desk(scopes=READ)
    types = "public_channel,private_channel"
    before = names(desk.call("conversations.list", types=types))
    desk.join("secret")

    after = names(desk.call("conversations.list", types=types))

    assert before == ["backend-guild", "new-team", "attic"]
    assert after == ["backend-guild", "new-team", "secret", "attic"]
    assert names(desk.call("conversations.list", exclude_archived=True)) == ["backend-guild", "new-team"]


def test_a_list_needs_the_scope_of_each_kind() -> None:
    """With channels:read alone, public channels are listed and others ask for their scope."""
    desk = Desk(scopes=["commands", "channels:read"])

    assert desk.error("conversations.list") is None
    assert desk.call("conversations.list", types="public_channel,im")["needed"] == "im:read"


def test_a_list_comes_in_pages() -> None:
    """The cursor leads from page to page, and the last has none."""
    desk = Desk(scopes=READ)

    first = desk.call("conversations.list", limit=2)
    cursor = mapping(first["response_metadata"])["next_cursor"]
    second = desk.call("conversations.list", limit=2, cursor=cursor)

    assert names(first) + names(second) == ["backend-guild", "new-team", "attic"]
    assert mapping(second["response_metadata"])["next_cursor"] == ""


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"limit": 0}, "invalid_limit"),
        ({"limit": 1_001}, "invalid_limit"),
        ({"limit": "many"}, "invalid_limit"),
        ({"limit": True}, "invalid_limit"),
        ({"cursor": "no base64!"}, "invalid_cursor"),
        ({"cursor": "bm9uc2Vuc2U="}, "invalid_cursor"),
        ({"types": "public_channel,secret"}, "invalid_types"),
    ],
)
def test_a_malformed_list_is_refused(given: dict[str, object], error: str) -> None:
    """Each malformed argument of a list has its own code."""
    assert Desk(scopes=READ).error("conversations.list", **given) == error


def test_info_describes_a_channel() -> None:
    """conversations.info tells name, topic, membership and, when asked, the number of members."""
    desk = Desk(scopes=READ)

    channel = mapping(
        desk.call("conversations.info", channel="backend-guild", include_num_members=True)["channel"]
    )

    assert (channel["name"], channel["is_private"], channel["is_member"]) == ("backend-guild", False, False)
    assert mapping(channel["topic"])["value"] == "A question a day"
    assert channel["num_members"] == 3


def test_info_hides_private_channels_and_asks_the_scope_of_the_kind() -> None:
    """A private channel does not exist without the bot, and needs groups:read with it."""
    desk = Desk(scopes=["commands", "channels:read"])
    hidden = desk.error("conversations.info", channel="secret")
    desk.join("secret")

    known = desk.call("conversations.info", channel="secret")

    assert hidden == "channel_not_found"
    assert (known["error"], known["needed"]) == ("missing_scope", "groups:read")


def test_info_on_direct_messages_names_the_person() -> None:
    """A DM has no name but a user."""
    desk = Desk(scopes=READ)
    opened = desk.call("chat.postMessage", channel=desk.id("ana"), text="x")["channel"]

    channel = mapping(desk.call("conversations.info", channel=opened)["channel"])

    assert (channel["is_im"], channel["user"]) == (True, desk.id("ana"))


async def test_history_gives_roots_the_newest_first() -> None:
    """Replies and ephemerals are not in it; a root tells of its thread; metadata comes when asked for."""
    desk = Desk(scopes=HISTORY)
    desk.join("backend-guild")
    root = desk.ts(channel="backend-guild", text="One", metadata=METADATA)
    await desk.act("ben", "post", channel="backend-guild", text="My try", thread_ts=root)
    await desk.act("ana", "post", channel="backend-guild", text="a < b")
    desk.call("chat.postEphemeral", channel="backend-guild", user=desk.id("ana"), text="Psst")

    plain = mappings(desk.call("conversations.history", channel="backend-guild")["messages"])
    full = mappings(
        desk.call("conversations.history", channel="backend-guild", include_all_metadata=True)["messages"]
    )

    assert [message["text"] for message in plain] == ["a &lt; b", "One"]
    assert (plain[1]["reply_count"], plain[1]["reply_users"]) == (1, [desk.id("ben")])
    assert "bot_id" not in plain[0]
    assert "metadata" not in plain[1]
    assert full[1]["metadata"] == METADATA


def test_history_within_a_window() -> None:
    """Oldest and latest bound the window, themselves outside unless inclusive."""
    desk = Desk(scopes=HISTORY)
    desk.join("backend-guild")
    stamps = [desk.ts(channel="backend-guild", text=str(number)) for number in range(4)]

    def texts(**given: object) -> list[object]:
        body = desk.call("conversations.history", channel="backend-guild", **given)
        return [message["text"] for message in mappings(body["messages"])]

    assert texts(oldest=stamps[0], latest=stamps[3]) == ["2", "1"]
    assert texts(oldest=stamps[1], inclusive=True) == ["3", "2", "1"]
    assert texts(latest=stamps[1], inclusive="true") == ["1", "0"]
    assert texts(oldest="1795420800") == ["3", "2", "1"]


@given(st.integers(1, 30), st.integers(1, 7))
def test_pages_of_history_hold_each_message_once(count: int, limit: int) -> None:
    """Whatever the page's size, following the cursors gives every message once, in order."""
    desk = Desk(scopes=HISTORY)
    desk.join("backend-guild")
    posted = []
    for _ in range(count):
        desk.seconds += 1
        posted.append(desk.ts(channel="backend-guild", text="x"))
    found: list[object] = []
    cursor: object = ""
    more: object = True

    while more:
        body = desk.call("conversations.history", channel="backend-guild", limit=limit, cursor=cursor)
        found += [message["ts"] for message in mappings(body["messages"])]
        more, cursor = body["has_more"], mapping(body.get("response_metadata")).get("next_cursor")

    assert found == posted[::-1]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"channel": "secret"}, "channel_not_found"),
        ({"channel": "new-team"}, "not_in_channel"),
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"latest": "1.0000000"}, "invalid_ts_latest"),
        ({"limit": 1_000}, "invalid_limit"),
        ({"channel": None}, "invalid_arguments"),
    ],
)
def test_what_history_refuses(given: dict[str, object], error: str) -> None:
    """Channels without the bot and malformed bounds have their codes."""
    desk = Desk(scopes=HISTORY)
    desk.join("backend-guild")
    desk.ts(channel="backend-guild", text="x")

    assert desk.error("conversations.history", **{"channel": "backend-guild", **given}) == error


def test_replies_begin_with_the_root() -> None:
    """conversations.replies gives the root, then the replies in order, each naming its parent."""
    desk = Desk(scopes=HISTORY)
    desk.join("backend-guild")
    root = desk.ts(channel="backend-guild", text="Question")
    for text in ("One", "Two"):
        desk.ts(channel="backend-guild", text=text, thread_ts=root)

    found = mappings(desk.call("conversations.replies", channel="backend-guild", ts=root)["messages"])

    assert [message["text"] for message in found] == ["Question", "One", "Two"]
    assert {message["thread_ts"] for message in found} == {root}
    assert found[1]["parent_user_id"] == desk.app.bot_user_id


def test_replies_of_a_dead_thread_are_not_found() -> None:
    """A ts that names no message has no thread; a channel without the bot is not read."""
    desk = Desk(scopes=HISTORY)
    desk.join("backend-guild")

    assert desk.error("conversations.replies", channel="backend-guild", ts="1.000000") == "thread_not_found"
    assert desk.error("conversations.replies", channel="backend-guild") == "thread_not_found"
    assert desk.error("conversations.replies", channel="new-team", ts="1.0") == "not_in_channel"


def test_a_person_has_a_zone() -> None:
    """users.info gives the person's zone and its offset at the workspace's time."""
    desk = Desk(scopes=["commands", "users:read"])
    winter = mapping(desk.call("users.info", user=desk.id("ana"))["user"])
    desk.clock.now = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)

    summer = mapping(desk.call("users.info", user=desk.id("ana"))["user"])

    assert (winter["name"], winter["tz"], winter["tz_offset"]) == ("ana", "Europe/Berlin", 3_600)
    assert summer["tz_offset"] == 7_200
    assert desk.error("users.info", user="U0000000000") == "user_not_found"
