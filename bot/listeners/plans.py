"""The windows for plans: each press and submission asks one use case and shows what came of it.

A signed command or press from a channel is Slack's word that this person has access there. Each window
carries that channel on, and every use case looks for its plan in that team and channel only.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from bot.blocks.introduction import when
from bot.blocks.plan_ids import Choice, Field, PlanAction, PlanModal, Subject, read_choice
from bot.blocks.plan_list import MOST_PLANS, Receipt, list_modal
from bot.blocks.plan_modal import form_modal, place_options, zone_option
from bot.blocks.plan_steps import (
    no_channel_modal,
    pause_modal,
    preview_modal,
    read_written_form,
    saved_modal,
    saving_modal,
    step_modal,
    told_modal,
)
from bot.practice.calendar import day, local_date, spelled
from bot.practice.zones import find_zones
from bot.service import editing
from bot.service.editing import Changed, Gone, Introduced, Mark, Refused
from bot.service.plan_form import Problems, form_of, new_form, outlook, places, read_rule, titles
from bot.service.plan_list import listed, saved, subject_of
from bot.service.planning import add_plan
from bot.service.preview import Place, preview
from bot.store.plans import Plan, PlanId, PlanState
from bot.store.workspaces import ChannelId

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.blocks.json_types import JSON, Block
    from bot.blocks.modals import View
    from bot.blocks.plan_modal import Form
    from bot.listeners.desk import Desk
    from bot.listeners.plan_payloads import Asked, InWindow
    from bot.store.plans import Rule
    from bot.store.store import Transaction
    from bot.store.workspaces import TeamId

    Answer = dict[str, JSON]
    """What the ack of a submission says; nothing closes the window."""

    Edited = Plan | Changed | Gone

_PATIENCE = 10.0  # seconds that a window waits for Slack's word on the introduction
_LOOK = 1.0  # seconds after which it looks again: another replica may have sent it
_PREVIEWED = 14
_OPTIONS = (
    100  # https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
)
_OLD = "This window is from an older version of me. Type /interview daily again."
_FULL = f"This channel has {MOST_PLANS} daily questions, and more don't fit in the list: delete one first."


async def daily(asked: Asked, desk: Desk) -> None:
    """``/interview daily``: the form where there is no plan yet, the step that is left, or the list."""
    if asked.direct:
        await desk.replies.open(asked.trigger, no_channel_modal())
        return
    view = await desk.store.read_soon(partial(_first_window, desk, asked.team, asked.channel))
    await desk.replies.open(asked.trigger, view)


def suggest(field: str, typed: str, desk: Desk) -> list[Block]:
    """What a menu of the form offers for these letters."""
    if field == Field.ZONE:
        now = desk.clock()
        return [zone_option(name, now=now) for name in find_zones(typed, now=now, limit=_OPTIONS)]
    words = typed.casefold().split()
    known = places(desk.library().bank)
    return place_options([one for one in known if all(word in one.label.casefold() for word in words)])


def _first_window(desk: Desk, team: TeamId, channel: ChannelId, tx: Transaction) -> View:
    plans = tx.plans.of_channel(team, channel)
    waiting = next((plan for plan in plans if plan.is_waiting), None)
    if waiting:
        return step_modal(editing.refusal_of(tx, waiting), subject_of(waiting))
    return _list(desk, team, channel, None, tx) if plans else _new_form(desk, team, channel, tx)


def _list(desk: Desk, team: TeamId, channel: ChannelId, receipt: Receipt | None, tx: Transaction) -> View:
    plans = listed(tx, team, channel, desk.library().bank, now=desk.clock())
    return list_modal(plans, Subject(channel=channel), receipt)


def _new_form(desk: Desk, team: TeamId, channel: ChannelId, tx: Transaction) -> View:
    form = new_form(tx.plans.latest_zone(team, channel))
    subject = Subject(channel=channel, seed=f"{desk.chance.getrandbits(64):016x}")
    return _form(desk, team, form, subject, "", tx)


def _form(desk: Desk, team: TeamId, form: Form, subject: Subject, notice: str, tx: Transaction) -> View:
    bank, now = desk.library().bank, desk.clock()
    plan = tx.plans.find(team, ChannelId(subject.channel), PlanId(subject.plan))
    comes = outlook(tx, plan, form, bank, now=now)
    return form_modal(form, subject, places(bank), comes, notice=notice, now=now)


# --- the form


async def _refresh(window: InWindow, subject: Subject, desk: Desk) -> None:
    """An entry: the line under the form says what would come of it now."""
    draw = partial(_form, desk, window.team, window.form, subject, "")
    await desk.replies.redraw(window.view, await desk.store.read_soon(draw), seen=window.hash)


async def _save(window: InWindow, subject: Subject, desk: Desk) -> Answer:
    """Stores the plan; what Slack says of its introduction is shown as soon as it is heard."""
    rule = read_rule(window.form, desk.library().bank, now=desk.clock())
    if isinstance(rule, Problems):
        return {"response_action": "errors", "errors": {str(at): said for at, said in rule.at.items()}}
    outcome = await desk.store.write_soon(partial(_store, desk, window, subject, rule))
    match outcome:
        case Plan():
            return await _stored(window, outcome, desk)
        case Changed(plan=plan):
            who = plan.editor.name if plan.editor else "Somebody"
            notice = (
                f"{who} changed this plan meanwhile: {when(plan.rule.schedule)}. Save again to replace it."
            )
            return await _form_again(window, subject_of(plan), notice, desk)
        case Gone():
            fresh = Subject(channel=subject.channel, seed=f"{desk.chance.getrandbits(64):016x}")
            notice = "Somebody deleted this plan meanwhile. Save again to set it up anew."
            return await _form_again(window, fresh, notice, desk)
        case None:
            return _drawn(told_modal(_FULL, subject))


def _store(desk: Desk, window: InWindow, subject: Subject, rule: Rule, tx: Transaction) -> Edited | None:
    """The plan as it stands now; None where the channel has as many as the list can show."""
    team, channel, now = window.team, ChannelId(subject.channel), desk.clock()
    if subject.plan:
        return editing.edit(tx, _mark(window, subject), rule, window.editor, now=now)
    plans = tx.plans.of_channel(team, channel)
    stored = next((plan for plan in plans if plan.seed == subject.seed), None)
    if stored:
        return stored  # the same submission once more
    if len(plans) >= MOST_PLANS:
        return None
    return add_plan(tx, team, channel, rule, now=now, editor=window.editor, seed=subject.seed)


async def _stored(window: InWindow, plan: Plan, desk: Desk) -> Answer:
    outcome = await desk.store.read_soon(partial(_outcome, plan))
    if isinstance(outcome, Introduced):
        desk.later.do(_show_list(window, desk))
        return _drawn(await desk.store.read_soon(partial(_saved, desk, plan, None)))
    desk.later.do(_follow(window, plan, desk))
    return _drawn(saving_modal(subject_of(plan)))


async def _form_again(window: InWindow, subject: Subject, notice: str, desk: Desk) -> Answer:
    draw = partial(_form, desk, window.team, window.form, subject, notice)
    return _drawn(await desk.store.read_soon(draw))


async def _follow(window: InWindow, plan: Plan, desk: Desk) -> None:
    """Waits until Slack has taken or refused the introduction, and says so; nothing durable hangs on it."""
    desk.nudge()
    outcome = await _heard(plan, desk)
    if isinstance(outcome, Refused):
        view = step_modal(outcome.code, subject_of(plan))
    else:
        introduced = isinstance(outcome, Introduced)
        view = await desk.store.read_soon(partial(_saved, desk, plan, introduced))
    await desk.replies.redraw(window.view, view)
    await _show_list(window, desk)


async def _heard(plan: Plan, desk: Desk) -> Introduced | Refused | None:
    """Slack's word on a plan's introduction; None when there is none in time."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            while True:
                ring = desk.recorded.next()
                outcome = await desk.store.read_soon(partial(_outcome, plan))
                if outcome:
                    return outcome
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(ring.wait(), _LOOK)
    return None


def _outcome(plan: Plan, tx: Transaction) -> Introduced | Refused | None:
    return editing.introduction_of(tx, plan)


def _saved(desk: Desk, plan: Plan, introduced: bool | None, tx: Transaction) -> View:  # noqa: FBT001 - three answers
    now = desk.clock()
    return saved_modal(saved(tx, plan, desk.library().bank, introduced=introduced, now=now), subject_of(plan))


async def _show_list(window: InWindow, desk: Desk) -> None:
    """The list under the window, if there is one, tells the same."""
    if window.root != window.view and window.subject:
        await _draw_list(window, window.root, window.subject, None, desk)


# --- the step that was left


async def _try_again(window: InWindow, subject: Subject, desk: Desk) -> Answer:
    """The introduction once more, after /invite."""
    outcome = await desk.store.write_soon(partial(_resume, desk, window, subject))
    if isinstance(outcome, Plan):
        return await _stored(window, outcome, desk)
    receipt = _unseen(outcome)
    return _drawn(
        await desk.store.read_soon(partial(_list, desk, window.team, ChannelId(subject.channel), receipt))
    )


def _resume(desk: Desk, window: InWindow, subject: Subject, tx: Transaction) -> Edited:
    return editing.resume(tx, _mark(window, subject), window.editor, now=desk.clock())


# --- the list


async def _edit(window: InWindow, subject: Subject, desk: Desk) -> None:
    view = await desk.store.read_soon(partial(_form_of_plan, desk, window, subject))
    if view:
        await desk.replies.push(window.trigger, view)
    else:
        await _draw_list(window, window.view, subject, _unseen(Gone()), desk)


def _form_of_plan(desk: Desk, window: InWindow, subject: Subject, tx: Transaction) -> View | None:
    plan = editing.find(tx, _mark(window, subject))
    if isinstance(plan, Gone):
        return None
    return _form(desk, window.team, form_of(plan.rule, now=desk.clock()), subject_of(plan), "", tx)


async def _add(window: InWindow, subject: Subject, desk: Desk) -> None:
    channel = ChannelId(subject.channel)
    view = await desk.store.read_soon(partial(_new_form, desk, window.team, channel))
    await desk.replies.push(window.trigger, view)


async def _ask_pause(window: InWindow, subject: Subject, desk: Desk) -> None:
    plan = await desk.store.read_soon(partial(_find, window, subject))
    if isinstance(plan, Gone):
        await _draw_list(window, window.view, subject, _unseen(plan), desk)
        return
    tomorrow = local_date(desk.clock(), plan.rule.schedule.zone) + dt.timedelta(days=1)
    topics = titles(plan.rule, desk.library().bank)
    await desk.replies.push(
        window.trigger, pause_modal(plan.rule.schedule, topics, subject_of(plan), tomorrow)
    )


def _find(window: InWindow, subject: Subject, tx: Transaction) -> Plan | Gone:
    return editing.find(tx, _mark(window, subject))


async def _pause(window: InWindow, subject: Subject, desk: Desk) -> Answer:
    """The window closes, and the list under it says until when."""
    until, mark = _date(window.until), _mark(window, subject)
    plan = await desk.store.read_soon(partial(_find, window, subject))
    if isinstance(plan, Plan) and until and until <= local_date(desk.clock(), plan.rule.schedule.zone):
        return {"response_action": "errors", "errors": {Field.UNTIL.value: "Choose a day after today."}}
    outcome = await desk.store.write_soon(
        lambda tx: editing.pause(tx, mark, until, window.editor, now=desk.clock())
    )
    receipt = await _told(outcome, _paused, desk)
    await _draw_list(window, window.root, subject, receipt, desk)
    return {}


def _paused(plan: Plan) -> Receipt:
    schedule = plan.rule.schedule
    until = f"It goes on {spelled(plan.next_due, schedule.zone)}." if plan.next_due else _UNTIL_RESUMED
    return Receipt(text=f"Paused: {when(schedule)}. {until}")


_UNTIL_RESUMED = "It goes on when somebody resumes it."


async def _go_on(window: InWindow, subject: Subject, desk: Desk) -> None:
    """A paused plan goes on; one that its channel refused introduces itself again."""
    outcome = await desk.store.write_soon(partial(_resume, desk, window, subject))
    if isinstance(outcome, Plan) and await desk.store.read_soon(partial(_outcome, outcome)) is None:
        await desk.replies.redraw(window.view, saving_modal(subject_of(outcome)))
        desk.later.do(_follow(window, outcome, desk))
        return
    receipt = await _told(outcome, lambda plan: Receipt(text=f"Goes on: {when(plan.rule.schedule)}."), desk)
    await _draw_list(window, window.view, subject, receipt, desk)


async def _skip(window: InWindow, subject: Subject, desk: Desk) -> None:
    date, mark = _date(_choice(window).detail), _mark(window, subject)
    if date is None:
        raise ValueError(f"{window.action} came without its date")
    outcome = await desk.store.write_soon(
        lambda tx: editing.skip(tx, mark, date, window.editor, now=desk.clock())
    )

    def skipped(plan: Plan) -> Receipt:
        return _undoable(f"Skipped: {day(date)}.", PlanAction.UNSKIP, plan, date.isoformat())

    await _draw_list(window, window.view, subject, await _told(outcome, skipped, desk), desk)


async def _unskip(window: InWindow, subject: Subject, desk: Desk) -> None:
    date, mark = _date(_choice(window).detail), _mark(window, subject)
    if date is None:
        raise ValueError(f"{window.action} came without its date")
    outcome = await desk.store.write_soon(
        lambda tx: editing.unskip(tx, mark, date, window.editor, now=desk.clock())
    )
    receipt = await _told(outcome, lambda _: Receipt(text=f"{day(date)} comes again."), desk)
    await _draw_list(window, window.view, subject, receipt, desk)


async def _delete(window: InWindow, subject: Subject, desk: Desk) -> None:
    mark = _mark(window, subject)
    before = await desk.store.read_soon(partial(_find, window, subject))
    outcome = await desk.store.write_soon(
        lambda tx: editing.delete(tx, mark, window.editor, now=desk.clock())
    )

    def deleted(plan: Plan) -> Receipt:
        state = before.state if isinstance(before, Plan) else PlanState.ACTIVE
        return _undoable(f"Deleted: {when(plan.rule.schedule)}.", PlanAction.RESTORE, plan, state)

    await _draw_list(window, window.view, subject, await _told(outcome, deleted, desk), desk)


async def _restore(window: InWindow, subject: Subject, desk: Desk) -> None:
    state, mark = PlanState(_choice(window).detail), _mark(window, subject)
    outcome = await desk.store.write_soon(
        lambda tx: editing.restore(tx, mark, state, window.editor, now=desk.clock())
    )
    receipt = await _told(
        outcome, lambda plan: Receipt(text=f"It is back: {when(plan.rule.schedule)}."), desk
    )
    await _draw_list(window, window.view, subject, receipt, desk)


async def _all(window: InWindow, subject: Subject, desk: Desk) -> None:
    await _draw_list(window, window.view, subject, None, desk)


async def _draw_list(
    window: InWindow, view: str, subject: Subject, receipt: Receipt | None, desk: Desk
) -> None:
    draw = partial(_list, desk, window.team, ChannelId(subject.channel), receipt)
    await desk.replies.redraw(view, await desk.store.read_soon(draw))


async def _told(outcome: Edited, done: Callable[[Plan], Receipt], desk: Desk) -> Receipt:
    """What is said of an act, and the poster is woken: a slot may have moved."""
    desk.nudge()
    return done(outcome) if isinstance(outcome, Plan) else _unseen(outcome)


def _unseen(outcome: Changed | Gone) -> Receipt:
    if isinstance(outcome, Gone):
        return Receipt(text="Somebody deleted this plan meanwhile.")
    who = outcome.plan.editor.name if outcome.plan.editor else "Somebody"
    return Receipt(text=f"{who} changed this plan meanwhile. This is how it stands; nothing else was done.")


def _undoable(text: str, undo: PlanAction, plan: Plan, detail: str) -> Receipt:
    return Receipt(text=text, undo=undo, choice=Choice(plan=plan.id, version=plan.version, detail=detail))


# --- the preview


async def _preview(window: InWindow, subject: Subject, desk: Desk) -> None:
    view = await desk.store.read_soon(partial(_previewed, desk, window.team, window.form, subject, False))
    await desk.replies.push(window.trigger, view)


async def _titles(window: InWindow, desk: Desk) -> None:
    """The questions too, for whoever wants them spoiled."""
    carried = read_written_form(window.metadata)
    if carried is None:
        await desk.replies.redraw(window.view, told_modal(_OLD, ""))
        return
    form, subject = carried
    view = await desk.store.read_soon(partial(_previewed, desk, window.team, form, subject, True))
    await desk.replies.redraw(window.view, view)


def _previewed(desk: Desk, team: TeamId, form: Form, subject: Subject, shown: bool, tx: Transaction) -> View:  # noqa: FBT001 - partial hands it over
    bank, now = desk.library().bank, desk.clock()
    rule = read_rule(form, bank, now=now)
    if isinstance(rule, Problems):
        return told_modal(" ".join(rule.at.values()), "")
    plan = tx.plans.find(team, ChannelId(subject.channel), PlanId(subject.plan))
    slots = editing.slots_of(tx, plan, rule, now=now, count=_PREVIEWED)
    seed = plan.seed if plan else subject.seed
    place = Place(team=team, channel=ChannelId(subject.channel), plan=plan.id if plan else None, seed=seed)
    posts = [(post.slot, post.question) for post in preview(tx, place, rule, slots, bank, now=now)]
    return preview_modal(posts, rule.schedule.zone, form, subject, titles=shown)


# --- what all of them share


def _mark(window: InWindow, subject: Subject) -> Mark:
    """The plan that a window or one of its buttons is about, in the window's own team and channel."""
    choice = read_choice(window.value)
    plan, version = (choice.plan, choice.version) if choice else (subject.plan, subject.version)
    return Mark(team=window.team, channel=ChannelId(subject.channel), plan=PlanId(plan), version=version)


def _choice(window: InWindow) -> Choice:
    choice = read_choice(window.value)
    if choice is None:
        raise ValueError(f"{window.action} came without its plan")
    return choice


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _drawn(view: View) -> Answer:
    return {"response_action": "update", "view": view}


async def press(window: InWindow, desk: Desk) -> None:
    """A press, or an entry in a field that is told at once."""
    if window.action == PlanAction.TITLES:
        await _titles(window, desk)
    elif window.subject is None:
        await desk.replies.redraw(window.view, told_modal(_OLD, ""))
    else:
        await PRESSES[window.action](window, window.subject, desk)


async def submission(window: InWindow, desk: Desk) -> Answer:
    """A submitted window; the answer is what its ack says."""
    if window.subject is None:
        return _drawn(told_modal(_OLD, ""))
    return await SUBMISSIONS[window.modal](window, window.subject, desk)


PRESSES: Mapping[str, Callable[[InWindow, Subject, Desk], Awaitable[None]]] = {
    PlanAction.EDIT: _edit,
    PlanAction.ADD: _add,
    PlanAction.PAUSE: _ask_pause,
    PlanAction.RESUME: _go_on,
    PlanAction.SKIP: _skip,
    PlanAction.UNSKIP: _unskip,
    PlanAction.DELETE: _delete,
    PlanAction.RESTORE: _restore,
    PlanAction.PREVIEW: _preview,
    PlanAction.ALL: _all,
    **dict.fromkeys(Field, _refresh),
}

SUBMISSIONS: Mapping[str, Callable[[InWindow, Subject, Desk], Awaitable[Answer]]] = {
    PlanModal.FORM: _save,
    PlanModal.STEP: _try_again,
    PlanModal.PAUSE: _pause,
}
