"""The poster against a scripted Slack: each outcome, the ladder, the order of a thread, and the end."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import itertools
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.delivery import poster as poster_module
from bot.delivery.outcomes import (
    BlocksRefused,
    ChannelRefused,
    Doubtful,
    Failed,
    NotSent,
    RateLimited,
    Revoked,
    Sent,
)
from bot.delivery.reading import Hidden, Page, Unheard, Wait
from bot.service import posting
from bot.store.outgoing import State
from bot.store.plans import Rule
from bot.store.trouble import StoreAwayError
from tests.bank_of_tests import LEAVES, STARTER, STEEP
from tests.delivery.scripted import Script, poster_of, work
from tests.scene import (
    CHANNEL,
    HOLD,
    NINE,
    SCHEDULE,
    Clock,
    add_plan,
    claim,
    every_delivery,
    minutes,
    opened,
    plan_due,
    posted,
    reap,
    root,
    rows,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.bank.model import Question
    from bot.delivery.outcomes import Outcome
    from bot.delivery.reading import Reading
    from bot.delivery.wire import Call
    from bot.store.deliveries import Delivery
    from bot.store.store import Store, Transaction


def _only(question: Question) -> Rule:
    return Rule(schedule=SCHEDULE, topics=(str(question.uid),))


def _planned(store: Store, question: Question = LEAVES) -> Delivery:
    add_plan(store, _only(question))
    plan_due(store)
    return every_delivery(store)[0]


async def _answered(store: Store, script: Script, clock: Clock, question: Question = LEAVES) -> Delivery:
    """A root that stands, and an answer that is due."""
    delivery = _planned(store, question)
    await work(poster_of(store, script, clock))
    assert opened(store, every_delivery(store)[0], NINE)
    return delivery


async def test_a_question_is_posted_and_recorded(store: Store) -> None:
    """One call with the question, and the row is done under Slack's ts."""
    delivery, script = _planned(store), Script([Sent(ts="7.000001")])

    taken = await work(poster_of(store, script, Clock()))
    row = root(store, delivery)

    assert taken == 1
    assert (row.state, row.ts, row.error) == (State.DONE, "7.000001", None)
    assert [call.arguments["client_msg_id"] for call in script.calls] == [row.key]


async def test_the_thread_is_posted_in_order_and_then_the_root_is_drawn(store: Store) -> None:
    """Root, each part of the answer under it, and the root again with the link to the first part."""
    script, clock = Script(), Clock()
    delivery = await _answered(store, script, clock, STARTER)

    await work(poster_of(store, script, clock))
    parts = len(rows(store, delivery)) - 2

    assert parts > 1
    assert script.methods == ["chat.postMessage"] * (1 + parts) + ["chat.update"]
    assert {call.arguments["thread_ts"] for call in script.calls[1:-1]} == {"1000.000001"}
    assert script.calls[-1].arguments["ts"] == "1000.000001"
    assert "https://example.org/C1/1000.000002" in json.dumps(script.calls[-1].arguments["blocks"])
    assert {state for _, state in rows(store, delivery)} == {"done"}


@pytest.mark.parametrize(
    ("outcome", "state", "attempts"),
    [
        (RateLimited(seconds=30), "due", 0),
        (NotSent(error="refused"), "due", 1),
        (Doubtful(error="timeout"), "doubtful", 1),
        (ChannelRefused(error="not_in_channel"), "skipped", 1),
        (Revoked(error="token_revoked"), "due", 0),
        (Failed(error="invalid_arguments"), "failed", 1),
    ],
)
async def test_an_outcome_moves_the_row(store: Store, outcome: Outcome, state: str, attempts: int) -> None:
    """Each outcome leads to its state, and costs an attempt or none."""
    delivery = _planned(store)

    await work(poster_of(store, Script([outcome]), Clock()))

    assert rows(store, delivery) == [("root", state)]
    assert root(store, delivery).attempts == attempts


@pytest.mark.parametrize(
    ("look", "methods", "state"),
    [
        (Page(messages=({"ts": "9.1"},), cursor=None), ["chat.delete"], "done"),
        (Page(messages=({"ts": "9.1"}, {"ts": "9.2"}), cursor=None), [], "skipped"),
        (Page(messages=({"ts": "9.1"},), cursor="more"), [], "skipped"),
        (Hidden(error="missing_scope"), ["chat.delete"], "done"),
        (Unheard(error="TimeoutError"), [], "due"),
        (Wait(seconds=30), [], "due"),
    ],
    ids=["nobody replied", "somebody did", "and more", "may not look", "unheard", "later"],
)
async def test_a_twin_goes_unless_people_replied_under_it(
    store: Store, look: Reading, methods: list[str], state: str
) -> None:
    """Where a look is allowed; it is asked for the thread of the twin, and for no more than it takes."""
    add_plan(store)
    delivery, script = posted(store), Script()
    store.write(lambda tx: tx.outbox.delete_twin(delivery, "9.1", now=NINE))
    script.pages = [look]

    await work(poster_of(store, script, Clock()))

    assert script.looks == [("conversations.replies", {"channel": CHANNEL, "ts": "9.1", "limit": 2})]
    assert script.methods == methods
    assert rows(store, delivery)[-1] == ("deletion", state)


async def test_a_rate_limit_holds_the_whole_method(store: Store) -> None:
    """Until the time that Slack named and up to a second more, nothing of that method goes out."""
    _planned(store)
    add_plan(store, _only(STEEP))
    plan_due(store)
    script, clock = Script([RateLimited(seconds=60), RateLimited(seconds=60)]), Clock()
    poster = poster_of(store, script, clock)
    await work(poster)
    before = len(script.calls)
    clock.now += dt.timedelta(seconds=59.9)
    too_early = await work(poster)
    clock.now += dt.timedelta(seconds=1.2)

    assert (before, too_early) == (2, 0)
    assert await work(poster) == 2


async def test_a_refused_connection_is_tried_again_later_and_later(store: Store) -> None:
    """The waits grow to five minutes and no further, for thousands of tries."""
    delivery, clock = _planned(store), Clock()
    poster = poster_of(store, Script([NotSent(error="refused")] * 3), clock)
    waits = []
    for _ in range(3):
        await work(poster)
        waits.append((root(store, delivery).next_try - clock.now).total_seconds())
        clock.now = root(store, delivery).next_try

    assert 1 <= waits[0] <= 2
    assert 2 <= waits[1] <= 4
    assert 4 <= waits[2] <= 8


async def test_days_without_slack_do_not_break_the_waits(store: Store) -> None:
    """After two thousand tries an answer still waits five minutes at most for the next one."""
    script, clock = Script(), Clock()
    delivery = await _answered(store, script, clock)
    store.write(
        lambda tx: tx.connection.exec_driver_sql("UPDATE outgoing SET attempts = 2000 WHERE kind = 'answer'")
    )
    script._outcomes.append(NotSent(error="refused"))

    await work(poster_of(store, script, clock))
    part = store.read(lambda tx: tx.outbox.of_delivery(delivery.id))[1]

    assert part.state is State.DUE
    assert NINE < part.next_try <= NINE + minutes(5)


async def test_a_doubtful_redraw_is_simply_drawn_again(store: Store) -> None:
    """Twice drawn shows once: it waits a moment and no hold."""
    script, clock = Script(), Clock()
    delivery = await _answered(store, script, clock)
    script._outcomes += [Sent(ts="1000.000002"), Doubtful(error="timeout")]
    poster = poster_of(store, script, clock)
    await work(poster)
    states = rows(store, delivery)
    clock.now += minutes(1)
    await work(poster)

    assert states[-1] == ("redraw", "due")
    assert rows(store, delivery)[-1] == ("redraw", "done")


async def test_a_doubtful_post_comes_again_after_the_hold_under_another_key(store: Store) -> None:
    """Not before twenty minutes, and Slack is told a new key."""
    delivery, clock = _planned(store), Clock()
    script = Script([Doubtful(error="timeout")])
    poster = poster_of(store, script, clock)
    await work(poster)
    clock.now += HOLD - minutes(0.1)
    reap(store, clock.now)
    early = await work(poster)
    clock.now += minutes(0.1)
    reap(store, clock.now)

    assert early == 0
    assert await work(poster) == 1
    assert len({call.arguments["client_msg_id"] for call in script.calls}) == 2
    assert root(store, delivery).generation == 1


async def test_refused_blocks_are_tried_plainer_and_plainer(store: Store) -> None:
    """First without code languages, then as words alone; the row is done with the third."""
    delivery = _planned(store, STEEP)
    script = Script([BlocksRefused(error="invalid_blocks")] * 2)

    await work(poster_of(store, script, Clock()))
    forms = [call.arguments for call in script.calls]

    assert '"language"' in json.dumps(forms[0])
    assert '"language"' not in json.dumps(forms[1])
    assert "blocks" not in forms[2]
    assert forms[2]["mrkdwn"] is False
    assert root(store, delivery).state is State.DONE


async def test_a_form_that_is_refused_three_times_fails(store: Store) -> None:
    """There is nothing plainer than words."""
    delivery = _planned(store)
    script = Script([BlocksRefused(error="msg_too_long")] * 3)

    await work(poster_of(store, script, Clock()))

    assert len(script.calls) == 3
    assert rows(store, delivery) == [("root", "failed")]


async def test_a_doubt_on_a_plainer_form_ends_the_ladder(store: Store) -> None:
    """The plainer one may have arrived: nothing more is sent."""
    delivery = _planned(store)
    script = Script([BlocksRefused(error="invalid_blocks"), Doubtful(error="timeout")])

    await work(poster_of(store, script, Clock()))

    assert len(script.calls) == 2
    assert rows(store, delivery) == [("root", "doubtful")]


async def test_without_time_in_the_lease_nothing_is_sent(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that slept between intent and call gives the row back instead of sending late."""
    delivery, script = _planned(store), Script()
    monkeypatch.setattr(poster_module, "_MARGIN", 120.0)

    await work(poster_of(store, script, Clock()))

    assert script.calls == []
    assert rows(store, delivery) == [("root", "due")]
    assert root(store, delivery).error == "there was no time left in the lease"


async def test_a_process_that_slept_in_its_intent_sends_nothing_late(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease begins in that transaction, so that what passes until its end is known counts, too."""
    delivery, script = _planned(store), Script()
    loop, prepare = asyncio.get_running_loop(), posting.prepare
    now = loop.time

    def slept(*given: Any, **rest: Any) -> posting.Draft | None:  # noqa: ANN401 - whatever it is given
        draft = prepare(*given, **rest)
        monkeypatch.setattr(loop, "time", lambda: now() + posting.LEASE.total_seconds())
        return draft

    monkeypatch.setattr(posting, "prepare", slept)
    await work(poster_of(store, script, Clock()))

    assert script.calls == []
    assert rows(store, delivery) == [("root", "due")]


async def test_a_ladder_that_runs_out_of_time_is_begun_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first form was refused and the lease is short: that is no failure for good."""
    delivery = _planned(store)
    script = Script([BlocksRefused(error="invalid_blocks")])
    real = script.send

    async def slow(call: Call, *, seconds: float) -> Outcome:
        monkeypatch.setattr(poster_module, "_MARGIN", 120.0)
        return await real(call, seconds=seconds)

    monkeypatch.setattr(script, "send", slow)
    await work(poster_of(store, script, Clock()))

    assert rows(store, delivery) == [("root", "due")]


async def test_a_call_has_its_time_well_under_the_lease(store: Store) -> None:
    """Twenty seconds of the sixty."""
    _planned(store)
    script = Script()

    await work(poster_of(store, script, Clock()))

    assert script.seconds == [20.0]


async def test_an_address_that_never_comes_leaves_the_answer_recorded(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Slack took is written before anybody asks for the way to it."""
    script, clock = Script(), Clock()
    delivery = await _answered(store, script, clock)
    poster = poster_of(store, script, clock)
    asked = asyncio.Event()

    async def never(_channel: str, _ts: str) -> str | None:
        asked.set()
        await asyncio.Event().wait()
        return None

    monkeypatch.setattr(script, "permalink", never)
    await poster.work()
    await asked.wait()

    states = [state for kind, state in rows(store, delivery) if kind == "answer"]
    for task in poster._under_way:
        task.cancel()
    assert states[0] == "done"


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("number", [1, 2, 3])
async def test_a_database_that_is_away_for_a_moment_costs_no_post(
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    committed: bool,  # noqa: FBT001 - pytest hands it over
) -> None:
    """Gone at the claim, the intent or the record, before it was committed or after: one call, one record."""
    delivery, script, clock = _planned(store), Script(), Clock()
    monkeypatch.setattr(poster_module, "_PATIENCE", 0)
    write, count = store.write_soon, itertools.count(1)

    async def away_once(use_case: Callable[[Transaction], object]) -> object:
        struck = next(count) == number
        if committed or not struck:
            written = await write(use_case)
        if struck:
            raise StoreAwayError("the server went")
        return written

    monkeypatch.setattr(store, "write_soon", away_once)
    poster = poster_of(store, script, clock)
    for _ in range(3):
        with contextlib.suppress(StoreAwayError):  # a claim: bot/scheduler.py logs it and goes on
            await work(poster)
        clock.now += posting.LEASE  # a claim whose answer was lost is nobody's until then
        reap(store, clock.now)

    assert root(store, delivery).state is State.DONE
    assert len(script.calls) == 1


async def test_a_stop_gives_up_a_call_without_an_answer_and_gives_back_the_rest(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """The one on the wire stays as being sent, as if the process had died; the one not begun is due again."""
    delivery, script = _planned(store), Script()
    script.held.clear()
    poster = poster_of(store, script, Clock())
    await poster.work()
    await script.reached.wait()
    add_plan(store, _only(STEEP), introduced=False)
    (claimed,) = claim(store, owner="one")

    await poster.stop(within=0)

    (again,) = claim(store, owner="another")
    assert root(store, delivery).state is State.SENDING
    assert again.id == claimed.id
    assert "had no answer in time" in caplog.text


async def test_a_stop_without_the_database_ends_all_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What was claimed is given back by its lease."""
    poster = poster_of(store, Script(), Clock())

    async def away(_use_case: object) -> None:
        raise StoreAwayError("the server went")

    monkeypatch.setattr(store, "write_soon", away)
    await poster.stop(within=0)

    assert "its lease does that" in caplog.text
