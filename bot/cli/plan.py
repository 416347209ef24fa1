"""``interview-bot plan``: a channel's daily question, made on the command line."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
from contextlib import closing
from typing import TYPE_CHECKING

from bot.bank.library import open_library
from bot.bank.model import Difficulty
from bot.bank.shipped import shipped
from bot.cli import plan_look
from bot.clock import system_clock
from bot.config import banks, database
from bot.errors import BotError
from bot.practice.calendar import Schedule, UnknownZoneError, Zone, zone
from bot.practice.skips import UnreadableDates, read_skips
from bot.service import editing
from bot.service.planning import add_plan
from bot.store.plans import Plan, Rule
from bot.store.store import Store
from bot.store.workspaces import ChannelId, TeamId

if TYPE_CHECKING:
    from bot.cli.verbs import Verbs
    from bot.store.store import Transaction

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class PlanError(BotError):
    """A plan that can't be made; the message says what to write instead."""

    code = "plan_error"


def add_to(verbs: Verbs) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser("plan", help="make a channel's daily question, and see what comes")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    add = actions.add_parser(
        "add",
        help="a daily question in a channel",
        description="Makes a plan. The bot must have run once, and must be invited to the channel.",
        epilog="example: interview-bot plan add --channel C0123ABCD --at 09:00 --zone Europe/Berlin",
    )
    add.add_argument("--channel", required=True, type=channel, help="the channel's id (C…), below its name")
    add.add_argument("--at", required=True, type=_time, metavar="HH:MM", help="hour of the question")
    add.add_argument("--zone", required=True, type=_zone, help="IANA zone, as in Europe/Berlin")
    add.add_argument("--days", default="mon,tue,wed,thu,fri", type=_days, help="default: %(default)s")
    closes = "when the answer comes by itself (default: %(default)s)"
    add.add_argument("--closes", default="16:00", type=_closes, metavar="HH:MM|never", help=closes)
    add.add_argument(
        "--topic",
        action="append",
        default=[],
        help="a path such as fastapi or fastapi/testing; may be repeated",
    )
    add.add_argument(
        "--difficulty",
        action="append",
        default=[],
        type=Difficulty,
        choices=list(Difficulty),
        help="may be repeated",
    )
    skips = "dates without a question, such as 2026-12-25, 2026-12-28..2027-01-01"
    add.add_argument("--skip", default=frozenset(), type=_skips, metavar="DATES", help=skips)
    add.add_argument("--team", default="", help="the workspace's id, where the bot serves several")
    add.set_defaults(verb=run_add)
    _add_resume(actions)
    plan_look.add_to(actions)


def _add_resume(actions: Verbs) -> None:
    resume = actions.add_parser(
        "resume",
        help="start a plan again that its channel had refused",
        description="Type /invite @Interview Bot in the channel first.",
        epilog="example: interview-bot plan resume 1",
    )
    resume.add_argument("plan", type=int, help="its number, as plan add and run print it")
    resume.set_defaults(verb=run_resume)


def run_add(options: argparse.Namespace) -> int:
    """Makes the plan and says what comes."""
    rule = _rule(options)
    with closing(Store(database(os.environ))) as store:
        plan = store.write(lambda tx: _add(tx, options, rule))
    print(f"Plan {plan.id} for {plan.channel}. {_first(plan)}")
    print("If no introduction appears there, type /invite @Interview Bot in the channel, then here:")
    print(f"  interview-bot plan resume {plan.id}")
    return 0


def run_resume(options: argparse.Namespace) -> int:
    """Starts a waiting plan again and says what comes."""
    with closing(Store(database(os.environ))) as store:
        plan = store.write(lambda tx: _resume(tx, options.plan))
    print(f"Plan {plan.id} for {plan.channel} goes on. {_first(plan)}")
    return 0


def _resume(tx: Transaction, number: int) -> Plan:
    waiting = [
        plan for team in tx.workspaces.all() for plan in tx.plans.of_team(team.team) if plan.is_waiting
    ]
    for plan in waiting:
        if plan.id == number:
            mark = editing.Mark(team=plan.team, channel=plan.channel, plan=plan.id, version=plan.version)
            resumed = editing.resume(tx, mark, plan.editor, now=system_clock())
            assert isinstance(resumed, Plan)  # noqa: S101 - read a moment ago, in this transaction
            return resumed
    numbers = ", ".join(str(plan.id) for plan in waiting) or "none"
    raise PlanError(f"No plan {number} waits for its channel. Waiting: {numbers}.")


def _first(plan: Plan) -> str:
    if plan.next_due is None:
        return "Its first question never comes: every day is skipped."
    return f"First question: {plan.next_due:%a %d %b %Y %H:%M} UTC."


def _add(tx: Transaction, options: argparse.Namespace, rule: Rule) -> Plan:
    team = TeamId(options.team or _only_team(tx))
    if tx.workspaces.get(team) is None:
        raise PlanError(f"The bot never connected to {team}: start it there once with interview-bot run.")
    return add_plan(tx, team, ChannelId(options.channel), rule, now=system_clock())


def _only_team(tx: Transaction) -> str:
    teams = tx.workspaces.all()
    if not teams:
        raise PlanError("The bot has not connected to a workspace yet: start it once with interview-bot run.")
    if len(teams) > 1:
        names = ", ".join(f"{team.team} ({team.name})" for team in teams)
        raise PlanError(f"The bot serves several workspaces: name one with --team. They are {names}.")
    return teams[0].team


def _rule(options: argparse.Namespace) -> Rule:
    bank = open_library([shipped(), *banks(os.environ)]).bank
    for path in options.topic:
        if bank.title(path) == path:
            raise PlanError(
                f"No questions stand under {path!r}: interview-bot run, then /interview topics lists them."
            )
    schedule = Schedule(
        zone=options.zone, at=options.at, weekdays=options.days, skipped=options.skip, closes=options.closes
    )
    return Rule(schedule=schedule, topics=tuple(options.topic), difficulties=tuple(options.difficulty))


def channel(text: str) -> str:
    """A channel's id as it was typed; raises ArgumentTypeError with what to write."""
    if not re.fullmatch(r"[CG][A-Z0-9]{2,20}", text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no channel id: open the channel's details, it stands at the bottom"
        )
    return text


def _time(text: str) -> dt.time:
    if not re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is no hour: write it as 09:00, up to 23:59")
    return dt.time.fromisoformat(text)


def _closes(text: str) -> dt.time | None:
    return None if text == "never" else _time(text)


def _skips(text: str) -> frozenset[dt.date]:
    dates = read_skips(text)
    if isinstance(dates, UnreadableDates):
        raise argparse.ArgumentTypeError(dates.sentence)
    return dates


def _zone(text: str) -> Zone:
    try:
        return zone(text)
    except UnknownZoneError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no zone: write one such as Europe/Berlin or Asia/Kolkata"
        ) from None


def _days(text: str) -> frozenset[int]:
    words = [word.strip().lower()[:3] for word in text.split(",")]
    if unknown := [word for word in words if word not in _DAYS]:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is no day: write some of {','.join(_DAYS)}")
    return frozenset(_DAYS.index(word) for word in words)
