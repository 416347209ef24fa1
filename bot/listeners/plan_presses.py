"""The buttons of the list of plans: each asks one use case, and the list says what it did."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from bot.blocks.introduction import when
from bot.blocks.plan_ids import Choice, Field, PlanAction, read_choice
from bot.blocks.plan_list import Receipt
from bot.blocks.plan_steps import pause_modal, read_written_form, saving_modal, told_modal
from bot.listeners.plan_saving import follow, outcome_of, resumed
from bot.listeners.plan_windows import (
    draw_list,
    form_window,
    mark_of,
    new_form_window,
    preview_window,
    unseen,
)
from bot.practice.calendar import day, local_date, spelled
from bot.service import editing, sharing
from bot.service.plan_form import form_of, titles
from bot.service.plan_list import subject_of
from bot.store.deliveries import Requester
from bot.store.plans import Plan, PlanState
from bot.store.workspaces import ChannelId

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.blocks.plan_ids import Subject
    from bot.listeners.desk import Desk
    from bot.listeners.plan_payloads import InWindow
    from bot.listeners.plan_windows import Answer
    from bot.service.editing import Changed, Gone
    from bot.store.store import Transaction

    Act = Callable[[Transaction], Plan | Changed | Gone]

OLD = "This window is from an older version of me. Type /interview daily again."
_UNTIL_RESUMED = "It goes on when somebody resumes it."


async def edit(window: InWindow, subject: Subject, desk: Desk) -> None:
    """Edit: the form of the plan as it stands."""
    plan = await desk.store.read_soon(partial(_found, window, subject))
    if not isinstance(plan, Plan):
        await draw_list(window, window.view, subject, unseen(plan), desk)
        return
    form = form_of(plan.rule, now=desk.clock())
    draw = partial(form_window, desk, window.team, form, subject_of(plan), "")
    await desk.replies.push(window.trigger, await desk.store.read_soon(draw))


async def add(window: InWindow, subject: Subject, desk: Desk) -> None:
    """Add another: an empty form."""
    draw = partial(new_form_window, desk, window.team, ChannelId(subject.channel))
    await desk.replies.push(window.trigger, await desk.store.read_soon(draw))


async def ask_until(window: InWindow, subject: Subject, desk: Desk) -> None:
    """Pause: until when."""
    plan = await desk.store.read_soon(partial(_found, window, subject))
    if not isinstance(plan, Plan):
        await draw_list(window, window.view, subject, unseen(plan), desk)
        return
    schedule = plan.rule.schedule
    tomorrow = local_date(desk.clock(), schedule.zone) + dt.timedelta(days=1)
    view = pause_modal(schedule, titles(plan.rule, desk.library().bank), subject_of(plan), tomorrow)
    await desk.replies.push(window.trigger, view)


async def pause(window: InWindow, subject: Subject, desk: Desk) -> Answer:
    """Until then: the window closes, and the list under it says so."""
    until, mark = _date(window.until or ""), mark_of(window, subject)
    plan = await desk.store.read_soon(partial(_found, window, subject))
    if isinstance(plan, Plan) and until and until <= local_date(desk.clock(), plan.rule.schedule.zone):
        return {"response_action": "errors", "errors": {Field.UNTIL.value: "Choose a day after today."}}
    act = partial(editing.pause, mark=mark, until=until, editor=window.editor, now=desk.clock())
    receipt = await _done(act, _paused, desk)
    await draw_list(window, window.root, subject, receipt, desk)
    return {}


def _paused(plan: Plan) -> Receipt:
    schedule = plan.rule.schedule
    until = f"It goes on {spelled(plan.next_due, schedule.zone)}." if plan.next_due else _UNTIL_RESUMED
    return Receipt(text=f"Paused: {when(schedule)}. {until}")


async def go_on(window: InWindow, subject: Subject, desk: Desk) -> None:
    """Resume, or Try again where the channel had refused the plan."""
    outcome = await desk.store.write_soon(partial(resumed, desk, window, subject))
    if not isinstance(outcome, Plan):
        await draw_list(window, window.view, subject, unseen(outcome), desk)
        return
    if await desk.store.read_soon(partial(outcome_of, outcome)) is None:
        await desk.replies.redraw(window.view, saving_modal(subject_of(outcome)))
        desk.later.do(follow(window, outcome, desk))
        return
    receipt = Receipt(text=f"Goes on: {when(outcome.rule.schedule)}.")
    await draw_list(window, window.view, subject, receipt, desk)


async def skip(window: InWindow, subject: Subject, desk: Desk) -> None:
    """Skip next: the date that the button names, whatever is next by now."""
    date, mark = _named_date(window), mark_of(window, subject)
    act = partial(editing.skip, mark=mark, date=date, editor=window.editor, now=desk.clock())

    def skipped(plan: Plan) -> Receipt:
        return _undoable(f"Skipped: {day(date)}.", PlanAction.UNSKIP, plan, date.isoformat())

    await draw_list(window, window.view, subject, await _done(act, skipped, desk), desk)


async def unskip(window: InWindow, subject: Subject, desk: Desk) -> None:
    """Undo: the date comes again."""
    date, mark = _named_date(window), mark_of(window, subject)
    act = partial(editing.unskip, mark=mark, date=date, editor=window.editor, now=desk.clock())
    receipt = await _done(act, lambda _: Receipt(text=f"{day(date)} comes again."), desk)
    await draw_list(window, window.view, subject, receipt, desk)


async def post_now(window: InWindow, subject: Subject, desk: Desk) -> None:
    """Post now: one more question, and what is planned comes as planned."""
    plan = await desk.store.write_soon(partial(_post_now, desk, window, subject))
    if isinstance(plan, Plan):
        desk.nudge()
        coming = await desk.store.read_soon(lambda tx: editing.coming(tx, plan, now=desk.clock(), count=1))
        after = (
            f"; that of {spelled(coming[0].due, plan.rule.schedule.zone)} comes as planned" if coming else ""
        )
        receipt = Receipt(text=f"An extra question is on its way{after}.")
    else:
        receipt = unseen(plan)
    await draw_list(window, window.view, subject, receipt, desk)


def _post_now(desk: Desk, window: InWindow, subject: Subject, tx: Transaction) -> Plan | Gone:
    plan = editing.find(tx, mark_of(window, subject))
    if isinstance(plan, Plan):
        by = Requester(person=window.editor.person, name=window.editor.name)
        sharing.post_now(tx, plan, by, interaction=window.trigger, now=desk.clock())
    return plan


async def delete(window: InWindow, subject: Subject, desk: Desk) -> None:
    """Delete, with the way back to how the plan stood."""
    mark = mark_of(window, subject)
    before = await desk.store.read_soon(partial(_found, window, subject))
    act = partial(editing.delete, mark=mark, editor=window.editor, now=desk.clock())

    def deleted(plan: Plan) -> Receipt:
        state = before.state if isinstance(before, Plan) else PlanState.ACTIVE
        return _undoable(f"Deleted: {when(plan.rule.schedule)}.", PlanAction.RESTORE, plan, state)

    await draw_list(window, window.view, subject, await _done(act, deleted, desk), desk)


async def restore(window: InWindow, subject: Subject, desk: Desk) -> None:
    """Undo: the plan is back."""
    state, mark = PlanState(_choice(window).detail), mark_of(window, subject)
    act = partial(editing.restore, mark=mark, state=state, editor=window.editor, now=desk.clock())

    def restored(plan: Plan) -> Receipt:
        return Receipt(text=f"It is back: {when(plan.rule.schedule)}.")

    await draw_list(window, window.view, subject, await _done(act, restored, desk), desk)


async def show_all(window: InWindow, subject: Subject, desk: Desk) -> None:
    """All plans here."""
    await draw_list(window, window.view, subject, None, desk)


async def preview(window: InWindow, subject: Subject, desk: Desk) -> None:
    """The next 14, upon the form."""
    draw = partial(preview_window, desk, window.team, (window.form, subject), False)
    await desk.replies.push(window.trigger, await desk.store.read_soon(draw))


async def spoil(window: InWindow, desk: Desk) -> None:
    """Show the questions, for whoever wants them spoiled."""
    carried = read_written_form(window.metadata)
    if carried is None:
        await desk.replies.redraw(window.view, told_modal(desk.commands.spell(OLD), ""))
        return
    draw = partial(preview_window, desk, window.team, carried, True)
    await desk.replies.redraw(window.view, await desk.store.read_soon(draw))


def _found(window: InWindow, subject: Subject, tx: Transaction) -> Plan | Gone:
    return editing.find(tx, mark_of(window, subject))


async def _done(act: Act, told: Callable[[Plan], Receipt], desk: Desk) -> Receipt:
    """Carries out an act, wakes the poster, since a slot may have moved, and says what came of it."""
    outcome = await desk.store.write_soon(act)
    desk.nudge()
    return told(outcome) if isinstance(outcome, Plan) else unseen(outcome)


def _undoable(text: str, undo: PlanAction, plan: Plan, detail: str) -> Receipt:
    return Receipt(text=text, undo=undo, choice=Choice(plan=plan.id, version=plan.version, detail=detail))


def _choice(window: InWindow) -> Choice:
    choice = read_choice(window.value)
    if choice is None:
        raise ValueError(f"{window.action} came without its plan")
    return choice


def _named_date(window: InWindow) -> dt.date:
    return dt.date.fromisoformat(_choice(window).detail)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
