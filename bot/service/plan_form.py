"""What a plan's form means: a rule, or what is wrong at which field; it knows nothing of windows."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.bank.model import Difficulty
from bot.blocks.plan_ids import Field
from bot.blocks.plan_modal import Form, Place
from bot.practice.calendar import Schedule, UnknownZoneError, local_date, next_slot, spelled, zone
from bot.practice.skips import UnreadableDates, read_skips, write_skips
from bot.service.editing import slots_of
from bot.service.preview import matching
from bot.store.plans import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.bank.model import Bank, Question
    from bot.practice.calendar import Zone
    from bot.store.plans import Plan
    from bot.store.store import Transaction

_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_WEEK = 7
_WIDEN = "Choose more topics, or tick another difficulty."
_SHOWN = 3  # dates that the form names


@dataclass(frozen=True, slots=True)
class Problems:
    """A sentence for each field that can't be meant."""

    at: dict[Field, str]


def new_form(name: Zone | None) -> Form:
    """The form of a plan that begins: weekdays at nine, the answer at four, everything in the bank."""
    return Form(
        at="09:00",
        zone=name,
        weekdays=frozenset(range(5)),
        difficulties=tuple(Difficulty),
        closes="16:00",
    )


def form_of(rule: Rule, *, now: dt.datetime) -> Form:
    """The form that means this rule; dates that are over are left out."""
    schedule = rule.schedule
    today = local_date(now, schedule.zone)
    return Form(
        at=f"{schedule.at:%H:%M}",
        zone=schedule.zone,
        weekdays=schedule.weekdays,
        skips=write_skips(day for day in schedule.skipped if day >= today),
        topics=rule.topics,
        difficulties=rule.difficulties or tuple(Difficulty),
        closes=f"{schedule.closes:%H:%M}" if schedule.closes else None,
        never=schedule.closes is None,
    )


def read_rule(form: Form, bank: Bank, *, now: dt.datetime) -> Rule | Problems:
    """The rule that a form means; whatever stands in it, nothing is raised."""
    problems: dict[Field, str] = {}
    at, closes = _hour(form.at, Field.AT, problems), _closing(form, problems)
    name, skips = _zone(form, problems), _skips(form, problems)
    _check_days(form, problems)
    _check_places(form, bank, problems)
    if problems or at is None or name is None:
        return Problems(problems)
    schedule = Schedule(zone=name, at=at, weekdays=form.weekdays, skipped=skips, closes=closes)
    every = set(form.difficulties) == set(Difficulty)
    rule = Rule(schedule=schedule, topics=form.topics, difficulties=() if every else form.difficulties)
    return _possible(rule, bank, now=now)


def outlook(tx: Transaction, plan: Plan | None, form: Form, bank: Bank, *, now: dt.datetime) -> str:
    """What would come of a form that is being filled in: how many questions and when, or what is wrong."""
    rule = read_rule(form, bank, now=now)
    if isinstance(rule, Problems):
        return next(iter(rule.at.values()))
    hours = ", ".join(
        spelled(slot.due, rule.schedule.zone) for slot in slots_of(tx, plan, rule, now=now, count=_SHOWN)
    )
    return f"{counted(matching(bank, rule))}. Next: {hours}."


def counted(questions: Iterable[Question]) -> str:
    """How many questions, and of which difficulty: ``12 questions match: 4 easy, 6 medium, 2 hard``."""
    levels = [question.difficulty for question in questions]
    if len(set(levels)) == 1:
        return f"{len(levels)} {levels[0]} question{' matches' if len(levels) == 1 else 's match'}"
    mix = ", ".join(f"{levels.count(level)} {level}" for level in Difficulty if level in levels)
    return f"{len(levels)} questions match{f': {mix}' if mix else ''}"


def titles(rule: Rule, bank: Bank) -> tuple[str, ...]:
    """The names of a rule's topics."""
    return tuple(bank.title(path) for path in rule.topics)


def places(bank: Bank) -> list[Place]:
    """Every framework and topic that has open questions, with their number."""
    counts: dict[str, int] = {}
    for question in (one for one in bank.questions if one.is_open):
        framework, topic = question.place.framework.slug, question.place.topic.slug
        for path in (framework, f"{framework}/{topic}"):
            counts[path] = counts.get(path, 0) + 1
    return [Place(path=path, label=f"{bank.title(path)} ({count})") for path, count in sorted(counts.items())]


def _hour(text: str | None, field: Field, problems: dict[Field, str]) -> dt.time | None:
    if text and _TIME.fullmatch(text):
        return dt.time.fromisoformat(text)
    problems[field] = "Choose an hour, such as 09:00."
    return None


def _closing(form: Form, problems: dict[Field, str]) -> dt.time | None:
    if form.never:
        return None
    if form.closes is None:
        problems[Field.CLOSES] = "Choose an hour, or tick “Only the button opens it”."
        return None
    return _hour(form.closes, Field.CLOSES, problems)


def _zone(form: Form, problems: dict[Field, str]) -> Zone | None:
    try:
        return zone(form.zone or "")
    except UnknownZoneError:
        problems[Field.ZONE] = "Choose a zone: type a city such as Kolkata, or an offset such as +5:30."
        return None


def _skips(form: Form, problems: dict[Field, str]) -> frozenset[dt.date]:
    dates = read_skips(form.skips)
    if isinstance(dates, UnreadableDates):
        problems[Field.SKIPS] = dates.sentence
        return frozenset()
    return dates


def _check_days(form: Form, problems: dict[Field, str]) -> None:
    if not form.weekdays or not form.weekdays <= set(range(_WEEK)):
        problems[Field.WEEKDAYS] = "Tick at least one day."
    if not form.difficulties:
        problems[Field.DIFFICULTIES] = "Tick at least one difficulty."


def _check_places(form: Form, bank: Bank, problems: dict[Field, str]) -> None:
    unknown = [path for path in form.topics if bank.title(path) == path]
    if unknown:
        problems[Field.TOPICS] = f"No questions stand under {', '.join(unknown)} any more: take it out."


def _possible(rule: Rule, bank: Bank, *, now: dt.datetime) -> Rule | Problems:
    """The rule, unless nothing could ever come of it."""
    if next_slot(rule.schedule, after=now) is None:
        without = replace(rule.schedule, skipped=frozenset())
        field = Field.SKIPS if next_slot(without, after=now) else Field.WEEKDAYS
        return Problems({field: "Every day is skipped: nothing would ever come."})
    if not matching(bank, rule):
        return Problems({Field.TOPICS: f"0 questions match: {_wanted(rule, bank)}. {_WIDEN}"})
    return rule


def _wanted(rule: Rule, bank: Bank) -> str:
    """What was asked for in words: ``hard SQL``."""
    levels = " or ".join(rule.difficulties)
    return " ".join(part for part in (levels, " or ".join(titles(rule, bank))) if part) or "an empty bank"
