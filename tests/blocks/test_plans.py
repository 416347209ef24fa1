"""The windows for plans: what they hold is read as it was drawn, and Slack's rules are kept."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.model import Difficulty
from bot.blocks.plan_ids import Choice, Field, PlanAction, Subject, read_choice, read_subject
from bot.blocks.plan_list import MOST_PLANS, Listed, Receipt, Standing, list_modal
from bot.blocks.plan_modal import Form, Place, form_modal
from bot.blocks.plan_steps import (
    Saved,
    pause_modal,
    preview_modal,
    read_written_form,
    saved_modal,
    saving_modal,
    step_modal,
    told_modal,
    written_form,
)
from bot.listeners.plan_payloads import read_form
from bot.playground import elements
from bot.playground.rules import view_problems
from bot.practice.calendar import Schedule, Slot, Zone, zones
from tests.bank_of_tests import OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
SUBJECT = Subject(channel="C1", plan=7, version=3, seed="abc123")
PLACES = [Place(path=f"kettle/topic-{number}", label=f"Kettle › Topic {number} (3)") for number in range(5)]
SCHEDULE = Schedule(zone=Zone("Europe/Berlin"), at=dt.time(9), weekdays=frozenset(range(5)))
SLOT = Slot(date=dt.date(2026, 11, 24), due=NOW + dt.timedelta(days=1), closing=None)

HOURS = st.none() | st.times().map(lambda time: f"{time:%H:%M}")
PATHS = st.from_regex(r"[a-z]{1,8}(/[a-z0-9-]{1,8}){0,2}", fullmatch=True)
CHOSEN = st.lists(PATHS | st.sampled_from([place.path for place in PLACES]), max_size=5, unique=True)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Anything that may stand in the fields."""
    levels = draw(st.sets(st.sampled_from(Difficulty)))
    return Form(
        at=draw(HOURS),
        zone=draw(st.none() | st.sampled_from(sorted(zones()))),
        weekdays=draw(st.frozensets(st.integers(0, 6))),
        skips=draw(TEXTS),
        topics=tuple(draw(CHOSEN)),
        difficulties=tuple(level for level in Difficulty if level in levels),
        closes=draw(HOURS),
        never=draw(st.booleans()),
    )


def _values(view: Mapping[str, object]) -> dict[str, dict[str, dict[str, object]]]:
    """What Slack's state holds of a view that nobody has touched."""
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    return elements.state(blocks, {})  # type: ignore[return-value]  # its own JSON


@given(forms())
def test_a_form_is_read_as_it_was_drawn(form: Form) -> None:
    """Every field, right or wrong; places that the bank no longer holds, too."""
    view = form_modal(form, SUBJECT, PLACES, "33 questions match.", now=NOW)

    assert view_problems(view) == []
    assert read_form(_values(view)) == form


@given(forms())
def test_a_form_of_a_large_bank_asks_for_its_places(form: Form) -> None:
    """More than a hundred places do not fit a menu: it asks for those that fit the typed letters."""
    many = [Place(path=f"kettle/t{number}", label=f"Topic {number}") for number in range(101)]
    view = form_modal(form, SUBJECT, many, "101 questions match.", now=NOW)

    assert json.dumps(view).count("multi_external_select") == 1
    assert view_problems(view) == []
    assert read_form(_values(view)) == form


@given(forms())
def test_the_preview_carries_the_form(form: Form) -> None:
    """All but the closing hour, which no date depends on."""
    carried = read_written_form(written_form(form, SUBJECT))

    assert carried is not None
    assert carried[1] == SUBJECT
    assert carried[0].skips == form.skips
    assert written_form(*carried) == written_form(form, SUBJECT)


@given(st.text() | st.from_regex(r"C1 1 1 [a-f]\n\{.*\}", fullmatch=True))
def test_any_metadata_is_read_or_none(text: str) -> None:
    """Edited by hand or of another version: never an error."""
    assert read_written_form(text) is None or "\n" in text
    subject = read_subject(text)
    assert subject is None or str(subject) == text
    choice = read_choice(text)
    assert choice is None or str(choice) == text


@pytest.mark.parametrize(
    "values", [{}, {Field.AT: {}}, {Field.ZONE: {Field.ZONE: {"selected_option": None}}}]
)
def test_a_state_without_its_fields_is_an_empty_form(values: dict[str, dict[str, dict[str, object]]]) -> None:
    """Nothing chosen is nothing, not an error."""
    assert read_form(values) == Form()


def _listed(standing: Standing, topics: tuple[str, ...] = ("FastAPI",), editor: str = "ana") -> Listed:
    return Listed(
        choice=Choice(plan=1, version=2),
        schedule=SCHEDULE,
        topics=topics,
        matches="33 questions match",
        standing=standing,
        next=SLOT,
        editor=editor,
    )


@pytest.mark.parametrize("standing", Standing)
def test_a_full_list_keeps_slacks_rules(standing: Standing) -> None:
    """Twenty plans with a receipt; without room for one more there is no button for it."""
    receipt = Receipt(text="Skipped: Tue 24 Nov.", undo=PlanAction.UNSKIP, choice=Choice(plan=1, version=3))
    full = list_modal([_listed(standing)] * MOST_PLANS, SUBJECT, receipt)

    assert view_problems(full) == []
    assert "Add another" not in json.dumps(full)
    assert "Add another" in json.dumps(list_modal([_listed(standing)], SUBJECT))


@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=30))
def test_no_name_can_ping_or_break_a_window(name: str, topics: list[str]) -> None:
    """Names of people and topics are text, cut where Slack would refuse them."""
    listed = list_modal(
        [_listed(Standing.COMING, tuple(topics), name)], SUBJECT, Receipt(text=f"{name} did it")
    )

    assert "<" not in json.dumps(listed)
    assert view_problems(listed) == []


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("not_in_channel", "/invite @Interview Bot"),
        ("channel_not_found", "/invite @Interview Bot"),
        ("is_archived", "archived"),
        ("restricted_action", "Only some people may post"),
        ("restricted_action_thread_only_channel", "Only some people may post"),
        ("<!here>", "&lt;!here&gt;"),
    ],
)
def test_each_refusal_has_its_sentence(code: str, says: str) -> None:
    """With the way to try again."""
    view = step_modal(code, SUBJECT)

    assert says in json.dumps(view)
    assert view["submit"] == {"type": "plain_text", "text": "Try again"}
    assert view_problems(view) == []


def test_the_other_windows_keep_slacks_rules() -> None:
    """Saving, saved, told, pause, preview with and without its questions."""
    summary = Saved(schedule=SCHEDULE, topics=("Tea <!here>",), next=(SLOT,), introduced=False, today=True)
    posts = [(SLOT, question) for question in (*OPEN, None)]
    form = Form(at="09:00", zone="UTC", skips="2026-12-25")
    views = [
        saving_modal(SUBJECT),
        saved_modal(summary, SUBJECT),
        told_modal("No <!here>.", SUBJECT),
        pause_modal(SCHEDULE, ("Tea <!here>",), SUBJECT, SLOT.date),
        *(preview_modal(posts, SCHEDULE.zone, form, SUBJECT, titles=titles) for titles in (True, False)),
        preview_modal([], SCHEDULE.zone, form, SUBJECT, titles=False),
    ]

    assert [view_problems(view) for view in views] == [[]] * len(views)
    assert "<!" not in json.dumps(views)
    assert "this counts from Tue 24 Nov" in json.dumps(views, ensure_ascii=False)


def test_questions_of_a_preview_are_behind_a_press() -> None:
    """The bare one says place and difficulty only; one that could not be carried on has no button."""
    posts = [(SLOT, question) for question in OPEN]
    form = Form(at="09:00", zone="UTC")
    bare, spoiled = (
        json.dumps(preview_modal(posts, SCHEDULE.zone, form, SUBJECT, titles=titles))
        for titles in (False, True)
    )
    long = preview_modal(posts, SCHEDULE.zone, Form(skips="x" * 3000), SUBJECT, titles=False)

    assert "How is a starter fed" in spoiled
    assert "How is a starter fed" not in bare
    assert "Show the questions" in bare
    assert "Show the questions" not in json.dumps([long, spoiled])
    assert view_problems(long) == []
