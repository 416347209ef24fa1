"""Everything that the bot can show of a question and of names that people chose, by what it is called."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.blocks import modals, replies, why
from bot.blocks.answer import Judging, Opening, answer_message, answer_pages
from bot.blocks.grading import receipt
from bot.blocks.home import HomePlan, HomePost, home_view
from bot.blocks.ids import Posted, Private
from bot.blocks.introduction import introduction
from bot.blocks.notices import refused_notice, silence_notice
from bot.blocks.plan_ids import Choice, Subject
from bot.blocks.plan_list import Listed, Receipt, Standing, list_modal
from bot.blocks.plan_modal import Form
from bot.blocks.plan_steps import Saved, no_channel_modal, preview_modal, saved_modal, step_modal
from bot.blocks.root import EarlierPost, Posting, closed_root, open_root
from bot.practice.calendar import Schedule, Slot, zone
from bot.practice.grade import Grade, Tally

if TYPE_CHECKING:
    from bot.bank.model import Question
    from bot.blocks.message import Message
    from bot.blocks.modals import View

BERLIN = zone("Europe/Berlin")
NINE = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
FOUR = NINE + dt.timedelta(hours=7)
REF = Posted(key="5b1f")
SHOWING = Private(key="77aa")
LINK = "https://example.org/p1"
SUBJECT = Subject(channel="C1", plan=7, version=3, seed="abc123")
SCHEDULE = Schedule(zone=BERLIN, at=dt.time(9), weekdays=frozenset(range(5)), closes=dt.time(16))


def messages(question: Question, *, said: str, person: str) -> dict[str, Message]:
    """The messages: ``said`` is what somebody typed or Slack answered, ``person`` somebody's name."""
    posting = Posting(
        key=REF.key,
        question=question,
        zone=BERLIN,
        date=NINE.date(),
        due=NINE,
        sent=NINE + dt.timedelta(minutes=90),
        closing=FOUR,
        first=True,
        tally=Tally(got_it=2, shaky=1),
        earlier=EarlierPost(date=dt.date(2026, 11, 20), tally=Tally(got_it=4, missed=3), link=LINK),
        shared_by=person,
    )
    opening = Opening(at=FOUR, zone=BERLIN, planned=True)
    judging = Judging(ref=REF, tally=Tally(got_it=2, shaky=1))
    titles = (question.place.topic.title,)
    found = {
        "the question": closed_root(posting),
        "the question, opened": open_root(posting, opened=FOUR, link=LINK),
        "/question": replies.question_reply(question, SHOWING, first=SHOWING.key, note=said, asked=said),
        "nothing found": replies.nothing_found(said, [question.place]),
        "/interview help": replies.usage_reply(said),
        "/interview why": why.why_reply(
            [
                why.posted_line("daily question", NINE, FOUR, BERLIN, doubt="A press settled that."),
                why.missing_line("daily question", NINE, BERLIN, f"not posted. {said}"),
            ]
        ),
        "welcome": replies.greeting(),
        "already open": replies.already_open(LINK),
        "receipt": receipt(REF, Grade.SHAKY, None),
        "introduction": introduction(SCHEDULE, titles, by=person),
        "refused": refused_notice("C1", said),
        "silence": silence_notice("C1", "7 3"),
    }
    for number in range(1, len(answer_pages(question)) + 1):
        found[f"the answer, {number}"] = answer_message(question, number, opening, judging)
    for number, message in enumerate(replies.answer_replies(question, [question], note=said), start=1):
        found[f"/answer, {number}"] = message
    for number, message in enumerate(replies.shared_answer(question, person), start=1):
        found[f"shared answer, {number}"] = message
    return found


def views(question: Question, *, said: str, person: str) -> dict[str, View]:
    """The modals and the Home tab."""
    slot = Slot(date=NINE.date(), due=NINE, closing=FOUR)
    form = Form(at="09:00", zone="Europe/Berlin", skips=said[:200])
    titles = (question.place.topic.title,)
    listed = Listed(
        choice=Choice(plan=7, version=3),
        schedule=SCHEDULE,
        topics=titles,
        matches="1 question matches",
        standing=Standing.COMING,
        next=slot,
        editor=person,
    )
    found = {
        "Check myself": modals.check_modal(question, REF),
        "Check myself, the answer": modals.checked_modal(
            question, modals.Checking(ref=REF, attempt=said[:3000], grade=Grade.GOT_IT)
        ),
        "notice": modals.notice_modal(f"No: {said}"),
        "plans": list_modal([listed], SUBJECT, Receipt(text=said or "Done.")),
        "no plans": list_modal([], SUBJECT),
        "one step left": step_modal("not_in_channel", SUBJECT),
        "no channel": no_channel_modal(),
        "saved": saved_modal(
            Saved(schedule=SCHEDULE, topics=titles, next=(slot,), introduced=True, today=False), SUBJECT
        ),
        "preview": preview_modal([(slot, question)], BERLIN, form, SUBJECT, titles=True),
        "Home, with nothing in it": home_view([], [], [], first=False),
        "Home": home_view(
            [HomePost(key=REF.key, channel="C1", date=NINE.date(), question=question, link=LINK)],
            [HomePlan(channel="C1", schedule=SCHEDULE, topics=titles)],
            [(SHOWING.key, question)],
            first=True,
            more=(1, 12),
        ),
    }
    for number in range(1, len(question.hints) + 1):
        found[f"Hint {number}"] = modals.hint_modal(question, number, REF)
    return found
