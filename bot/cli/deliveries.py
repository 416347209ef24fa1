"""``interview-bot deliveries``: what became of every post, and a deliberate second try."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from contextlib import closing
from typing import TYPE_CHECKING

from bot.cli.plan import channel
from bot.clock import system_clock
from bot.config import database
from bot.practice.calendar import day, spelled
from bot.service.history import past
from bot.service.retrying import plan_retry, retry
from bot.store.deliveries import Fate
from bot.store.outgoing import SENDER_DIED, Kind, State
from bot.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.cli.verbs import Verbs
    from bot.service.history import Past
    from bot.service.retrying import Retry
    from bot.store.outgoing import Outgoing
    from bot.store.store import Transaction

_LATE = dt.timedelta(minutes=5)
_SHOWN = 40


def add_to(verbs: Verbs) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "deliveries",
        help="what became of each post: late, skipped, uncertain, and why",
        description="Prints a line a post, the newest first: number, date, channel, what became of it.",
        epilog="example: interview-bot deliveries --state skipped --day 2026-11-23",
    )
    states = "posted, waiting, doubtful (nobody knows yet), skipped, failed, uncertain (sent twice, perhaps)"
    parser.add_argument("--state", type=Fate, choices=list(Fate), metavar="STATE", help=states)
    parser.add_argument("--day", type=_date, metavar="YYYY-MM-DD", help="its date in the plan's zone")
    parser.add_argument("--channel", type=channel, help="the channel's id (C…)")
    parser.add_argument("--limit", type=int, default=_SHOWN, help="how many at most (default: %(default)s)")
    parser.set_defaults(verb=run_list)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    again = actions.add_parser(
        "retry",
        help="send one again that did not come",
        description="Says what it would send and what that may double; with --yes it does.",
        epilog="example: interview-bot deliveries retry 12 --yes",
    )
    again.add_argument("delivery", type=int, help="its number, as deliveries prints it")
    again.add_argument("--yes", action="store_true", help="do it")
    again.set_defaults(verb=run_retry)


def run_list(options: argparse.Namespace) -> int:
    """Prints the deliveries, or that there are none."""
    with closing(Store(database(os.environ))) as store:
        pasts = store.read(lambda tx: _listed(tx, options))
    if not pasts:
        print("No such delivery." if _asked(options) else "Nothing was due yet.")
    for one in pasts:
        print(_line(one))
    if len(pasts) == options.limit:
        print(f"The newest {options.limit}; --limit shows more, --state, --day and --channel others.")
    return 0


def run_retry(options: argparse.Namespace) -> int:
    """Says what it would do; does it with --yes. Raises CannotRetryError."""
    with closing(Store(database(os.environ))) as store:
        if not options.yes:
            planned = store.read(lambda tx: plan_retry(tx, options.delivery))
            print(f"{_what(planned)}\n{_doubles(planned)}\nWith --yes it is sent.")
            return 2
        done = store.write(lambda tx: retry(tx, options.delivery, now=system_clock()))
    print(f"{_what(done)} A bot that runs sends it at its next tick.")
    return 0


def _listed(tx: Transaction, options: argparse.Namespace) -> list[Past]:
    found = tx.deliveries.listed(
        fate=options.state, date=options.day, channel=options.channel, limit=options.limit
    )
    return [past(tx, delivery) for delivery in found]


def _asked(options: argparse.Namespace) -> bool:
    return any((options.state, options.day, options.channel))


def _line(one: Past) -> str:
    """As in ``12  Mon 23 Nov  C0123ABCD  scheduled  posted Mon 23 Nov 09:00 Europe/Berlin.``."""
    delivery = one.delivery
    answer = _answer(list(one.parts))
    place = f"{delivery.id:>5}  {day(delivery.date):<10}  {delivery.channel:<11}  {delivery.kind:<9}"
    return f"{place}  {_root(one)}{answer}"


def _root(one: Past) -> str:
    if one.posted:
        return f"posted {spelled(one.posted, one.zone)} {one.zone}.{_late(one)}{_unsure(one)}"
    due = spelled(one.delivery.due, one.zone)
    if one.delivery.skipped:
        return f"skipped, due {due} {one.zone}. {one.delivery.skipped}"
    if one.root is None:
        return f"skipped, due {due} {one.zone}."
    return f"{_state(one.root)}, due {due} {one.zone}.{_unsure(one)}"


def _late(one: Past) -> str:
    """How late it came, and why as far as is known."""
    if one.posted is None or one.root is None or one.posted - one.delivery.due <= _LATE:
        return ""
    late = round((one.posted - one.delivery.due).total_seconds() / 60)
    tries = one.root.attempts
    why = f"it took {tries} tries" if tries > 1 else "nobody tried earlier: the bot was away"
    return f" Late by {late} minutes: {why}."


def _unsure(one: Past) -> str:
    if one.uncertain:
        return " Uncertain: it was sent again without knowing of the first one, and both may stand."
    if one.posted and one.doubt:
        return f" It was in doubt ({one.doubt}) until a press or a look showed that it stands."
    return ""


def _state(row: Outgoing) -> str:
    """How a post stands that does not stand in Slack for certain."""
    why = f" ({row.error})" if row.error else ""
    match row.state:
        case State.DOUBTFUL:
            doubt = "the sender died" if row.error == SENDER_DIED else f"Slack gave no clear answer{why}"
            return f"doubtful: {doubt}, and a press on it, or its hold, settles it"
        case State.SENDING:
            return "on the wire"
        case State.DUE | State.CLAIMED:
            return f"waiting for its turn{why}"
        case _:
            return f"{row.state}{why}"


def _answer(parts: list[Outgoing]) -> str:
    """What is to be said of an answer that does not simply stand."""
    words = []
    if troubled := [row for row in parts if row.state is not State.DONE]:
        words.append(f" Answer: {_state(troubled[0])}.")
    if any(row.generation for row in parts):
        words.append(" A part of its answer is uncertain.")
    return "".join(words)


def _what(planned: Retry) -> str:
    """What is sent again."""
    delivery = planned.delivery
    named = _named((*planned.ended, *planned.doubtful)) or "the question"
    return f"Delivery {delivery.id} of {day(delivery.date)} in {delivery.channel}: {named} is sent again."


def _doubles(planned: Retry) -> str:
    if not planned.doubtful:
        return "It doubles nothing: Slack does not have it."
    return (
        f"It may double {_named(planned.doubtful)}: nobody knows whether Slack has it already."
        " Look into the channel first; a press on what stands there settles it without a second one."
    )


def _named(rows: Iterable[Outgoing]) -> str:
    """The posts in words: the question, the answer."""
    kinds = {row.kind for row in rows}
    words = {Kind.ROOT: "the question", Kind.ANSWER: "the answer"}
    return " and ".join(word for kind, word in words.items() if kind in kinds)


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write it as 2026-11-23") from None
