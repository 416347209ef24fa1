"""Menus, pickers, lists and fields: what a person chooses, what the app hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.delivery import Heard
from bot.playground.fields import mapping, mappings
from bot.playground.refusals import ActRefused
from tests.playground.desk import Desk
from tests.playground.test_acts import CONFIRM

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, object]


def option(value: str) -> Json:
    """An option of a menu."""
    return {"text": {"type": "plain_text", "text": value.upper(), "emoji": True}, "value": value}


OPTIONS = [option("a"), option("b"), option("c")]
PICK = {"type": "static_select", "action_id": "pick", "options": OPTIONS}
ASK = {"type": "external_select", "action_id": "ask", "min_query_length": 2}


def row(*elements: Mapping[str, object]) -> Json:
    """A row of elements."""
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


@pytest.fixture
def desk() -> Desk:
    """An app whose bot is in #backend-guild."""
    desk = Desk()
    desk.join("backend-guild")
    return desk


async def choose(desk: Desk, element: Json, **given: object) -> Json:
    """Post one element, let Ana choose in it, and return the action that the app heard."""
    ts = desk.ts(channel="backend-guild", text="x", blocks=[row(element)])
    action_id = element["action_id"]
    await desk.act("ana", "select", channel="backend-guild", ts=ts, action_id=action_id, **given)
    return dict(mappings(desk.heard[-1]["actions"])[0])


@pytest.mark.parametrize(
    ("element", "value", "told"),
    [
        (PICK, "b", {"selected_option": OPTIONS[1]}),
        ({"type": "overflow", "options": OPTIONS}, "c", {"selected_option": OPTIONS[2]}),
        ({"type": "radio_buttons", "options": OPTIONS}, "a", {"selected_option": OPTIONS[0]}),
        ({"type": "checkboxes", "options": OPTIONS}, ["a", "c"], {"selected_options": OPTIONS[::2]}),
        ({"type": "checkboxes", "options": OPTIONS}, "a", {"selected_options": OPTIONS[:1]}),
        ({"type": "multi_static_select", "options": OPTIONS}, [], {"selected_options": []}),
        ({"type": "datepicker"}, "2026-11-23", {"selected_date": "2026-11-23"}),
        ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
        ({"type": "datetimepicker"}, 1795420800, {"selected_date_time": 1795420800}),
        ({"type": "datetimepicker"}, "1795420800", {"selected_date_time": 1795420800}),
    ],
)
async def test_each_element_tells_its_own_choice(
    desk: Desk, element: Json, value: object, told: Json
) -> None:
    """The action carries Slack's own field for its kind."""
    element = {**element, "action_id": "pick"}

    action = await choose(desk, element, value=value)

    assert {name: action[name] for name in told} == told
    assert {name: action[name] for name in ("type", "action_id", "block_id")} == {
        "type": element["type"],
        "action_id": "pick",
        "block_id": "row",
    }


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        ("users_select", "ben", "selected_user"),
        ("multi_users_select", ["ana", "ben"], "selected_users"),
        ("conversations_select", "#new-team", "selected_conversation"),
        ("channels_select", "new-team", "selected_channel"),
        ("multi_channels_select", ["new-team"], "selected_channels"),
        ("multi_conversations_select", ["new-team"], "selected_conversations"),
    ],
)
async def test_people_and_channels_are_told_by_id(desk: Desk, kind: str, value: object, field: str) -> None:
    """A test may name them; the app gets ids."""
    action = await choose(desk, {"type": kind, "action_id": "who"}, value=value)

    told = action[field]
    assert all(
        str(one)[0] in "UC" and len(str(one)) == 11 for one in (told if isinstance(told, list) else [told])
    )


@pytest.mark.parametrize(
    ("element", "value", "sentence"),
    [
        (PICK, "zzz", "'zzz' cannot be chosen"),
        ({"type": "checkboxes", "options": OPTIONS}, ["a", "zzz"], "cannot be chosen"),
        (
            {"type": "multi_static_select", "options": OPTIONS, "max_selected_items": 1},
            ["a", "b"],
            "at most 1",
        ),
        ({"type": "datepicker"}, "23 Nov", "choose a date"),
        ({"type": "timepicker"}, "9:30", "choose a time"),
        ({"type": "timepicker"}, "24:00", "choose a time"),
        ({"type": "datetimepicker"}, "soon", "'soon' cannot be chosen"),
        ({"type": "users_select"}, "zoe", "Nobody here is called 'zoe'"),
        ({"type": "channels_select"}, "nowhere", "in no channel 'nowhere'"),
        ({"type": "button", "text": {"type": "plain_text", "text": "x"}}, "a", "nothing to choose at 'pick'"),
    ],
)
async def test_what_cannot_be_chosen(desk: Desk, element: Json, value: object, sentence: str) -> None:
    """The person is told, and the app hears nothing."""
    with pytest.raises(ActRefused, match=sentence):
        await choose(desk, {**element, "action_id": "pick"}, value=value)

    assert desk.heard == []


async def test_a_message_remembers_each_persons_choice(desk: Desk) -> None:
    """state.values holds what this person chose before; on another screen nothing is chosen."""
    boxes = {"type": "checkboxes", "action_id": "boxes", "options": OPTIONS}
    ts = desk.ts(channel="backend-guild", text="x", blocks=[row(PICK, boxes)])
    act = {"do": "select", "channel": "backend-guild", "ts": ts}

    await desk.act("ana", **act, action_id="pick", value="b")
    await desk.act("ana", **act, action_id="boxes", value=["c"])
    await desk.act("ben", **act, action_id="pick", value="a")

    values = [mapping(mapping(mapping(body["state"])["values"])["row"]) for body in desk.heard]
    chosen = [mapping(mapping(part["pick"])["selected_option"])["value"] for part in values]
    assert chosen == ["b", "b", "a"]
    assert [len(mappings(mapping(part["boxes"])["selected_options"])) for part in values] == [0, 1, 0]
    assert mapping(desk.messages("ana", "backend-guild")[0]["state"])["values"]
    assert "state" not in desk.messages("chiara", "backend-guild")[0]


async def test_a_choice_may_have_to_be_confirmed(desk: Desk) -> None:
    """The dialog comes first, as for a button."""
    with pytest.raises(ActRefused, match="confirm"):
        await choose(desk, {**PICK, "confirm": CONFIRM}, value="a")

    assert (await choose(desk, {**PICK, "confirm": CONFIRM}, value="a", confirmed=True))["confirm"]


@pytest.mark.parametrize(("dispatch", "told"), [(None, 0), (True, 1)])
async def test_input_blocks_tell_on_demand(desk: Desk, *, dispatch: bool | None, told: int) -> None:
    """In a modal's input block a choice waits for the submission unless dispatch_action is set."""
    block = {
        "type": "input",
        "block_id": "where",
        "label": {"type": "plain_text", "text": "Which?"},
        "element": PICK,
        **({} if dispatch is None else {"dispatch_action": dispatch}),
    }
    view = await desk.modal(blocks=[block])
    before = len(desk.heard)

    await desk.act("ana", "select", view=view["id"], action_id="pick", value="b")
    heard = len(desk.heard) - before
    await desk.act("ana", "submit", view=view["id"])

    submitted = mapping(mapping(mapping(desk.heard[-1]["view"])["state"])["values"])
    assert heard == told
    assert mapping(mapping(submitted["where"])["pick"])["selected_option"] == OPTIONS[1]


async def test_a_menu_asks_the_app_for_its_options(desk: Desk) -> None:
    """What the app offers can be chosen, then; the payload is block_suggestion, and takes an answer."""
    ts = desk.ts(channel="backend-guild", text="x", blocks=[row(ASK)])
    where = {"channel": "backend-guild", "ts": ts, "action_id": "ask"}
    desk.answer = {"options": OPTIONS}

    too_short = await desk.act("ana", "suggest", **where, query="a")
    unasked = len(desk.heard)
    offered = await desk.act("ana", "suggest", **where, query="as")
    asked = desk.heard[-1]
    await desk.act("ana", "select", **where, value="c")

    assert (too_short, unasked) == ({"ok": True, "options": []}, 0)
    assert offered == {"ok": True, "ack": "ok", "options": OPTIONS}
    assert (asked["type"], asked["value"], asked["action_id"], asked["block_id"], asked["takes_payload"]) == (
        "block_suggestion",
        "as",
        "ask",
        "row",
        True,
    )
    assert mapping(asked["container"])["message_ts"] == ts
    assert mappings(desk.heard[-1]["actions"])[0]["selected_option"] == OPTIONS[2]
    with pytest.raises(ActRefused, match="cannot be chosen"):
        await desk.act("ben", "select", **where, value="c")


async def test_a_menu_in_a_modal_asks_too(desk: Desk) -> None:
    """Groups are offered as they came, and the submission carries the whole option."""
    block = {
        "type": "input",
        "block_id": "zone",
        "label": {"type": "plain_text", "text": "Zone"},
        "element": {**ASK, "min_query_length": 0},
    }
    view = await desk.modal(blocks=[block])
    groups = [{"label": {"type": "plain_text", "text": "Europe"}, "options": OPTIONS}]
    desk.answer = {"option_groups": groups}

    offered = await desk.act("ana", "suggest", view=view["id"], action_id="ask", query="")
    desk.answer = {}
    await desk.act("ana", "submit", view=view["id"], values={"zone": {"ask": "b"}})

    assert (offered["options"], offered["option_groups"]) == (OPTIONS, groups)
    submitted = mapping(mapping(mapping(desk.heard[-1]["view"])["state"])["values"])
    assert mapping(mapping(submitted["zone"])["ask"])["selected_option"] == OPTIONS[1]


@pytest.mark.parametrize(
    ("mood", "answer"),
    [
        (Heard.TIMEOUT, {}),
        (Heard.OK, {}),
        (Heard.OK, {"options": [{"value": "a"}]}),
        (Heard.OK, {"options": [option(str(number)) for number in range(101)]}),
    ],
)
async def test_options_that_cannot_be_loaded(desk: Desk, mood: Heard, answer: Json) -> None:
    """No answer, an unreadable one and more than a hundred leave the menu empty, and say so."""
    ts = desk.ts(channel="backend-guild", text="x", blocks=[row(ASK)])
    desk.mood, desk.answer = mood, answer

    said = await desk.act("ana", "suggest", channel="backend-guild", ts=ts, action_id="ask", query="as")

    assert (said["options"], said["error"]) == ([], "These options could not be loaded.")


async def test_a_menu_with_its_own_options_asks_nobody(desk: Desk) -> None:
    """The act is refused."""
    ts = desk.ts(channel="backend-guild", text="x", blocks=[row(PICK)])

    with pytest.raises(ActRefused, match="holds its options itself"):
        await desk.act("ana", "suggest", channel="backend-guild", ts=ts, action_id="pick", query="as")


async def test_a_channel_chosen_in_a_modal_lends_a_response_url(desk: Desk) -> None:
    """response_url_enabled brings one response_url for each chosen channel."""
    chosen = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    label = {"type": "plain_text", "text": "Where?"}
    view = await desk.modal(
        blocks=[{"type": "input", "block_id": "where", "label": label, "element": chosen}]
    )
    channel = desk.channel("new-team").id

    await desk.act("ana", "submit", view=view["id"], values={"where": {"where": channel}})

    (lent,) = mappings(desk.heard[-1]["response_urls"])
    assert (lent["block_id"], lent["action_id"], lent["channel_id"]) == ("where", "where", channel)
    assert "/response/app/" in str(lent["response_url"])


async def test_choosing_and_pressing_in_a_home_tab(desk: Desk) -> None:
    """The container is the view, and a trigger comes with it; nobody else's tab can be used."""
    view = desk.workspace.views.publish(desk.id("ana"), {"type": "home", "blocks": [row(PICK)]})

    await desk.act("ana", "select", view=view.id, action_id="pick", value="a")

    (payload,) = desk.heard
    assert payload["container"] == {"type": "view", "view_id": view.id}
    assert mapping(payload["view"])["type"] == "home"
    assert payload["trigger_id"]
    with pytest.raises(ActRefused, match="no longer open"):
        await desk.act("ben", "select", view=view.id, action_id="pick", value="a")
    with pytest.raises(ActRefused, match="no longer open"):
        await desk.act("ana", "close", view=view.id)


async def test_one_half_of_the_feedback_buttons_is_pressed(desk: Desk) -> None:
    """The pair shares an action id, and its halves are told apart by their values."""
    label = {"type": "plain_text", "text": "Yes"}
    pair = {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "positive_button": {"text": label, "value": "up"},
        "negative_button": {"text": label, "value": "down"},
    }
    view = desk.workspace.views.publish(desk.id("ana"), {"type": "home", "blocks": [row(pair)]})

    await desk.act("ana", "press", view=view.id, action_id="feedback", value="down")

    (action,) = mappings(desk.heard[-1]["actions"])
    assert (action["type"], action["value"], action["action_id"]) == ("feedback_buttons", "down", "feedback")


async def test_the_cross_closes_the_whole_stack(desk: Desk) -> None:
    """Each view that asked for it is told of, the upper one first, with is_cleared."""
    await desk.modal(notify_on_close=True, callback_id="below")
    upper = desk.call(
        "views.push",
        trigger_id=await desk.trigger(),
        view={"type": "modal", "callback_id": "above", "title": {"type": "plain_text", "text": "x"}}
        | {"notify_on_close": True, "blocks": [{"type": "divider"}]},
    )
    before = len(desk.heard)

    await desk.act("ana", "close", view=mapping(upper["view"])["id"], all=True)

    told = desk.heard[before:]
    assert [mapping(body["view"])["callback_id"] for body in told] == ["above", "below"]
    assert [body["is_cleared"] for body in told] == [True, True]
    assert desk.see("ana")["modals"] == []


async def test_shortcuts_of_both_kinds(desk: Desk) -> None:
    """A global one knows no channel; one on a message carries it whole, with a response_url."""
    said = await desk.act("ben", "post", channel="backend-guild", text="Remember this")

    await desk.act("ana", "shortcut", callback_id="note")
    await desk.act("ana", "shortcut", callback_id="keep", channel="backend-guild", ts=said["ts"])

    first, second = desk.heard
    assert (first["type"], first["callback_id"], bool(first["trigger_id"])) == ("shortcut", "note", True)
    assert not {"channel", "message", "response_url"} & set(first)
    assert (second["type"], second["message_ts"]) == ("message_action", said["ts"])
    assert mapping(second["message"])["text"] == "Remember this"
    assert {"response_url", "trigger_id", "channel"} <= set(second)


@pytest.mark.parametrize("act", [{"callback_id": "keep"}, {"callback_id": "none"}])
async def test_shortcuts_that_are_not_there(desk: Desk, act: dict[str, str]) -> None:
    """A message shortcut needs a message."""
    with pytest.raises(ActRefused, match="no global shortcut"):
        await desk.act("ana", "shortcut", **act)


async def test_a_reload_takes_ephemerals_and_half_made_choices(desk: Desk) -> None:
    """Only this person's; what everybody sees stays."""
    ts = desk.ts(channel="backend-guild", text="All", blocks=[row(PICK)])
    for handle in ("ana", "ben"):
        desk.call("chat.postEphemeral", channel="backend-guild", user=desk.id(handle), text="Psst")
    await desk.act("ana", "select", channel="backend-guild", ts=ts, action_id="pick", value="a")

    await desk.act("ana", "reload")

    assert [message["text"] for message in desk.messages("ana", "backend-guild")] == ["All"]
    assert "state" not in desk.messages("ana", "backend-guild")[0]
    assert [message["text"] for message in desk.messages("ben", "backend-guild")] == ["All", "Psst"]
