"""The windows for plans: who answers which press and submission; the domain is not decided here.

A signed command or press from a channel is Slack's word that this person has access there. Each window
carries that channel on, and every use case looks for its plan in that team and channel only.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.blocks.plan_ids import Field, PlanAction, PlanModal
from bot.blocks.plan_modal import OPTIONS, place_options, zone_option
from bot.blocks.plan_steps import no_channel_modal, told_modal
from bot.listeners import plan_presses, plan_saving
from bot.listeners.plan_windows import drawn, first_window
from bot.practice.zones import find_zones
from bot.service.plan_form import places

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.blocks.json_types import Block
    from bot.blocks.plan_ids import Subject
    from bot.listeners.desk import Desk
    from bot.listeners.plan_payloads import Asked, InWindow
    from bot.listeners.plan_windows import Answer


async def daily(asked: Asked, desk: Desk) -> None:
    """``/interview daily``: the form where there is no plan yet, the step that is left, or the list."""
    if asked.direct:
        await desk.replies.open(asked.trigger, desk.commands.view(no_channel_modal()))
        return
    own = await desk.profiles.zone(asked.user)
    view = await desk.store.read_soon(partial(first_window, desk, asked.team, asked.channel, own))
    await desk.replies.open(asked.trigger, view)


def suggest(field: str, typed: str, desk: Desk) -> list[Block]:
    """What a menu of the form offers for these letters."""
    if field == Field.ZONE:
        now = desk.clock()
        return [zone_option(name, now=now) for name in find_zones(typed, now=now, limit=OPTIONS)]
    words = typed.casefold().split()
    known = places(desk.library().bank)
    return place_options([one for one in known if all(word in one.label.casefold() for word in words)])


async def press(window: InWindow, desk: Desk) -> None:
    """A press, or an entry in a field that is told at once."""
    if window.action == PlanAction.TITLES:
        await plan_presses.spoil(window, desk)
    elif window.subject is None:
        await desk.replies.redraw(window.view, told_modal(desk.commands.spell(plan_presses.OLD), ""))
    else:
        await PRESSES[window.action](window, window.subject, desk)


async def submission(window: InWindow, desk: Desk) -> Answer:
    """A submitted window; the answer is what its ack says."""
    if window.subject is None:
        return drawn(told_modal(desk.commands.spell(plan_presses.OLD), ""))
    return await SUBMISSIONS[window.modal](window, window.subject, desk)


PRESSES: Mapping[str, Callable[[InWindow, Subject, Desk], Awaitable[None]]] = {
    PlanAction.EDIT: plan_presses.edit,
    PlanAction.ADD: plan_presses.add,
    PlanAction.PAUSE: plan_presses.ask_until,
    PlanAction.RESUME: plan_presses.go_on,
    PlanAction.SKIP: plan_presses.skip,
    PlanAction.UNSKIP: plan_presses.unskip,
    PlanAction.POST_NOW: plan_presses.post_now,
    PlanAction.DELETE: plan_presses.delete,
    PlanAction.RESTORE: plan_presses.restore,
    PlanAction.PREVIEW: plan_presses.preview,
    PlanAction.ALL: plan_presses.show_all,
    **dict.fromkeys(Field, plan_saving.refresh),
}

SUBMISSIONS: Mapping[str, Callable[[InWindow, Subject, Desk], Awaitable[Answer]]] = {
    PlanModal.FORM: plan_saving.save,
    PlanModal.STEP: plan_saving.try_again,
    PlanModal.PAUSE: plan_presses.pause,
}
