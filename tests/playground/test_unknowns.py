"""What nobody knows of Slack, played both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground import responses
from bot.playground.fields import mapping, mappings
from bot.playground.testing.person import Refusal
from bot.playground.unknowns import QUESTIONS, Unknown
from tests.playground.desk import ROW, Desk

if TYPE_CHECKING:
    from bot.playground.testing.person import Slack

SCOPES = ("commands", "chat:write", "channels:history", "im:history")
CODE = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}]}


def a_desk(unknown: Unknown, *, on: bool) -> Desk:
    """A desk in one of the two worlds."""
    desk = Desk(scopes=SCOPES)
    desk.join("backend-guild")
    desk.workspace.unknowns.turn(unknown, on=on)
    return desk


def code(**fields: object) -> list[dict[str, object]]:
    """Blocks with one preformatted text that has these fields."""
    return [{"type": "rich_text", "elements": [{**CODE, **fields}]}]


@pytest.mark.parametrize(("on", "error"), [(True, None), (False, "not_allowed_token_type")])
def test_replies_readable(*, on: bool, error: str | None) -> None:
    """Threads in channels can be read or not; those in direct messages can in both worlds."""
    desk = a_desk(Unknown.REPLIES_READABLE, on=on)
    root = desk.ts(channel="backend-guild", text="Question")
    direct = desk.call("chat.postMessage", channel=desk.id("ana"), text="Question")

    assert desk.error("conversations.replies", channel="backend-guild", ts=root) == error
    assert desk.error("conversations.replies", channel=direct["channel"], ts=direct["ts"]) is None


@pytest.mark.parametrize(
    ("unknown", "fields"),
    [(Unknown.LANGUAGE_REFUSED, {"language": "python"}), (Unknown.BORDER_REFUSED, {"border": 0})],
)
@pytest.mark.parametrize(("on", "error"), [(False, None), (True, "invalid_blocks")])
def test_fields_of_code(unknown: Unknown, fields: dict[str, object], *, on: bool, error: str | None) -> None:
    """A refused field is named with its pointer; code without it passes in both worlds."""
    desk = a_desk(unknown, on=on)

    body = desk.call("chat.postMessage", channel="backend-guild", text="x", blocks=code(**fields))

    assert body.get("error") == error
    if error:
        (name,) = fields
        assert body["errors"] == [
            f"invalid additional property: {name} [json-pointer:/blocks/0/elements/0/{name}]"
        ]
    assert desk.error("chat.postMessage", channel="backend-guild", text="x", blocks=code()) is None


async def test_fields_of_code_in_a_view() -> None:
    """The same in a modal, by a modal's own code."""
    desk = a_desk(Unknown.LANGUAGE_REFUSED, on=True)
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Code"},
        "blocks": code(language="python"),
    }

    assert desk.error("views.open", trigger_id=await desk.trigger(), view=view) == "invalid_arguments"


@pytest.mark.parametrize(("on", "count"), [(True, 1), (False, 2)])
def test_client_msg_id_honoured(*, on: bool, count: int) -> None:
    """The same id twice: one message, answered twice, or two messages; another id is another message."""
    desk = a_desk(Unknown.CLIENT_MSG_ID_HONOURED, on=on)

    stamps = {desk.ts(channel="backend-guild", text="x", client_msg_id="a") for _ in range(2)}
    other = desk.ts(channel="backend-guild", text="x", client_msg_id="b")

    assert len(stamps) == count
    assert other not in stamps


@pytest.mark.parametrize("on", [True, False])
def test_metadata_kept(*, on: bool) -> None:
    """History gives the metadata back, or has never heard of it."""
    desk = a_desk(Unknown.METADATA_KEPT, on=on)
    metadata = {"event_type": "asked", "event_payload": {"id": "1"}}
    desk.ts(channel="backend-guild", text="x", metadata=metadata)

    body = desk.call("conversations.history", channel="backend-guild", include_all_metadata=True)
    (message,) = mappings(body["messages"])

    assert message.get("metadata") == (metadata if on else None)


def respond(desk: Desk, ts: str | None, **given: object) -> None:
    """Use the response_url of Ana's press on this message."""
    channel = desk.channel("backend-guild")
    name = desk.workspace.grants.lend_response_url(
        desk.id("ana"), channel.id, now=desk.workspace.now(), original=ts
    )
    responses.use_response_url(desk.workspace, name, given)


@pytest.mark.parametrize("on", [True, False])
def test_ephemeral_in_thread(*, on: bool) -> None:
    """The answer to a press on a reply stands beside the reply, or in the channel."""
    desk = a_desk(Unknown.EPHEMERAL_IN_THREAD, on=on)
    root = desk.ts(channel="backend-guild", text="Question")
    reply = desk.ts(channel="backend-guild", text="Answer", thread_ts=root, blocks=[ROW])

    respond(desk, reply, text="Noted")

    channel = desk.messages("ana", "backend-guild")
    thread = [message["text"] for message in mappings(channel[0]["replies"])]
    assert thread == (["Answer", "Noted"] if on else ["Answer"])
    assert [message["text"] for message in channel[1:]] == ([] if on else ["Noted"])


@pytest.mark.parametrize(("on", "roots"), [(True, 1), (False, 2)])
def test_thread_by_response_url(*, on: bool, roots: int) -> None:
    """An in_channel answer with thread_ts is a reply, or a message of the channel's."""
    desk = a_desk(Unknown.THREAD_BY_RESPONSE_URL, on=on)
    root = desk.ts(channel="backend-guild", text="Question")

    respond(desk, root, text="Answer", response_type="in_channel", thread_ts=root, replace_original=False)

    assert len(desk.messages("ana", "backend-guild")) == roots


async def test_markdown_by_response_url() -> None:
    """A markdown block is taken or refused there; chat.postMessage takes it in both worlds."""
    markdown = {"type": "markdown", "text": "**x**"}
    for on in (True, False):
        desk = a_desk(Unknown.MARKDOWN_BY_RESPONSE_URL, on=on)
        desk.answer = {"text": "x", "blocks": [markdown]}
        await desk.act("ana", "command", channel="backend-guild", text="/echo")

        assert bool(desk.messages("ana", "backend-guild")) is on
        assert desk.error("chat.postMessage", channel="backend-guild", text="x", blocks=[markdown]) is None


@pytest.mark.parametrize("on", [True, False])
def test_dm_without_im_write(*, on: bool) -> None:
    """A message to a person's id opens the DM, or asks for im:write by name."""
    desk = a_desk(Unknown.DM_WITHOUT_IM_WRITE, on=on)

    body = desk.call("chat.postMessage", channel=desk.id("ana"), text="Psst")

    assert (body.get("error"), body.get("needed")) == ((None, None) if on else ("missing_scope", "im:write"))


async def test_switches_turn_over_http_and_show_on_the_snapshot(slack: Slack) -> None:
    """POST /_/unknown/<name> turns a switch, and every switch says what it plays and who says so."""
    before = (await slack.person("ana").see())["unknowns"]
    await slack.post("/_/unknown/language_refused", {"on": True})
    after = (await slack.person("ana").see())["unknowns"]

    turned = [one["name"] for one, old in zip(mappings(after), mappings(before), strict=True) if one != old]
    assert turned == ["language_refused"]
    assert {one["name"] for one in mappings(after)} == {unknown.value for unknown in QUESTIONS}
    assert all(mapping(one)["label"] and mapping(one)["source"] for one in mappings(after))


@pytest.mark.parametrize(
    ("name", "body", "status"), [("nothing", {"on": True}, 404), ("metadata_kept", {}, 400)]
)
async def test_an_unknown_switch_and_no_side(
    slack: Slack, name: str, body: dict[str, object], status: int
) -> None:
    """A switch that is none, and a turn to neither side, are refused."""
    with pytest.raises(Refusal) as refused:
        await slack.post(f"/_/unknown/{name}", body)

    assert refused.value.status == status


def test_every_question_has_a_switch() -> None:
    """The table and the names agree."""
    assert set(QUESTIONS) == set(Unknown)
