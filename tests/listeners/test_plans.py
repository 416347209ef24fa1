"""The windows for plans through Bolt: who may, forged and old payloads, a Slack that is silent."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.blocks.plan_ids import Choice, Field, PlanAction, Subject
from bot.blocks.plan_modal import Place
from bot.delivery.bell import Bell
from bot.listeners import hearing, plan_saving, plans
from bot.listeners.authorize import authorize_as
from bot.listeners.door import open_door
from bot.listeners.later import Later
from bot.playground import elements
from bot.store.plans import PlanState
from bot.store.workspaces import ChannelId
from tests.listeners.desk import words
from tests.scene import CHANNEL, OTHER_TEAM, TEAM, add_plan, connect

if TYPE_CHECKING:
    from bot.store.store import Store
    from tests.listeners.desk import Office

_TRIGGERS = itertools.count()  # each command and press has its own
IDENTITY = AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-made-up", bot_user_id="UBOT")


async def _hand(office: Office, payload: dict[str, Any]) -> dict[str, Any]:
    """The body of the ack, which is 200."""
    app = open_door(office.client, authorize_as(IDENTITY), office.desk)
    response = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))
    assert response.status == 200
    return json.loads(response.body) if response.body else {}


async def _daily(office: Office, channel: str = "C1", name: str = "guild") -> dict[str, Any]:
    """The window that `/interview daily` opens."""
    where = {"channel_id": channel, "channel_name": name, "user_id": "U1", "user_name": "ana"}
    call = {"command": "/interview", "text": "daily", "team_id": "T1", "trigger_id": f"1.2.{next(_TRIGGERS)}"}
    await _hand(office, {**call, **where, "response_url": office.response_url})
    return office.view


def _in_window(view: dict[str, Any], kind: str, **rest: Any) -> dict[str, Any]:  # noqa: ANN401 - a payload
    state = {"values": elements.state(view["blocks"], {})}
    shown = {**view, "id": "V1", "root_view_id": "V1", "hash": "1.a", "state": state}
    user = {"id": "U1", "username": "ana", "team_id": "T1"}
    return {
        "type": kind,
        "team": {"id": "T1"},
        "user": user,
        "trigger_id": f"1.2.{next(_TRIGGERS)}",
        "view": shown,
        **rest,
    }


def _press(view: dict[str, Any], action: str, value: str = "-") -> dict[str, Any]:
    button = {"type": "button", "action_id": action, "block_id": "b", "value": value}
    return _in_window(view, "block_actions", actions=[button], container={"type": "view", "view_id": "V1"})


async def test_the_first_window_is_the_form_in_the_zone_of_the_latest_plan(
    office: Office, store: Store
) -> None:
    """A channel without a plan in a team with one; where there is none at all the zone is asked."""
    connect(store)
    asked = await _daily(office)
    add_plan(store)
    known = await _daily(office, channel="C2")

    assert Field.ZONE not in json.dumps(elements.state(asked["blocks"], {})[Field.ZONE]["plan_zone"])  # type: ignore[index] # its JSON
    assert "initial_option" in json.dumps(known)
    assert "UTC · UTC+00:00" in json.dumps(known, ensure_ascii=False)


@pytest.mark.parametrize(("channel", "name"), [("D1", "directmessage"), ("C9", "mpdm-ana--ben-1")])
async def test_direct_messages_of_two_or_more_get_a_sentence(office: Office, channel: str, name: str) -> None:
    """And no form."""
    view = await _daily(office, channel, name)

    assert "belongs to a channel" in words(view)
    assert "submit" not in view


async def test_a_menu_is_answered_with_what_fits(office: Office) -> None:
    """Zones by a part of a word, places by words of their names; at most a hundred."""
    ask = {"type": "block_suggestion", "team": {"id": "T1"}, "user": {"id": "U1"}, "block_id": "b"}
    zones = await _hand(office, {**ask, "action_id": Field.ZONE, "value": "Kolk"})
    places = await _hand(office, {**ask, "action_id": Field.TOPICS, "value": "brew kettle"})
    every = await _hand(office, {**ask, "action_id": Field.ZONE, "value": "a"})

    assert [option["value"] for option in zones["options"]] == ["Asia/Kolkata"]
    assert [option["value"] for option in places["options"]] == ["kettle/brewing"]
    assert len(every["options"]) == 100


async def test_a_large_bank_asks_for_its_places(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The 101st place is found by its letters."""
    many = [Place(path=f"kettle/t{number}", label=f"Topic {number}") for number in range(1, 102)]
    monkeypatch.setattr(plans, "places", lambda _: many)

    assert [option["value"] for option in plans.suggest(Field.TOPICS, "topic 101", office.desk)] == [
        "kettle/t101"
    ]


@pytest.mark.parametrize(
    "action", [PlanAction.EDIT, PlanAction.PAUSE, PlanAction.RESUME, PlanAction.POST_NOW, PlanAction.DELETE]
)
async def test_a_plan_of_elsewhere_is_out_of_reach(office: Office, store: Store, action: PlanAction) -> None:
    """A value forged with another channel's or another team's plan changes nothing."""
    view = await _daily(office)
    foreign = [add_plan(store, team=OTHER_TEAM), add_plan(store)]
    office.desk.store.write(lambda tx: tx.connection.exec_driver_sql("UPDATE plan SET channel = 'C7'"))
    before = store.read(lambda tx: [tx.plans.get(plan.id) for plan in foreign])

    for plan in foreign:
        await _hand(office, _press(view, action, str(Choice(plan=plan.id, version=plan.version))))

        assert "Somebody deleted this plan meanwhile." in words(office.view)
    assert store.read(lambda tx: [tx.plans.get(plan.id) for plan in foreign]) == before
    assert store.read(lambda tx: tx.outbox.waiting()) == 0


@pytest.mark.parametrize("metadata", ["", "C1", "C1 x 1 -", "C1 1 1 <!here>"])
async def test_a_window_of_an_older_version_says_so(office: Office, metadata: str) -> None:
    """Pressed, spoiled and submitted."""
    view = {**await _daily(office), "private_metadata": metadata}
    await _hand(office, _press(view, PlanAction.PREVIEW))
    pressed = words(office.view)
    await _hand(office, _press(view, PlanAction.TITLES))
    spoiled = words(office.view)
    submitted = await _hand(office, _in_window(view, "view_submission"))

    for said in (pressed, spoiled, words(submitted["view"])):
        assert "older version" in said


async def test_a_submission_that_comes_twice_makes_one_plan(office: Office, store: Store) -> None:
    """The seed of the form names it."""
    add_plan(store)
    view = await _daily(office, channel="C2")
    for _ in range(2):
        answer = await _hand(office, _in_window(view, "view_submission"))
        assert words(answer["view"]).strip().endswith("Saving…")
    await office.desk.later.stop()

    (plan,) = store.read(lambda tx: tx.plans.of_channel(TEAM, ChannelId("C2")))
    assert plan.editor is not None
    assert (plan.editor.person, plan.editor.name) == ("T1/U1", "ana")


async def test_a_silent_slack_is_waited_for_and_no_longer(
    office: Office, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window says that the plan is saved and the first message still on its way; the row waits."""
    monkeypatch.setattr(hearing, "_PATIENCE", 0.0)
    add_plan(store)
    view = await _daily(office, channel="C2")

    await _hand(office, _in_window(view, "view_submission"))
    await office.desk.later.done()

    assert "Slack has not taken my first message yet" in words(office.view)
    assert office.nudges
    assert store.read(lambda tx: tx.outbox.waiting()) == 1


async def test_a_bell_is_heard_by_those_who_wait(office: Office, store: Store) -> None:
    """The refusal is recorded and the bell rung: the window turns to the step that is left."""
    add_plan(store)
    view = await _daily(office, channel="C2")
    await _hand(office, _in_window(view, "view_submission"))
    (plan,) = store.read(lambda tx: tx.plans.of_channel(TEAM, ChannelId("C2")))
    ended = "UPDATE outgoing SET state = 'skipped', error = 'Slack said not_in_channel.' WHERE plan = ?"
    store.write(lambda tx: tx.connection.exec_driver_sql(ended, (plan.id,)))
    store.write(lambda tx: tx.plans.wait(plan.id))
    office.desk.recorded.ring()
    await office.desk.later.done()
    said = words(office.view)
    again = await _daily(office, channel="C2")

    assert "/invite @Interview Bot" in said
    assert words(again) == said
    assert store.read(lambda tx: tx.plans.get(plan.id)).state is PlanState.WAITING


async def test_a_full_channel_takes_no_further_plan(
    office: Office, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list has room for so many; the sentence says what to do."""
    monkeypatch.setattr(plan_saving, "MOST_PLANS", 1)
    add_plan(store)
    await _daily(office)
    await _hand(office, _press(office.view, PlanAction.ADD))

    answer = await _hand(office, _in_window(office.view, "view_submission"))

    assert "delete one first" in words(answer["view"])
    assert len(store.read(lambda tx: tx.plans.of_channel(TEAM, CHANNEL))) == 1


async def test_a_form_whose_plan_was_deleted_sets_it_up_anew(office: Office, store: Store) -> None:
    """Nothing typed is lost: the same entries, saved again, are a new plan."""
    plan = add_plan(store)
    choice = str(Choice(plan=plan.id, version=plan.version))
    listed = await _daily(office)
    await _hand(office, _press(listed, PlanAction.EDIT, choice))
    form = office.view
    await _hand(office, _press(listed, PlanAction.DELETE, choice))

    told = await _hand(office, _in_window(form, "view_submission"))
    await _hand(office, _in_window(told["view"], "view_submission"))
    await office.desk.later.stop()

    assert "Somebody deleted this plan meanwhile. Save again to set it up anew." in words(told["view"])
    (anew,) = store.read(lambda tx: tx.plans.of_channel(TEAM, CHANNEL))
    assert anew.id != plan.id
    assert anew.rule == plan.rule


async def test_a_window_that_was_closed_meanwhile_is_no_error(office: Office, store: Store) -> None:
    """Nor one that is drawn too often: whoever closed it needs no word of ours, and what was asked stands."""
    connect(store)
    view = await _daily(office)
    for code in ("not_found", "hash_conflict", "ratelimited"):
        office.answers["api"] = {"ok": False, "error": code}
        assert await office.desk.replies.redraw("V1", view, seen="1.a") is None


async def test_what_goes_wrong_after_an_ack_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """And ends nothing else."""
    later = Later()

    async def fails() -> None:
        raise ValueError("no such window")

    with caplog.at_level(logging.ERROR):
        later.do(fails())
        await later.done()
    assert "a window was not brought up to date" in caplog.text


async def test_a_ring_reaches_all_who_waited_before_it_and_nobody_after() -> None:
    """Whoever looks after the ring waits for the next one."""
    bell = Bell()
    early, also = bell.next(), bell.next()
    bell.ring()
    late = bell.next()

    assert early.is_set()
    assert also.is_set()
    assert not late.is_set()
    bell.ring()
    async with asyncio.timeout(5):
        await late.wait()


def test_a_subject_names_channel_plan_version_and_seed() -> None:
    """It tells nothing of a question."""
    assert str(Subject(channel="C1", plan=2, version=3)) == "C1 2 3 -"
