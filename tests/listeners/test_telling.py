"""``/interview why``: every fate of a post has its sentence, and none of them hides a doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.listeners.telling import tell_why
from bot.service.posting import refused_by_channel
from bot.service.reveal import press_reveal
from bot.service.settling import settle_by_press
from bot.store.outgoing import State
from bot.store.showings import Asker
from tests.scene import (
    CHANNEL,
    NINE,
    TEAM,
    add_plan,
    claim,
    delivery_of,
    every_delivery,
    minutes,
    plan_due,
    prepare,
    reap,
    send,
    sending,
)

if TYPE_CHECKING:
    from bot.store.store import Store
    from tests.listeners.desk import Office

TS = "1000.000001"
ASKER = Asker(team=TEAM, channel=CHANNEL, person="T1/U1")


async def _why(office: Office) -> str:
    (message,) = await tell_why(ASKER, office.desk)
    return message.text


async def test_a_channel_without_posts_says_how_to_get_one(office: Office) -> None:
    """Not an empty list."""
    assert (
        await _why(office)
        == "Nothing was due in this channel yet. /interview daily sets a daily question up."
    )


async def test_a_post_on_time_says_when(office: Office, store: Store) -> None:
    """In each reader's own zone, with the plan's as what is read where no token works."""
    add_plan(store)
    plan_due(store)
    send(store, ts=TS)

    said = (await _why(office)).splitlines()[1]
    assert said.startswith(f"<!date^{int(NINE.timestamp())}^")
    assert said.endswith(" · daily question: posted. Its answer is still closed.")


async def test_a_late_post_names_its_hour(office: Office, store: Store) -> None:
    """Planned for, and come at."""
    add_plan(store)
    plan_due(store)
    send(store, NINE + minutes(90), ts=TS)

    assert f"posted (planned for <!date^{int(NINE.timestamp())}^" in await _why(office)


async def test_a_refusal_is_given_in_slacks_words(office: Office, store: Store) -> None:
    """And that nothing was posted."""
    add_plan(store)
    plan_due(store)
    (row,) = claim(store)
    prepare(store, row)
    store.write(lambda tx: refused_by_channel(tx, row, "is_archived", now=NINE))

    assert "daily question: not posted. Slack said is_archived." in await _why(office)


async def test_a_doubt_is_told_while_it_lasts(office: Office, store: Store) -> None:
    """Nobody knows whether Slack has it: that is what it says."""
    add_plan(store)
    plan_due(store)
    row = sending(store)
    store.write(lambda tx: tx.outbox.doubt(row, error="no answer in time"))

    assert "sent, and I don’t know whether Slack has it (no answer in time)" in await _why(office)


async def test_a_press_that_settled_a_doubt_is_named(office: Office, store: Store) -> None:
    """The bot died between sending and hearing, and a press proved the post."""
    add_plan(store)
    plan_due(store)
    row = sending(store)
    store.write(lambda tx: tx.outbox.reap(now=NINE + minutes(2), hold=minutes(20)))
    delivery = delivery_of(store, row)
    assert store.read(lambda tx: tx.outbox.root_of(delivery.id)).state is State.DOUBTFUL
    store.write(lambda tx: settle_by_press(tx, delivery, "1000.000001", now=NINE + minutes(3)))

    assert "I was stopped before I heard that Slack had it; a press on it settled that." in await _why(office)


async def test_a_post_that_was_sent_again_says_that_both_may_stand(office: Office, store: Store) -> None:
    """After the hold, without a press."""
    add_plan(store)
    plan_due(store)
    sending(store)
    reap(store, NINE + minutes(2))
    reap(store, NINE + minutes(25))
    send(store, NINE + minutes(25), ts=TS)

    assert "it was sent again: both may stand." in await _why(office)


@pytest.mark.parametrize(
    ("name", "told"),
    [("ben", "ben"), ("<!channel>\n*b*", "&lt;!channel&gt; *b*"), ("", "a press"), ("\u200b", "a press")],
)
async def test_who_opened_an_answer_is_told_by_name(
    office: Office, store: Store, name: str, told: str
) -> None:
    """To whoever asks, alone, and so that it pings nobody."""
    add_plan(store)
    plan_due(store)
    send(store, ts=TS)
    (delivery,) = every_delivery(store)
    store.write(lambda tx: press_reveal(tx, delivery, person="T1/U7", now=NINE + minutes(5), name=name))

    said = await _why(office)
    assert f"Its answer was opened by {told} at <!date^" in said
    assert "U7" not in said
