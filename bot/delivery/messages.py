"""Drafts as calls of Slack's methods, with plainer forms behind the full one; nothing is sent here."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.blocks.answer import Opening, answer_message
from bot.blocks.introduction import introduction
from bot.blocks.rich_text import without_languages
from bot.blocks.root import Posting, closed_root, open_root
from bot.delivery.wire import Call
from bot.service.posting import Deletion, Draft, Introduction, Part, Redraw, Root

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.bank.library import Library
    from bot.blocks.message import Message
    from bot.store.outgoing import Outgoing

_QUIET = {"link_names": False, "parse": "none"}  # chat.update's own default for parse is another
_FOLDED = {"unfurl_links": False, "unfurl_media": False}


def calls(row: Outgoing, draft: Draft, library: Library) -> list[Call]:
    """The call, and behind it the plainer ones that are tried in turn where Slack refuses its blocks."""
    if isinstance(draft, Deletion):
        return [Call(method=row.kind.method, arguments={"channel": row.channel, "ts": draft.ts})]
    message = _message(draft, library)
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
    if isinstance(draft, Redraw):
        return {"channel": row.channel, "ts": draft.ts, **_QUIET}
    metadata = {"event_type": "interview_bot_post", "event_payload": {"key": row.key}}
    where: dict[str, object] = {
        "channel": row.channel,
        "client_msg_id": row.key,
        "metadata": metadata,
        **_QUIET,
        **_FOLDED,
    }
    return {**where, "thread_ts": draft.thread} if isinstance(draft, Part) else where


def _message(draft: Introduction | Root | Part | Redraw, library: Library) -> Message:
    match draft:
        case Introduction():
            return introduction(draft.rule.schedule, draft.topics, by=draft.by)
        case Root():
            return closed_root(_posting(draft, library))
        case Part():
            opening = Opening(at=draft.reveal.at, zone=draft.zone, planned=draft.reveal.person is None)
            checked = library.checked(draft.question)
            return answer_message(draft.question, draft.number, opening, checked=checked)
        case Redraw():
            link = draft.answer.permalink if draft.answer else None
            return open_root(_posting(draft.root, library), opened=draft.reveal.at, link=link)
        case _:
            assert_never(draft)


def _posting(root: Root, library: Library) -> Posting:
    delivery = root.delivery
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
    )
