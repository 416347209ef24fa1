"""Drafts as calls: the right method and message, quiet, and with nothing that tells the question."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.delivery.messages import calls
from bot.practice.grade import Tally
from bot.service.posting import Deletion, Introduction, Part, Redraw, Root
from bot.store.deliveries import Delivery, DeliveryId, DeliveryKey, DeliveryKind, Reveal
from bot.store.outgoing import Kind, Outgoing, OutgoingId, State
from bot.store.plans import PlanId
from tests.bank_of_tests import STEEP, library_of
from tests.scene import CHANNEL, FOUR, NINE, RULE, SCHEDULE, TEAM

if TYPE_CHECKING:
    from bot.delivery.wire import Call
    from bot.service.posting import Draft

DELIVERY = Delivery(
    id=DeliveryId(1),
    key=DeliveryKey("the-delivery"),
    team=TEAM,
    channel=CHANNEL,
    kind=DeliveryKind.SCHEDULED,
    plan=PlanId(1),
    extra_of=None,
    plan_version=1,
    date=NINE.date(),
    due=NINE,
    expires=NINE + dt.timedelta(hours=4),
    closing=FOUR,
    uid=STEEP.uid,
    content_hash=STEEP.content_hash,
    skipped=None,
    asked_by_name=None,
    touched=None,
)
ROOT = Root(
    delivery=DELIVERY, question=STEEP, zone=SCHEDULE.zone, first=False, now=NINE, tally=Tally(), earlier=None
)
PRESSED = Reveal(person="T1/U1", at=NINE)
PART = Part(
    delivery=DELIVERY,
    question=STEEP,
    zone=SCHEDULE.zone,
    number=1,
    reveal=PRESSED,
    thread="1.1",
    tally=Tally(),
)


def _row(kind: Kind) -> Outgoing:
    return Outgoing(
        id=OutgoingId(1),
        team=TEAM,
        channel=CHANNEL,
        plan=None,
        delivery=DELIVERY.id,
        kind=kind,
        position=0,
        state=State.SENDING,
        attempts=1,
        next_try=NINE,
        fence=1,
        generation=0,
        again=False,
        key="the-row",
        sent=NINE,
        ts=None,
        permalink=None,
        error=None,
        notice=None,
    )


def _calls(kind: Kind, draft: Draft) -> list[Call]:
    return calls(_row(kind), draft, library_of())


def test_a_post_carries_its_key_and_unfurls_nothing() -> None:
    """The metadata hold the row's own key and nothing else; no name in it is linked."""
    for kind, draft in ((Kind.ROOT, ROOT), (Kind.INTRODUCTION, Introduction(rule=RULE, topics=()))):
        for call in _calls(kind, draft):
            assert call.method == "chat.postMessage"
            assert call.arguments["metadata"] == {
                "event_type": "interview_bot_post",
                "event_payload": {"key": "the-row"},
            }
            assert call.arguments["client_msg_id"] == "the-row"
            quiet = ("unfurl_links", "unfurl_media", "link_names", "parse")
            assert [call.arguments[name] for name in quiet] == [False, False, False, "none"]
            assert "thread_ts" not in call.arguments


def test_an_answer_goes_into_its_thread() -> None:
    """And nowhere else: it is not broadcast to the channel."""
    for call in _calls(Kind.ANSWER, PART):
        assert (call.method, call.arguments["thread_ts"]) == ("chat.postMessage", "1.1")
        assert "reply_broadcast" not in call.arguments


def test_a_redraw_updates_the_root_and_stays_quiet() -> None:
    """chat.update links names by default, so that it is told not to."""
    draft = Redraw(root=ROOT, reveal=PRESSED, ts="1.1", answer=None)
    for call in _calls(Kind.REDRAW, draft):
        assert (call.method, call.arguments["ts"]) == ("chat.update", "1.1")
        assert (call.arguments["parse"], call.arguments["link_names"]) == ("none", False)
        assert "metadata" not in call.arguments


def test_a_deletion_is_one_call() -> None:
    """There is no plainer form of it."""
    (call,) = _calls(Kind.DELETION, Deletion(ts="9.1"))

    assert (call.method, call.arguments) == ("chat.delete", {"channel": CHANNEL, "ts": "9.1"})


def test_an_answer_says_how_it_was_opened() -> None:
    """As planned, when no person pressed."""
    planned = Part(
        delivery=DELIVERY,
        question=STEEP,
        zone=SCHEDULE.zone,
        number=1,
        reveal=Reveal(person=None, at=FOUR),
        thread="1.1",
        tally=Tally(),
    )

    assert "as planned" in str(_calls(Kind.ANSWER, planned)[0].arguments["blocks"])
    assert "as planned" not in str(_calls(Kind.ANSWER, PART)[0].arguments["blocks"])
