"""Posts beside the scheduled ones: one more of a plan, and a question that somebody chose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.service.posting import Root
from bot.service.sharing import post_now, share
from bot.store.deliveries import DeliveryKind, Requester
from bot.store.plans import PlanState
from tests.bank_of_tests import STEEP
from tests.scene import (
    CHANNEL,
    NINE,
    TEAM,
    add_plan,
    claim,
    connect,
    delivery_of,
    every_delivery,
    minutes,
    plan_due,
    prepare,
    send,
)

if TYPE_CHECKING:
    from bot.store.deliveries import Delivery
    from bot.store.store import Store

ANA = Requester(person="T1/U1", name="Ana")


def _extra(store: Store, interaction: str = "one") -> Delivery:
    plan = add_plan(store)
    return store.write(lambda tx: post_now(tx, plan, ANA, interaction=interaction, now=NINE - minutes(30)))


def _shared(store: Store) -> Delivery:
    connect(store)
    return store.write(lambda tx: share(tx, TEAM, CHANNEL, STEEP, ANA, interaction="one", now=NINE))


def test_an_extra_one_leaves_the_slot_of_its_day_alone(store: Store) -> None:
    """The extra post comes at once, the scheduled one at its hour, with another question."""
    extra = _extra(store)
    sent = delivery_of(store, send(store, NINE - minutes(30), ts="1.000001"))
    plan_due(store)
    scheduled = delivery_of(store, send(store, NINE, ts="2.000001"))

    assert (extra.kind, scheduled.kind) == (DeliveryKind.EXTRA, DeliveryKind.SCHEDULED)
    assert (extra.date, extra.plan, extra.extra_of) == (scheduled.date, None, scheduled.plan)
    assert sent.uid != scheduled.uid


def test_an_extra_one_stays_closed_as_long_as_its_plans_own(store: Store) -> None:
    """09:00 to 16:00 are seven hours, counted from its own post."""
    assert _extra(store).closing == NINE - minutes(30) + minutes(7 * 60)


def test_the_same_interaction_posts_once(store: Store) -> None:
    """Slack sends again what was not acked in time."""
    plan = add_plan(store)
    for _ in range(2):
        store.write(lambda tx: post_now(tx, plan, ANA, interaction="one", now=NINE - minutes(30)))

    assert len(every_delivery(store)) == len(claim(store, NINE - minutes(30))) == 1


def test_an_extra_one_comes_from_a_paused_plan_and_not_from_a_deleted_one(store: Store) -> None:
    """Who asks for it means it; a plan that is gone has no post left."""
    extra = _extra(store)
    plan = store.read(lambda tx: tx.plans.of_team(TEAM))[0]
    store.write(lambda tx: tx.plans.edit(replace(plan, state=PlanState.PAUSED), None))
    (row,) = claim(store, NINE)
    assert isinstance(prepare(store, row, NINE), Root)

    store.write(lambda tx: tx.outbox.retry(row, at=NINE, error="", spent=False))
    store.write(lambda tx: tx.plans.edit(replace(plan, state=PlanState.DELETED), None))
    (row,) = claim(store, NINE)
    assert prepare(store, row, NINE) is None
    assert store.read(lambda tx: tx.deliveries.get(extra.id)).skipped == "The plan is deleted."


def test_a_shared_question_has_no_plan_and_no_closing_hour(store: Store) -> None:
    """It is the one that was chosen, under the name of who chose it."""
    shared = _shared(store)
    (row,) = claim(store)
    draft = prepare(store, row)

    assert (shared.kind, shared.any_plan, shared.closing) == (DeliveryKind.SHARED, None, None)
    assert isinstance(draft, Root)
    assert (draft.question, draft.delivery.asked_by_name, draft.first) == (STEEP, "Ana", False)
