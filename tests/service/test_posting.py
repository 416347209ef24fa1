"""What is sent: looked at again before each sending, chosen once, and never sent for a plan that rests."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.bank.model import Difficulty
from bot.service import posting
from bot.service.posting import REFUSED, Deletion, Introduction, Part, Redraw, Root
from bot.store.outgoing import State
from bot.store.plans import Editor, PlanState, Rule
from bot.store.workspaces import WorkspaceState
from tests.bank_of_tests import (
    BANK,
    BERGAMOT,
    DRAFT,
    INTERVIEW,
    LEAVES,
    MILK,
    OPEN,
    STEEP,
    WHISK,
    bank_of,
    renamed,
)
from tests.scene import (
    NINE,
    RULE,
    SCHEDULE,
    SUNDAY,
    TEAM,
    add_plan,
    claim,
    delivery_of,
    every_delivery,
    minutes,
    opened,
    plan_due,
    posted,
    prepare,
    reap,
    root,
    rows,
    send,
    sending,
)

if TYPE_CHECKING:
    from bot.bank.model import Bank
    from bot.store.outgoing import Outgoing
    from bot.store.store import Store

DAY = dt.timedelta(days=1)


def _planned(store: Store, rule: Rule = RULE) -> Outgoing:
    add_plan(store, rule)
    plan_due(store)
    (row,) = claim(store)
    return row


def _plan_state(store: Store) -> PlanState:
    (plan,) = store.read(lambda tx: tx.plans.of_team(TEAM))
    return plan.state


def _team_state(store: Store) -> WorkspaceState:
    (team,) = store.read(lambda tx: tx.workspaces.all())
    return team.state


def _days(store: Store, count: int, *, bank: Bank = BANK) -> list[str]:
    """The ids of the questions of so many days."""
    for day in range(count):
        plan_due(store, NINE + day * DAY)
        send(store, NINE + day * DAY, ts=f"{1000 + day}.000001") if bank is BANK else _send(store, day, bank)
    return [str(delivery.uid) for delivery in every_delivery(store)]


def _send(store: Store, day: int, bank: Bank) -> None:
    now = NINE + day * DAY
    row = sending(store, now, bank=bank)
    store.write(lambda tx: posting.sent(tx, row, ts=f"{1000 + day}.000001", now=now))


def test_the_intent_is_committed_before_the_call(store: Store) -> None:
    """After prepare the row says sending, since when and until when, and the delivery its question."""
    row = _planned(store)

    draft = prepare(store, row)
    delivery = delivery_of(store, row)

    assert isinstance(draft, Root)
    assert (draft.question.uid, draft.first, draft.now) == (delivery.uid, True, NINE)
    assert draft.delivery == delivery
    assert rows(store, delivery) == [("root", "sending")]
    assert (root(store, delivery).sent, root(store, delivery).attempts) == (NINE, 1)


def test_an_introduction_names_its_topics_as_people_read_them(store: Store) -> None:
    """The draft holds the rule and the titles behind its paths."""
    rule = Rule(schedule=SCHEDULE, topics=("kettle/brewing", "oven"))
    add_plan(store, rule, introduced=False)
    (row,) = claim(store, SUNDAY)

    assert prepare(store, row, SUNDAY) == Introduction(rule=rule, topics=("Kettle › Brewing", "Oven"))


def test_a_deleted_plan_is_not_introduced(store: Store) -> None:
    """The row ends, and says why."""
    add_plan(store, introduced=False)
    store.write(lambda tx: tx.connection.exec_driver_sql("UPDATE plan SET state = 'deleted'"))
    (row,) = claim(store, SUNDAY)

    assert prepare(store, row, SUNDAY) is None
    assert claim(store, SUNDAY + DAY) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("state = 'paused'", "The plan is paused."),
        ("state = 'deleted'", "The plan is deleted."),
        ("state = 'waiting'", "The plan is waiting."),
        ("version = 2", "The plan was changed."),
    ],
)
def test_a_plan_that_changed_between_two_steps_posts_nothing(store: Store, change: str, why: str) -> None:
    """Claimed and then paused, deleted or edited: the slot is skipped with its reason."""
    row = _planned(store)
    store.write(lambda tx: tx.connection.exec_driver_sql(f"UPDATE plan SET {change}"))  # noqa: S608 - our own words

    assert prepare(store, row) is None
    assert delivery_of(store, row).skipped == why
    assert rows(store, delivery_of(store, row)) == [("root", "skipped")]


def test_a_bank_without_a_fitting_question_skips_the_slot(store: Store) -> None:
    """Emptied between two steps: nothing is sent, and the reason stands in the delivery."""
    row = _planned(store)

    assert prepare(store, row, bank=bank_of([DRAFT])) is None
    assert delivery_of(store, row).skipped == "No question of the bank fits this plan."


@pytest.mark.parametrize("known", [True, False])
def test_a_claim_in_a_team_whose_token_was_refused_is_given_back(store: Store, *, known: bool) -> None:
    """Nothing is sent there and nothing is lost: it comes when the team is back."""
    row = _planned(store)
    store.write(lambda tx: tx.workspaces.revoke(TEAM))
    held = row if known else replace(row, team=type(TEAM)("T9"))

    assert prepare(store, held) is None
    assert rows(store, delivery_of(store, row)) == [("root", "due")]


def test_a_row_that_was_lost_meanwhile_is_not_begun(store: Store) -> None:
    """The lease was over: another may have the row."""
    row = _planned(store)
    reap(store, NINE + posting.LEASE)

    assert prepare(store, row, NINE + posting.LEASE) is None


def test_a_retry_sends_the_same_question_whatever_the_bank_holds(store: Store) -> None:
    """The first try chose it: it was removed from the bank before the second one, and still comes."""
    row = _planned(store)
    first = prepare(store, row)
    store.write(lambda tx: tx.outbox.retry(row, at=NINE, error="no"))
    (again,) = claim(store)

    second = prepare(store, again, bank=bank_of([DRAFT]))

    assert isinstance(first, Root)
    assert isinstance(second, Root)
    assert second.question == renamed(first.question, proof=None)


def test_an_edit_of_the_bank_does_not_change_what_was_posted(store: Store) -> None:
    """Edited and then removed after its post, a question is answered as it was asked."""
    add_plan(store, Rule(schedule=SCHEDULE, topics=("kettle/brewing/green-tea",)))
    plan_due(store)
    row = sending(store, bank=bank_of([STEEP]))
    store.write(lambda tx: posting.sent(tx, row, ts="5.1", now=NINE))
    opened(store, delivery_of(store, row), NINE)
    (part,) = claim(store)

    draft = prepare(store, part, bank=bank_of([renamed(STEEP, answer="Edited."), LEAVES]))

    assert isinstance(draft, Part)
    assert (draft.question.answer, draft.thread, draft.number) == (STEEP.answer, "5.1", 1)
    assert draft.reveal.person == "T1/U1"


def test_all_questions_come_before_one_repeats(store: Store) -> None:
    """Six days ask the six open questions, and a draft or an interview question never."""
    add_plan(store)

    asked = _days(store, 12)

    assert sorted(asked[:6]) == sorted(asked[6:]) == sorted(question.uid for question in OPEN)


@pytest.mark.parametrize(
    ("rule", "fitting"),
    [
        (Rule(schedule=SCHEDULE, topics=("kettle/brewing/black-tea",)), {MILK.uid, BERGAMOT.uid}),
        (Rule(schedule=SCHEDULE, topics=("kettle",), difficulties=(Difficulty.HARD,)), {WHISK.uid}),
        (Rule(schedule=SCHEDULE, difficulties=(Difficulty.EASY,)), {LEAVES.uid, MILK.uid}),
        (Rule(schedule=SCHEDULE, topics=("kettle/brewing/green",)), set()),  # half a name is no path
        (Rule(schedule=SCHEDULE, topics=(str(INTERVIEW.uid),)), set()),
        (Rule(schedule=SCHEDULE, topics=(str(STEEP.uid),)), {STEEP.uid}),
    ],
)
def test_a_plan_asks_what_its_rule_means(store: Store, rule: Rule, fitting: set[str]) -> None:
    """Topics are paths of any length, difficulties words; both together narrow."""
    add_plan(store, rule)
    for day in range(2):
        plan_due(store, NINE + day * DAY)
        for row in claim(store, NINE + day * DAY):
            prepare(store, row, NINE + day * DAY)

    assert {delivery.uid for delivery in every_delivery(store)} - {None} == fitting


def test_two_plans_of_a_channel_do_not_ask_the_same(store: Store) -> None:
    """What another plan asked here in the last thirty days is avoided, in later cycles too."""
    rule = Rule(schedule=SCHEDULE, topics=("kettle/brewing/black-tea",))
    add_plan(store, rule)
    _days(store, 2)
    (first, second) = (delivery.uid for delivery in every_delivery(store))
    add_plan(store, rule, now=NINE + DAY)
    third_day = NINE + 2 * DAY
    plan_due(store, third_day)
    chosen = []
    for row in claim(store, third_day):
        prepare(store, row, third_day)
        chosen.append(delivery_of(store, row).uid)

    assert {first, second} == {MILK.uid, BERGAMOT.uid}
    assert len(set(chosen)) == 2


@pytest.mark.parametrize("taken", [0, 1])
def test_a_plan_that_has_asked_all_still_avoids_what_the_channel_saw(store: Store, taken: int) -> None:
    """In its second cycle, too, another plan's question of this morning waits, whichever of two it is."""
    everything = Rule(schedule=SCHEDULE, topics=("kettle/brewing/green-tea",))
    add_plan(store, everything)
    _days(store, 3)
    just_asked = every_delivery(store)[-1].uid
    candidates = sorted({STEEP.uid, LEAVES.uid, WHISK.uid} - {just_asked})
    add_plan(store, Rule(schedule=SCHEDULE, topics=(str(candidates[taken]),)), now=NINE + 2 * DAY)
    fourth = NINE + 3 * DAY
    plan_due(store, fourth)
    mine, beside = sorted(claim(store, fourth), key=lambda row: row.id)

    prepare(store, beside, fourth)
    prepare(store, mine, fourth)

    assert delivery_of(store, mine).uid == candidates[1 - taken]


def test_the_first_post_is_first_for_ever(store: Store) -> None:
    """Opened days later, the root of a plan's first question is drawn as the first one still."""
    add_plan(store)
    delivery = posted(store)
    plan_due(store, NINE + DAY)
    send(store, NINE + DAY, ts="2000.000001")
    opened(store, delivery, NINE + DAY)
    while (row := sending(store, NINE + DAY)).kind.value == "answer":
        store.write(lambda tx, r=row: posting.sent(tx, r, ts="2000.000002", now=NINE))  # type: ignore[misc] # the default binds the row
        store.write(lambda tx, r=row: posting.linked(tx, r, "link", now=NINE))  # type: ignore[misc] # the default binds the row
    draft = store.read(lambda tx: posting._draft(tx, row, BANK, now=NINE + DAY))

    assert isinstance(draft, Redraw)
    assert draft.root.first
    assert draft.root.now == NINE
    assert draft.ts == "1000.000001"
    assert draft.answer is not None
    assert draft.answer.permalink == "link"


def test_the_second_post_is_not_the_first(store: Store) -> None:
    """The plan explains itself once."""
    add_plan(store)
    posted(store)
    plan_due(store, NINE + DAY)
    (row,) = claim(store, NINE + DAY)

    draft = prepare(store, row, NINE + DAY)

    assert isinstance(draft, Root)
    assert not draft.first


def test_a_root_whose_answer_was_refused_is_drawn_without_a_link(store: Store) -> None:
    """The answer failed for good: the redraw has nothing to lead to."""
    add_plan(store, Rule(schedule=SCHEDULE, topics=(str(LEAVES.uid),)))
    delivery = posted(store)
    opened(store, delivery, NINE)
    part = sending(store)
    store.write(lambda tx: posting.failed(tx, part, "invalid_blocks"))
    (row,) = claim(store)

    draft = prepare(store, row)

    assert isinstance(draft, Redraw)
    assert draft.answer is None


def test_a_twin_is_deleted_by_its_own_ts(store: Store) -> None:
    """The draft of a deletion names the message, and nothing else."""
    add_plan(store)
    delivery = posted(store)
    store.write(lambda tx: tx.outbox.delete_twin(delivery, "9.1", now=NINE))
    (row,) = claim(store)

    assert prepare(store, row) == Deletion(ts="9.1")


def test_a_refusal_of_the_channel_skips_the_slot_and_the_plan_waits(store: Store) -> None:
    """not_in_channel: nobody posts there until somebody lets the bot in."""
    add_plan(store)
    plan_due(store)
    row = sending(store)

    held = store.write(lambda tx: posting.refused_by_channel(tx, row, "not_in_channel", now=NINE))

    assert held
    assert _plan_state(store) is PlanState.WAITING
    assert delivery_of(store, row).skipped == "Slack said not_in_channel."


def test_a_refusal_tells_the_plans_editor_once(store: Store) -> None:
    """One direct message, however many calls the channel refuses; none about itself."""
    plan = add_plan(store, editor=Editor(person=f"{TEAM}/UANA", name="Ana"))
    delivery = posted(store)
    opened(store, delivery, NINE)
    plan_due(store, tomorrow := NINE + DAY)

    refused = []
    while calls := claim(store, tomorrow):
        for row in calls:
            if prepare(store, row, tomorrow):
                refuse = partial(posting.refused_by_channel, row=row, error="is_archived", now=tomorrow)
                store.write(refuse)
                refused.append((row.kind.value, row.channel, row.notice))

    expected = ("notice", "UANA", f"{REFUSED}/{plan.version}/is_archived")
    assert [one for one in refused if one[0] == "notice"] == [expected]
    assert len(refused) > 2
    assert _plan_state(store) is PlanState.WAITING


def test_a_refused_introduction_lets_the_plan_wait(store: Store) -> None:
    """An introduction has no delivery: its plan is on the row."""
    add_plan(store, introduced=False)
    row = sending(store, SUNDAY)

    assert store.write(lambda tx: posting.refused_by_channel(tx, row, "channel_not_found", now=NINE))
    assert _plan_state(store) is PlanState.WAITING


def test_a_refusal_of_the_token_revokes_the_team_and_loses_nothing(store: Store) -> None:
    """The answer that was on the wire is sent when the team is back."""
    add_plan(store)
    delivery = posted(store)
    opened(store, delivery, NINE)
    row = sending(store)

    held = store.write(lambda tx: posting.refused_by_workspace(tx, row, "token_revoked", now=NINE))
    revoked = _team_state(store), claim(store)
    store.write(lambda tx: tx.workspaces.connected(TEAM, name="One", bot_user="U"))

    assert held
    assert revoked == (WorkspaceState.REVOKED, [])
    assert [again.id for again in claim(store)] == [row.id]


def test_a_call_that_slack_never_takes_fails_for_good(store: Store) -> None:
    """The row says so, and with a root its delivery."""
    add_plan(store)
    plan_due(store)
    row = sending(store)

    assert store.write(lambda tx: posting.failed(tx, row, "invalid_arguments"))
    assert rows(store, delivery_of(store, row)) == [("root", "failed")]
    assert delivery_of(store, row).skipped == "Slack said invalid_arguments."


def test_who_lost_the_fence_changes_neither_plan_nor_team(store: Store) -> None:
    """A refusal that comes late, after a press proved the post, is written nowhere."""
    add_plan(store)
    plan_due(store)
    row = sending(store)
    store.write(lambda tx: tx.outbox.adopt(row, "1.1"))

    held = [
        store.write(lambda tx: posting.refused_by_channel(tx, row, "not_in_channel", now=NINE)),
        store.write(lambda tx: posting.refused_by_workspace(tx, row, "invalid_auth", now=NINE)),
        store.write(lambda tx: posting.failed(tx, row, "no_text")),
        store.write(lambda tx: posting.sent(tx, row, ts="2.2", now=NINE)),
    ]

    assert held == [False] * 4
    assert (_plan_state(store), _team_state(store)) == (PlanState.ACTIVE, WorkspaceState.ACTIVE)
    assert delivery_of(store, row).skipped is None
    assert root(store, delivery_of(store, row)).state is State.DONE


def test_a_row_that_lacks_what_its_kind_has_is_a_bug_of_ours(store: Store) -> None:
    """An answer whose root has no message yet is refused loudly, not sent to the channel."""
    add_plan(store)
    plan_due(store)
    row = sending(store)
    delivery = delivery_of(store, row)
    opened(store, delivery, NINE)
    broken = replace(row, position=1, kind=type(row.kind)("answer"))

    with pytest.raises(LookupError, match="lacks a value"):
        store.write(lambda tx: posting.prepare(tx, broken, BANK, now=NINE))


def test_the_hold_keeps_the_hour_of_an_earlier_closing(store: Store) -> None:
    """Doubtful before its closing hour and sent again after it: the answer comes four hours later."""
    add_plan(store)
    plan_due(store)
    almost_four = NINE.replace(hour=12, minute=59)
    row = sending(store, almost_four)
    store.write(
        lambda tx: tx.connection.exec_driver_sql("UPDATE delivery SET closing = '2026-11-23 12:59:30'")
    )
    store.write(
        lambda tx: tx.connection.exec_driver_sql("UPDATE delivery SET expires = '2026-11-23 20:00:00'")
    )
    store.write(lambda tx: tx.outbox.doubt(row, error="?"))
    again = almost_four + minutes(20)
    reap(store, again)

    send(store, again, ts="1.1")

    assert delivery_of(store, row).closing == again + dt.timedelta(hours=4)
