"""Which events an app hears, in which shape, and which it does not hear."""

from __future__ import annotations

import pytest

from bot.playground import responses
from bot.playground.fields import mapping, mappings
from bot.playground.refusals import ActRefused
from tests.playground.desk import ROW, Desk

EVERYTHING = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_left",
    "channel_rename",
    "group_rename",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "tokens_revoked",
)
SCOPES = (
    "commands",
    "chat:write",
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "groups:history",
    "groups:read",
    "im:history",
)


@pytest.fixture
def desk() -> Desk:
    """An app that hears of everything, its bot in #backend-guild and #secret."""
    desk = Desk(SCOPES, events=EVERYTHING)
    desk.join("backend-guild", "secret")
    return desk


def heard(desk: Desk) -> list[object]:
    """The types of the events so far, with their subtypes."""
    return [event.get("subtype", event["type"]) for event in desk.events]


async def test_a_message_has_slacks_shape(desk: Desk) -> None:
    """Channel, kind of channel, author, words escaped, and the rich text of what was typed."""
    said = await desk.act("ana", "post", channel="backend-guild", text="a < b, @ben")

    (event,) = desk.events
    section = mappings(mappings(event["blocks"])[0]["elements"])[0]
    assert (event["type"], event["channel_type"]) == ("message", "channel")
    assert (event["ts"], event["event_ts"]) == (said["ts"], said["ts"])
    assert (event["user"], event["channel"]) == (desk.id("ana"), desk.channel("backend-guild").id)
    assert event["text"] == f"a &lt; b, <@{desk.id('ben')}>"
    assert section["elements"] == [
        {"type": "text", "text": "a < b, "},
        {"type": "user", "user_id": desk.id("ben")},
    ]
    assert "client_msg_id" in event


@pytest.mark.parametrize(
    ("channel", "kind"), [("backend-guild", "channel"), ("secret", "group"), ("dm", "im")]
)
async def test_each_kind_of_conversation_has_its_word(desk: Desk, channel: str, kind: str) -> None:
    """Public, private and direct messages come under the three subscriptions."""
    if channel == "dm":
        channel = str((await desk.act("ana", "dm"))["channel"])
    await desk.act("ana", "post", channel=channel, text="x")

    assert desk.events[-1]["channel_type"] == kind


async def test_a_reply_names_its_root(desk: Desk) -> None:
    """thread_ts and the root's author."""
    root = desk.ts(channel="backend-guild", text="Question")
    await desk.act("ana", "post", channel="backend-guild", text="A try", thread_ts=root)

    assert desk.events[-1]["thread_ts"] == root
    assert desk.events[-1]["parent_user_id"] == desk.app.bot_user_id


async def test_the_bots_own_messages_are_heard_too(desk: Desk) -> None:
    """As Slack does: apps tell them by bot_id; updates and deletions are subtypes."""
    ts = desk.ts(channel="backend-guild", text="One", blocks=[ROW])
    desk.call("chat.update", channel=desk.channel("backend-guild").id, ts=ts, text="Two", blocks=[])
    desk.call("chat.delete", channel=desk.channel("backend-guild").id, ts=ts)

    posted, changed, deleted = desk.events
    assert heard(desk) == ["message", "message_changed", "message_deleted"]
    assert posted["bot_id"] == desk.app.bot_id
    assert mapping(changed["message"])["text"] == "Two"
    assert mapping(changed["previous_message"])["text"] == "One"
    assert (deleted["deleted_ts"], mapping(deleted["previous_message"])["text"]) == (ts, "Two")


@pytest.mark.parametrize("ephemeral", [False, True])
async def test_a_response_url_changes_messages_too(desk: Desk, *, ephemeral: bool) -> None:
    """Replacing and deleting the original are events where everybody saw it."""
    if ephemeral:
        given: dict[str, object] = {"user": desk.id("ana"), "text": "One", "blocks": [ROW]}
        ts = desk.ts("chat.postEphemeral", channel="backend-guild", **given)
    else:
        ts = desk.ts(channel="backend-guild", text="One", blocks=[ROW])
    await desk.act("ana", "press", channel="backend-guild", ts=ts, action_id="more")
    name = str(desk.heard[-1]["response_url"]).partition(f"{desk.workspace.team_id}/")[2]
    desk.events.clear()

    responses.use_response_url(desk.workspace, name, {"replace_original": True, "text": "Two"})
    responses.use_response_url(desk.workspace, name, {"delete_original": True})

    assert heard(desk) == ([] if ephemeral else ["message_changed", "message_deleted"])


async def test_a_person_takes_a_message_back(desk: Desk) -> None:
    """One's own only; the app hears message_deleted."""
    said = await desk.act("ana", "post", channel="backend-guild", text="Oops")

    with pytest.raises(ActRefused, match="no message of yours"):
        await desk.act("ben", "delete", channel="backend-guild", ts=said["ts"])
    await desk.act("ana", "delete", channel="backend-guild", ts=said["ts"])

    assert heard(desk) == ["message", "message_deleted"]
    assert desk.messages("ana", "backend-guild") == []


def test_ephemerals_are_nobodys_event(desk: Desk) -> None:
    """What one person sees is told to no app."""
    desk.call("chat.postEphemeral", channel="backend-guild", user=desk.id("ana"), text="x")

    assert desk.events == []


@pytest.mark.parametrize("typed", ["@Echo Bot hi", "hey @echo_bot", "(@ECHO BOT)"])
async def test_a_mention_is_an_event_of_its_own(desk: Desk, typed: str) -> None:
    """app_mention comes beside the message, without a channel_type; the bot's own words mention nobody."""
    await desk.act("ana", "post", channel="backend-guild", text=typed)

    mention, _ = desk.events
    assert sorted(str(kind) for kind in heard(desk)) == ["app_mention", "message"]
    assert f"<@{desk.app.bot_user_id}>" in str(mention["text"])
    assert "channel_type" not in mention
    desk.events.clear()
    desk.call("chat.postMessage", channel="backend-guild", text=f"I am <@{desk.app.bot_user_id}>")
    assert heard(desk) == ["message"]


async def test_what_only_looks_like_a_mention(desk: Desk) -> None:
    """An address, a longer name and a stranger's stay words."""
    await desk.act("ana", "post", channel="backend-guild", text="ana@ben.dev @benjamin @nobody")

    assert desk.events[-1]["text"] == "ana@ben.dev @benjamin @nobody"


async def test_a_bot_outside_hears_nothing(desk: Desk) -> None:
    """No message and no mention without membership; the writer is told who is missing."""
    await desk.act("ana", "post", channel="new-team", text="@Echo Bot, are you here?")

    assert desk.events == []
    assert desk.notices("ana") == ["You mentioned Echo Bot, who is not in #new-team."]


@pytest.mark.parametrize(
    ("scopes", "events"),
    [(("chat:write", "commands"), EVERYTHING), (SCOPES, ("message.groups", "message.im"))],
)
async def test_without_scope_or_subscription_there_is_silence(
    scopes: tuple[str, ...], events: tuple[str, ...]
) -> None:
    """Both are needed for a message of a public channel."""
    desk = Desk(scopes, events=events)
    desk.join("backend-guild")

    await desk.act("ana", "post", channel="backend-guild", text="@Echo Bot")

    assert desk.events == []


async def test_comings_and_goings(desk: Desk) -> None:
    """The bot hears of its own, of who invited it, and of people where it is a member."""
    desk.channel("backend-guild").members.discard(desk.id("chiara"))
    await desk.act("ana", "invite", channel="new-team", app="Echo Bot")
    await desk.act("ana", "invite", channel="new-team", app="Echo Bot")
    await desk.act("chiara", "join", channel="backend-guild")
    await desk.act("chiara", "leave", channel="backend-guild")
    await desk.act("ben", "kick", channel="new-team")

    bot, chiara = desk.app.bot_user_id, desk.id("chiara")
    assert [(event["type"], event.get("user")) for event in desk.events] == [
        ("member_joined_channel", bot),
        ("member_joined_channel", chiara),
        ("member_left_channel", chiara),
        ("member_left_channel", bot),
        ("channel_left", None),
    ]
    assert (desk.events[0]["inviter"], desk.events[0]["channel_type"]) == (desk.id("ana"), "C")
    assert desk.events[-1]["actor_id"] == desk.id("ben")
    assert desk.error("chat.postMessage", channel="new-team", text="x") == "not_in_channel"


async def test_a_channel_is_renamed_and_archived(desk: Desk) -> None:
    """Typed as Slack's own commands; group_rename is the private one's word."""
    await desk.act("ana", "command", channel="new-team", text="/rename newer-team")
    await desk.act("ana", "rename", channel="secret", name="open-secret")
    await desk.act("ana", "archive", channel="newer-team")

    assert heard(desk) == ["channel_rename", "group_rename", "channel_archive"]
    assert mapping(desk.events[0]["channel"])["name"] == "newer-team"
    assert desk.error("chat.postMessage", channel="newer-team", text="x") == "is_archived"
    with pytest.raises(ActRefused, match="archived already"):
        await desk.act("ana", "archive", channel="newer-team")
    with pytest.raises(ActRefused, match="already"):
        await desk.act("ana", "rename", channel="backend-guild", name="open-secret")
    with pytest.raises(ActRefused, match="small letters"):
        await desk.act("ana", "rename", channel="backend-guild", name="Two Words")


async def test_looking_at_the_app(desk: Desk) -> None:
    """app_home_opened names the tab, and brings the Home tab once there is one."""
    await desk.act("ana", "home")
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "Welcome"}}
    desk.workspace.views.publish(desk.id("ana"), {"type": "home", "blocks": [block]})
    await desk.act("ana", "home")
    await desk.act("ana", "dm")

    first, second, third = desk.events
    assert [event["tab"] for event in desk.events] == ["home", "home", "messages"]
    assert (first["user"], str(first["channel"])[0]) == (desk.id("ana"), "D")
    assert "view" not in first
    assert "view" not in third
    assert mapping(second["view"])["type"] == "home"
    assert mapping(desk.see("ana")["home"])["id"] == mapping(second["view"])["id"]
    assert desk.see("ben")["home"] is None


async def test_an_app_without_a_home_tab() -> None:
    """The act is refused as long as the manifest leaves it off."""
    desk = Desk(home=False)

    with pytest.raises(ActRefused, match="no Home tab"):
        await desk.act("ana", "home")


async def test_an_app_is_removed(desk: Desk) -> None:
    """It hears of its revoked token and its removal; then the token is worth nothing, and it is gone."""
    token = desk.app.bot_token

    await desk.act("ana", "uninstall")

    assert heard(desk) == ["tokens_revoked", "app_uninstalled"]
    assert desk.events[0]["tokens"] == {"oauth": [], "bot": [desk.app.bot_user_id]}
    assert desk.call_with(token, "auth.test") == {"ok": False, "error": "account_inactive"}
    assert (desk.see("ana")["app"], desk.see("ana")["commands"]) == (None, [])
    with pytest.raises(ActRefused, match="No app is installed"):
        await desk.act("ana", "uninstall")
