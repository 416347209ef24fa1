"""``/interview why``: what became of this channel's latest posts, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.blocks import why
from bot.blocks.instants import hour
from bot.blocks.text import escape, person_name
from bot.service.history import latest
from bot.store.deliveries import DeliveryKind
from bot.store.outgoing import SENDER_DIED, State

if TYPE_CHECKING:
    from bot.blocks.message import Message
    from bot.listeners.desk import Desk
    from bot.service.history import Past
    from bot.store.showings import Asker

_WHAT: Final = {
    DeliveryKind.SCHEDULED: "daily question",
    DeliveryKind.EXTRA: "extra question",
    DeliveryKind.SHARED: "shared question",
}


async def tell_why(asker: Asker, desk: Desk) -> list[Message]:
    """The latest first."""
    posts = await desk.store.read_soon(lambda tx: latest(tx, asker.team, asker.channel))
    return [why.why_reply([_line(past) for past in posts], desk.commands.spell(why.NOTHING))]


def _line(past: Past) -> str:
    delivery, what = past.delivery, _WHAT[past.delivery.kind]
    if past.posted is None:
        return why.missing_line(what, delivery.due, past.zone, _missing(past))
    line = why.posted_line(
        what, delivery.due, past.posted, past.zone, doubt=_doubt(past), uncertain=past.uncertain
    )
    return f"{line} {_answer(past)}"


def _missing(past: Past) -> str:
    root = past.root
    if past.delivery.skipped:
        return f"not posted. {past.delivery.skipped}"
    if root is None:
        return "not posted."
    match root.state:
        case State.DOUBTFUL:
            return f"sent, and I don’t know whether Slack has it ({root.error}). A press on it settles that."
        case State.SENDING | State.CLAIMED:
            return "on its way right now."
        case State.DUE:
            waiting = f" ({root.error})" if root.error else ""
            return f"waits for its turn{waiting}."
        case _:
            return f"not posted. {root.error or ''}".strip()


def _doubt(past: Past) -> str:
    """How it was found out that it stands, where that was not known at once."""
    if past.doubt is None:
        return ""
    why_not = "I was stopped" if past.doubt == SENDER_DIED else "Slack gave no clear answer"
    return f"{why_not} before I heard that Slack had it; a press on it settled that."


def _answer(past: Past) -> str:
    if past.reveal is None:
        return "Its answer is still closed."
    if past.refused:
        return f"Its answer was not posted: {past.refused} Reveal in thread tries once more."
    if past.reveal.person:
        how = f"opened by {escape(person_name(past.reveal.name)) or 'a press'}"
    else:
        how = "opened by itself, as planned,"
    return f"Its answer was {how} at {hour(past.reveal.at, past.zone)}."
