"""What people do, what the app hears of it, and what Slack says when that goes wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.acts import ACTS
from bot.playground.delivery import Heard
from bot.playground.fields import mapping, mappings
from bot.playground.refusals import ActRefused
from tests.playground.desk import MODAL, ROW, Desk
from tests.playground.test_api_tokens import JSON

CONFIRM = {
    "title": {"type": "plain_text", "text": "Sure?"},
    "text": {"type": "plain_text", "text": "It shows to all."},
    "confirm": {"type": "plain_text", "text": "Yes"},
    "deny": {"type": "plain_text", "text": "No"},
}


@pytest.fixture
def desk() -> Desk:
    """An app whose bot is in #backend-guild."""
    desk = Desk()
    desk.join("backend-guild")
    return desk


async def test_a_command_reaches_the_app_in_slacks_shape(desk: Desk) -> None:
    """All the form's fields are there, as strings, and the words come as they were typed."""
    await desk.act("ana", "command", channel="#backend-guild", text="/echo “async”  two ")

    (payload,) = desk.heard
    assert (payload["kind"], payload["takes_payload"]) == ("slash_commands", True)
    assert {name: payload[name] for name in payload if name not in ("kind", "takes_payload")} == {
        "token": desk.app.verification_token,
        "team_id": desk.workspace.team_id,
        "team_domain": "playground",
        "channel_id": desk.channel("backend-guild").id,
        "channel_name": "backend-guild",
        "user_id": desk.id("ana"),
        "user_name": "ana",
        "command": "/echo",
        "text": "“async”  two ",
        "api_app_id": desk.app.app_id,
        "is_enterprise_install": "false",
        "response_url": payload["response_url"],
        "trigger_id": payload["trigger_id"],
    }


async def test_private_names_stay_out_of_payloads(desk: Desk) -> None:
    """Slack says privategroup and directmessage where the name is nobody else's affair."""
    opened = desk.call("chat.postMessage", channel=desk.id("ana"), text="x")["channel"]

    await desk.act("ana", "command", channel="secret", text="/echo")
    await desk.act("ana", "command", channel=opened, text="/echo")

    assert [payload["channel_name"] for payload in desk.heard] == ["privategroup", "directmessage"]


async def test_the_acks_message_is_shown_to_the_one_who_asked(desk: Desk) -> None:
    """It is ephemeral, or in_channel when it says so."""
    desk.answer = {"text": "For you"}
    await desk.act("ana", "command", channel="new-team", text="/echo")
    desk.answer = {"text": "For all", "response_type": "in_channel"}

    await desk.act("ana", "command", channel="new-team", text="/echo")

    assert [message["text"] for message in desk.messages("ana", "new-team")] == ["For you", "For all"]
    assert [message["text"] for message in desk.messages("ben", "new-team")] == ["For all"]


@pytest.mark.parametrize(
    ("mood", "answer", "word"),
    [
        (Heard.TIMEOUT, {}, "operation_timeout"),
        (Heard.UNCONNECTED, {}, "dispatch_failed"),
        (Heard.OK, {"blocks": [{"type": "nonsense"}]}, "invalid_command_response"),
    ],
)
async def test_slack_says_why_a_command_failed(
    desk: Desk, mood: Heard, answer: dict[str, object], word: str
) -> None:
    """No ack, no connection and no readable answer are told apart, to the one person."""
    desk.mood, desk.answer = mood, answer

    said = await desk.act("ana", "command", channel="backend-guild", text="/echo")

    assert said == {"ok": True, "ack": mood.value}
    assert desk.notices("ana") == [f'/echo failed with the error "{word}"']
    assert desk.notices("ben") == []


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        ({"do": "command", "channel": "backend-guild", "text": "/nope"}, "/nope is not a valid command"),
        ({"do": "command", "channel": "nowhere", "text": "/echo"}, "Ana is in no channel 'nowhere'"),
        (
            {"do": "command", "channel": "backend-guild", "text": "/echo", "thread_ts": "1.0"},
            "not supported in thr",
        ),
        ({"do": "post", "channel": "backend-guild", "text": "  "}, "empty message"),
        ({"do": "post", "channel": "attic", "text": "x"}, "archived"),
        ({"do": "post", "channel": "backend-guild", "text": "x", "thread_ts": "1.0"}, "thread is gone"),
        ({"do": "press", "channel": "backend-guild", "ts": "1.0", "action_id": "more"}, "message is gone"),
        ({"do": "press", "view": "V1", "action_id": "more"}, "no longer open"),
        ({"do": "submit", "view": "V1"}, "no longer open"),
        ({"do": "close", "view": "V1"}, "no longer open"),
        ({"do": "invite", "channel": "backend-guild", "app": "@Nobody"}, "no app '@Nobody'"),
        ({"do": "join", "channel": "nowhere"}, "no channel 'nowhere'"),
        ({"do": "fly"}, "no act 'fly'"),
        ({"as": "zoe", "do": "read"}, "Nobody here is called 'zoe'"),
        ({"as": "echo_bot", "do": "read"}, "Nobody here is called 'echo_bot'"),
    ],
)
async def test_what_a_person_cannot_do(desk: Desk, act: dict[str, str], sentence: str) -> None:
    """Each refusal is a sentence, and the app hears nothing."""
    with pytest.raises(ActRefused, match=sentence):
        await desk.act(**{"handle": act.pop("as", "ana"), **act})

    assert desk.heard == []


async def test_a_press_carries_the_whole_message(desk: Desk) -> None:
    """block_actions has Slack's full shape: container, message, channel, action, response_url, trigger."""
    ts = desk.ts(channel="backend-guild", text="Question", blocks=[ROW])

    said = await desk.act("ana", "press", channel="backend-guild", ts=ts, action_id="more")

    (payload,) = desk.heard
    channel = desk.channel("backend-guild").id
    assert said == {"ok": True, "ack": "ok"}
    assert (payload["kind"], payload["takes_payload"], payload["type"]) == (
        "interactive",
        False,
        "block_actions",
    )
    assert payload["user"] == {
        "id": desk.id("ana"),
        "username": "ana",
        "name": "ana",
        "team_id": desk.workspace.team_id,
    }
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": channel,
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": channel, "name": "backend-guild"}
    assert payload["team"] == {"id": desk.workspace.team_id, "domain": "playground"}
    assert mapping(payload["message"])["ts"] == ts
    assert payload["actions"] == [
        {
            "type": "button",
            "block_id": "row",
            "action_id": "more",
            "value": "7",
            "text": {"type": "plain_text", "text": "More", "emoji": True},
            "action_ts": "1795420800.000000",
        }
    ]
    assert {"response_url", "trigger_id", "api_app_id", "token", "state"} <= set(payload)


async def test_a_press_on_an_ephemeral_carries_no_message(desk: Desk) -> None:
    """Slack sends the container only; nobody else can press it."""
    ts = desk.ts("chat.postEphemeral", channel="backend-guild", user=desk.id("ana"), text="x", blocks=[ROW])

    await desk.act("ana", "press", channel="backend-guild", ts=ts, action_id="more")

    (payload,) = desk.heard
    assert "message" not in payload
    assert mapping(payload["container"])["is_ephemeral"] is True
    with pytest.raises(ActRefused, match="gone"):
        await desk.act("ben", "press", channel="backend-guild", ts=ts, action_id="more")


async def test_a_press_in_a_thread_names_it(desk: Desk) -> None:
    """The container and the message carry the thread's ts."""
    root = desk.ts(channel="backend-guild", text="Question")
    ts = desk.ts(channel="backend-guild", text="Answer", blocks=[ROW], thread_ts=root)

    await desk.act("ana", "press", channel="backend-guild", ts=ts, action_id="more")

    (payload,) = desk.heard
    assert mapping(payload["container"])["thread_ts"] == root
    assert mapping(payload["message"])["thread_ts"] == root


async def test_buttons_are_told_apart_by_block_and_value(desk: Desk) -> None:
    """Several buttons may share an action id."""
    button = {"type": "button", "action_id": "pick", "text": {"type": "plain_text", "text": "Pick"}}
    blocks = [
        {"type": "actions", "block_id": "a", "elements": [{**button, "value": "1"}]},
        {"type": "actions", "block_id": "b", "elements": [{**button, "value": "2"}]},
        {
            "type": "section",
            "block_id": "c",
            "text": {"type": "plain_text", "text": "x"},
            "accessory": {**button, "value": "3", "url": "https://example.com"},
        },
    ]
    ts = desk.ts(channel="backend-guild", text="x", blocks=blocks)
    press = {"handle": "ana", "do": "press", "channel": "backend-guild", "ts": ts, "action_id": "pick"}

    await desk.act(**press)
    await desk.act(**press, block_id="b")
    await desk.act(**press, value="3")

    pressed = [mappings(payload["actions"])[0] for payload in desk.heard]
    assert [action["value"] for action in pressed] == ["1", "2", "3"]
    assert pressed[2]["url"] == "https://example.com"
    with pytest.raises(ActRefused, match="no button 'pick'"):
        await desk.act(**press, block_id="b", value="1")


async def test_a_confirm_dialog_stands_between(desk: Desk) -> None:
    """Without its answer the press is refused with the dialog; with it the payload is sent."""
    blocks = [{**ROW, "elements": [{**mapping(mappings(ROW["elements"])[0]), "confirm": CONFIRM}]}]
    ts = desk.ts(channel="backend-guild", text="x", blocks=blocks)
    press = {"handle": "ana", "do": "press", "channel": "backend-guild", "ts": ts, "action_id": "more"}

    with pytest.raises(ActRefused) as refused:
        await desk.act(**press)
    before = list(desk.heard)
    await desk.act(**press, confirmed=True)

    assert (refused.value.status, refused.value.sentence) == (409, "confirm")
    assert mapping(mapping(refused.value.body["confirm"])["title"])["text"] == "Sure?"
    assert (before, len(desk.heard)) == ([], 1)


async def test_a_message_in_a_presss_ack_is_ignored(desk: Desk) -> None:
    """Slack reads no message from the ack of a block action; the wire keeps it all the same."""
    ts = desk.ts(channel="backend-guild", text="x", blocks=[ROW])
    desk.answer = {"text": "Nobody reads this"}

    await desk.act("ana", "press", channel="backend-guild", ts=ts, action_id="more")

    assert len(desk.messages("ana", "backend-guild")) == 1
    (entry,) = desk.workspace.wire.entries(wanted="nobody reads this")
    assert (entry["way"], entry["to"]) == ("ack", [])


@pytest.mark.parametrize("mood", [Heard.TIMEOUT, Heard.UNCONNECTED])
async def test_a_press_without_an_ack_shows_a_warning(desk: Desk, mood: Heard) -> None:
    """The person learns that the app is not responding."""
    ts = desk.ts(channel="backend-guild", text="x", blocks=[ROW])
    desk.mood = mood

    await desk.act("ana", "press", channel="backend-guild", ts=ts, action_id="more")

    assert desk.notices("ana") == ["Echo is not responding. Try again in a moment."]


async def test_an_app_without_interactivity_hears_no_press() -> None:
    """Interactivity must be switched on in the manifest."""
    desk = Desk(interactive=False)
    desk.join("backend-guild")
    ts = desk.ts(channel="backend-guild", text="x", blocks=[ROW])

    with pytest.raises(ActRefused, match="not configured to handle interactive responses"):
        await desk.act("ana", "press", channel="backend-guild", ts=ts, action_id="more")


async def test_a_held_screen_presses_what_is_no_longer_there(desk: Desk) -> None:
    """A stale press goes out with the message as it is now; a screen that is not held has no such button."""
    ts = desk.ts(channel="backend-guild", text="Open", blocks=[ROW])
    await desk.act("chiara", "hold", on=True)
    desk.call("chat.update", channel="backend-guild", ts=ts, text="Closed", blocks=[{"type": "divider"}])
    press = {"do": "press", "channel": "backend-guild", "ts": ts, "action_id": "more"}

    await desk.act("chiara", **press)

    (payload,) = desk.heard
    assert mapping(payload["message"])["text"] == "Closed"
    assert desk.messages("chiara", "backend-guild")[0]["text"] == "Open"
    with pytest.raises(ActRefused, match="no button"):
        await desk.act("ana", **press)
    await desk.act("chiara", "hold", on=False)
    assert desk.messages("chiara", "backend-guild")[0]["text"] == "Closed"


async def test_a_press_in_a_modal_carries_the_view(desk: Desk) -> None:
    """No channel, no message, no response_url; what was typed so far is in its state."""
    view = await desk.modal()

    await desk.act("ana", "press", view=view["id"], action_id="more", values={"try": {"said": "so far"}})

    payload = desk.heard[-1]
    assert payload["container"] == {"type": "view", "view_id": view["id"]}
    typed = {"values": {"try": {"said": {"type": "plain_text_input", "value": "so far"}}}}
    assert (payload["state"], mapping(payload["view"])["state"]) == (typed, typed)
    assert not {"channel", "message", "response_url"} & set(payload)


async def test_a_submission_carries_the_state_and_closes_the_view(desk: Desk) -> None:
    """An empty ack closes the view; the payload holds what was typed."""
    view = await desk.modal("ana", private_metadata="key")

    await desk.act("ana", "submit", view=view["id"], values={"try": {"said": "asyncio"}})

    payload = desk.heard[-1]
    submitted = mapping(payload["view"])
    assert (payload["type"], payload["response_urls"]) == ("view_submission", [])
    assert submitted["private_metadata"] == "key"
    assert mapping(submitted["state"])["values"] == {
        "try": {"said": {"type": "plain_text_input", "value": "asyncio"}}
    }
    assert desk.see("ana")["modals"] == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "complete this required field"), (None, "complete this required field"), ("x" * 21, "at most 20")],
)
async def test_slacks_client_checks_the_fields_itself(desk: Desk, typed: str | None, sentence: str) -> None:
    """An empty required field and a too long one are refused at the field, and the app hears nothing."""
    view = await desk.modal()
    heard = len(desk.heard)

    with pytest.raises(ActRefused, match=sentence) as refused:
        await desk.act("ana", "submit", view=view["id"], values={"try": {"said": typed}})

    (modal,) = mappings(desk.see("ana")["modals"])
    assert refused.value.status == 422
    assert list(mapping(modal["errors"])) == ["try"]
    assert len(desk.heard) == heard


@pytest.mark.parametrize(
    ("answer", "callbacks"),
    [
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": {**MODAL, "callback_id": "second"}}, ["second"]),
        ({"response_action": "push", "view": {**MODAL, "callback_id": "second"}}, ["trying", "second"]),
        ({"response_action": "errors", "errors": {"try": "Longer"}}, ["trying"]),
    ],
)
async def test_response_actions(desk: Desk, answer: dict[str, object], callbacks: list[str]) -> None:
    """An ack may update, push, clear, or put errors at fields."""
    view = await desk.modal()
    desk.answer = answer

    await desk.act("ana", "submit", view=view["id"], values={"try": {"said": "x"}})

    modals = mappings(desk.see("ana")["modals"])
    assert [modal["callback_id"] for modal in modals] == callbacks
    assert [dict(mapping(modal["errors"])) for modal in modals[:1] if modal["errors"]] == (
        [{"try": "Longer"}] if "errors" in answer else []
    )
    assert desk.notices("ana") == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "dance"},
        {"text": "A message?"},
        {"response_action": "update"},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "push", "view": {"type": "home", "blocks": []}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors", "errors": {"row": "no input block"}},
        {"response_action": "errors", "errors": {"nowhere": "no such block"}},
    ],
)
async def test_an_ack_that_slack_does_not_understand(desk: Desk, answer: dict[str, object]) -> None:
    """The view stays, and says that there was trouble."""
    view = await desk.modal()
    desk.answer = answer

    await desk.act("ana", "submit", view=view["id"], values={"try": {"said": "x"}})

    assert [modal["callback_id"] for modal in mappings(desk.see("ana")["modals"])] == ["trying"]
    assert desk.notices("ana") == ["We had some trouble connecting. Try again?"]


async def test_a_submission_without_an_ack_keeps_the_modal(desk: Desk) -> None:
    """Nothing typed is lost."""
    view = await desk.modal()
    desk.mood = Heard.TIMEOUT

    said = await desk.act("ana", "submit", view=view["id"], values={"try": {"said": "x"}})

    (modal,) = mappings(desk.see("ana")["modals"])
    assert said["ack"] == "timeout"
    assert mapping(mapping(modal["state"])["values"])["try"] == {
        "said": {"type": "plain_text_input", "value": "x"}
    }
    assert desk.notices("ana") == ["We had some trouble connecting. Try again?"]


async def test_only_the_top_view_can_be_used(desk: Desk) -> None:
    """The view under another is out of reach until the upper one is closed."""
    below = await desk.modal()
    desk.call("views.push", trigger_id=await desk.trigger(), view=MODAL)

    with pytest.raises(ActRefused, match="no longer open"):
        await desk.act("ana", "submit", view=below["id"], values={"try": {"said": "x"}})


async def test_closing_is_told_only_to_who_asked(desk: Desk) -> None:
    """view_closed is sent when the view has notify_on_close."""
    quiet = await desk.modal()
    heard = len(desk.heard)
    await desk.act("ana", "close", view=quiet["id"])
    silent = len(desk.heard) - heard
    loud = await desk.modal("ana", notify_on_close=True)

    await desk.act("ana", "close", view=loud["id"])

    assert silent == 0
    assert (desk.heard[-1]["type"], desk.heard[-1]["is_cleared"]) == ("view_closed", False)
    assert desk.see("ana")["modals"] == []


async def test_a_modal_without_submit_has_nothing_to_submit(desk: Desk) -> None:
    """The act is refused."""
    view = await desk.modal("ana", submit=None, blocks=[ROW])

    with pytest.raises(ActRefused, match="nothing to submit"):
        await desk.act("ana", "submit", view=view["id"])


async def test_a_post_is_escaped_and_read_by_its_author(desk: Desk) -> None:
    """Slack keeps & < > as entities; one's own message is not unread."""
    await desk.act("ana", "post", channel="new-team", text="if a < b & c: <!channel>")

    (message,) = desk.messages("ben", "new-team")
    unread = {handle: mappings(desk.see(handle)["channels"])[1]["unread"] for handle in ("ana", "ben")}
    assert message["text"] == "if a &lt; b &amp; c: &lt;!channel&gt;"
    assert unread == {"ana": 0, "ben": 1}


@pytest.mark.parametrize("name", ["@Echo Bot", "Echo Bot", "echo_bot", "Echo", "<@Echo Bot>"])
async def test_the_bot_is_invited_by_its_name(name: str) -> None:
    """The invite act and the typed /invite do the same."""
    typed, pressed = Desk(), Desk()

    await typed.act("ana", "command", channel="new-team", text=f"/invite {name}")
    await pressed.act("ana", "invite", channel="new-team", app=name)

    for desk in (typed, pressed):
        assert desk.app.bot_user_id in desk.channel("new-team").members
        assert desk.notices("ana") == ["Echo Bot is in #new-team now."]
    assert typed.heard == []


async def test_joining_opens_public_channels_only() -> None:
    """Chiara is in no private channel, and cannot join one she does not know of."""
    desk = Desk()
    desk.channel("new-team").members.discard(desk.id("chiara"))

    await desk.act("chiara", "join", channel="new-team")

    assert desk.id("chiara") in desk.channel("new-team").members
    with pytest.raises(ActRefused, match="no such channel"):
        await desk.act("chiara", "join", channel="secret")


async def test_reading_clears_the_unread_mark(desk: Desk) -> None:
    """What was posted counts as unread until it is read."""
    desk.ts(channel="backend-guild", text="x")
    before = mappings(desk.see("ana")["channels"])[0]["unread"]

    await desk.act("ana", "read", channel="backend-guild")

    assert (before, mappings(desk.see("ana")["channels"])[0]["unread"]) == (1, 0)


async def test_a_notice_can_be_dismissed(desk: Desk) -> None:
    """The named one goes, others stay."""
    desk.workspace.notify(desk.id("ana"), "One")
    desk.workspace.notify(desk.id("ana"), "Two")
    first = mappings(desk.see("ana")["notices"])[0]["id"]

    await desk.act("ana", "dismiss", notice=first)

    assert desk.notices("ana") == ["Two"]


@given(
    st.sampled_from(sorted(ACTS)), st.dictionaries(st.sampled_from(["channel", "text", "ts", "view"]), JSON)
)
async def test_no_body_breaks_an_act(do: str, body: dict[str, object]) -> None:
    """Whatever JSON a page posts, the answer is an act done or a refusal with a sentence."""
    desk = Desk()
    try:
        said = await desk.act("ana", do, **{"channel": "backend-guild", **body})
    except ActRefused as refused:
        said = refused.body

    assert said["ok"] is True or said["error"]
