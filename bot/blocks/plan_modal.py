"""The form of a plan; it knows nothing of what its entries mean (service/plan_form.py reads them)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bank.model import Difficulty
from bot.blocks.introduction import DAYS
from bot.blocks.message import actions, button, context, section
from bot.blocks.plan_ids import Field, PlanAction, PlanModal, Subject
from bot.blocks.text import cut, escape
from bot.practice.calendar import Zone
from bot.practice.zones import label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.blocks.json_types import JSON, Block
    from bot.blocks.modals import View

OPTIONS = 100
"""Most options of a menu: https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element."""

OPTION_TEXT = 75
OPTION_VALUE = 150
"""https://docs.slack.dev/reference/block-kit/composition-objects/option-object."""

_SKIPS_LENGTH = 3000  # the longest plain_text_input
_NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What stands in the fields, right or wrong; ``never`` is the tick that no hour opens the answer."""

    at: str | None = None
    zone: str | None = None
    weekdays: frozenset[int] = frozenset()
    skips: str = ""
    topics: tuple[str, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()
    closes: str | None = None
    never: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A framework or topic that may be chosen: its path, and its names with the number of questions."""

    path: str
    label: str


def form_modal(
    form: Form, subject: Subject, places: Sequence[Place], outlook: str, *, notice: str = "", now: dt.datetime
) -> View:
    """The form with these entries; ``outlook`` says what would come of them, ``notice`` what happened.

    Every field keeps its block_id, so that what a person is typing survives each update.
    """
    blocks: list[Block] = [section(escape(notice))] if notice else []
    blocks += [
        _input(Field.AT, "Hour of the question", _time(form.at), told=True),
        _input(Field.ZONE, "Time zone", _zone(form.zone, now), told=True),
        _input(Field.WEEKDAYS, "Days", _ticks(_DAYS, {str(day) for day in form.weekdays}), told=True),
        _input(Field.SKIPS, "Skipped dates", _skips(form.skips), hint=_DATES, optional=True, told=True),
        _input(Field.TOPICS, "Frameworks and topics", _topics(form.topics, places), optional=True, told=True),
        _input(Field.DIFFICULTIES, "Difficulty", _ticks(_LEVELS, set(form.difficulties)), told=True),
        {**context(escape(outlook)), "block_id": "plan_outlook"},
        _input(
            Field.CLOSES, "The answer comes by itself at", _time(form.closes), hint=_NEXT_DAY, optional=True
        ),
        _input(
            Field.NEVER, "Or never", _ticks(_ONLY_BY_BUTTON, {_NEVER} if form.never else set()), optional=True
        ),
        actions(button("The next 14", PlanAction.PREVIEW, "-", spoken="The next 14 posts, before you save")),
    ]
    shown: list[JSON] = list(blocks)
    return {
        "type": "modal",
        "callback_id": PlanModal.FORM,
        "private_metadata": str(subject),
        "title": {"type": "plain_text", "text": "Daily question"},
        "submit": {"type": "plain_text", "text": "Save"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": shown,
    }


def option(value: str, text: str) -> Block:
    """One option of a menu or of ticks."""
    return {"text": {"type": "plain_text", "text": cut(text, OPTION_TEXT)}, "value": value}


def place_options(places: Sequence[Place]) -> list[Block]:
    """As many places as a menu shows."""
    fitting = [place for place in places if len(place.path) <= OPTION_VALUE]
    return [option(place.path, place.label) for place in fitting[:OPTIONS]]


def zone_option(name: Zone, *, now: dt.datetime) -> Block:
    """A zone as a menu shows it."""
    return option(name, label(name, now=now))


_DAYS = [(str(number), day) for number, day in enumerate(DAYS)]
_LEVELS = [(level.value, level.value.capitalize()) for level in Difficulty]
_ONLY_BY_BUTTON = [(_NEVER, "Only the button opens it")]
_DATES = "Such as 2026-12-25, 2026-12-28..2027-01-01 (year-month-day, two dots for several in a row)."
_NEXT_DAY = "An hour not after the question’s means the next day."


def _input(
    field: Field, name: str, element: Block, *, hint: str = "", optional: bool = False, told: bool = False
) -> Block:
    """A field; ``told`` ones are sent to us at once, so that the outlook stays true."""
    block: Block = {
        "type": "input",
        "block_id": field,
        "label": {"type": "plain_text", "text": name},
        "element": {**element, "action_id": field},
        "optional": optional,
        "dispatch_action": told,
    }
    return {**block, "hint": {"type": "plain_text", "text": hint}} if hint else block


def _time(at: str | None) -> Block:
    return {"type": "timepicker", **({"initial_time": at} if at else {})}


def _zone(name: str | None, now: dt.datetime) -> Block:
    element: Block = {
        "type": "external_select",
        "min_query_length": 1,
        "placeholder": {"type": "plain_text", "text": "A city or an offset: Kolkata, +5:30"},
    }
    return {**element, "initial_option": zone_option(Zone(name), now=now)} if name else element


def _ticks(options: Sequence[tuple[str, str]], ticked: set[str]) -> Block:
    made = [option(value, text) for value, text in options]
    initial: list[JSON] = [one for one in made if one["value"] in ticked]
    listed: list[JSON] = list(made)
    element: Block = {"type": "checkboxes", "options": listed}
    return {**element, "initial_options": initial} if initial else element


def _skips(text: str) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "max_length": _SKIPS_LENGTH,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
        "placeholder": {"type": "plain_text", "text": "None"},
    }
    return {**element, "initial_value": text[:_SKIPS_LENGTH]} if text else element


def _topics(chosen: Sequence[str], places: Sequence[Place]) -> Block:
    """A menu that holds all places, or, where they are too many, one that asks for those that fit."""
    known = {place.path: place for place in places}
    kept = [known.get(path) or Place(path=path, label=f"{path} (no questions any more)") for path in chosen]
    everything = [*places, *(place for place in kept if place.path not in known)]
    initial: list[JSON] = list(place_options(kept))
    element: Block = {"placeholder": {"type": "plain_text", "text": "Everything in the bank"}}
    if len(everything) > OPTIONS:
        element |= {"type": "multi_external_select", "min_query_length": 1}
    else:
        listed: list[JSON] = list(place_options(everything))
        element |= {"type": "multi_static_select", "options": listed}
    return {**element, "initial_options": initial} if initial else element
