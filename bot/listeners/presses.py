"""The buttons: each reads what was pressed, asks one use case and shows the outcome to the presser."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from bot.blocks import modals, replies
from bot.blocks.grading import read_grade, receipt, taken_back
from bot.blocks.ids import Action, Posted, read_reference
from bot.blocks.notices import refusal
from bot.listeners import questions, sharing
from bot.listeners.hearing import heard
from bot.listeners.saying import say
from bot.service import asking, grading, silence
from bot.service.reveal import AlreadyOpen, Opened, is_refused, press_reveal
from bot.service.settling import settle_by_press
from bot.store.outgoing import State
from bot.store.plans import PlanId

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.bank.model import Question
    from bot.blocks.ids import Reference
    from bot.listeners.desk import Desk
    from bot.listeners.payloads import Press, Submission
    from bot.practice.grade import Grade
    from bot.store.store import Transaction
    from bot.store.workspaces import TeamId

log = logging.getLogger(__name__)


async def check(press: Press, desk: Desk) -> None:
    """Check myself: the question and room for a try."""
    found = await _pressed(press, desk, press.value)
    view = modals.check_modal(*found) if found else modals.notice_modal(_gone(desk))
    await desk.replies.open(press.trigger, view)


async def hint(press: Press, desk: Desk) -> None:
    """Hint: the first one."""
    found = await _pressed(press, desk, press.value)
    hints = found and found[0].hints
    view = modals.hint_modal(found[0], 1, found[1]) if found and hints else modals.notice_modal(_gone(desk))
    await desk.replies.open(press.trigger, view)


async def next_hint(press: Press, desk: Desk) -> None:
    """Next hint: one more in the same modal."""
    ref, _, number = press.value.partition(" ")
    found = await _pressed(press, desk, ref)
    if press.view is None or not number.isdecimal():
        raise ValueError(f"{press.action} came from no modal of ours")
    shown = found and min(int(number), len(found[0].hints))
    view = (
        modals.hint_modal(found[0], shown, found[1]) if found and shown else modals.notice_modal(_gone(desk))
    )
    await desk.replies.update(press.view, view)


async def reveal(press: Press, desk: Desk) -> None:
    """Reveal in thread: rows for the answer and a nudge, or a line for a stale press."""
    outcome = await desk.store.write_soon(partial(_reveal, press, desk))
    match outcome:
        case Opened():
            log.info("an answer was opened in %s by %s", press.channel, press.person)
            desk.nudge()
            desk.later.do(_tell_of_refusal(press, desk))
        case AlreadyOpen(permalink=link):
            desk.nudge()  # the press may have settled a post that its rows wait for
            await desk.replies.whisper(press.reply_url, replies.already_open(link))
        case None:
            await say(press, desk, replies.GONE)


async def _tell_of_refusal(press: Press, desk: Desk) -> None:
    """Who pressed sees the answer come; where the channel refuses it, only a word tells them so."""
    said = await heard(desk, partial(_refusal_of, press))
    if said:
        await say(press, desk, said)


def _refusal_of(press: Press, tx: Transaction) -> str | None:
    """None while the answer is on its way; empty where it stands."""
    ref = read_reference(press.value)
    delivery = tx.deliveries.by_key(press.team, ref.key) if isinstance(ref, Posted) else None
    parts = tx.outbox.answer(delivery.id) if delivery else []
    if is_refused(parts):
        return refusal(parts[0].error or "", "Reveal in thread")
    return "" if any(row.state is State.DONE for row in parts) else None


def _reveal(press: Press, desk: Desk, tx: Transaction) -> Opened | AlreadyOpen | None:
    ref = read_reference(press.value)
    delivery = tx.deliveries.by_key(press.team, ref.key) if isinstance(ref, Posted) else None
    if delivery is None or delivery.content_hash is None or press.ts is None:
        return None
    settle_by_press(tx, delivery, press.ts, now=desk.clock())
    return press_reveal(tx, delivery, person=press.person, now=desk.clock(), name=press.name)


async def show_answer(press: Press, desk: Desk) -> None:
    """A runner-up: its answer, in place."""
    found = await _pressed(press, desk, press.value)
    first, *more = (
        replies.answer_replies(found[0], (), checked=desk.library().checked(found[0]))
        if found
        else [replies.notice(_gone(desk))]
    )
    await desk.replies.whisper(press.reply_url, first, replace=True)
    for message in more:
        await desk.replies.whisper(press.reply_url, message)


async def acknowledge(_press: Press, _desk: Desk) -> None:
    """A link: Slack sends a press for it, too, and warns the person where nobody acks it."""


async def checked(submission: Submission, desk: Desk) -> modals.View:
    """Show answer: the modal with one's own try beside the answer, which is drawn in place."""
    found = await _referred(desk, submission.team, submission.metadata, ts=None)
    if found is None:
        return modals.notice_modal(_gone(desk))
    question, ref = found
    grade = await desk.store.read_soon(
        lambda tx: grading.grade_of(tx, submission.team, ref, submission.person)
    )
    checking = modals.Checking(ref=ref, attempt=submission.attempt, grade=grade)
    return modals.checked_modal(question, checking, checked=desk.library().checked(question))


async def grade(press: Press, desk: Desk) -> None:
    """One of the four: noted, and said to the presser alone, in the modal or below the message."""
    read = read_grade(press.value)
    ref = read_reference(read[0]) if read else None
    if read is None or ref is None:
        raise ValueError(f"{press.action} carries no grade of ours")
    given = read[1]
    done = await desk.store.write_soon(
        lambda tx: grading.grade(tx, press.team, ref, press.person, given, now=desk.clock())
    )
    desk.nudge()
    if press.view is not None:
        await _draw_checked(press, desk, ref, given if done else None)
    elif done is None:
        await say(press, desk, replies.GONE)
    elif given is None or press.action == Action.UNDO_GRADE:
        await say(press, desk, taken_back(done.now), replace=True)
    else:
        await desk.replies.whisper(press.reply_url, receipt(ref, given, done.before))


async def _draw_checked(press: Press, desk: Desk, ref: Reference, given: Grade | None) -> None:
    """The modal once more, with the line that says so."""
    found = await _referred(desk, press.team, str(ref), ts=None)
    if found is None or press.view is None:
        raise ValueError(f"{press.action} came from no modal of ours")
    checking = modals.Checking(ref=ref, attempt=press.attempt, grade=given)
    view = modals.checked_modal(found[0], checking, checked=desk.library().checked(found[0]))
    await desk.replies.update(press.view, view)


async def answer_silence(press: Press, desk: Desk) -> None:
    """Keep daily, Make it weekly or Pause, from the message to a plan's editor."""
    number, _, version = press.value.partition(" ")
    if not (number.isdecimal() and version.isdecimal()):
        raise ValueError(f"{press.action} names no plan of ours")
    wish = silence.Wish(press.action)
    said = await desk.store.write_soon(
        lambda tx: silence.answer(
            tx, press.team, press.person, (PlanId(int(number)), int(version)), wish, now=desk.clock()
        )
    )
    await say(press, desk, said, replace=True)


def _gone(desk: Desk) -> str:
    return desk.commands.spell(replies.GONE)


async def _pressed(press: Press, desk: Desk, value: str) -> tuple[Question, Reference] | None:
    return await _referred(desk, press.team, value, ts=press.ts)


async def _referred(
    desk: Desk, team: TeamId, value: str, *, ts: str | None
) -> tuple[Question, Reference] | None:
    """The question that a button or a modal means, and its reference."""
    ref = read_reference(value)
    if ref is None:
        return None
    now, library = desk.clock(), desk.library()
    question = await desk.store.write_soon(lambda tx: asking.referred(tx, library, team, ref, ts=ts, now=now))
    return (question, ref) if question else None


PRESSES: Mapping[str, Callable[[Press, Desk], Awaitable[None]]] = {
    Action.CHECK: check,
    Action.HINT: hint,
    Action.NEXT_HINT: next_hint,
    Action.REVEAL: reveal,
    Action.GO: acknowledge,
    Action.ANOTHER: questions.another,
    Action.SHOW_ANSWER: show_answer,
    Action.ASK_TOPIC: questions.ask_topic,
    Action.POST: sharing.post,
    Action.SHARE: sharing.share,
    Action.GRADE: grade,
    Action.UNDO_GRADE: grade,
    Action.TICK: acknowledge,
    Action.KEEP_DAILY: answer_silence,
    Action.MAKE_WEEKLY: answer_silence,
    Action.PAUSE_PLAN: answer_silence,
}
