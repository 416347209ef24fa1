"""The wire's record: what is kept, found, and to whom it showed itself."""

from __future__ import annotations

from bot.playground.wire import KEPT, Way, Wire, searchable
from tests.playground.desk import ROW, Desk
from tests.playground.fixtures import MONDAY


def test_every_way_is_recorded_with_whom_it_shows_to() -> None:
    """A post shows to the channel's people, an ephemeral to one, a reading call to nobody."""
    desk = Desk(scopes=["commands", "chat:write", "channels:history"])
    desk.join("backend-guild")
    everybody = sorted(desk.id(handle) for handle in ("ana", "ben", "chiara"))

    desk.ts(channel="backend-guild", text="For all")
    desk.ts("chat.postEphemeral", channel="backend-guild", user=desk.id("ana"), text="For Ana")
    desk.call("conversations.history", channel="backend-guild")
    desk.call("chat.postMessage", channel="new-team", text="For nobody")

    entries = desk.workspace.wire.entries()
    assert [(entry["name"], entry["to"]) for entry in entries] == [
        ("chat.postMessage", everybody),
        ("chat.postEphemeral", [desk.id("ana")]),
        ("conversations.history", []),
        ("chat.postMessage", []),
    ]
    assert {entry["way"] for entry in entries} == {"api"}


async def test_a_private_channel_shows_to_its_members() -> None:
    """Chiara is not in #secret."""
    desk = Desk()
    desk.join("secret")

    desk.ts(channel="secret", text="For two")

    (entry,) = desk.workspace.wire.entries()
    assert entry["to"] == sorted([desk.id("ana"), desk.id("ben")])


async def test_events_and_acks_are_recorded() -> None:
    """A command goes out to nobody's screen; its ack's message shows to the one who asked."""
    desk = Desk()
    desk.answer = {"text": "Here"}

    await desk.act("ana", "command", channel="backend-guild", text="/echo")

    event, ack = desk.workspace.wire.entries()
    assert (event["way"], event["name"], event["to"]) == ("event", "slash_commands", [])
    assert (ack["way"], ack["name"], ack["to"]) == ("ack", "slash_commands", [desk.id("ana")])
    assert (ack["body"], ack["reply"]) == ({"text": "Here"}, {"ack": "ok"})


async def test_a_modal_shows_to_its_person() -> None:
    """views.open, and an ack that updates the view, show to the one who has it open."""
    desk = Desk()
    view = await desk.modal("ben")
    desk.answer = {"response_action": "errors", "errors": {"try": "Longer"}}

    await desk.act("ben", "submit", view=view["id"], values={"try": {"said": "x"}})

    by_name = {str(entry["name"]): entry["to"] for entry in desk.workspace.wire.entries()}
    assert by_name["views.open"] == [desk.id("ben")]
    assert desk.workspace.wire.entries()[-1]["to"] == [desk.id("ben")]


def test_the_record_is_a_copy() -> None:
    """What crossed the wire does not change when the message is updated later."""
    desk = Desk()
    desk.join("backend-guild")
    ts = desk.ts(channel="backend-guild", text="Before", blocks=[ROW])

    desk.call("chat.update", channel="backend-guild", ts=ts, text="After")

    assert len(desk.workspace.wire.entries(wanted="before")) == 1
    assert len(desk.workspace.wire.entries(wanted="AFTER")) == 1


def test_only_the_newest_are_kept() -> None:
    """Beyond 5,000 entries the oldest go; numbers go on."""
    wire = Wire()
    for number in range(KEPT + 3):
        wire.record(at=MONDAY, way=Way.API, name="x", body={"number": number}, reply=None)

    entries = wire.entries()

    assert (len(entries), entries[0]["n"], entries[-1]["n"]) == (5_000, 4, 5_003)
    assert [entry["n"] for entry in wire.entries(after=5_001)] == [5_002, 5_003]


def test_a_sentence_of_rich_text_is_found_whole() -> None:
    """Styles cut a sentence into pieces; the search runs them together, quotes and all."""
    rich = {
        "elements": [
            {"type": "text", "text": "Use "},
            {"type": "text", "text": 'a "client"', "style": {"code": True}},
            {"type": "text", "text": " here"},
        ]
    }

    assert 'Use a "client" here' in searchable(rich)
