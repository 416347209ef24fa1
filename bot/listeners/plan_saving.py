"""From a form to a plan that stands in its channel: saved, introduced, or one step left.

The introduction is the test of membership. Whoever looks at the window hears of it as soon as Slack has
answered the poster; nothing durable hangs on that: the plan is stored, and its introduction is a row.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.blocks.introduction import when
from bot.blocks.plan_list import MOST_PLANS
from bot.blocks.plan_steps import saving_modal, step_modal, told_modal
from bot.listeners.hearing import heard
from bot.listeners.plan_windows import (
    draw_list,
    drawn,
    form_window,
    fresh,
    list_window,
    mark_of,
    saved_window,
    unseen,
    who,
)
from bot.service import editing
from bot.service.editing import Changed, Gone, Introduced, Refused
from bot.service.plan_form import Problems, read_rule
from bot.service.plan_list import subject_of
from bot.service.planning import add_plan
from bot.store.plans import Plan
from bot.store.workspaces import ChannelId

if TYPE_CHECKING:
    from bot.blocks.plan_ids import Subject
    from bot.listeners.desk import Desk
    from bot.listeners.plan_payloads import InWindow
    from bot.listeners.plan_windows import Answer
    from bot.store.plans import Rule
    from bot.store.store import Transaction

_FULL = f"This channel has {MOST_PLANS} daily questions, and more don’t fit in the list: delete one first."


async def refresh(window: InWindow, subject: Subject, desk: Desk) -> None:
    """An entry: the line under the form says what would come of it now."""
    draw = partial(desk.store.read_soon, partial(form_window, desk, window.team, window.form, subject, ""))
    await desk.refreshing.refresh(window.view, window.hash, window.at, draw)


async def save(window: InWindow, subject: Subject, desk: Desk) -> Answer:
    """Save: stores the plan, or says what is wrong at which field; nothing typed is lost."""
    rule = read_rule(window.form, desk.library().bank, now=desk.clock())
    if isinstance(rule, Problems):
        return {"response_action": "errors", "errors": {str(at): said for at, said in rule.at.items()}}
    outcome = await desk.store.write_soon(partial(_store, desk, window, subject, rule))
    match outcome:
        case Plan():
            return await _stored(window, outcome, desk)
        case Changed(plan=plan):
            told = f"{who(plan)} changed this plan meanwhile: {when(plan.rule.schedule)}."
            return await _form_again(window, subject_of(plan), f"{told} Save again to replace it.", desk)
        case Gone():
            told = "Somebody deleted this plan meanwhile. Save again to set it up anew."
            return await _form_again(window, fresh(desk, subject.channel), told, desk)
        case None:
            return drawn(told_modal(_FULL, subject))


async def try_again(window: InWindow, subject: Subject, desk: Desk) -> Answer:
    """Try again: the introduction once more, after /invite."""
    outcome = await desk.store.write_soon(partial(resumed, desk, window, subject))
    if isinstance(outcome, Plan):
        return await _stored(window, outcome, desk)
    channel = ChannelId(subject.channel)
    draw = partial(list_window, desk, window.team, channel, unseen(outcome))
    return drawn(await desk.store.read_soon(draw))


async def follow(window: InWindow, plan: Plan, desk: Desk) -> None:
    """Waits until Slack has taken or refused the introduction, and says so in the window."""
    desk.nudge()
    outcome = await heard(desk, partial(outcome_of, plan))
    if isinstance(outcome, Refused):
        view = desk.commands.view(step_modal(outcome.code, subject_of(plan)))
    else:
        draw = partial(saved_window, desk, plan, isinstance(outcome, Introduced))
        view = await desk.store.read_soon(draw)
    await desk.replies.redraw(window.view, view)
    await _redraw_list(window, desk)


def resumed(desk: Desk, window: InWindow, subject: Subject, tx: Transaction) -> Plan | Changed | Gone:
    """The plan posts again; one that its channel had refused introduces itself again."""
    return editing.resume(tx, mark_of(window, subject), window.editor, now=desk.clock())


def outcome_of(plan: Plan, tx: Transaction) -> Introduced | Refused | None:
    """What became of a plan's introduction."""
    return editing.introduction_of(tx, plan)


def _store(
    desk: Desk, window: InWindow, subject: Subject, rule: Rule, tx: Transaction
) -> Plan | Changed | Gone | None:
    """The plan as it stands now; None where the channel has as many as the list can show."""
    team, channel, now = window.team, ChannelId(subject.channel), desk.clock()
    if subject.plan:
        return editing.edit(tx, mark_of(window, subject), rule, window.editor, now=now)
    plans = tx.plans.of_channel(team, channel)
    stored = next((plan for plan in plans if plan.seed == subject.seed), None)
    if stored:
        return stored  # the same submission once more
    if len(plans) >= MOST_PLANS:
        return None
    return add_plan(tx, team, channel, rule, now=now, editor=window.editor, seed=subject.seed)


async def _stored(window: InWindow, plan: Plan, desk: Desk) -> Answer:
    """What stands in the window's place: all is said, or Slack's word is waited for."""
    if isinstance(await desk.store.read_soon(partial(outcome_of, plan)), Introduced):
        desk.nudge()  # a slot may have moved
        desk.later.do(_redraw_list(window, desk))
        return drawn(await desk.store.read_soon(partial(saved_window, desk, plan, None)))
    desk.later.do(follow(window, plan, desk))
    return drawn(saving_modal(subject_of(plan)))


async def _form_again(window: InWindow, subject: Subject, told: str, desk: Desk) -> Answer:
    draw = partial(form_window, desk, window.team, window.form, subject, told)
    return drawn(await desk.store.read_soon(draw))


async def _redraw_list(window: InWindow, desk: Desk) -> None:
    """The list under the window, if there is one, tells the same."""
    if window.root != window.view and window.subject:
        await draw_list(window, window.root, window.subject, None, desk)
