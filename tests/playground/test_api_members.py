"""Who is in a conversation: members, join, invite, open; and users.list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.fields import mapping, mappings
from bot.playground.happenings import Joined
from tests.playground.desk import Desk

if TYPE_CHECKING:
    from bot.playground.happenings import Happening

SCOPES = (
    "commands",
    "chat:write",
    "channels:read",
    "groups:read",
    "im:read",
    "channels:join",
    "channels:manage",
    "groups:write",
    "im:write",
    "mpim:write",
    "mpim:read",
    "users:read",
)


@pytest.fixture
def desk() -> Desk:
    """An app that may do all of this, whose bot is in no channel."""
    return Desk(scopes=SCOPES)


def heard(desk: Desk) -> list[Happening]:
    """What happens from now on."""
    happenings: list[Happening] = []
    desk.workspace.on_happening = happenings.append
    return happenings


@pytest.mark.parametrize(
    ("method", "given", "needed"),
    [
        ("conversations.join", {}, "channels:join"),
        ("conversations.members", {}, "channels:read,groups:read,mpim:read,im:read"),
        (
            "conversations.invite",
            {},
            "channels:manage,channels:write.invites,groups:write,groups:write.invites",
        ),
        ("conversations.open", {"users": "U1"}, "im:write"),
        ("conversations.open", {"users": "U1,U2"}, "mpim:write"),
        ("conversations.open", {"channel": "D1"}, "im:write,mpim:write"),
        ("users.list", {}, "users:read"),
    ],
)
def test_scopes(method: str, given: dict[str, object], needed: str) -> None:
    """Each asks for its scopes before anything else."""
    desk = Desk(scopes=["commands"])

    body = (
        desk.call(method, **{"channel": "backend-guild", "users": desk.id("ana"), **given})
        if (method != "conversations.open")
        else desk.call(method, **given)
    )

    assert (body["error"], body["needed"], body["provided"]) == ("missing_scope", needed, "commands")


def test_members_in_pages(desk: Desk) -> None:
    """Every member once, whatever the page."""
    first = desk.call("conversations.members", channel="backend-guild", limit=2)
    cursor = mapping(first["response_metadata"])["next_cursor"]
    second = desk.call("conversations.members", channel="backend-guild", limit=2, cursor=cursor)

    found = [*first["members"], *second["members"]]  # type: ignore[misc]  # JSON
    assert sorted(found) == sorted(desk.id(handle) for handle in ("ana", "ben", "chiara"))
    assert mapping(second["response_metadata"])["next_cursor"] == ""
    assert desk.error("conversations.members", channel="secret") == "channel_not_found"
    assert desk.error("conversations.members", channel="backend-guild", limit=0) == "invalid_limit"


def test_join(desk: Desk) -> None:
    """A bot joins a public channel, tells of it once, and is warned the second time."""
    happenings = heard(desk)

    first = desk.call("conversations.join", channel="backend-guild")
    again = desk.call("conversations.join", channel="backend-guild")

    channel = desk.channel("backend-guild")
    assert mapping(first["channel"])["is_member"] is True
    assert again["warning"] == "already_in_channel"
    assert happenings == [Joined(channel, desk.app.bot_user_id)]
    assert desk.error("chat.postMessage", channel="backend-guild", text="x") is None


@pytest.mark.parametrize(
    ("channel", "error"),
    [("attic", "is_archived"), ("secret", "channel_not_found"), ("", "invalid_arguments")],
)
def test_where_a_bot_cannot_join(desk: Desk, channel: str, error: str) -> None:
    """Archived, private or none."""
    assert desk.error("conversations.join", channel=channel) == error


def test_a_bot_joins_no_private_channel_it_is_in(desk: Desk) -> None:
    """The method is not for that kind of channel."""
    desk.join("secret")

    assert desk.error("conversations.join", channel="secret") == "method_not_supported_for_channel_type"


def test_invite(desk: Desk) -> None:
    """Somebody comes in, and the bot is said to have invited them."""
    desk.join("secret")
    happenings = heard(desk)
    chiara = desk.id("chiara")

    body = desk.call("conversations.invite", channel="secret", users=chiara)

    assert mapping(body["channel"])["name"] == "secret"
    assert chiara in desk.channel("secret").members
    assert happenings == [Joined(desk.channel("secret"), chiara, desk.app.bot_user_id)]


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("{ana}", "already_in_channel"),
        ("{bot}", "cant_invite_self"),
        ("U0", "user_not_found"),
        ("", "no_user"),
        (",".join(f"U{number}" for number in range(101)), "invalid_arguments"),
    ],
)
def test_whom_one_cannot_invite(desk: Desk, users: str, error: str) -> None:
    """Each by its code, and by name where it is a person."""
    desk.join("secret")
    named = users.format(ana=desk.id("ana"), bot=desk.app.bot_user_id)

    body = desk.call("conversations.invite", channel="secret", users=named)

    assert body["error"] == error
    if "," not in named and named:
        assert body["errors"] == [{"user": named, "ok": False, "error": error}]


def test_one_wrong_guest_keeps_all_out_unless_forced(desk: Desk) -> None:
    """With force the others come in."""
    desk.join("secret")
    users = f"U0,{desk.id('chiara')}"

    refused = desk.error("conversations.invite", channel="secret", users=users)
    outside = desk.id("chiara") not in desk.channel("secret").members
    forced = desk.error("conversations.invite", channel="secret", users=users, force=True)

    assert (refused, outside, forced) == ("user_not_found", True, None)
    assert desk.id("chiara") in desk.channel("secret").members


def test_where_one_cannot_invite(desk: Desk) -> None:
    """Not where the bot is not, not into what is closed, not into direct messages."""
    desk.join("attic")
    direct = mapping(desk.call("conversations.open", users=desk.id("ana"))["channel"])["id"]
    guest = desk.id("chiara")

    errors = [
        desk.error("conversations.invite", channel=channel, users=guest)
        for channel in ("new-team", "attic", direct)
    ]

    assert errors == ["not_in_channel", "is_archived", "method_not_supported_for_channel_type"]


def test_open_a_direct_message(desk: Desk) -> None:
    """The same conversation as chat.postMessage's, an id alone unless asked for more."""
    ana = desk.id("ana")

    first = desk.call("conversations.open", users=ana)
    again = desk.call("conversations.open", users=ana, return_im=True)
    posted = desk.call("chat.postMessage", channel=ana, text="Psst")
    resumed = desk.call("conversations.open", channel=posted["channel"])

    assert first["channel"] == {"id": posted["channel"]}
    assert (again["no_op"], again["already_open"]) == (True, True)
    assert (mapping(again["channel"])["is_im"], mapping(again["channel"])["user"]) == (True, ana)
    assert resumed["channel"] == first["channel"]


def test_open_a_group(desk: Desk) -> None:
    """Two people and the bot, in whatever order they are named."""
    ana, ben = desk.id("ana"), desk.id("ben")

    first = desk.call("conversations.open", users=f"{ana},{ben}", return_im=True)
    again = desk.call("conversations.open", users=f"{ben},{ana}")
    listed = mappings(desk.call("conversations.list", types="mpim")["channels"])

    group = mapping(first["channel"])
    assert (group["is_mpim"], group["is_im"], group["name"]) == (True, False, "mpdm-ana--ben--echo_bot-1")
    assert mapping(again["channel"])["id"] == group["id"]
    assert [one["id"] for one in listed] == [group["id"]]
    assert desk.error("chat.postMessage", channel=group["id"], text="Psst") is None
    assert [message["text"] for message in desk.messages("ben", str(group["name"]))] == ["Psst"]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, "users_list_not_supplied"),
        ({"users": "U0"}, "user_not_found"),
        ({"users": ",".join(f"U{number}" for number in range(9))}, "too_many_users"),
        ({"channel": "backend-guild"}, "method_not_supported_for_channel_type"),
        ({"channel": "D0"}, "channel_not_found"),
    ],
)
def test_what_cannot_be_opened(desk: Desk, given: dict[str, object], error: str) -> None:
    """Nobody, somebody unknown, too many, and what is no direct message."""
    assert desk.error("conversations.open", **given) == error


def test_a_look_opens_nothing(desk: Desk) -> None:
    """prevent_creation finds what is open and makes nothing."""
    ana = desk.id("ana")

    before = desk.error("conversations.open", users=ana, prevent_creation=True)
    desk.call("conversations.open", users=ana)

    assert before == "channel_not_found"
    assert desk.error("conversations.open", users=ana, prevent_creation=True) is None


def test_users_in_pages(desk: Desk) -> None:
    """Everybody with their zones, the bot too."""
    whole = mappings(desk.call("users.list")["members"])
    first = desk.call("users.list", limit=3)
    cursor = mapping(first["response_metadata"])["next_cursor"]
    rest = mappings(desk.call("users.list", limit=3, cursor=cursor)["members"])

    assert [user["name"] for user in whole] == ["ana", "ben", "chiara", "echo_bot"]
    assert [user["is_bot"] for user in whole] == [False, False, False, True]
    assert whole[0]["tz"] == "Europe/Berlin"
    assert [user["name"] for user in rest] == ["echo_bot"]
