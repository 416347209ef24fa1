"""What a form means: a rule, or a sentence at each field that can't be meant."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.model import Difficulty
from bot.blocks.plan_ids import Field
from bot.blocks.plan_modal import Form
from bot.practice.calendar import Schedule, zone
from bot.service.plan_form import Problems, counted, form_of, new_form, outlook, places, read_rule
from bot.store.plans import Rule
from tests.bank_of_tests import BANK, OPEN, WHISK
from tests.blocks.test_plans import forms
from tests.scene import NINE

if TYPE_CHECKING:
    from bot.store.store import Store

FULL = Form(
    at="09:30",
    zone="Asia/Kolkata",
    weekdays=frozenset({0, 2}),
    skips="2026-12-25",
    topics=("kettle",),
    difficulties=(Difficulty.HARD,),
    closes="09:00",
)


def test_a_form_is_a_rule() -> None:
    """Every field; a closing hour before the question's is the next day's."""
    schedule = Schedule(
        zone=zone("Asia/Kolkata"),
        at=dt.time(9, 30),
        weekdays=frozenset({0, 2}),
        skipped=frozenset({dt.date(2026, 12, 25)}),
        closes=dt.time(9),
    )

    rule = read_rule(FULL, BANK, now=NINE)

    assert rule == Rule(schedule=schedule, topics=("kettle",), difficulties=(Difficulty.HARD,))
    assert form_of(rule, now=NINE) == FULL


def test_the_first_form_is_ready_to_be_saved() -> None:
    """But for its zone, where nobody knows one."""
    assert isinstance(read_rule(new_form(zone("Europe/Berlin")), BANK, now=NINE), Rule)
    unknown = read_rule(new_form(None), BANK, now=NINE)
    assert isinstance(unknown, Problems)
    assert list(unknown.at) == [Field.ZONE]


def test_dates_that_are_over_leave_the_form() -> None:
    """Yesterday's are of no use to anybody; today's is."""
    days = frozenset({dt.date(2026, 11, 22), NINE.date()})
    rule = Rule(schedule=Schedule(zone=zone("UTC"), at=dt.time(9), weekdays=frozenset({0}), skipped=days))

    assert form_of(rule, now=NINE).skips == "2026-11-23"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"at": "24:00"}, Field.AT, "Choose an hour, such as 09:00."),
        ({"at": "\u0660\u0669:\u0660\u0660"}, Field.AT, "Choose an hour, such as 09:00."),
        ({"zone": "../../etc/localtime"}, Field.ZONE, "Choose a zone"),
        ({"weekdays": frozenset()}, Field.WEEKDAYS, "Tick at least one day."),
        ({"weekdays": frozenset({9})}, Field.WEEKDAYS, "Tick at least one day."),
        ({"skips": "xmas"}, Field.SKIPS, "“xmas” is no date here"),
        ({"topics": ("cobol",)}, Field.TOPICS, "No questions stand under cobol any more: take it out."),
        (
            {"topics": ("oven",), "difficulties": (Difficulty.EASY,)},
            Field.TOPICS,
            "0 questions match: easy Oven.",
        ),
        ({"difficulties": ()}, Field.DIFFICULTIES, "Tick at least one difficulty."),
        ({"closes": None}, Field.CLOSES, "Choose an hour, or tick"),
        ({"closes": "9"}, Field.CLOSES, "Choose an hour, such as 09:00."),
    ],
)
def test_what_is_wrong_stands_at_its_field(changes: dict[str, object], field: Field, sentence: str) -> None:
    """And nowhere else."""
    read = read_rule(replace(FULL, **changes), BANK, now=NINE)  # type: ignore[arg-type] # fields by name

    assert isinstance(read, Problems)
    assert list(read.at) == [field]
    assert read.at[field].startswith(sentence)


@given(forms())
def test_any_form_is_a_rule_or_problems(form: Form) -> None:
    """Never an exception, and a rule that is read is read again from its own form."""
    read = read_rule(form, BANK, now=NINE)

    if isinstance(read, Problems):
        assert read.at
        assert all(read.at.values())
    else:
        again = read_rule(form_of(read, now=NINE), BANK, now=NINE)
        assert isinstance(again, Rule)
        assert replace(again, schedule=replace(again.schedule, skipped=read.schedule.skipped)) == read


@given(st.integers(0, 5))
def test_a_count_is_said_as_people_say_it(number: int) -> None:
    """None, one, several; of one difficulty or of many."""
    said = counted(OPEN[:number])

    assert said.startswith(f"{number} ")
    assert ("matches" in said) == (number == 1)
    assert counted([WHISK, WHISK]) == "2 hard questions match"
    assert counted(OPEN) == "6 questions match: 2 easy, 2 medium, 2 hard"


def test_the_outlook_names_the_number_and_the_next_dates(store: Store) -> None:
    """Or the first thing that is wrong."""
    good, bad = (
        store.read(lambda tx, f=form: outlook(tx, None, f, BANK, now=NINE))  # type: ignore[misc] # the default binds
        for form in (FULL, replace(FULL, skips="xmas"))
    )

    assert good == "1 hard question matches. Next: Wed 25 Nov 09:30, Mon 30 Nov 09:30, Wed 2 Dec 09:30."
    assert bad.startswith("“xmas” is no date here")


def test_places_are_those_with_open_questions() -> None:
    """Frameworks and topics, with their number; a place of drafts only is none."""
    assert [(place.path, place.label) for place in places(BANK)] == [
        ("kettle", "Kettle (5)"),
        ("kettle/brewing", "Kettle › Brewing (5)"),
        ("oven", "Oven (1)"),
        ("oven/baking", "Oven › Baking (1)"),
    ]
