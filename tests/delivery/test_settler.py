"""A look into the channel settles a doubtful post: it stands, it does not, or that can't be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.delivery.reading import EVENT, Hidden, Page, Unheard, Wait
from bot.delivery.settler import Settler
from bot.service.posting import LEASE
from bot.store.outgoing import State
from tests.delivery.scripted import Script
from tests.scene import (
    FOUR,
    HOLD,
    NINE,
    OTHER_TEAM,
    Clock,
    add_plan,
    delivery_of,
    every_delivery,
    minutes,
    opened,
    plan_due,
    posted,
    reap,
    root,
    sending,
)

if TYPE_CHECKING:
    from bot.store.outgoing import Outgoing
    from bot.store.store import Store

NOTHING = Page(messages=(), cursor=None)


def _doubtful(store: Store) -> Outgoing:
    """The first slot's question, of which nobody knows whether Slack has it."""
    add_plan(store)
    plan_due(store)
    row = sending(store)
    store.write(lambda tx: tx.outbox.doubt(row, error="HTTP 503"))
    return row


def _message(key: str | None, *, ts: str = "7.000001", user: str = "UBOT") -> dict[str, object]:
    metadata = {"metadata": {"event_type": EVENT, "event_payload": {"key": key}}} if key else {}
    return {"type": "message", "user": user, "ts": ts, "text": "?", **metadata}


def _page(*messages: dict[str, object], cursor: str | None = None) -> Page:
    return Page(messages=messages, cursor=cursor)


def _settler(store: Store, script: Script, clock: Clock) -> Settler:
    return Settler(store=store, wire=script, clock=clock)


async def test_another_workspaces_posts_are_left_to_its_own_bot(store: Store) -> None:
    """Its token would find nothing, and all would come once more."""
    _doubtful(store)
    script = Script()
    other = Settler(store=store, wire=script, clock=Clock(), team=OTHER_TEAM)

    assert await other.work() == 0
    assert script.looks == []


async def test_a_post_that_stands_is_adopted(store: Store) -> None:
    """Found by its key among people's messages: done under that ts, and nothing is uncertain."""
    row, script = _doubtful(store), Script()
    script.pages = [_page(_message(None, user="U1"), _message("another"), _message(row.key))]

    settled = await _settler(store, script, Clock()).work()
    after = root(store, delivery_of(store, row))

    assert settled == 1
    assert (after.state, after.ts, after.generation) == (State.DONE, "7.000001", 0)
    ((method, arguments),) = script.looks
    assert method == "conversations.history"
    assert arguments["channel"] == row.channel
    assert arguments["include_all_metadata"] is True


async def test_a_post_that_is_nowhere_is_due_again_once_its_lease_is_over(store: Store) -> None:
    """While its call may be on the wire an empty page says nothing; then it is sent again, as it was."""
    row, script, clock = _doubtful(store), Script(), Clock()
    script.pages = [NOTHING, NOTHING]
    settler = _settler(store, script, clock)

    early = await settler.work(), root(store, delivery_of(store, row)).state
    at_once = await settler.work(), len(script.looks)
    clock.now += LEASE
    late = await settler.work()
    after = root(store, delivery_of(store, row))

    assert early == (0, State.DOUBTFUL)
    assert at_once == (0, 1)
    assert late == 1
    assert (after.state, after.key, after.generation) == (State.DUE, row.key, 0)


async def test_a_look_goes_on_where_slack_made_it_wait(store: Store) -> None:
    """Three pages, one 429 between: the cursor is kept, the team's other looks wait, the post is found."""
    row, script, clock = _doubtful(store), Script(), Clock(NINE + LEASE)
    script.pages = [
        _page(cursor="second"),
        Wait(seconds=60),
        _page(cursor="third"),
        _page(_message(row.key)),
    ]
    settler = _settler(store, script, clock)

    first = await settler.work() + await settler.work()
    waiting = await settler.work(), len(script.looks)
    clock.now += minutes(1)
    second = await settler.work() + await settler.work()

    assert (first, waiting, second) == (0, (0, 2), 1)
    cursors = [arguments.get("cursor") for _, arguments in script.looks]
    assert cursors == [None, "second", "second", "third"]
    assert root(store, delivery_of(store, row)).state is State.DONE


async def test_a_look_that_began_too_early_decides_nothing_on_its_last_page(store: Store) -> None:
    """What came in while the first page was read would be missed: it begins again."""
    row, script, clock = _doubtful(store), Script(), Clock()
    script.pages = [_page(cursor="second"), NOTHING]
    settler = _settler(store, script, clock)

    await settler.work()
    clock.now += LEASE
    settled = await settler.work()

    assert settled == 0
    assert root(store, delivery_of(store, row)).state is State.DOUBTFUL


@pytest.mark.parametrize(
    "reading",
    [
        Hidden(error="missing_scope"),
        _page(_message(None)),
    ],
    ids=["may not read", "metadata is not kept"],
)
async def test_where_nothing_can_be_told_the_hold_decides(store: Store, reading: Hidden | Page) -> None:
    """Without the scopes, and where Slack dropped our key: no second look, the post waits its hold out."""
    row, script, clock = _doubtful(store), Script(), Clock(NINE + LEASE)
    script.pages = [reading]
    settler = _settler(store, script, clock)

    first = await settler.work()
    clock.now = NINE + HOLD - minutes(1)
    second = await settler.work()
    held = root(store, delivery_of(store, row)).state
    reap(store, NINE + HOLD)
    after = root(store, delivery_of(store, row))

    assert (first, second, len(script.looks)) == (0, 0, 1)
    assert held is State.DOUBTFUL
    assert (after.state, after.generation) == (State.DUE, 1)


async def test_no_clear_reply_is_asked_again(store: Store) -> None:
    """A reader's doubt is no one's harm: the next turn asks anew."""
    row, script, clock = _doubtful(store), Script(), Clock(NINE + LEASE)
    script.pages = [Unheard(error="HTTP 502"), _page(_message(row.key))]
    settler = _settler(store, script, clock)

    await settler.work()
    clock.now += minutes(1)

    assert await settler.work() == 1


async def test_nobody_elses_message_is_taken_for_ours(store: Store) -> None:
    """Another app may write our key into its metadata: it is not by our bot."""
    row, script = _doubtful(store), Script()
    script.pages = [_page(_message(row.key, user="UFORGER"))]

    assert await _settler(store, script, Clock(NINE + LEASE)).work() == 1
    assert root(store, delivery_of(store, row)).state is State.DUE


async def test_what_slack_says_of_the_bot_is_no_message_of_ours(store: Store) -> None:
    """That it has joined carries no metadata, and is passed over."""
    _doubtful(store)
    script = Script()
    script.pages = [_page({**_message(None), "subtype": "channel_join"})]

    assert await _settler(store, script, Clock(NINE + LEASE)).work() == 1


async def test_an_answer_is_looked_for_in_its_thread_and_linked(store: Store) -> None:
    """By conversations.replies under the root; once found, the root is drawn with the way to it."""
    add_plan(store)
    delivery = posted(store)
    opened(store, delivery, FOUR)
    row = sending(store, FOUR)
    store.write(lambda tx: tx.outbox.doubt(row, error="HTTP 503"))
    script = Script()
    script.pages = [_page(_message("root", ts="1000.000001"), _message(row.key))]

    settled = await _settler(store, script, Clock(FOUR)).work()
    answer = next(
        one for one in store.read(lambda tx: tx.outbox.of_delivery(delivery.id)) if one.id == row.id
    )

    assert settled == 1
    ((method, arguments),) = script.looks
    assert (method, arguments["ts"]) == ("conversations.replies", "1000.000001")
    assert (answer.state, answer.permalink) == (State.DONE, "https://example.org/C1/7.000001")


async def test_a_question_found_after_its_closing_hour_closes_later(store: Store) -> None:
    """As one that a press proved: its answer does not open the moment it is found."""
    row, script, clock = _doubtful(store), Script(), Clock(FOUR)
    script.pages = [_page(_message(row.key))]

    await _settler(store, script, clock).work()

    (delivery,) = every_delivery(store)
    assert delivery.closing is not None
    assert delivery.closing > FOUR


async def test_two_readers_look_once(store: Store) -> None:
    """A post that one took is nobody else's for a while."""
    _doubtful(store)
    one, other = Script(), Script()
    one.pages, other.pages = [NOTHING], [NOTHING]

    await _settler(store, one, Clock()).work()
    await _settler(store, other, Clock()).work()

    assert (len(one.looks), len(other.looks)) == (1, 0)
