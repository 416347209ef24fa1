"""The preview of a plan is what then comes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from bot.bank.model import Difficulty
from bot.practice.calendar import slots
from bot.service import planning
from bot.service.preview import Place, matching, preview
from bot.store.plans import Rule
from tests.bank_of_tests import BANK, OPEN, STARTER, WHISK
from tests.scene import CHANNEL, NINE, RULE, SCHEDULE, SUNDAY, TEAM, connect, delivery_of, plan_due, send

if TYPE_CHECKING:
    from bot.store.store import Store

DAY = dt.timedelta(days=1)


def test_a_plan_asks_what_its_preview_said_before_it_was_saved(store: Store) -> None:
    """Fourteen days, more than the bank holds: day by day the same question."""
    connect(store)
    place = Place(team=TEAM, channel=CHANNEL, plan=None, seed="drawn")
    coming = list(islice(slots(RULE.schedule, after=SUNDAY), 14))
    promised = store.read(lambda tx: preview(tx, place, RULE, coming, BANK, now=SUNDAY))

    store.write(lambda tx: planning.add_plan(tx, TEAM, CHANNEL, RULE, now=SUNDAY, seed="drawn"))
    send(store, SUNDAY, ts="1.1")
    asked = []
    for number in range(14):
        now = NINE + number * DAY
        plan_due(store, now)
        asked.append(delivery_of(store, send(store, now, ts=f"{number + 2}.1")).uid)

    assert [post.question and post.question.uid for post in promised] == asked
    assert len(set(asked[: len(OPEN)])) == len(OPEN)


def test_a_rule_that_nothing_fits_has_dates_without_questions(store: Store) -> None:
    """The dates come, and say that nothing fits."""
    connect(store)
    place = Place(team=TEAM, channel=CHANNEL, plan=None, seed="drawn")
    rule = replace(RULE, topics=("cobol",))
    coming = list(islice(slots(RULE.schedule, after=SUNDAY), 2))

    posts = store.read(lambda tx: preview(tx, place, rule, coming, BANK, now=SUNDAY))

    assert [(post.slot.date, post.question) for post in posts] == [
        (NINE.date(), None),
        (NINE.date() + DAY, None),
    ]


def test_matching_questions_are_those_that_may_be_posted() -> None:
    """By topic and difficulty; drafts and interview questions are none."""
    assert matching(BANK, Rule(schedule=SCHEDULE)) == list(OPEN)
    assert matching(BANK, Rule(schedule=SCHEDULE, difficulties=(Difficulty.HARD,))) == [WHISK, STARTER]
    assert matching(BANK, Rule(schedule=SCHEDULE, topics=("oven",))) == [STARTER]
