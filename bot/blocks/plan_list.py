"""The plans of a channel, each with its buttons; it knows nothing of how they are changed."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blocks.introduction import heading, when
from bot.blocks.message import actions, button, context, section
from bot.blocks.plan_ids import Choice, PlanAction, PlanModal, Subject
from bot.blocks.text import cut, escape, mrkdwn, person_name
from bot.practice.calendar import day, spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.blocks.json_types import JSON, Block
    from bot.blocks.modals import View
    from bot.practice.calendar import Schedule, Slot

MOST_PLANS = 20
"""Plans of a channel: four blocks each, and a modal holds a hundred."""

_TEXT = 3000  # characters of a section
_SPOKEN = 75  # characters of an accessibility_label


class Standing(enum.Enum):
    """How a plan stands."""

    COMING = enum.auto()
    PAUSED = enum.auto()
    REFUSED = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A plan as the list shows it; ``next`` is its next post, None when none comes."""

    choice: Choice
    schedule: Schedule
    topics: tuple[str, ...]
    matches: str
    standing: Standing
    next: Slot | None
    editor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What just happened, and the button that takes it back, if one does."""

    text: str
    undo: PlanAction | None = None
    choice: Choice | None = None


def list_modal(plans: Sequence[Listed], subject: Subject, receipt: Receipt | None = None) -> View:
    """The plans under what just happened, and the way to another one."""
    blocks = [_receipt(receipt)] if receipt else []
    if not plans:
        blocks.append(section("No daily question comes to this channel."))
    for plan in plans:
        blocks += [*_plan(plan), {"type": "divider"}]
    if len(plans) < MOST_PLANS:
        add = "Add another" if plans else "Set one up"
        blocks.append(actions(button(add, PlanAction.ADD, "-", spoken=f"{add}: a further daily question")))
    return window(PlanModal.LIST, "Daily questions", blocks, subject)


def window(callback: PlanModal, title: str, blocks: Sequence[Block], subject: Subject | str) -> View:
    """A window that can only be closed."""
    shown: list[JSON] = list(blocks)
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": str(subject),
        "title": {"type": "plain_text", "text": title},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": shown,
    }


def _receipt(receipt: Receipt) -> Block:
    said = section(mrkdwn(receipt.text, _TEXT))
    if receipt.undo is None:
        return said
    undo = button("Undo", receipt.undo, str(receipt.choice), spoken=cut(f"Undo: {receipt.text}", _SPOKEN))
    return {**said, "accessory": undo}


def _plan(plan: Listed) -> list[Block]:
    by = [f"set by {escape(person_name(plan.editor))}"] if plan.editor else []
    line = " · ".join([_next(plan), escape(plan.matches), *by])
    return [section(heading(plan.schedule, plan.topics)), context(line), actions(*_buttons(plan))]


def _next(plan: Listed) -> str:
    at = spelled(plan.next.due, plan.schedule.zone) if plan.next else ""
    match plan.standing:
        case Standing.REFUSED:
            return "*Waits:* Slack lets me post here only after /invite @Interview Bot"
        case Standing.PAUSED:
            return f"*Paused*, goes on {at}" if at else "*Paused* until somebody resumes it"
        case Standing.COMING:
            return f"Next: *{at}*" if at else "Nothing comes any more: every day is skipped"


def _buttons(plan: Listed) -> list[Block]:
    of = when(plan.schedule)
    made = [_button("Edit", PlanAction.EDIT, plan, of)]
    match plan.standing:
        case Standing.REFUSED:
            made.append({**_button("Try again", PlanAction.RESUME, plan, of), "style": "primary"})
        case Standing.PAUSED:
            made.append({**_button("Resume", PlanAction.RESUME, plan, of), "style": "primary"})
        case Standing.COMING:
            made.append(_button("Pause", PlanAction.PAUSE, plan, of))
    if plan.next and plan.standing is Standing.COMING:
        date = plan.next.date
        made.append(_button("Skip next", PlanAction.SKIP, plan, day(date), detail=date.isoformat()))
    if plan.standing is not Standing.REFUSED:
        asked = _confirm("Post a question now?", "It is extra; the next one comes as planned.", "Post now")
        made.append({**_button("Post now", PlanAction.POST_NOW, plan, of), "confirm": asked})
    sure = _confirm("Delete this daily question?", "What was posted stays, and its answers come.", "Delete")
    made.append({**_button("Delete", PlanAction.DELETE, plan, of), "style": "danger", "confirm": sure})
    return made


def _button(label: str, action: PlanAction, plan: Listed, of: str, *, detail: str = "") -> Block:
    value = Choice(plan=plan.choice.plan, version=plan.choice.version, detail=detail)
    return button(label, action, str(value), spoken=cut(f"{label}: {of}", _SPOKEN))


def _confirm(title: str, text: str, yes: str) -> dict[str, JSON]:
    return {
        "title": {"type": "plain_text", "text": title},
        "text": {"type": "plain_text", "text": text},
        "confirm": {"type": "plain_text", "text": yes},
        "deny": {"type": "plain_text", "text": "Cancel"},
    }
