"""Buttons that bring what one person was shown to a whole channel, and tell that person what came of it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from bot.blocks import modals, replies
from bot.blocks.ids import read_reference
from bot.blocks.notices import refusal
from bot.listeners.hearing import heard
from bot.listeners.saying import say
from bot.service import asking, sharing
from bot.store.deliveries import Requester
from bot.store.outgoing import State

if TYPE_CHECKING:
    from bot.bank.model import Question
    from bot.listeners.desk import Desk
    from bot.listeners.payloads import Press
    from bot.store.deliveries import Delivery
    from bot.store.outgoing import Outgoing
    from bot.store.store import Transaction

_TWICE: Final = dt.timedelta(seconds=10)  # within which a second press is the same wish
_POSTED: Final = "Posted. Its answer opens when somebody presses Reveal in thread."
_ON_ITS_WAY: Final = "It is on its way. /interview why tells what became of it."
_CLOSED_HERE: Final = (
    "This question stands in the channel with its answer closed. Press Reveal in thread there, and everybody"
    " finds the answer under it."
)
_TOO_LATE: Final = (
    "Slack lets me share from a reply for thirty minutes, and a few times only. Ask once more with /answer,"
    " and press the button there."
)


async def post(press: Press, desk: Desk) -> None:
    """Post to channel: the question that one was shown, for everybody here, by the poster."""
    delivery = await desk.store.write_soon(lambda tx: _post(press, desk, tx))
    if delivery is None:
        await say(press, desk, replies.GONE)
        return
    desk.nudge()
    desk.later.do(_follow(press, delivery, desk))


def _post(press: Press, desk: Desk, tx: Transaction) -> Delivery | None:
    ref, asker = read_reference(press.value), press.asker
    if ref is None or asker is None:
        return None
    now = desk.clock()
    question = asking.referred(tx, desk.library(), press.team, ref, ts=None, now=now)
    if question is None:
        return None
    by = Requester(person=press.person, name=press.name)
    return sharing.share(tx, asker.team, asker.channel, question, by, interaction=str(ref), now=now)


async def _follow(press: Press, delivery: Delivery, desk: Desk) -> None:
    """Tells the presser, who sees nothing else where the channel took no post."""
    root = await heard(desk, partial(_ended, delivery))
    await say(press, desk, _said(root) if root else _ON_ITS_WAY)


def _said(root: Outgoing) -> str:
    if root.state is State.DONE:
        return _POSTED
    return refusal(root.error or "", "Post to channel")


def _ended(delivery: Delivery, tx: Transaction) -> Outgoing | None:
    """The call once it has come to an end."""
    root = tx.outbox.root_of(delivery.id)
    return root if root.state in (State.DONE, State.SKIPPED, State.FAILED) else None


async def share(press: Press, desk: Desk) -> None:
    """Share in channel: an answer for everybody here, through the reply that it stands in.

    Never one that stands here closed: the thread's own button opens it where people look for it. Pressed
    twice in a row it is shared once.
    """
    question, closed = await desk.store.read_soon(lambda tx: _found(press, desk, tx))
    if question is None or closed or press.response_url is None:
        view = modals.notice_modal(desk.commands.spell(_CLOSED_HERE if closed else replies.GONE))
        await desk.replies.open(press.trigger, view)
        return
    if not await desk.store.write_soon(lambda tx: _is_first(press, question, desk, tx)):
        return
    for message in replies.shared_answer(question, press.name, checked=desk.library().checked(question)):
        if not await desk.replies.publish(press.response_url, message):
            await desk.replies.open(press.trigger, modals.notice_modal(desk.commands.spell(_TOO_LATE)))
            return


def _is_first(press: Press, question: Question, desk: Desk, tx: Transaction) -> bool:
    """Whether this person has not shared this very answer here just now."""
    now = desk.clock()
    name = uuid5(NAMESPACE_URL, f"share/{press.team}/{press.channel}/{press.person}/{question.uid}")
    return tx.requests.first(f"share/{name}", now=now, until=now + _TWICE)


def _found(press: Press, desk: Desk, tx: Transaction) -> tuple[Question | None, bool]:
    """The question that is shared, and whether it stands closed in this very channel."""
    ref, asker = read_reference(press.value), press.asker
    if ref is None or asker is None:
        return None, False
    question = asking.referred(tx, desk.library(), press.team, ref, ts=None, now=desk.clock())
    closed = question is not None and tx.deliveries.closed_here(asker.team, asker.channel, question.uid)
    return question, closed
