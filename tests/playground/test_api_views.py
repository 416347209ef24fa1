"""Modals: opening, pushing, updating, and the triggers that allow it."""

from __future__ import annotations

import pytest

from bot.playground.fields import mapping, mappings
from tests.playground.desk import MODAL, ROW, Desk


async def test_a_trigger_opens_a_modal_on_its_persons_screen() -> None:
    """views.open answers Slack's view, and the person who gave the trigger sees it, nobody else."""
    desk = Desk()

    view = await desk.modal("ana", private_metadata="key")

    assert (view["type"], view["callback_id"], view["private_metadata"]) == ("modal", "trying", "key")
    assert view["root_view_id"] == view["id"]
    assert (view["previous_view_id"], view["app_id"], view["bot_id"]) == (
        None,
        desk.app.app_id,
        desk.app.bot_id,
    )
    assert view["state"] == {"values": {}}
    assert [modal["id"] for modal in mappings(desk.see("ana")["modals"])] == [view["id"]]
    assert desk.see("ben")["modals"] == []


async def test_a_trigger_is_good_once_and_for_three_seconds() -> None:
    """A spent, a late and an unknown trigger have a code each."""
    desk = Desk()
    spent, late = await desk.trigger(), await desk.trigger()
    desk.call("views.open", trigger_id=spent, view=MODAL)
    again = desk.error("views.open", trigger_id=spent, view=MODAL)
    desk.seconds += 3.001

    assert again == "exchanged_trigger_id"
    assert desk.error("views.open", trigger_id=late, view=MODAL) == "expired_trigger_id"
    assert desk.error("views.open", trigger_id="1.2.abc", view=MODAL) == "invalid_trigger_id"
    assert desk.error("views.open", view=MODAL) == "invalid_arguments"


async def test_a_refused_view_leaves_the_trigger_good() -> None:
    """An invalid view is refused with a pointer, and the same trigger opens the mended one."""
    desk = Desk()
    trigger = await desk.trigger()

    body = desk.call("views.open", trigger_id=trigger, view={**MODAL, "title": None})

    told = mapping(body["response_metadata"])["messages"]
    assert body["error"] == "invalid_arguments"
    assert "json-pointer:/view/title" in str(told)
    assert desk.error("views.open", trigger_id=trigger, view=MODAL) is None


@pytest.mark.parametrize(
    ("view", "error"),
    [
        (None, "invalid_arguments"),
        ("no json", "invalid_arguments"),
        ([], "invalid_arguments"),
        ({"type": "home", "blocks": []}, "invalid_arguments"),
        ({**MODAL, "submit": None}, "invalid_arguments"),
    ],
)
async def test_what_is_no_modal(view: object, error: str) -> None:
    """Whatever is no modal is an invalid argument."""
    desk = Desk()

    assert desk.error("views.open", trigger_id=await desk.trigger(), view=view) == error


async def test_a_view_may_come_as_json_in_a_string() -> None:
    """A form carries the view as JSON in a string."""
    desk = Desk()
    view = '{"type": "modal", "title": {"type": "plain_text", "text": "Hi"}, "blocks": [{"type": "divider"}]}'

    assert desk.error("views.open", trigger_id=await desk.trigger(), view=view) is None


async def test_a_view_above_250_kb_is_too_large() -> None:
    """Many blocks, each within its limits, are still too much together."""
    desk = Desk()
    section = {"type": "section", "text": {"type": "plain_text", "text": "é" * 3_000}}

    error = desk.error(
        "views.open", trigger_id=await desk.trigger(), view={**MODAL, "blocks": [section] * 60}
    )

    assert error == "view_too_large"


async def test_views_stack_three_deep() -> None:
    """views.push puts a view upon the others, three at most, each knowing root and predecessor."""
    desk = Desk()
    root = await desk.modal()

    second = mapping(desk.call("views.push", trigger_id=await desk.trigger(), view=MODAL)["view"])
    third = mapping(desk.call("views.push", trigger_id=await desk.trigger(), view=MODAL)["view"])

    assert (second["root_view_id"], second["previous_view_id"]) == (root["id"], root["id"])
    assert (third["root_view_id"], third["previous_view_id"]) == (root["id"], second["id"])
    assert desk.error("views.push", trigger_id=await desk.trigger(), view=MODAL) == "push_limit_reached"


async def test_nothing_is_pushed_upon_no_modal() -> None:
    """Without an open modal there is nothing to push upon."""
    desk = Desk()

    assert desk.error("views.push", trigger_id=await desk.trigger(), view=MODAL) == "not_found"


async def test_an_update_keeps_the_id_and_changes_the_hash() -> None:
    """views.update redraws the open view; the hash guards against a stale one."""
    desk = Desk()
    view = await desk.modal()
    changed = {**MODAL, "callback_id": "changed", "blocks": [ROW]}

    body = desk.call("views.update", view_id=view["id"], hash=view["hash"], view=changed)

    updated = mapping(body["view"])
    assert (updated["id"], updated["callback_id"]) == (view["id"], "changed")
    assert updated["hash"] != view["hash"]
    stale = desk.error("views.update", view_id=view["id"], hash=view["hash"], view=changed)
    assert stale == "hash_conflict"


async def test_an_update_finds_its_view_by_external_id() -> None:
    """An app may name its views; a name in use is refused to another."""
    desk = Desk()
    await desk.modal("ana", external_id="mine")

    assert desk.error("views.update", external_id="mine", view={**MODAL, "external_id": "mine"}) is None
    taken = {**MODAL, "external_id": "mine"}
    assert (
        desk.error("views.open", trigger_id=await desk.trigger("ben"), view=taken) == "duplicate_external_id"
    )
    assert desk.error("views.update", external_id="other", view=MODAL) == "not_found"


async def test_a_closed_view_is_not_found() -> None:
    """Once the person closed it, an update comes too late."""
    desk = Desk()
    view = await desk.modal()
    await desk.act("ana", "close", view=view["id"])

    assert desk.error("views.update", view_id=view["id"], view=MODAL) == "not_found"
    assert desk.error("views.update", view=MODAL) == "not_found"


async def test_an_update_keeps_what_was_typed_under_the_same_ids() -> None:
    """What a person typed stays where block, action and type are the same, and goes with them."""
    desk = Desk()
    view = await desk.modal()
    await desk.act("ana", "press", view=view["id"], action_id="more", values={"try": {"said": "typed"}})

    kept = mapping(desk.call("views.update", view_id=view["id"], view=MODAL)["view"])
    gone = mapping(desk.call("views.update", view_id=view["id"], view={**MODAL, "blocks": [ROW]})["view"])

    typed = {"try": {"said": {"type": "plain_text_input", "value": "typed"}}}
    assert kept["state"] == {"values": typed}
    assert gone["state"] == {"values": {}}


HOME = {"type": "home", "blocks": [ROW]}


def test_a_home_tab_is_one_persons() -> None:
    """views.publish needs no scope, keeps the view's id, and shows on that person's screen alone."""
    desk = Desk(scopes=["commands"])
    ana = desk.id("ana")

    first = mapping(desk.call("views.publish", user_id=ana, view=HOME)["view"])
    second = mapping(desk.call("views.publish", user_id=ana, view={**HOME, "callback_id": "new"})["view"])

    assert (first["type"], first["id"], second["id"]) == ("home", first["id"], first["id"])
    assert first["hash"] != second["hash"]
    assert mapping(desk.see("ana")["home"])["callback_id"] == "new"
    assert desk.see("ben")["home"] is None


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"user_id": "U0"}, "invalid_arguments"),
        ({"user_id": ""}, "invalid_arguments"),
        ({"view": MODAL}, "invalid_arguments"),
        ({"view": {"type": "home", "blocks": [{"type": "nothing"}]}}, "invalid_arguments"),
        ({"view": None}, "invalid_arguments"),
        ({"hash": "1.a"}, "hash_conflict"),
        ({"view": {**HOME, "private_metadata": "x" * 3_001}}, "invalid_arguments"),
    ],
)
def test_what_cannot_be_published(changes: dict[str, object], error: str) -> None:
    """Nobody's, no Home tab, or not what the app thinks stands there."""
    desk = Desk()

    assert desk.error("views.publish", **{"user_id": desk.id("ana"), "view": HOME, **changes}) == error


def test_a_hash_that_is_right_publishes() -> None:
    """The hash of what stands there."""
    desk = Desk()
    ana = desk.id("ana")
    view = mapping(desk.call("views.publish", user_id=ana, view=HOME)["view"])

    right = desk.error("views.publish", user_id=ana, view=HOME, hash=view["hash"])
    stale = desk.error("views.publish", user_id=ana, view=HOME, hash=view["hash"])

    assert (right, stale) == (None, "hash_conflict")


def test_a_closed_home_tab_is_not_enabled() -> None:
    """The manifest decides."""
    desk = Desk(home=False)

    assert desk.error("views.publish", user_id=desk.id("ana"), view=HOME) == "not_enabled"


def test_views_update_changes_a_home_tab_too() -> None:
    """By its id, and with a Home tab only."""
    desk = Desk()
    view_id = mapping(desk.call("views.publish", user_id=desk.id("ana"), view=HOME)["view"])["id"]

    updated = desk.error("views.update", view_id=view_id, view={**HOME, "callback_id": "new"})

    assert updated is None
    assert mapping(desk.see("ana")["home"])["callback_id"] == "new"
    assert desk.error("views.update", view_id=view_id, view=MODAL) == "invalid_arguments"
