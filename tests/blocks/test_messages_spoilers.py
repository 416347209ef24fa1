"""Before its reveal no piece of an answer is in anything that is sent: blocks, texts, values, metadata."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from bot.bank.loader import load
from bot.bank.shipped import shipped
from bot.blocks import modals, replies
from bot.blocks.ids import Posted, Private
from bot.blocks.plan_ids import Subject
from bot.blocks.plan_modal import Form
from bot.blocks.plan_steps import preview_modal
from bot.delivery.messages import calls
from bot.practice.calendar import Slot
from bot.practice.grade import Tally
from bot.service.posting import Introduction, Root
from bot.store.deliveries import Delivery, DeliveryId, DeliveryKey, DeliveryKind
from bot.store.outgoing import Kind, Outgoing, OutgoingId, State
from bot.store.plans import PlanId
from tests.bank_of_tests import BANK, OPEN, library_of
from tests.scene import CHANNEL, FOUR, NINE, RULE, SCHEDULE, TEAM

if TYPE_CHECKING:
    from bot.bank.model import Question

PIECE = 12
_MARKUP = str.maketrans("", "", "*_`")
LIBRARY = library_of()
SHOWING = Private(key="0f5b7f5f-6a11-4d0e-9a53-7d0a3c523d5b")
DELIVERY = Delivery(
    id=DeliveryId(1),
    key=DeliveryKey("7d0a3c52-3d5b-5d0e-9a53-0f5b7f5f6a11"),
    team=TEAM,
    channel=CHANNEL,
    kind=DeliveryKind.SCHEDULED,
    plan=PlanId(1),
    extra_of=None,
    plan_version=1,
    date=NINE.date(),
    due=NINE,
    expires=FOUR,
    closing=FOUR,
    uid=None,
    content_hash=None,
    skipped=None,
    asked_by_name=None,
    touched=None,
)
ROW = Outgoing(
    id=OutgoingId(1),
    team=TEAM,
    channel=CHANNEL,
    plan=None,
    delivery=DELIVERY.id,
    kind=Kind.ROOT,
    position=0,
    state=State.SENDING,
    attempts=1,
    next_try=NINE,
    fence=1,
    generation=0,
    again=False,
    key="2b1f0c9e-0000-5000-8000-5a5a5a5a5a5a",
    sent=NINE,
    ts=None,
    permalink=None,
    error=None,
    notice=None,
)
QUESTIONS = [*OPEN, *load([shipped()]).bank.questions]


def _pieces(text: str) -> set[str]:
    """Every twelve characters of a line, without markup and escapes, which could hide them."""
    lines = html.unescape(text.lower().translate(_MARKUP)).splitlines()
    pieces = {line[at : at + PIECE] for line in lines for at in range(len(line) - PIECE + 1)}
    return {piece for piece in pieces if piece[0].isalnum() and piece[-1].isalnum()}


def _secrets(question: Question) -> set[str]:
    """Pieces of what is hidden that stand in no question, setup or hint of a bank."""
    hidden = (
        question.short_answer,
        question.answer,
        question.rule_of_thumb,
        *(point.text for point in question.key_points),
    )
    told = [text for each in QUESTIONS for text in (each.question, each.setup, *each.hints, *_names(each))]
    told += [f"{name}. Answer at" for each in QUESTIONS for name in _names(each)]  # as introductions go on
    told += [replies.usage_reply().text, question.uid]
    told += _words_of_ours(next(each for each in OPEN if each != question))
    return set().union(*map(_pieces, hidden)) - set().union(*map(_pieces, told))


@cache
def _words_of_ours(other: Question) -> list[str]:
    """What is sent of another question, too: an answer may hold words of the interface by chance."""
    return _strings(json.loads(json.dumps(_sent_before(other))))


def _names(question: Question) -> tuple[str, ...]:
    place = question.place
    return (place.framework.title, place.topic.title, place.subtopic.title, question.uid)


def _strings(value: object) -> list[str]:
    """Every text of a payload, keys and values, at any depth."""
    if isinstance(value, dict):
        return [*value, *(text for part in value.values() for text in _strings(part))]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) else []


def _sent_before(question: Question) -> list[object]:
    """Everything that anybody can be sent of a question before its reveal."""
    root = Root(
        delivery=DELIVERY,
        question=question,
        zone=SCHEDULE.zone,
        first=True,
        now=NINE,
        tally=Tally(),
        earlier=None,
    )
    late = replace(root, now=FOUR)
    posts = [call.arguments for draft in (root, late) for call in calls(ROW, draft, LIBRARY)]
    introduction = replace(ROW, kind=Kind.INTRODUCTION)
    topics = Introduction(rule=RULE, topics=_names(question)[:3])
    posts += [call.arguments for call in calls(introduction, topics, LIBRARY)]
    refs = (Posted(key=DELIVERY.key), SHOWING)
    hints = range(1, len(question.hints) + 1)
    views: list[object] = [modals.check_modal(question, ref) for ref in refs]
    slot, form = Slot(date=NINE.date(), due=NINE, closing=None), Form(at="09:00", zone="UTC")
    views += [
        preview_modal([(slot, question)], SCHEDULE.zone, form, Subject(channel="C1"), titles=titles)
        for titles in (True, False)
    ]
    views += [modals.hint_modal(question, number, ref) for number in hints for ref in refs]
    others = [replies.topics_reply(BANK), replies.usage_reply(), replies.notice("No.")]
    messages = [
        replies.question_reply(question, SHOWING, first=SHOWING.key, note="note", asked="words"),
        *others,
    ]
    return [*posts, *views, *((message.text, *message.blocks) for message in messages)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_nothing_of_an_answer_is_sent_before_its_reveal(question: Question) -> None:
    """No twelve characters of short answer, answer, rule or key points, in whatever part of a payload."""
    secrets = _secrets(question)
    sent = json.loads(json.dumps(_sent_before(question)))
    seen = set().union(*(_pieces(text) for text in _strings(sent)))

    assert secrets
    assert seen & secrets == set()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_the_look_for_spoilers_finds_one(question: Question) -> None:
    """The same look at the answer's own modal finds plenty: it is not blind."""
    seen = set().union(
        *(
            _pieces(text)
            for text in _strings(
                modals.checked_modal(question, modals.Checking(ref=Posted(key="k"), attempt=""))
            )
        )
    )

    assert len(seen & _secrets(question)) > len(_secrets(question)) // 2
