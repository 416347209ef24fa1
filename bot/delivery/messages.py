"""Drafts as calls of Slack's methods, with plainer forms behind the full one; nothing is sent here."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.blocks.answer import Judging, Opening, answer_message
from bot.blocks.command_names import PLAIN
from bot.blocks.ids import Posted
from bot.blocks.introduction import introduction
from bot.blocks.notices import refused_notice, silence_notice
from bot.blocks.rich_text import without_languages
from bot.blocks.root import Posting, closed_root, open_root
from bot.delivery.reading import EVENT
from bot.delivery.wire import Call
from bot.service.posting import Deletion, Draft, Introduction, Notice, Part, Recount, Redraw, Root
from bot.service.silence import SILENCE
from bot.store.deliveries import DeliveryKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.bank.library import Library
    from bot.blocks.command_names import CommandNames
    from bot.blocks.message import Message
    from bot.store.outgoing import Outgoing

_QUIET = {"link_names": False, "parse": "none"}  # chat.update's own default for parse is another
_FOLDED = {"unfurl_links": False, "unfurl_media": False}


def calls(row: Outgoing, draft: Draft, library: Library, commands: CommandNames = PLAIN) -> list[Call]:
    """The call, and behind it the plainer ones that are tried in turn where Slack refuses its blocks."""
    if isinstance(draft, Deletion):
        return [Call(method=row.kind.method, arguments={"channel": row.channel, "ts": draft.ts})]
    message = _message(draft, library, commands)
    forms: list[Mapping[str, object]] = [
        {"text": message.text, "blocks": list(message.blocks)},
        {"text": message.text, "blocks": without_languages(list(message.blocks))},
        {"text": message.text, "mrkdwn": False},
    ]
    where = _where(row, draft)
    return [Call(method=row.kind.method, arguments={**where, **form}) for form in forms]


def _where(row: Outgoing, draft: Draft) -> dict[str, object]:
    """Channel, thread or message; posts carry our key, which tells nothing of the question.

    Whether Slack honours client_msg_id for bots is not known: it is sent, and nothing relies on it.
    """
    if isinstance(draft, Redraw | Recount):
        return {"channel": row.channel, "ts": draft.ts, **_QUIET}
    metadata = {"event_type": EVENT, "event_payload": {"key": row.key}}
    where: dict[str, object] = {
        "channel": row.channel,
        "client_msg_id": row.key,
        "metadata": metadata,
        **_QUIET,
        **_FOLDED,
    }
    return {**where, "thread_ts": draft.thread} if isinstance(draft, Part) else where


def _message(
    draft: Introduction | Root | Part | Redraw | Recount | Notice, library: Library, commands: CommandNames
) -> Message:
    match draft:
        case Introduction():
            return introduction(draft.rule.schedule, draft.topics, by=draft.by, commands=commands)
        case Root():
            return closed_root(_posting(draft, library))
        case Part():
            return _part(draft, library)
        case Recount():
            return _part(draft.part, library)
        case Redraw():
            return _redrawn(draft, library)
        case Notice():
            return commands.message(_notice(draft))
        case _:
            assert_never(draft)


def _redrawn(redraw: Redraw, library: Library) -> Message:
    posting = _posting(redraw.root, library)
    if redraw.reveal is None:
        return closed_root(posting)
    link = redraw.answer.permalink if redraw.answer else None
    return open_root(posting, opened=redraw.reveal.at, link=link)


def _part(part: Part, library: Library) -> Message:
    opening = Opening(at=part.reveal.at, zone=part.zone, planned=part.reveal.person is None)
    judging = Judging(ref=Posted(key=part.delivery.key), tally=part.tally)
    return answer_message(
        part.question, part.number, opening, judging, checked=library.checked(part.question)
    )


def _notice(notice: Notice) -> Message:
    if notice.name == SILENCE:
        return silence_notice(notice.plan.channel, f"{notice.plan.id} {notice.plan.version}")
    return refused_notice(notice.plan.channel, notice.name.rpartition("/")[2])


def _posting(root: Root, library: Library) -> Posting:
    delivery = root.delivery
    by = delivery.asked_by_name if delivery.kind is DeliveryKind.SHARED else None
    return Posting(
        key=delivery.key,
        question=root.question,
        zone=root.zone,
        date=delivery.date,
        due=delivery.due,
        sent=root.now,
        closing=delivery.closing,
        first=root.first,
        checked=library.checked(root.question),
        tally=root.tally,
        earlier=root.earlier,
        shared_by=by or "",
        extra=delivery.kind is DeliveryKind.EXTRA,
    )
