"""Draws the windows for plans from what is stored at this moment; it changes nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.blocks.plan_ids import Choice, Subject, read_choice
from bot.blocks.plan_list import Receipt, list_modal
from bot.blocks.plan_modal import form_modal
from bot.blocks.plan_steps import preview_modal, saved_modal, step_modal, told_modal
from bot.service import editing
from bot.service.editing import Changed, Gone, Mark
from bot.service.plan_form import Problems, new_form, outlook, places, read_rule
from bot.service.plan_list import listed, saved, subject_of
from bot.service.preview import Place, preview
from bot.store.plans import PlanId
from bot.store.workspaces import ChannelId

if TYPE_CHECKING:
    from bot.blocks.json_types import JSON
    from bot.blocks.modals import View
    from bot.blocks.plan_modal import Form
    from bot.listeners.desk import Desk
    from bot.listeners.plan_payloads import InWindow
    from bot.practice.calendar import Zone
    from bot.store.plans import Plan
    from bot.store.store import Transaction
    from bot.store.workspaces import TeamId

    Answer = dict[str, JSON]
    """What the ack of a submission says; an empty one closes the window."""

_PREVIEWED = 14


def first_window(desk: Desk, team: TeamId, channel: ChannelId, own: Zone | None, tx: Transaction) -> View:
    """The form where there is no plan yet, the step that is left, or the list; ``own`` is who asks' zone."""
    plans = tx.plans.of_channel(team, channel)
    waiting = next((plan for plan in plans if plan.is_waiting), None)
    if waiting:
        return desk.commands.view(step_modal(editing.refusal_of(tx, waiting), subject_of(waiting)))
    if plans:
        return list_window(desk, team, channel, None, tx)
    return new_form_window(desk, team, channel, tx, own)


def list_window(
    desk: Desk, team: TeamId, channel: ChannelId, receipt: Receipt | None, tx: Transaction
) -> View:
    """The channel's plans, under what just happened."""
    plans = listed(tx, team, channel, desk.library().bank, now=desk.clock())
    return list_modal(plans, Subject(channel=channel), receipt)


def new_form_window(
    desk: Desk, team: TeamId, channel: ChannelId, tx: Transaction, own: Zone | None = None
) -> View:
    """The form of a further plan, in the zone of who asks where that is known, else in the latest plan's."""
    form = new_form(own or tx.plans.latest_zone(team, channel))
    return form_window(desk, team, form, fresh(desk, channel), "", tx)


def fresh(desk: Desk, channel: str) -> Subject:
    """A plan that nobody has saved yet; its seed is drawn now, so that its preview comes true."""
    return Subject(channel=channel, seed=f"{desk.chance.getrandbits(64):016x}")


def form_window(desk: Desk, team: TeamId, form: Form, subject: Subject, notice: str, tx: Transaction) -> View:
    """The form with these entries, and what would come of them."""
    bank, now = desk.library().bank, desk.clock()
    plan = _plan(tx, team, subject)
    comes = outlook(tx, plan, form, bank, now=now)
    return form_modal(form, subject, places(bank), comes, notice=notice, now=now)


def saved_window(desk: Desk, plan: Plan, introduced: bool | None, tx: Transaction) -> View:  # noqa: FBT001 - three answers
    """That a plan is saved, and what comes next."""
    summary = saved(tx, plan, desk.library().bank, introduced=introduced, now=desk.clock())
    return saved_modal(summary, subject_of(plan))


def preview_window(
    desk: Desk,
    team: TeamId,
    carried: tuple[Form, Subject],
    titles: bool,  # noqa: FBT001 - partial hands it over
    tx: Transaction,
) -> View:
    """The next posts of a form as it stands, or what is wrong with it."""
    bank, now, (form, subject) = desk.library().bank, desk.clock(), carried
    rule = read_rule(form, bank, now=now)
    if isinstance(rule, Problems):
        return told_modal(" ".join(rule.at.values()), "")
    plan = _plan(tx, team, subject)
    slots = editing.slots_of(tx, plan, rule, now=now, count=_PREVIEWED)
    place = Place(
        team=team,
        channel=ChannelId(subject.channel),
        plan=plan.id if plan else None,
        seed=plan.seed if plan else subject.seed,
    )
    posts = [(post.slot, post.question) for post in preview(tx, place, rule, slots, bank, now=now)]
    return preview_modal(posts, rule.schedule.zone, form, subject, titles=titles)


async def draw_list(
    window: InWindow, view: str, subject: Subject, receipt: Receipt | None, desk: Desk
) -> None:
    """Draws a window anew as the list."""
    draw = partial(list_window, desk, window.team, ChannelId(subject.channel), receipt)
    await desk.replies.redraw(view, await desk.store.read_soon(draw))


def drawn(view: View) -> Answer:
    """The ack that puts another window in the place of the submitted one."""
    return {"response_action": "update", "view": view}


def mark_of(window: InWindow, subject: Subject) -> Mark:
    """The plan that a window or one of its buttons is about, in the window's own team and channel."""
    choice = read_choice(window.value) or Choice(plan=subject.plan, version=subject.version)
    channel, plan = ChannelId(subject.channel), PlanId(choice.plan)
    return Mark(team=window.team, channel=channel, plan=plan, version=choice.version)


def unseen(outcome: Changed | Gone) -> Receipt:
    """That somebody else was quicker."""
    if isinstance(outcome, Gone):
        return Receipt(text="Somebody deleted this plan meanwhile.")
    return Receipt(text=f"{who(outcome.plan)} changed this plan meanwhile. Nothing else was done.")


def who(plan: Plan) -> str:
    """Who changed a plan last, as a sentence begins."""
    return plan.editor.name if plan.editor and plan.editor.name else "Somebody"


def _plan(tx: Transaction, team: TeamId, subject: Subject) -> Plan | None:
    return tx.plans.find(team, ChannelId(subject.channel), PlanId(subject.plan))
