"""Each button against a real store: what the presser sees, and what is written."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.blocks.ids import Posted, Private, Shown
from bot.blocks.replies import GONE
from bot.listeners import hearing
from bot.listeners.payloads import Press, Submission
from bot.listeners.presses import PRESSES, checked
from bot.service import asking
from bot.service.asking import show
from bot.service.posting import refused_by_channel
from bot.store.deliveries import DeliveryKind
from bot.store.plans import Rule
from bot.store.showings import Asker
from bot.store.workspaces import ChannelId, TeamId
from tests.bank_of_tests import BERGAMOT, DRAFT, LEAVES, MILK, STARTER, STEEP, bank_of, library_of, renamed
from tests.listeners.desk import buttons, words
from tests.scene import (
    CHANNEL,
    NINE,
    OTHER_TEAM,
    SCHEDULE,
    TEAM,
    add_plan,
    claim,
    connect,
    delivery_of,
    every_delivery,
    minutes,
    opened,
    plan_due,
    prepare,
    root,
    rows,
    send,
    sending,
)

if TYPE_CHECKING:
    from bot.bank.model import Question
    from bot.store.deliveries import Delivery
    from bot.store.store import Store
    from tests.listeners.desk import Office
    from tests.scene import Clock

TS = "1000.000001"
ASKER = Asker(team=TEAM, channel=CHANNEL, person="T1/U1")
EMPTY = library_of(bank_of([]))


def _posted(store: Store, question: Question = STEEP) -> Delivery:
    add_plan(store, Rule(schedule=SCHEDULE, topics=(str(question.uid),)))
    plan_due(store)
    return delivery_of(store, send(store, ts=TS))


async def _press(office: Office, action: str, value: str, **changes: object) -> None:
    press = Press(
        action=action,
        value=value,
        team=TEAM,
        person="T1/U1",
        ts=TS,
        view=None,
        trigger="1.2.3",
        response_url=office.response_url,
    )
    await PRESSES[action](replace(press, **changes), office.desk)  # type: ignore[arg-type] # fields by name


def _submitted(metadata: str, *, team: TeamId = TEAM, attempt: str = "") -> Submission:
    return Submission(modal="check", metadata=metadata, team=team, person="T1/U1", attempt=attempt)


async def test_check_opens_a_modal_without_the_answer(office: Office, store: Store) -> None:
    """The question and room for a try."""
    delivery = _posted(store)

    await _press(office, "check", str(Posted(key=delivery.key)))

    assert office.calls[0][0] == "views.open"
    assert office.calls[0][1]["trigger_id"] == "1.2.3"
    assert STEEP.question in words(office.view)
    assert STEEP.short_answer not in json.dumps(office.view)
    assert office.view["private_metadata"] == str(Posted(key=delivery.key))


async def test_hints_come_one_by_one(office: Office, store: Store) -> None:
    """The first one in a modal, the next one in its place, and then no button any more."""
    delivery = _posted(store)
    await _press(office, "hint", str(Posted(key=delivery.key)))
    first, following = words(office.view), buttons(office.view)["Next hint"]["value"]
    await _press(office, "next_hint", following, ts=None, view="V1", response_url=None)

    assert STEEP.hints[0] in first
    assert STEEP.hints[1] not in first
    assert office.calls[1][0] == "views.update"
    assert office.calls[1][1]["view_id"] == "V1"
    assert all(hint in words(office.view) for hint in STEEP.hints)
    assert buttons(office.view) == {}


@pytest.mark.parametrize("number", ["99", "2"])
async def test_no_hint_beyond_the_last_one(office: Office, store: Store, number: str) -> None:
    """An edited number, or one of a longer list, shows the hints that there are."""
    delivery = _posted(store)

    await _press(office, "next_hint", f"{Posted(key=delivery.key)} {number}", ts=None, view="V1")

    assert office.view["title"]["text"] == "Hint 2 of 2"


@pytest.mark.parametrize("value", ["d:gone 2", "nonsense 2", f"q:{LEAVES.uid} 1", f"q:{STEEP.uid} 0"])
async def test_a_next_hint_of_nothing_says_so(office: Office, value: str) -> None:
    """A question that has gone, or that has no hints now."""
    await _press(office, "next_hint", value, ts=None, view="V1")

    assert GONE in words(office.view)


@pytest.mark.parametrize(("value", "view"), [("d:key", "V1"), ("d:key two", "V1"), ("d:key 2", None)])
async def test_a_next_hint_of_no_modal_of_ours_is_an_error(
    office: Office, value: str, view: str | None
) -> None:
    """The failure handler answers it."""
    with pytest.raises(ValueError, match="no modal of ours"):
        await _press(office, "next_hint", value, ts=None, view=view)


@pytest.mark.parametrize("action", ["check", "hint"])
@pytest.mark.parametrize("value", ["", "nonsense", "d:", "d:unknown", "q:a/b/c/d", "x" * 5000])
async def test_a_press_on_something_that_has_gone_says_so(office: Office, action: str, value: str) -> None:
    """Deleted questions and forged values get a sentence, not silence."""
    await _press(office, action, value)

    assert GONE in words(office.view)


async def test_a_hint_of_a_question_that_has_none_any_more(office: Office) -> None:
    """An old button after an edit of the bank: no empty modal of hint 1 of 0."""
    await _press(office, "hint", str(Shown(uid=LEAVES.uid)))

    assert GONE in words(office.view)


async def test_another_teams_delivery_is_nobodys(office: Office, store: Store) -> None:
    """A forged key of another team shows nothing and writes nothing."""
    delivery = _posted(store)
    value, stranger = str(Posted(key=delivery.key)), TeamId("T2")
    await _press(office, "check", value, team=stranger)
    await _press(office, "reveal", value, team=stranger)
    view = await checked(_submitted(value, team=stranger), office.desk)

    assert STEEP.question not in words([call for _, call in office.calls])
    assert [GONE in words(found) for found in (office.view, office.whispers[0], view)] == [True] * 3
    assert rows(store, delivery) == [("root", "done")]


async def test_a_question_removed_from_the_bank_is_still_shown_and_answered(
    office: Office, store: Store
) -> None:
    """Its thread keeps it: check, hint, submission and reveal work as before."""
    delivery = _posted(store)
    office.shelf.append(EMPTY)
    value = str(Posted(key=delivery.key))
    await _press(office, "check", value)
    await _press(office, "hint", value)
    view = await checked(_submitted(value, attempt="my try"), office.desk)
    await _press(office, "reveal", value)

    assert all(STEEP.question in words(call["view"]) for _, call in office.calls)
    assert STEEP.short_answer in words(view)
    assert rows(store, delivery)[1] == ("answer", "due")


async def test_reveal_writes_the_rows_and_wakes_the_poster(office: Office, store: Store) -> None:
    """The presser is told nothing: the answer is on its way into the thread."""
    delivery = _posted(store)

    await _press(office, "reveal", str(Posted(key=delivery.key)))
    reveal = store.read(lambda tx: tx.deliveries.reveal_of(delivery.id))

    assert rows(store, delivery) == [("root", "done"), ("answer", "due"), ("redraw", "due")]
    assert reveal is not None
    assert reveal.person == "T1/U1"
    assert (office.nudges, office.whispers) == ([True], [])


async def test_a_stale_reveal_is_led_to_the_answer(office: Office, store: Store) -> None:
    """On its way at first, then with the link; nothing is written a second time."""
    delivery = _posted(store)
    value = str(Posted(key=delivery.key))
    await _press(office, "reveal", value)
    await _press(office, "reveal", value, person="T1/U2")
    send(store, ts="1000.000002", link="https://example.org/answer")
    await _press(office, "reveal", value, person="T1/U3")

    assert [message["text"] for message in office.whispers] == [
        "Already in the thread, or on its way there.",
        "Already in the thread: https://example.org/answer",
    ]
    assert [message["replace_original"] for message in office.whispers] == [False, False]
    assert [kind for kind, _ in rows(store, delivery)] == ["root", "answer", "redraw"]


async def test_reveal_settles_a_post_in_doubt_and_opens_it(office: Office, store: Store) -> None:
    """The press proves the message: the answer goes under it."""
    add_plan(store, Rule(schedule=SCHEDULE, topics=(str(LEAVES.uid),)))
    plan_due(store)
    row = sending(store)
    store.write(lambda tx: tx.outbox.doubt(row, error="?"))
    delivery = delivery_of(store, row)

    await _press(office, "reveal", str(Posted(key=delivery.key)), ts="7.000007")
    (part,) = claim(store)
    draft = prepare(store, part)

    assert root(store, delivery).ts == "7.000007"
    assert getattr(draft, "thread", None) == "7.000007"


async def test_reveal_of_a_delivery_without_a_post_opens_nothing(office: Office, store: Store) -> None:
    """A slot that was skipped has no message: its key, however it leaked, is worth nothing."""
    add_plan(store)
    plan_due(store, NINE.replace(hour=20))
    (delivery,) = every_delivery(store)

    await _press(office, "reveal", str(Posted(key=delivery.key)))

    assert GONE in office.whispers[0]["text"]
    assert rows(store, delivery) == []


@pytest.mark.parametrize("value", ["", "d:unknown", f"q:{STEEP.uid}", "nonsense"])
async def test_reveal_of_nothing_says_so(office: Office, value: str) -> None:
    """A question of the bank has no thread, and an unknown key no question."""
    await _press(office, "reveal", value)

    assert office.whispers[0]["text"] == GONE


async def test_a_reveal_from_an_ephemeral_opens_nothing(office: Office, store: Store) -> None:
    """Only a press on the channel's own message counts."""
    delivery = _posted(store)

    await _press(office, "reveal", str(Posted(key=delivery.key)), ts=None)

    assert rows(store, delivery) == [("root", "done")]


def _shown(store: Store, question: Question) -> str:
    """The key of a showing to the presser."""
    return store.write(lambda tx: show(tx, f"shown-{question.slug}", ASKER, question, now=NINE)).key


async def test_another_is_another_in_place(office: Office, store: Store) -> None:
    """The same words, a different question, and the message is replaced; it remembers where they began."""
    first = _shown(store, MILK)
    await _press(office, "another", f"{first} black tea", channel=CHANNEL)
    (message,) = office.whispers

    assert BERGAMOT.question.replace("?", "") in message["text"].replace("?", "")
    assert message["replace_original"] is True
    assert buttons(message)["Another"]["value"] == f"{first} black tea"
    assert [one.uid for one in store.read(lambda tx: tx.showings.latest(TEAM, "T1/U1", limit=9))] == [
        BERGAMOT.uid,
        MILK.uid,
    ]


async def test_another_says_when_there_is_no_other(office: Office, store: Store) -> None:
    """The only one that fits comes again, with a line that says so."""
    await _press(office, "another", f"{_shown(store, STARTER)} starter", channel=CHANNEL)

    assert office.whispers[0]["text"].startswith("That is the only one that fits.")


async def test_another_comes_round_when_all_were_seen(office: Office, store: Store) -> None:
    """None twice before all were seen; then it says so, and counts from there."""
    first = _shown(store, MILK)
    fitting = asking.draw(office.desk.library(), "tea", None, office.desk.chance)
    assert isinstance(fitting, asking.Asked)
    value, told = f"{first} tea", list[bool]()
    while not any(told):
        await _press(office, "another", value, channel=CHANNEL)
        value = buttons(office.whispers[-1])["Another"]["value"]
        told.append("they begin again" in office.whispers[-1]["text"])
    uids = [one.uid for one in store.read(lambda tx: tx.showings.latest(TEAM, "T1/U1", limit=99))]

    assert len(set(uids[1:])) == len(uids[1:]) == len(told)
    assert uids[0] in uids[1:]
    assert not value.startswith(first)


async def test_another_of_a_bank_that_changed_offers_topics(office: Office) -> None:
    """Nothing fits any more: the nearest topics in its place."""
    office.shelf.append(library_of(bank_of([MILK, DRAFT])))
    await _press(office, "another", "gone zeppelin", channel=CHANNEL)

    assert office.whispers[0]["text"].startswith("No zeppelin yet.")


async def test_a_key_of_another_team_remembers_nothing(office: Office, store: Store) -> None:
    """Theirs is none of ours: the question comes as if it were the first."""
    other = Asker(team=OTHER_TEAM, channel=CHANNEL, person="T2/U1")
    connect(store, OTHER_TEAM)
    store.write(lambda tx: show(tx, "theirs", other, STARTER, now=NINE))
    await _press(office, "another", "theirs starter", channel=CHANNEL)

    assert office.whispers[-1]["text"].startswith(STARTER.question)


async def test_post_to_channel_makes_one_post_however_often_it_is_pressed(
    office: Office, store: Store
) -> None:
    """A row for the poster, a nudge, and word to the presser when Slack has taken it."""
    value = str(Private(key=_shown(store, STEEP)))
    for _ in range(2):
        await _press(office, "post_to_channel", value, channel=CHANNEL, name="ana")
    (delivery,) = every_delivery(store)
    send(store, ts=TS)
    office.desk.recorded.ring()
    await office.desk.later.done()

    assert (delivery.kind, delivery.uid, delivery.asked_by_name) == (DeliveryKind.SHARED, STEEP.uid, "ana")
    assert office.nudges
    assert {one["text"] for one in office.whispers} == {
        "Posted. Its answer opens when somebody presses Reveal in thread."
    }


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("not_in_channel", "/invite @Interview Bot"),
        ("channel_not_found", "/invite @Interview Bot"),
        ("is_archived", "archived"),
        ("restricted_action", "An admin"),
    ],
)
async def test_a_channel_that_takes_no_post_is_a_step_and_the_next_press_a_new_try(
    office: Office, store: Store, code: str, said: str
) -> None:
    """The presser is told what to do; after that the same button posts."""
    value = str(Private(key=_shown(store, STEEP)))
    await _press(office, "post_to_channel", value, channel=CHANNEL, name="ana")
    (row,) = claim(store)
    assert prepare(store, row) is not None
    store.write(lambda tx: refused_by_channel(tx, row, code, now=NINE))
    office.desk.recorded.ring()
    await office.desk.later.done()
    await _press(office, "post_to_channel", value, channel=CHANNEL, name="ana")

    assert said in office.whispers[0]["text"]
    assert len(claim(store)) == 1


async def test_a_post_that_takes_long_says_where_to_look(
    office: Office, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row waits; the presser does not."""
    monkeypatch.setattr(hearing, "_PATIENCE", 0.0)
    await _press(office, "post_to_channel", str(Private(key=_shown(store, STEEP))), channel=CHANNEL)
    await office.desk.later.done()

    assert "/interview why" in office.whispers[0]["text"]
    assert len(claim(store)) == 1


@pytest.mark.parametrize("value", ["s:gone", "nonsense", ""])
@pytest.mark.parametrize("action", ["post_to_channel", "share_in_channel"])
async def test_what_has_gone_is_not_shared(office: Office, value: str, action: str) -> None:
    """A sentence, and nothing in the channel."""
    await _press(office, action, value, channel=CHANNEL)

    assert GONE in words([office.whispers, [call for _, call in office.calls]])
    assert [one for one in office.whispers if one["response_type"] == "in_channel"] == []


async def test_an_answer_is_shared_under_the_name_of_who_pressed(office: Office) -> None:
    """In the channel, whole, in as many messages as it takes; a name can't ping."""
    await _press(office, "share_in_channel", str(Shown(uid=STARTER.uid)), channel=CHANNEL, name="<!here> ana")

    assert {one["response_type"] for one in office.whispers} == {"in_channel"}
    assert office.whispers[0]["text"].startswith("&lt;!here&gt; ana shared this answer\n")
    assert STARTER.short_answer in office.whispers[0]["text"]
    assert len(office.whispers) > 1


async def test_an_answer_is_not_shared_where_its_question_stands_closed(office: Office, store: Store) -> None:
    """The thread's own button is the way; another channel is none of it."""
    _posted(store)
    await _press(office, "share_in_channel", str(Shown(uid=STEEP.uid)), channel=CHANNEL)
    assert "Press Reveal in thread there" in words(office.view)
    assert office.whispers == []

    await _press(office, "share_in_channel", str(Shown(uid=STEEP.uid)), channel=ChannelId("C9"))
    assert office.whispers[0]["response_type"] == "in_channel"


async def test_an_answer_is_not_shared_while_its_question_may_stand(office: Office, store: Store) -> None:
    """Sent, and nobody knows yet whether Slack has it."""
    add_plan(store, Rule(schedule=SCHEDULE, topics=(str(STEEP.uid),)))
    plan_due(store)
    sending(store)
    await _press(office, "share_in_channel", str(Shown(uid=STEEP.uid)), channel=CHANNEL)

    assert "Press Reveal in thread there" in words(office.view)


async def test_an_answer_is_shared_once_by_two_presses_in_a_row(office: Office, hour: Clock) -> None:
    """And once more where somebody means it, a while later."""
    for _ in range(2):
        await _press(office, "share_in_channel", str(Shown(uid=STEEP.uid)), channel=CHANNEL)
    shared = len(office.whispers)
    hour.now += minutes(1)
    await _press(office, "share_in_channel", str(Shown(uid=STEEP.uid)), channel=CHANNEL)

    assert (shared, len(office.whispers)) == (1, 2)


async def test_a_share_that_comes_too_late_says_how_to_go_on(office: Office) -> None:
    """Slack takes a response_url for half an hour."""
    office.answers["status"] = 404
    await _press(office, "share_in_channel", str(Shown(uid=STEEP.uid)), channel=CHANNEL)

    assert "Ask once more with /answer" in words(office.view)


async def test_a_runner_up_shows_its_answer_in_place(office: Office) -> None:
    """A long one goes on in further messages."""
    await _press(office, "show_answer", str(Shown(uid=STARTER.uid)))
    places = [message["replace_original"] for message in office.whispers]

    assert len(places) > 1
    assert places == [True, *[False] * (len(places) - 1)]
    assert STARTER.short_answer in office.whispers[0]["text"]


async def test_a_runner_up_that_has_gone_says_so(office: Office) -> None:
    """The bank lost it meanwhile."""
    office.shelf.append(EMPTY)
    await _press(office, "show_answer", str(Shown(uid=STEEP.uid)))

    assert office.whispers[0]["text"] == GONE


async def test_a_topic_gives_a_question_of_it(office: Office) -> None:
    """And Another then stays in the topic."""
    await _press(office, "ask_topic", STARTER.place.path, channel=CHANNEL)

    assert STARTER.question in office.whispers[0]["text"]
    assert buttons(office.whispers[0])["Another"]["value"].endswith(" sourdough")


async def test_a_topic_that_has_gone_says_so(office: Office) -> None:
    """No question stands there any more."""
    await _press(office, "ask_topic", "kettle/brewing/coffee")

    assert office.whispers[0]["text"] == GONE


async def test_a_link_is_only_acked(office: Office) -> None:
    """Slack sends a press for it, which changes nothing and says nothing."""
    await _press(office, "go_to_answer", "d:key")

    assert (office.calls, office.whispers, office.nudges) == ([], [], [])


async def test_show_answer_stands_beside_ones_own_try(office: Office) -> None:
    """As it was typed: no markup of it is read, so that it can ping nobody."""
    attempt = "<!channel> *I* think `it` boils\u202e"
    view = await checked(
        Submission(
            modal="check", metadata=str(Shown(uid=STEEP.uid)), team=TEAM, person="T1/U1", attempt=attempt
        ),
        office.desk,
    )

    assert "<!channel> *I* think `it` boils" in words(view).split("\n")
    assert '"mrkdwn", "text": "<!channel>' not in json.dumps(view)
    assert all(
        part in words(view) for part in (STEEP.short_answer, *(point.text for point in STEEP.key_points))
    )


async def test_an_answer_without_key_points_or_try_is_whole(office: Office) -> None:
    """Nothing is promised that is not there."""
    view = await checked(
        _submitted(str(Shown(uid=MILK.uid))),
        office.desk,
    )

    assert MILK.short_answer in words(view)
    assert "Your try" not in words(view)
    assert "A good answer holds" not in words(view)


async def test_show_answer_of_something_that_has_gone_says_so(office: Office) -> None:
    """A modal that stood open while its question left."""
    view = await checked(_submitted("q:a/b/c/d", attempt="x"), office.desk)

    assert GONE in words(view)


async def test_an_edit_after_the_post_changes_no_modal_of_it(office: Office, store: Store) -> None:
    """The version that was posted is the one that is checked."""
    delivery = _posted(store)
    office.shelf.append(library_of(bank_of([renamed(STEEP, short_answer="Edited.")])))
    view = await checked(
        Submission(
            modal="check", metadata=str(Posted(key=delivery.key)), team=TEAM, person="T1/U1", attempt=""
        ),
        office.desk,
    )

    assert STEEP.short_answer in words(view)
    assert "Edited." not in words(view)


async def test_a_press_without_a_way_to_answer_is_an_error(office: Office, store: Store) -> None:
    """A message's press always has a response_url."""
    delivery = _posted(store)
    opened(store, delivery, NINE)

    with pytest.raises(ValueError, match="without a response_url"):
        await _press(office, "reveal", str(Posted(key=delivery.key)), response_url=None)
