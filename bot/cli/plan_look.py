"""``interview-bot plan list`` and ``plan preview``: what the plans are, and what they would post."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

from bot.bank.library import open_library
from bot.bank.shipped import shipped
from bot.blocks.introduction import rule
from bot.blocks.plain import words
from bot.clock import system_clock
from bot.config import banks, database
from bot.errors import BotError
from bot.practice.calendar import spelled
from bot.service import editing
from bot.service.plan_form import counted, titles
from bot.service.preview import Place, matching, preview
from bot.store.plans import PlanState
from bot.store.store import Store

if TYPE_CHECKING:
    import argparse

    from bot.bank.model import Bank
    from bot.cli.verbs import Verbs
    from bot.service.preview import Coming
    from bot.store.plans import Plan
    from bot.store.store import Transaction

_PREVIEWED = 14


class NoPlanError(BotError):
    """There is no plan of that number."""

    code = "no_plan"


def add_to(actions: Verbs) -> None:
    """Adds both to the actions of ``plan``."""
    listing = actions.add_parser(
        "list",
        help="every plan, with its next post",
        description="Prints the plans of all workspaces.",
        epilog="example: interview-bot plan list",
    )
    listing.set_defaults(verb=run_list)
    looking = actions.add_parser(
        "preview",
        help="the next posts of a plan",
        description="Prints the next fourteen: date, hour, topic, difficulty.",
        epilog="example: interview-bot plan preview 1 --titles",
    )
    looking.add_argument("plan", type=int, help="its number, as plan list prints it")
    looking.add_argument("--titles", action="store_true", help="the questions, too: it spoils them")
    looking.set_defaults(verb=run_preview)


def run_list(_options: argparse.Namespace) -> int:
    """Prints every plan, or how to make the first one."""
    bank = open_library([shipped(), *banks(os.environ)]).bank
    with closing(Store(database(os.environ))) as store:
        lines = store.read(lambda tx: [_line(tx, plan, bank) for plan in _plans(tx)])
    print(
        "\n".join(lines) or "No plans yet: /interview daily in a channel, or interview-bot plan add --help."
    )
    return 0


def run_preview(options: argparse.Namespace) -> int:
    """Prints the next posts of a plan; raises NoPlanError."""
    bank = open_library([shipped(), *banks(os.environ)]).bank
    with closing(Store(database(os.environ))) as store:
        plan, posts = store.read(lambda tx: _preview(tx, options.plan, bank))
    for post in posts:
        print(_post(plan, post, titles=options.titles))
    if not posts:
        print(f"Nothing comes: plan {plan.id} is {plan.state}, or every day is skipped.")
    return 0


def _plans(tx: Transaction) -> list[Plan]:
    return [plan for team in tx.workspaces.all() for plan in tx.plans.of_team(team.team)]


def _line(tx: Transaction, plan: Plan, bank: Bank) -> str:
    """``1  C0123ABCD  weekdays at 09:00 Berlin time. Answer at 16:00. Next: Tue 24 Nov 09:00. …``."""
    said = rule(plan.rule.schedule, titles(plan.rule, bank))
    slot = next(iter(editing.coming(tx, plan, now=system_clock(), count=1)), None)
    comes = f" Next: {spelled(slot.due, plan.rule.schedule.zone)}." if slot else ""
    stands = "" if plan.state is PlanState.ACTIVE else f" It is {plan.state}."
    return f"{plan.id}  {plan.channel}  {said}{stands}{comes} {counted(matching(bank, plan.rule))}."


def _preview(tx: Transaction, number: int, bank: Bank) -> tuple[Plan, list[Coming]]:
    plans = _plans(tx)
    plan = next((plan for plan in plans if plan.id == number), None)
    if plan is None:
        numbers = ", ".join(str(plan.id) for plan in plans) or "none"
        raise NoPlanError(f"There is no plan {number}. There are: {numbers}.")
    now = system_clock()
    slots = editing.coming(tx, plan, now=now, count=_PREVIEWED)
    place = Place(team=plan.team, channel=plan.channel, plan=plan.id, seed=plan.seed)
    return plan, preview(tx, place, plan.rule, slots, bank, now=now)


def _post(plan: Plan, post: Coming, *, titles: bool) -> str:
    at = spelled(post.slot.due, plan.rule.schedule.zone)
    if post.question is None:
        return f"{at}  no question fits"
    place = post.question.place
    line = f"{at}  {place.framework.title} › {place.topic.title}  {post.question.difficulty}"
    return f"{line}  {' '.join(words(post.question.question).split())}" if titles else line
