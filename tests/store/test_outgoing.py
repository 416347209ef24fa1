"""The calls that must happen: who may move a row, in which order, and what time settles."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeAlias

import pytest
from sqlalchemy import insert, update

from bot.service.posting import LEASE
from bot.store.outgoing import Kind, State
from bot.store.tables import outgoing
from tests.bank_of_tests import LEAVES, STARTER, bank_of
from tests.scene import (
    HOLD,
    NINE,
    OTHER_TEAM,
    TEAM,
    add_plan,
    claim,
    delivery_of,
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
    import datetime as dt
    from collections.abc import Callable

    from bot.store.deliveries import Delivery
    from bot.store.outgoing import Outgoing
    from bot.store.store import Database, Store, Transaction
    from bot.store.workspaces import TeamId

LATER = NINE + LEASE

Move: TypeAlias = "Callable[[Transaction, Outgoing], bool]"
MOVES: list[Move] = [
    lambda tx, row: tx.outbox.done(row, ts="1.1"),
    lambda tx, row: tx.outbox.retry(row, at=NINE, error="no"),
    lambda tx, row: tx.outbox.doubt(row, error="who knows"),
    lambda tx, row: tx.outbox.end(row, State.SENDING, State.FAILED, error="no"),
]


def _get(store: Store, row: Outgoing) -> Outgoing:
    return root(store, delivery_of(store, row))


def test_a_call_that_is_not_due_is_not_claimed(store: Store) -> None:
    """The root of a slot waits for its hour."""
    add_plan(store)
    plan_due(store)

    assert claim(store, NINE - minutes(1)) == []
    assert [row.kind for row in claim(store, NINE)] == [Kind.ROOT]


def test_a_claimed_call_is_nobody_elses(store: Store) -> None:
    """A second claim finds nothing, as long as the lease runs."""
    add_plan(store)
    plan_due(store)
    (row,) = claim(store)

    assert (row.state, row.fence) == (State.CLAIMED, 1)
    assert claim(store, LATER - minutes(0.1), owner="two") == []


def test_a_team_has_its_share_of_an_owners_calls(store: Store) -> None:
    """Three of one team are due first, and two may be in hand: the other team's comes all the same."""
    for team in (TEAM, TEAM, TEAM, OTHER_TEAM):
        add_plan(store, team=team)
    plan_due(store)

    def take(owner: str) -> list[str]:
        mine = {"now": NINE, "lease": LEASE, "limit": 50, "share": 2}
        return [row.team for row in store.write(lambda tx: tx.outbox.claim(owner, **mine))]  # type: ignore[arg-type] # by name

    assert take("one") == [TEAM, TEAM, OTHER_TEAM]
    assert take("one") == []
    assert take("two") == [TEAM]


def test_a_call_is_left_to_the_bot_that_has_its_workspaces_token(store: Store) -> None:
    """Two workspaces, each with a bot of its own, on one database; None takes all."""
    for team in (TEAM, OTHER_TEAM):
        add_plan(store, team=team)
    plan_due(store)

    def take(team: TeamId | None) -> list[str]:
        return [
            row.team
            for row in store.write(
                lambda tx: tx.outbox.claim("one", now=NINE, lease=LEASE, limit=50, team=team)
            )
        ]

    assert take(OTHER_TEAM) == [OTHER_TEAM]
    assert take(OTHER_TEAM) == []
    assert take(None) == [TEAM]


def test_what_only_a_newer_version_knows_is_left_to_it(store: Store) -> None:
    """While replicas are replaced: the older one goes on with what it knows, in the same delivery."""
    add_plan(store)
    plan_due(store)
    (root,) = claim(store)
    assert root.delivery
    newer = {"kind": "hologram", "state": State.DUE, "next_try": NINE, "position": 0, "key": "newer"}
    here = {"team": root.team, "channel": root.channel, "delivery": root.delivery}
    store.write(lambda tx: tx.connection.execute(insert(outgoing).values(**newer, **here)))
    store.write(lambda tx: tx.outbox.give_back(root))

    assert [row.kind for row in claim(store)] == [Kind.ROOT]
    assert store.read(lambda tx: tx.outbox.root_of(delivery_of(store, root).id)).id == root.id
    doubtful = {"state": State.DOUBTFUL, "sent": NINE - HOLD}
    one = update(outgoing).where(outgoing.c.kind == "hologram")
    store.write(lambda tx: tx.connection.execute(one.values(**doubtful)))
    assert reap(store, NINE) == 0
    died = {"state": State.SENDING, "lease": NINE}
    store.write(lambda tx: tx.connection.execute(one.values(**died)))
    assert reap(store, NINE) == 0


def test_of_many_claimants_one_gets_each_row(
    new_database: Callable[[], Database], open_store: Callable[[Database], Store]
) -> None:
    """Eight stores on one database claim at once, again and again: each of forty rows is taken once."""
    database = new_database()
    stores = [open_store(database) for _ in range(8)]
    for _ in range(40):
        add_plan(stores[0])
    plan_due(stores[0])

    def take(number: int) -> list[int]:
        taken: list[int] = []
        while rows := claim(stores[number], owner=str(number), limit=3):
            taken += [row.id for row in rows]
        return taken

    with ThreadPoolExecutor(8) as threads:
        taken = [row for rows in threads.map(take, range(8)) for row in rows]

    assert len(taken) == len(set(taken)) == 40


@pytest.mark.parametrize("move", MOVES)
def test_who_lost_the_fence_writes_nothing(
    store: Store, move: Callable[[Transaction, Outgoing], bool]
) -> None:
    """After the lease another has the row: the first one's outcome is not recorded."""
    add_plan(store)
    plan_due(store)
    (mine,) = claim(store)
    reap(store, LATER)
    (theirs,) = claim(store, LATER, owner="two")
    prepare(store, theirs, LATER)
    before = _get(store, mine)

    assert store.write(lambda tx: move(tx, mine)) is False
    assert _get(store, mine) == before


@pytest.mark.parametrize("move", MOVES)
def test_who_holds_the_fence_writes_once(store: Store, move: Move) -> None:
    """The same outcome a second time finds the row elsewhere."""
    add_plan(store)
    plan_due(store)
    row = sending(store)

    assert [store.write(lambda tx: move(tx, row)) for _ in range(2)] == [True, False]


def test_who_lost_the_claim_does_not_begin(store: Store) -> None:
    """After the lease there is no intent to be committed by the first claimant."""
    add_plan(store)
    plan_due(store)
    (mine,) = claim(store)
    reap(store, LATER)

    assert prepare(store, mine, LATER) is None
    assert _get(store, mine).state is State.DUE


def test_a_claim_whose_lease_is_over_is_due_again(store: Store) -> None:
    """Nothing was sent, so nothing is in doubt; the fence is up."""
    add_plan(store)
    plan_due(store)
    (row,) = claim(store)

    moved = [reap(store, now) for now in (LATER - minutes(0.1), LATER, LATER)]

    assert moved == [0, 1, 0]
    assert (_get(store, row).state, _get(store, row).fence) == (State.DUE, row.fence + 1)


def test_a_post_whose_sender_died_is_doubtful_and_comes_again_after_the_hold(store: Store) -> None:
    """After twenty minutes it is due once more, a generation later and under a new key."""
    add_plan(store)
    plan_due(store)
    row = sending(store)

    reap(store, LATER)
    doubtful = _get(store, row)
    too_early = reap(store, NINE + HOLD - minutes(0.1))
    held = reap(store, NINE + HOLD)
    due = _get(store, row)

    assert doubtful.state is State.DOUBTFUL
    assert (too_early, held) == (0, 1)
    assert (due.state, due.generation, due.next_try) == (State.DUE, 1, NINE + HOLD)
    assert due.key != row.key


def test_what_was_sent_long_ago_is_looked_for_before_it_comes_again(store: Store) -> None:
    """A bot that died while it sent, and is back after the hold: first a look, to its end."""
    add_plan(store)
    plan_due(store)
    row = sending(store)
    back = NINE + HOLD + minutes(30)

    def reaped(now: dt.datetime) -> State:
        store.write(lambda tx: tx.outbox.reap(now=now, hold=HOLD))
        return _get(store, row).state

    def look(again: float) -> None:
        store.write(
            lambda tx: tx.outbox.claim_doubts(now=back, again=minutes(again), methods=("x",), limit=9)
        )

    unseen = reaped(back), reaped(back)
    look(again=1 / 3)
    under_way = reaped(back + minutes(1 / 6))
    undecided = reaped(back + minutes(1 / 3))

    assert unseen == (State.DOUBTFUL, State.DOUBTFUL)
    assert (under_way, undecided) == (State.DOUBTFUL, State.DUE)


def test_where_nothing_can_be_read_the_hold_decides_at_once(store: Store) -> None:
    """The look said so: its next turn is a day away."""
    add_plan(store)
    plan_due(store)
    row = sending(store)

    assert reap(store, NINE + HOLD + minutes(30)) == 2  # it is doubtful, and after the look due
    assert _get(store, row).generation == 1


def test_a_second_hold_is_a_second_generation(store: Store) -> None:
    """Each repeat has a key of its own, which follows from the one before."""
    add_plan(store)
    plan_due(store)
    keys, now = [], NINE
    for _ in range(3):
        row = sending(store, now)
        keys.append(row.key)
        now += HOLD
        store.write(lambda tx, r=row: tx.outbox.doubt(r, error="?"))  # type: ignore[misc] # the default binds the row
        reap(store, now)

    assert len(set(keys)) == 3
    assert _get(store, row).generation == 3


def test_a_doubtful_post_is_not_claimed(store: Store) -> None:
    """Nothing is sent again before it is settled, however long it takes."""
    add_plan(store)
    plan_due(store)
    row = sending(store)
    store.write(lambda tx: tx.outbox.doubt(row, error="?"))

    assert claim(store, NINE + minutes(600)) == []


def test_a_redraw_whose_sender_died_is_due_at_once(store: Store) -> None:
    """Drawing twice shows once, so that it needs no hold."""
    delivery = _answered(store)
    row = sending(store, NINE)
    reap(store, LATER)

    assert row.kind is Kind.REDRAW
    assert rows(store, delivery)[-1] == ("redraw", "due")
    assert [again.kind for again in claim(store, LATER)] == [Kind.REDRAW]


def test_a_redraw_wanted_while_one_is_on_the_wire_follows_it(store: Store) -> None:
    """The last state stands: when the first one is done, another is due."""
    delivery = _answered(store)
    row = sending(store)
    store.write(lambda tx: tx.outbox.redraw(delivery, now=NINE))
    on_the_wire = rows(store, delivery)[-1]
    store.write(lambda tx: tx.outbox.done(row, ts="1.1"))
    after = rows(store, delivery)[-1]
    send(store, NINE, ts="1.1")

    assert (on_the_wire, after) == (("redraw", "sending"), ("redraw", "due"))
    assert rows(store, delivery)[-1] == ("redraw", "done")


def test_a_redraw_wanted_after_one_is_due_again(store: Store) -> None:
    """There is one row for a message's drawing, however often it is drawn."""
    delivery = _answered(store)
    send(store, NINE, ts="1.1")
    store.write(lambda tx: tx.outbox.redraw(delivery, now=LATER))

    assert [kind for kind, _ in rows(store, delivery)].count("redraw") == 1
    assert claim(store, NINE) == []
    assert [row.kind for row in claim(store, LATER)] == [Kind.REDRAW]


def test_a_thread_goes_in_order(store: Store) -> None:
    """Every answer's part waits for the one before, and the redraw for all of them."""
    add_plan(store)
    plan_due(store)
    bank = bank_of([STARTER])
    kinds = []
    row = sending(store, bank=bank)
    store.write(lambda tx: tx.outbox.done(row, ts="1.1"))
    opened(store, delivery_of(store, row), NINE)
    while claimed := claim(store):
        assert len(claimed) == 1
        kinds.append((claimed[0].kind, claimed[0].position))
        assert claim(store, owner="two") == []
        prepare(store, claimed[0], bank=bank)
        store.write(lambda tx, r=claimed[0]: tx.outbox.done(r, ts="1.2"))  # type: ignore[misc] # the default binds the row

    assert len(kinds) > 2
    assert kinds[:-1] == [(Kind.ANSWER, number) for number in range(1, len(kinds))]
    assert kinds[-1] == (Kind.REDRAW, 1000)


def test_a_doubtful_part_holds_up_its_own_thread_only(store: Store) -> None:
    """The thread of another plan goes on."""
    add_plan(store)
    add_plan(store)
    plan_due(store)
    first, second = claim(store)
    prepare(store, first)
    store.write(lambda tx: tx.outbox.doubt(first, error="?"))
    prepare(store, second)
    store.write(lambda tx: tx.outbox.done(second, ts="1.1"))
    for row in (first, second):
        opened(store, delivery_of(store, row), NINE)

    assert [row.delivery for row in claim(store)] == [second.delivery]


def test_when_a_part_fails_the_parts_behind_it_go_and_the_root_is_drawn(store: Store) -> None:
    """Half an answer in the wrong order helps nobody, but the root must not stay closed."""
    add_plan(store)
    plan_due(store)
    bank = bank_of([STARTER])
    row = sending(store, bank=bank)
    store.write(lambda tx: tx.outbox.done(row, ts="1.1"))
    delivery = delivery_of(store, row)
    opened(store, delivery, NINE)
    part = sending(store, bank=bank)

    store.write(lambda tx: tx.outbox.end(part, State.SENDING, State.FAILED, error="invalid_blocks"))
    states = rows(store, delivery)

    assert states[1] == ("answer", "failed")
    assert {state for kind, state in states[2:] if kind == "answer"} == {"skipped"}
    assert states[-1] == ("redraw", "due")


def test_an_attempt_is_spent_unless_told_otherwise(store: Store) -> None:
    """A rate limit costs no attempt, a refused connection does."""
    add_plan(store)
    plan_due(store)
    spent = []
    for free in (True, False, True):
        row = sending(store)
        store.write(lambda tx, r=row, s=not free: tx.outbox.retry(r, at=NINE, error="no", spent=s))  # type: ignore[misc] # the defaults bind
        spent.append(_get(store, row).attempts)

    assert spent == [0, 1, 1]
    assert _get(store, row).sent is None


def test_a_gate_holds_a_method_of_one_team(store: Store) -> None:
    """Posts of the team wait until the instant, its redraws and the other team's posts do not."""
    delivery = _answered(store)
    row = root(store, delivery)
    add_plan(store, team=OTHER_TEAM)
    add_plan(store)
    plan_due(store)
    store.write(lambda tx: tx.outbox.gate(row, until=NINE + minutes(2)))

    free = {(found.team, found.kind) for found in claim(store)}
    gated = {(found.team, found.kind) for found in claim(store, NINE + minutes(2), owner="two")}

    assert free == {(TEAM, Kind.REDRAW), (OTHER_TEAM, Kind.ROOT)}
    assert (TEAM, Kind.ROOT) in gated


def test_a_gate_is_never_opened_earlier(store: Store) -> None:
    """The longest wait that Slack asked for counts."""
    add_plan(store)
    plan_due(store)
    row = sending(store)
    store.write(lambda tx: tx.outbox.retry(row, at=NINE, error="rate limited", spent=False))
    for wait in (5, 1):
        store.write(lambda tx, w=wait: tx.outbox.gate(row, until=NINE + minutes(w)))  # type: ignore[misc] # the default binds the wait

    assert claim(store, NINE + minutes(4)) == []
    assert len(claim(store, NINE + minutes(5))) == 1


def test_what_belongs_to_a_revoked_team_waits_until_it_is_back(store: Store) -> None:
    """An opened answer is not lost with the token: it is sent when Slack takes one again."""
    add_plan(store)
    delivery = posted(store)
    opened(store, delivery, NINE)
    store.write(lambda tx: tx.workspaces.revoke(TEAM))
    revoked = claim(store)
    store.write(lambda tx: tx.workspaces.connected(TEAM, name="One", bot_user="U"))

    assert revoked == []
    assert [row.kind for row in claim(store)] == [Kind.ANSWER]


def test_release_gives_back_ones_own_claims_only(store: Store) -> None:
    """What is on the wire and what others claimed stays."""
    add_plan(store)
    add_plan(store)
    add_plan(store)
    plan_due(store)
    sent, _ = claim(store, limit=2)
    prepare(store, sent)
    claim(store, owner="two")

    store.write(lambda tx: tx.outbox.release("one"))

    assert len(claim(store, owner="three")) == 1


def test_a_press_takes_the_row_from_its_sender(store: Store) -> None:
    """An adopted row is done, and the sender that comes late with another ts writes nothing."""
    add_plan(store)
    plan_due(store)
    row = sending(store)
    store.write(lambda tx: tx.outbox.adopt(row, "7.000001"))

    late = store.write(lambda tx: tx.outbox.done(row, ts="8.000001"))

    assert late is False
    assert (_get(store, row).state, _get(store, row).ts) == (State.DONE, "7.000001")
    assert _get(store, row).fence == row.fence + 1


def test_a_twin_is_deleted_once_however_often_it_is_pressed(store: Store) -> None:
    """The second wish to delete the same message adds nothing."""
    add_plan(store)
    delivery = posted(store)
    for _ in range(2):
        store.write(lambda tx: tx.outbox.delete_twin(delivery, "9.000001", now=NINE))

    assert [(row.kind, row.ts) for row in claim(store)] == [(Kind.DELETION, "9.000001")]


def test_the_demo_learns_when_the_next_call_is_due(store: Store) -> None:
    """The earliest of what is due, and of what is held twenty minutes after it was sent."""
    add_plan(store)
    nothing = store.read(lambda tx: tx.outbox.earliest(hold=HOLD))
    plan_due(store)
    due = store.read(lambda tx: tx.outbox.earliest(hold=HOLD))
    row = sending(store)
    store.write(lambda tx: tx.outbox.doubt(row, error="?"))
    held = store.read(lambda tx: tx.outbox.earliest(hold=HOLD))

    assert (nothing, due, held) == (None, NINE, NINE + HOLD)
    assert store.read(lambda tx: tx.outbox.waiting()) == 1


def _answered(store: Store) -> Delivery:
    """A delivery whose answer stands and whose root is to be drawn anew."""
    add_plan(store)
    bank = bank_of([LEAVES])
    plan_due(store)
    row = sending(store, bank=bank)
    store.write(lambda tx: tx.outbox.done(row, ts="1.1"))
    delivery = delivery_of(store, row)
    opened(store, delivery, NINE)
    send(store, NINE, ts="1.2", link="https://example.org/p")
    return delivery
