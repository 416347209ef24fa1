"""What the chat methods do and refuse."""

from __future__ import annotations

import pytest

from bot.playground.fields import mapping, mappings
from tests.playground.desk import BUTTON, ROW, Desk

LONG = "x" * 3_001


@pytest.fixture
def desk() -> Desk:
    """An app whose bot is in #backend-guild."""
    desk = Desk()
    desk.join("backend-guild")
    return desk


def test_a_post_answers_with_the_whole_message(desk: Desk) -> None:
    """chat.postMessage answers channel, ts and the message as Slack keeps it."""
    body = desk.call("chat.postMessage", channel="backend-guild", text="Hello", blocks=[ROW])

    message = mapping(body["message"])
    assert body["channel"] == desk.channel("backend-guild").id
    assert message["ts"] == body["ts"] == "1795420800.000000"
    assert (message["user"], message["bot_id"], message["app_id"]) == (
        desk.app.bot_user_id,
        desk.app.bot_id,
        desk.app.app_id,
    )
    assert (message["type"], message["text"], message["team"]) == ("message", "Hello", desk.workspace.team_id)


def test_slack_adds_what_blocks_left_out(desk: Desk) -> None:
    """Blocks get a block_id, buttons an action_id, texts their defaults; the caller's own stay."""
    bare = {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}}]}

    body = desk.call("chat.postMessage", channel="backend-guild", text="x", blocks=[bare, ROW])

    first, second = mappings(mapping(body["message"])["blocks"])
    (button,) = mappings(first["elements"])
    assert first["block_id"]
    assert button["action_id"]
    assert button["text"] == {"type": "plain_text", "text": "Go", "emoji": True}
    assert second["block_id"] == "row"
    assert mappings(second["elements"])[0]["action_id"] == "more"
    assert BUTTON["text"] == {"type": "plain_text", "text": "More"}


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("nowhere", "channel_not_found"),
        ("C0000000000", "channel_not_found"),
        ("U0000000000", "channel_not_found"),
        ("secret", "channel_not_found"),
        ("new-team", "not_in_channel"),
        ("attic", "is_archived"),
    ],
)
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral"])
def test_where_the_bot_may_not_post(desk: Desk, method: str, channel: str, error: str) -> None:
    """A private channel without the bot does not exist for it; a public one says what is missing."""
    assert desk.error(method, channel=channel, text="x", user=desk.id("ana")) == error


def test_a_private_channel_takes_posts_once_the_bot_is_in(desk: Desk) -> None:
    """Membership opens a private channel."""
    desk.join("secret")

    assert desk.error("chat.postMessage", channel="secret", text="x") is None


def test_chat_write_public_posts_without_membership() -> None:
    """The optional scope opens public channels, not private ones."""
    desk = Desk(scopes=["chat:write", "chat:write.public", "commands"])

    assert desk.error("chat.postMessage", channel="new-team", text="x") is None
    assert desk.error("chat.postMessage", channel="secret", text="x") == "channel_not_found"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": "", "blocks": []}, "no_text"),
        ({"text": 7}, "invalid_arguments"),
        ({"text": "x", "blocks": "no json"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "markdown", "text": "x" * 12_001}]}, "msg_blocks_too_long"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"markdown_text": "x", "text": "y"}, "markdown_text_conflict"),
        ({"markdown_text": ""}, "no_text"),
        ({"text": "x", "attachments": "no json"}, "invalid_attachments"),
        ({"text": "x", "attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
        ({"text": "x", "metadata": "no json"}, "invalid_metadata_format"),
        ({"text": "x", "metadata": []}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_schema"),
        ({"text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
    ],
)
def test_what_a_message_may_not_be(desk: Desk, given: dict[str, object], error: str) -> None:
    """Each malformed content has its own code, and nothing is posted."""
    assert desk.error("chat.postMessage", channel="backend-guild", **given) == error
    assert desk.messages("ana", "backend-guild") == []


def test_a_missing_channel_is_an_invalid_argument(desk: Desk) -> None:
    """A required argument is named in response_metadata."""
    assert desk.call("chat.postMessage", text="x") == {
        "ok": False,
        "error": "invalid_arguments",
        "response_metadata": {"messages": ["[ERROR] missing required field: channel"]},
    }


def test_invalid_blocks_say_where(desk: Desk) -> None:
    """invalid_blocks comes with a JSON pointer for each problem."""
    section = {"type": "section", "text": {"type": "plain_text", "text": LONG}}

    body = desk.call("chat.postMessage", channel="backend-guild", text="x", blocks=[section])

    told = mapping(body["response_metadata"])["messages"]
    assert told == ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"]


def test_a_very_long_text_is_cut(desk: Desk) -> None:
    """Slack truncates a text beyond 40,000 characters."""
    body = desk.call("chat.postMessage", channel="backend-guild", text="x" * 40_001)

    assert len(str(mapping(body["message"])["text"])) == 40_000


def test_without_a_text_slack_makes_one_of_the_blocks(desk: Desk) -> None:
    """Screen readers and phones get the words of the blocks."""
    section = {"type": "section", "text": {"type": "plain_text", "text": "Read me"}}

    body = desk.call("chat.postMessage", channel="backend-guild", blocks=[section, ROW])

    assert mapping(body["message"])["text"] == "Read me\nMore"


def test_markdown_text_becomes_a_block(desk: Desk) -> None:
    """markdown_text is a message of one markdown block."""
    body = desk.call("chat.postMessage", channel="backend-guild", markdown_text="**Hello**")

    (block,) = mappings(mapping(body["message"])["blocks"])
    assert (block["type"], block["text"]) == ("markdown", "**Hello**")


def test_arguments_may_come_as_json_in_strings(desk: Desk) -> None:
    """A form carries blocks and metadata as JSON in a string."""
    body = desk.call(
        "chat.postMessage",
        channel="backend-guild",
        text="x",
        blocks='[{"type": "divider"}]',
        metadata='{"event_type": "posted", "event_payload": {"key": "k"}}',
    )

    message = mapping(body["message"])
    assert mappings(message["blocks"])[0]["type"] == "divider"
    assert message["metadata"] == {"event_type": "posted", "event_payload": {"key": "k"}}


def test_unknown_arguments_are_tolerated(desk: Desk) -> None:
    """Slack ignores what it does not know, client_msg_id among it."""
    assert (
        desk.error("chat.postMessage", channel="backend-guild", text="x", client_msg_id="1", wish=[1]) is None
    )


def test_a_persons_id_as_channel_opens_the_direct_messages(desk: Desk) -> None:
    """A post to a person's id lands in one DM, the same each time, that only they see."""
    first = desk.call("chat.postMessage", channel=desk.id("ana"), text="Psst")
    second = desk.call("chat.postMessage", channel=desk.id("ana"), text="Psst again")

    assert first["channel"] == second["channel"]
    assert str(first["channel"]).startswith("D")
    assert [message["text"] for message in desk.messages("ana", "Echo Bot")] == ["Psst", "Psst again"]
    with pytest.raises(ValueError, match="not enough values"):
        desk.messages("ben", "Echo Bot")


def test_a_closed_messages_tab_refuses_direct_messages(desk: Desk) -> None:
    """An app whose manifest closes the Messages tab cannot write to people."""
    closed = Desk()
    manifest = {
        "display_information": {"name": "Quiet"},
        "features": {"bot_user": {"display_name": "Quiet"}, "app_home": {"messages_tab_enabled": False}},
        "oauth_config": {"scopes": {"bot": ["chat:write"]}},
    }
    closed.workspace.app = None
    closed.app = closed.workspace.install(manifest)

    assert closed.error("chat.postMessage", channel=closed.id("ana"), text="x") == "messages_tab_disabled"
    assert desk.error("chat.postMessage", channel=desk.app.bot_user_id, text="x") == "channel_not_found"


def test_replies_stand_under_their_root(desk: Desk) -> None:
    """A reply is counted at its root, and is no root itself."""
    root = desk.ts(channel="backend-guild", text="Question")
    reply = desk.ts(channel="backend-guild", text="Answer", thread_ts=root)

    (seen,) = desk.messages("ana", "backend-guild")
    assert seen["reply_count"] == 1
    assert [inner["ts"] for inner in mappings(seen["replies"])] == [reply]
    refused = desk.error("chat.postMessage", channel="backend-guild", text="x", thread_ts=reply)
    assert refused == "cannot_reply_to_message"


def test_a_thread_dies_with_its_root(desk: Desk) -> None:
    """Under a deleted root nothing can be posted; its old replies stay under a gravestone."""
    root = desk.ts(channel="backend-guild", text="Question")
    desk.ts(channel="backend-guild", text="Answer", thread_ts=root)

    assert desk.error("chat.delete", channel="backend-guild", ts=root) is None

    refused = desk.error("chat.postMessage", channel="backend-guild", text="x", thread_ts=root)
    (seen,) = desk.messages("ana", "backend-guild")
    assert refused == "thread_not_found"
    assert (seen["text"], seen["reply_count"]) == ("This message was deleted.", 1)


def test_ts_increase_whatever_the_clock_does(desk: Desk) -> None:
    """Two posts at one moment, and one after the clock went back, have different, increasing ts."""
    first = desk.ts(channel="backend-guild", text="x")
    second = desk.ts(channel="backend-guild", text="x")
    desk.clock.pass_by(days=-1)
    third = desk.ts(channel="backend-guild", text="x")

    assert first < second < third


def test_an_update_replaces_text_and_blocks(desk: Desk) -> None:
    """An update that carries blocks shows no edit mark; the ts stays."""
    ts = desk.ts(channel="backend-guild", text="Before", blocks=[ROW])

    body = desk.call(
        "chat.update", channel="backend-guild", ts=ts, text="After", blocks=[{"type": "divider"}]
    )

    (seen,) = desk.messages("ana", "backend-guild")
    assert (body["ts"], body["text"]) == (ts, "After")
    assert (seen["ts"], seen["text"], seen["edited"]) == (ts, "After", False)
    assert [block["type"] for block in mappings(seen["blocks"])] == ["divider"]


def test_an_update_keeps_what_it_does_not_name(desk: Desk) -> None:
    """Blocks and metadata stay unless given; a change of the text alone is marked as an edit."""
    metadata = {"event_type": "posted", "event_payload": {}}
    ts = desk.ts(channel="backend-guild", text="Before", blocks=[ROW], metadata=metadata)

    body = desk.call("chat.update", channel="backend-guild", ts=ts, text="After")

    message = mapping(body["message"])
    assert [block["block_id"] for block in mappings(message["blocks"])] == ["row"]
    assert message["metadata"] == metadata
    assert mapping(message["edited"])["user"] == desk.app.bot_user_id


def test_empty_blocks_and_metadata_remove_them(desk: Desk) -> None:
    """An empty list and an empty object take away what was there."""
    metadata = {"event_type": "posted", "event_payload": {}}
    ts = desk.ts(channel="backend-guild", text="Before", blocks=[ROW], metadata=metadata)

    body = desk.call("chat.update", channel="backend-guild", ts=ts, text="After", blocks=[], metadata={})

    assert not {"blocks", "metadata"} & set(mapping(body["message"]))


async def test_what_cannot_be_updated_or_deleted(desk: Desk) -> None:
    """Others' messages, ephemerals, deleted and unknown ones are refused by code."""
    theirs = (await desk.act("ana", "post", channel="backend-guild", text="Mine"))["ts"]
    whispered = desk.ts("chat.postEphemeral", channel="backend-guild", user=desk.id("ana"), text="x")
    gone = desk.ts(channel="backend-guild", text="x")
    desk.call("chat.delete", channel="backend-guild", ts=gone)
    where = {"channel": "backend-guild", "text": "y"}

    assert desk.error("chat.update", ts=theirs, **where) == "cant_update_message"
    assert desk.error("chat.delete", ts=theirs, **where) == "cant_delete_message"
    for ts in (whispered, gone, "1.000000"):
        assert desk.error("chat.update", ts=ts, **where) == "message_not_found"
        assert desk.error("chat.delete", ts=ts, **where) == "message_not_found"


def test_the_limits_of_an_update(desk: Desk) -> None:
    """chat.update takes 4,000 characters, needs a content, and no archived channel."""
    ts = desk.ts(channel="backend-guild", text="x")
    where = {"channel": "backend-guild", "ts": ts}

    assert desk.error("chat.update", text="x" * 4_000, **where) is None
    assert desk.error("chat.update", text="x" * 4_001, **where) == "msg_too_long"
    assert desk.error("chat.update", **where) == "no_text"
    desk.channel("backend-guild").archived = True
    assert desk.error("chat.update", text="y", **where) == "is_inactive"


def test_an_ephemeral_is_seen_by_one_person(desk: Desk) -> None:
    """chat.postEphemeral reaches one screen and is no message for anybody else."""
    body = desk.call("chat.postEphemeral", channel="backend-guild", user=desk.id("ana"), text="Psst")

    (seen,) = desk.messages("ana", "backend-guild")
    assert (seen["ts"], seen["ephemeral"]) == (body["message_ts"], True)
    assert desk.messages("ben", "backend-guild") == []


def test_an_ephemeral_needs_a_member(desk: Desk) -> None:
    """Who is not in the channel cannot be whispered to there; a text without end is refused."""
    desk.join("secret")
    where = {"channel": "secret", "text": "x"}

    assert desk.error("chat.postEphemeral", user=desk.id("chiara"), **where) == "user_not_in_channel"
    assert desk.error("chat.postEphemeral", **where) == "invalid_arguments"
    long = {"channel": "secret", "text": "x" * 40_001}
    assert desk.error("chat.postEphemeral", user=desk.id("ana"), **long) == "msg_too_long"


async def test_an_ephemeral_in_a_thread_shows_only_while_it_lives(desk: Desk) -> None:
    """Under a root without replies it shows nowhere; with the first reply it appears."""
    root = desk.ts(channel="backend-guild", text="Question")
    ana = {"channel": "backend-guild", "user": desk.id("ana")}
    desk.call("chat.postEphemeral", text="Psst", thread_ts=root, **ana)
    before = desk.messages("ana", "backend-guild")

    await desk.act("ben", "post", channel="backend-guild", text="My try", thread_ts=root)

    (after,) = desk.messages("ana", "backend-guild")
    assert [len(mappings(message["replies"])) for message in before] == [0]
    assert [reply["text"] for reply in mappings(after["replies"])] == ["Psst", "My try"]
    assert after["reply_count"] == 1


def test_permalinks(desk: Desk) -> None:
    """A permalink names channel and ts, and the thread of a reply."""
    desk.workspace.base_url = "http://127.0.0.1:1"
    root = desk.ts(channel="backend-guild", text="Question")
    reply = desk.ts(channel="backend-guild", text="Answer", thread_ts=root)
    channel = desk.channel("backend-guild").id

    links = [
        desk.call("chat.getPermalink", channel=channel, message_ts=ts)["permalink"] for ts in (root, reply)
    ]

    base = f"http://127.0.0.1:1/archives/{channel}"
    assert links == [
        f"{base}/p{root.replace('.', '')}",
        f"{base}/p{reply.replace('.', '')}?thread_ts={root}&cid={channel}",
    ]
    gone = desk.error("chat.getPermalink", channel=channel, message_ts="1.000000")
    assert gone == "message_not_found"
