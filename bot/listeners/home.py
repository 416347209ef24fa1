"""The Home tab, drawn anew whenever somebody opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.home import HomePlan, HomePost, home_view
from bot.service.home import home
from bot.store.plans import PlanState

if TYPE_CHECKING:
    from bot.blocks.command_names import CommandNames
    from bot.blocks.modals import View
    from bot.listeners.desk import Desk
    from bot.listeners.payloads import Opening
    from bot.service.home import Home, Stood
    from bot.store.store import Transaction
    from bot.store.workspaces import ChannelId

_NOTES = {
    PlanState.PAUSED: "Paused.",
    PlanState.WAITING: "Waits: I am not let into the channel. /interview daily there says what to do.",
}


_CHANNELS = 20  # that one Home tells of, the latest used; each may cost a call to Slack


async def opened(opening: Opening, desk: Desk) -> None:
    """Shows it; the first time that a person meets the bot, with a word of welcome."""
    user, asker, now = opening.user, opening.asker, desk.clock()

    def met(tx: Transaction) -> tuple[bool, list[ChannelId]]:
        tx.visits.note(asker, now=now)
        first = tx.visits.greet(asker.team, asker.person, now=now)
        return first, tx.visits.channels(asker.team, asker.person, limit=_CHANNELS)

    first, used = await desk.store.write_soon(met)
    others = await desk.members.among(user, [one for one in used if one != asker.channel])
    channels = [asker.channel, *others]
    bank = desk.library().bank
    shown = await desk.store.read_soon(lambda tx: home(tx, asker.team, asker.person, channels, bank, now=now))
    await desk.replies.publish_home(user, _view(shown, desk.commands, first=first))


def _view(shown: Home, commands: CommandNames, *, first: bool) -> View:
    plans = [
        HomePlan(
            channel=plan.channel,
            schedule=plan.rule.schedule,
            topics=topics,
            note=commands.spell(_NOTES.get(plan.state, "")),
        )
        for plan, topics in shown.plans
    ]
    return home_view(
        [_post(one) for one in shown.posts],
        plans,
        shown.asked,
        first=first,
        more=(shown.more_posts, shown.more_plans),
        commands=commands,
    )


def _post(stood: Stood) -> HomePost:
    delivery = stood.past.delivery
    return HomePost(
        key=delivery.key,
        channel=delivery.channel,
        date=delivery.date,
        question=stood.question,
        link=stood.link,
    )
