"""Through Bolt, as Socket Mode hands payloads over: each is acked with 200, whatever happens inside."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import json
import logging
import re
from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.blocks.ids import Action, Posted, Shown
from bot.blocks.replies import notice
from bot.listeners import commands, presses
from bot.listeners.authorize import authorize_as
from bot.listeners.door import open_door
from bot.listeners.replying import Replies
from bot.store.trouble import StoreAwayError
from bot.store.workspaces import WorkspaceState
from tests.bank_of_tests import STARTER, STEEP
from tests.listeners.desk import words
from tests.scene import CHANNEL, TEAM, add_plan, connect, posted, rows

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from bot.store.store import Store
    from tests.listeners.desk import Office
    from tests.scene import Clock

_TRIGGERS = itertools.count()  # each command, press and event has its own
IDENTITY = AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-made-up", bot_user_id="UBOT")
CODE = re.compile(r"Code ([23456789a-z]{6}) finds it in the log\.")


def _app(office: Office) -> AsyncApp:
    return open_door(office.client, authorize_as(IDENTITY), office.desk)


async def _hand(office: Office, payload: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Status and body of the ack."""
    request = AsyncBoltRequest(mode="socket_mode", body=payload)
    response = await _app(office).async_dispatch(request)
    return response.status, json.loads(response.body) if response.body else {}


def _command(office: Office, name: str, text: str = "", team: str = "T1") -> dict[str, Any]:
    return {
        "command": name,
        "text": text,
        "team_id": team,
        "user_id": "U1",
        "channel_id": "C1",
        "trigger_id": f"1.2.{next(_TRIGGERS)}",
        "response_url": office.response_url,
    }


def _press(office: Office, action: str, value: str = "", **rest: Any) -> dict[str, Any]:  # noqa: ANN401 - a payload
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "container": {"type": "message", "message_ts": "1000.000001", "channel_id": "C1"},
        "trigger_id": f"1.2.{next(_TRIGGERS)}",
        "response_url": office.response_url,
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
        **rest,
    }


def _submission(metadata: str, callback: str = "check") -> dict[str, Any]:
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": callback,
        "private_metadata": metadata,
        "state": {"values": {"try": {"text": {"type": "plain_text_input", "value": "mine"}}}},
    }
    return {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "view": view,
    }


async def test_a_command_is_answered_in_its_ack(office: Office) -> None:
    """To the asker alone."""
    status, body = await _hand(office, _command(office, "/question", "bitter"))

    assert (status, body["response_type"]) == (200, "ephemeral")
    assert STEEP.question in body["text"]


@pytest.mark.parametrize("kind", ["command", "press"])
async def test_what_slack_sends_again_is_answered_once(office: Office, store: Store, kind: str) -> None:
    """The same command or press twice: one reply, one window, one showing; a new one is answered anew."""
    payload = (
        _command(office, "/question", "bitter")
        if kind == "command"
        else _press(office, Action.CHECK, str(Shown(uid=STEEP.uid)))
    )

    def effects() -> int:
        shown = store.read(lambda tx: tx.showings.latest(TEAM, "T1/U1", limit=99))
        return len(shown) + len(office.calls) + len(office.whispers)

    first = await _hand(office, payload), effects()
    second = await _hand(office, payload), effects()
    fresh = await _hand(office, {**payload, "trigger_id": "9.9.9"}), effects()

    assert second == ((200, {}), first[1])
    assert fresh[0][0] == 200
    assert fresh[1] > second[1] > 0


async def test_a_long_answer_is_read_in_order(office: Office) -> None:
    """Slack shows the ack when the listener is done: the last part is the ack, behind the whispers."""
    _, body = await _hand(office, _command(office, "/answer", "starter fed"))
    told = "".join(words(message["blocks"]) for message in (*office.whispers, body))

    assert office.whispers
    assert [told.index(f"Day {day}:") for day in range(30)] == sorted(
        told.index(f"Day {day}:") for day in range(30)
    )
    assert STARTER.uid in words(body["blocks"])


async def test_a_greeting_that_is_lost_takes_nothing_from_the_reply(office: Office) -> None:
    """The first command is answered though the way for the word beside it is closed."""
    elsewhere = {**_command(office, "/interview", "help"), "response_url": "http://127.0.0.1:1/"}

    status, body = await _hand(office, elsewhere)

    assert (status, office.whispers) == (200, [])
    assert body["text"].startswith("*What you can ask me*")


async def test_an_unknown_command_gets_the_usage(office: Office) -> None:
    """One that the manifest once had."""
    status, body = await _hand(office, _command(office, "/old"))

    assert status == 200
    assert body["text"].startswith("*What you can ask me*")


async def test_another_team_is_told_that_the_bot_is_not_there(office: Office) -> None:
    """In Bolt's own words; no listener of ours runs for it."""
    status, _ = await _hand(office, _command(office, "/interview", "help", team="T2"))
    (told,) = office.whispers

    assert status == 200
    assert "no longer available" in told["text"]


async def test_a_press_is_acked_with_nothing(office: Office, store: Store) -> None:
    """Slack ignores a message in the ack of a press."""
    add_plan(store)
    delivery = posted(store)

    found = await _hand(office, _press(office, "reveal", str(Posted(key=delivery.key))))

    assert found == (200, {})
    assert rows(store, delivery)[1] == ("answer", "due")


async def test_a_button_of_an_older_version_says_so(office: Office) -> None:
    """It is acked, and the presser is told."""
    found = await _hand(office, _press(office, "vanished"))

    assert found == (200, {})
    assert "older version" in office.whispers[0]["text"]


async def test_an_unknown_button_in_a_modal_is_acked(office: Office) -> None:
    """There is no response_url to say it through."""
    payload = _press(office, "vanished", view={"id": "V1", "type": "modal"}, container={"type": "view"})
    del payload["response_url"]

    assert await _hand(office, payload) == (200, {})


async def test_a_submitted_modal_shows_the_answer_in_its_place(office: Office) -> None:
    """The ack draws it."""
    status, body = await _hand(office, _submission(str(Shown(uid=STEEP.uid))))

    assert (status, body["response_action"]) == (200, "update")
    assert STEEP.short_answer in words(body["view"])
    assert "mine" in words(body["view"])


async def test_another_modal_is_acked_and_closes(office: Office) -> None:
    """Only the check modal has something to show."""
    assert await _hand(office, _submission("", callback="notice")) == (200, {})


async def test_a_bug_in_a_command_is_told_with_a_code(
    office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """200, a sentence and the code under which the log has the traceback."""
    monkeypatch.setitem(commands.COMMANDS, "/question", _bug)
    status, body = await _hand(office, _command(office, "/question"))
    code = CODE.search(body["text"])

    assert (status, body["response_type"]) == (200, "ephemeral")
    assert code is not None
    assert f"failure code={code[1]}" in caplog.text
    assert "ZeroDivisionError" in caplog.text


async def test_a_memory_that_is_away_is_told_as_such(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """No bug, and no claim about what was written: the person is asked to try again."""

    async def away(*_: object) -> None:
        raise StoreAwayError("I can’t reach my memory right now. Try again in a minute.")

    monkeypatch.setitem(commands.COMMANDS, "/question", away)
    _, body = await _hand(office, _command(office, "/question"))

    assert body["text"].startswith("I can’t reach my memory right now. Try again in a minute. Code ")


async def test_a_bug_in_a_press_is_whispered_with_a_code(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ack is empty and 200."""
    monkeypatch.setitem(presses.PRESSES, "check", _soon_bug)
    found = await _hand(office, _press(office, "check"))

    assert found == (200, {})
    assert CODE.search(office.whispers[0]["text"])


@pytest.mark.parametrize(("place", "method"), [("modal", "views.push"), ("home", "views.open")])
async def test_a_bug_in_a_press_within_a_view_is_told_over_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, place: str, method: str
) -> None:
    """Such a press has no response_url; where not even this arrives the ack is 200 all the same."""
    monkeypatch.setitem(presses.PRESSES, "check", _soon_bug)
    press = _press(office, "check", response_url=None, container={"type": "view"})
    press["view"] = {"id": "V1", "type": place, "blocks": []}
    found = await _hand(office, press)
    (called, sent), *_ = office.calls
    office.answers["api"] = {"ok": False, "error": "expired_trigger_id"}

    assert found == (200, {})
    assert called == method
    assert CODE.search(words(sent["view"]))
    assert await _hand(office, press) == (200, {})


async def test_a_bug_in_a_modal_is_shown_in_its_place(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person's modal says so."""
    monkeypatch.setattr("bot.listeners.door.checked", _soon_bug)
    status, body = await _hand(office, _submission(str(Shown(uid=STEEP.uid))))

    assert (status, body["response_action"]) == (200, "update")
    assert CODE.search(words(body["view"]))


async def test_a_modal_that_slack_refuses_is_told(office: Office) -> None:
    """The trigger had expired: the presser gets a line instead of silence."""
    office.answers["api"] = {"ok": False, "error": "expired_trigger_id"}
    found = await _hand(office, _press(office, "check", str(Shown(uid=STEEP.uid))))

    assert found == (200, {})
    assert CODE.search(office.whispers[0]["text"])


@pytest.mark.parametrize(
    "url", ["https://evil.example/response/1", "http://127.0.0.1:1/response/1", "http://["]
)
async def test_a_press_that_can_not_be_answered_is_acked_all_the_same(office: Office, url: str) -> None:
    """A foreign or unreadable address gets nothing, and the ack is 200."""
    found = await _hand(office, _press(office, "vanished", response_url=url))

    assert found == (200, {})
    assert office.whispers == []


async def test_an_address_that_is_down_does_not_cost_the_ack(office: Office) -> None:
    """The server of the response URL refuses connections: 200 all the same."""
    replies = office.desk.replies
    replies._origin = "http://127.0.0.1:1"
    found = await _hand(office, _press(office, "vanished", response_url="http://127.0.0.1:1/response/1"))

    assert found == (200, {})


@pytest.mark.parametrize(
    "payload",
    [
        {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U1"},
            "actions": [{"action_id": "check"}],
        },
        {
            "type": "view_submission",
            "team": {"id": "T1"},
            "user": {"id": "U1"},
            "view": {"type": "modal", "callback_id": "check"},
        },
        {"command": "/question", "team_id": "T1"},
    ],
)
async def test_a_malformed_payload_is_acked(office: Office, payload: dict[str, Any]) -> None:
    """What lacks a field is logged under a code, and the person does not see a timeout."""
    status, _ = await _hand(office, payload)

    assert status == 200


async def test_a_refused_whisper_is_logged_and_no_error(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    """Used up or expired: at most once, at the door; the person presses again."""
    office.answers["status"] = 404
    with caplog.at_level(logging.WARNING):
        await office.desk.replies.whisper(office.response_url, notice("hello"))

    assert "a reply was not shown: HTTP 404" in caplog.text


@pytest.mark.parametrize(
    ("api", "url", "taken"),
    [
        ("https://slack.com/api/", "https://hooks.slack.com/actions/T/1/2", True),
        ("https://slack.com/api/", "http://hooks.slack.com/actions/T/1/2", False),
        ("https://slack.com/api/", "https://hooks.slack.com.evil.example/actions", False),
        ("https://slack.com/api/", "https://hooks.slack.com@evil.example/actions", False),
        ("https://slack.com/api/", "https://slack.com/actions", False),
        ("https://slack.com/api/", "file:///etc/passwd", False),
        ("https://slack.com/api/", "", False),
        ("http://127.0.0.1:8421/api/", "http://127.0.0.1:8421/response/1", True),
        ("http://127.0.0.1:8421/api/", "http://127.0.0.1:8422/response/1", False),
        ("http://127.0.0.1:8421/api/", "https://hooks.slack.com/actions", False),
    ],
)
async def test_a_whisper_goes_to_the_apis_own_host_only(
    office: Office, api: str, url: str, *, taken: bool
) -> None:
    """hooks.slack.com over https for Slack, the very same host for anything else."""
    client, session = office.client, _Refusing()
    client.base_url = api
    replies = Replies(client, session)  # type: ignore[arg-type] # only post is used

    with pytest.raises(ConnectionError if taken else ValueError, match="sent" if taken else "must lead to"):
        await replies.whisper(url, notice("hello"))


class _Refusing:
    """A session that says when something would be sent."""

    def post(self, *_given: object, **_rest: object) -> None:
        raise ConnectionError("sent")


async def test_authorize_remembers_who_we_are() -> None:
    """The same team gets the same identity, without asking Slack; another one gets none."""
    authorize = authorize_as(IDENTITY)

    assert await authorize(enterprise_id=None, team_id=str(TEAM)) is IDENTITY
    assert await authorize(enterprise_id="E1", team_id="T2") is None


def _event(kind: str, **fields: object) -> dict[str, Any]:
    own = f"Ev{next(_TRIGGERS)}"
    return {"type": "event_callback", "team_id": "T1", "event_id": own, "event": {"type": kind, **fields}}


@pytest.mark.parametrize(
    ("event", "gone"),
    [
        (_event("app_uninstalled"), True),
        (_event("tokens_revoked", tokens={"oauth": [], "bot": ["UBOT"]}), True),
        (_event("tokens_revoked", tokens={"oauth": ["U1"], "bot": []}), False),
        (_event("tokens_revoked", tokens={}), False),
    ],
)
async def test_a_removed_app_sends_nothing_more(
    office: Office, store: Store, event: dict[str, Any], *, gone: bool
) -> None:
    """Until it connects again; a person's own token is none of the bot's."""
    status, _ = await _hand(office, event)
    workspace = store.read(lambda tx: tx.workspaces.get(TEAM))

    assert status == 200
    assert workspace is not None
    assert (workspace.state is WorkspaceState.REVOKED) == gone
    connect(store)
    workspace = store.read(lambda tx: tx.workspaces.get(TEAM))
    assert workspace is not None
    assert workspace.state is WorkspaceState.ACTIVE


async def test_the_home_tab_is_drawn_when_it_is_opened(office: Office) -> None:
    """With a welcome the first time; the Messages tab is nothing to draw."""
    for tab in ("home", "home", "messages"):
        await _hand(office, _event("app_home_opened", user="U1", channel="D1", tab=tab))

    assert [(method, sent["user_id"]) for method, sent in office.calls] == [("views.publish", "U1")] * 2
    assert ["Welcome." in words(sent["view"]) for _, sent in office.calls] == [True, False]


async def test_an_event_that_comes_again_draws_no_second_home(office: Office) -> None:
    """Four deliveries of one event, as Slack makes where nobody acks: together, and one more."""
    opened = _event("app_home_opened", user="U1", channel="D1", tab="home")

    acks = [*await asyncio.gather(*(_hand(office, opened) for _ in range(3))), await _hand(office, opened)]

    assert acks == [(200, {})] * 4
    assert [method for method, _ in office.calls] == ["views.publish"]


async def test_a_removal_that_comes_again_takes_nothing_from_an_app_installed_anew(
    office: Office, store: Store, hour: Clock
) -> None:
    """Slack may send an event again for a day."""
    removed = _event("app_uninstalled")
    await _hand(office, removed)
    connect(store)

    hour.now += dt.timedelta(days=1)
    await _hand(office, removed)

    workspace = store.read(lambda tx: tx.workspaces.get(TEAM))
    assert workspace is not None
    assert workspace.state is WorkspaceState.ACTIVE


async def test_home_tells_of_a_plan_in_ones_own_conversation_with_the_bot(
    office: Office, store: Store
) -> None:
    """Nobody else is in it, so that nobody is asked who is."""
    add_plan(store)
    await _hand(office, _event("app_home_opened", user="U1", channel=CHANNEL, tab="home"))

    ((method, sent),) = office.calls
    assert method == "views.publish"
    assert f"<#{CHANNEL}>: *Every day at 09:00 UTC" in words(sent["view"])


def _bug(*_given: object) -> list[object]:
    raise ZeroDivisionError


async def _soon_bug(*_given: object) -> None:
    raise ZeroDivisionError
