"""Reads what stands in the playground's channels, as Jepsen reads a history, and says what is wrong.

Per plan and local date: one root inside [due, expires], one answer, its parts in order, and nothing whose
sending began after a committed pause. A post repeated after its hold, which has a key of its own, is
counted as uncertain; two that stand under the same key are always double.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from uuid import NAMESPACE_URL, uuid5

from bot.practice.calendar import slot_on
from bot.service.planning import GRACE
from bot.store.outgoing import Kind
from tests.simulation.town import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.playground.conversations import Conversation, Message
    from bot.playground.workspace import Workspace
    from bot.store.outgoing import Outgoing
    from bot.store.plans import Plan, PlanId
    from bot.store.store import Store, Transaction

_PART = re.compile(r"Answer, message (\d+) of \d+")
_INSTANTS = dt.timedelta(seconds=1)
"""Between the clock that said "not expired" and Slack's own stamp lie some steps."""


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What a run came to; ``wrong`` holds a sentence for each broken promise beside the counts."""

    rows: int = 0
    lost: int = 0
    double: int = 0
    uncertain: int = 0
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(
            rows=self.rows + other.rows,
            lost=self.lost + other.lost,
            double=self.double + other.double,
            uncertain=self.uncertain + other.uncertain,
            wrong=self.wrong + other.wrong,
        )


Date = tuple[int, dt.date]
"""A plan's id, and a local date of it."""


class Place(Protocol):
    """What was lived in: a town, or real processes with a playground."""

    @property
    def store(self) -> Store:
        """Where they remember."""

    @property
    def workspaces(self) -> Sequence[Workspace]:
        """Where their posts stand."""

    @property
    def plans(self) -> Mapping[int, Sequence[Plan]]:
        """Each plan's versions, by its id."""

    @property
    def rests(self) -> Sequence[tuple[int, dt.datetime, dt.datetime | None]]:
        """Which plan was to be silent, since when and until when."""


def judge(
    town: Place,
    *,
    owed: Iterable[Date],
    dates: Iterable[dt.date],
    skew: dt.timedelta = dt.timedelta(),
    answered: bool = True,
) -> Verdict:
    """Everything that stands; ``owed`` are the slots that must, ``dates`` those that may have one.

    With ``answered`` each root that stands has its whole answer.
    """
    names = _names(town, dates)
    standing = _standing(town)
    verdict = Verdict()
    for key, found in standing.items():
        if key not in names:
            verdict.wrong.append(f"a root of no slot stands: {key}")
            continue
        plan, date = names[key]
        rows = town.store.read(lambda tx, key=key: _rows(tx, key))  # type: ignore[misc] # bound now
        verdict += _judge_roots(town, plan, date, [message for _, message in found], rows, skew)
        verdict += _judge_answers(date, found, rows, answered=answered)
    there = {names[key] for key in standing if key in names}
    missing = set(owed) - there
    verdict.lost += len(missing)
    verdict.rows += len(missing)
    verdict.wrong += [f"lost: plan {plan}, {date}" for plan, date in sorted(missing)]
    return verdict


def _names(town: Place, dates: Iterable[dt.date]) -> dict[str, Date]:
    """Which slot a delivery's key means: computed here, never read from the database."""
    days = list(dates)
    return {
        str(uuid5(NAMESPACE_URL, f"delivery/{versions[0].team}/{plan}/{day}")): (plan, day)
        for plan, versions in town.plans.items()
        for day in days
    }


def _standing(town: Place) -> dict[str, list[tuple[Conversation, Message]]]:
    standing: dict[str, list[tuple[Conversation, Message]]] = defaultdict(list)
    for workspace in town.workspaces:
        for channel in workspace.conversations.values():
            for message in channel.roots():
                key = None if message.deleted else key_of(message)
                if key:
                    standing[key].append((channel, message))
    return standing


def _rows(tx: Transaction, key: str) -> list[Outgoing]:
    found = tx.connection.exec_driver_sql(f"SELECT id FROM delivery WHERE key = '{key}'").scalar()  # noqa: S608 - a uuid
    return tx.outbox.of_delivery(found) if found else []


def _judge_roots(
    town: Place, plan: int, date: dt.date, found: list[Message], rows: list[Outgoing], skew: dt.timedelta
) -> Verdict:
    repeated = sum(row.generation for row in rows if row.kind is Kind.ROOT)
    extra = len(found) - 1
    verdict = Verdict(rows=1, double=max(_same_key(found), extra - repeated), uncertain=repeated)
    if verdict.double:
        verdict.wrong.append(f"double: plan {plan}, {date} stands {len(found)} times")
    windows = [
        (slot.due - skew, slot.due + GRACE + skew + _INSTANTS)
        for version in town.plans[plan]
        if (slot := slot_on(version.rule.schedule, date))
    ]
    for message in found:
        at = _instant(message.ts)
        if not any(due <= at <= expires for due, expires in windows):
            verdict.wrong.append(f"plan {plan}, {date} came at {at}, outside its window")
        verdict.wrong += [
            f"plan {plan}, {date} came at {at}, after it was stopped at {since}"
            for stopped, since, until in town.rests
            if stopped == plan and at > since and (until is None or at < until)
            if not _had_begun(rows, since)
        ]
    return verdict


def _same_key(found: list[Message]) -> int:
    """How many messages stand beside another of the same outgoing key: nobody may send one again blindly."""
    keys = [str(message.content.metadata) for message in found if message.content.metadata]
    return len(keys) - len(set(keys))


def _had_begun(rows: list[Outgoing], since: dt.datetime) -> bool:
    """Whether the intent to post was committed before: what is on the wire then may still arrive."""
    return any(row.kind is Kind.ROOT and row.sent and row.sent <= since for row in rows)


def _judge_answers(
    date: dt.date, found: list[tuple[Conversation, Message]], rows: list[Outgoing], *, answered: bool
) -> Verdict:
    parts = [row for row in rows if row.kind is Kind.ANSWER]
    replies = [
        (message, number)
        for channel, root in found
        for message in channel.replies(root.ts)
        if (number := _number(message))
    ]
    repeated = sum(row.generation for row in parts)
    numbers = [number for _, number in replies]
    there = set(numbers)
    owed = {row.position for row in parts} or ({1} if answered else set())
    extra = len(numbers) - len(there)
    same = _same_key([message for message, _ in replies])
    verdict = Verdict(rows=len(owed), double=max(same, extra - repeated), uncertain=repeated)
    verdict.lost = len(owed - there) if answered else 0
    if verdict.lost or verdict.double:
        verdict.wrong.append(f"{date}: the parts {sorted(owed)} of the answer stand as {numbers}")
    firsts = [numbers.index(number) for number in sorted(there)]
    if firsts != sorted(firsts):
        verdict.wrong.append(f"{date}: the answer stands in the order {numbers}")
    return verdict


def _number(message: Message) -> int | None:
    """Which part of an answer this is; None for what people say."""
    text = message.content.text
    if text.startswith("Answer posted for: "):
        return 1
    numbered = _PART.match(text)
    return int(numbered[1]) if numbered else None


def _instant(ts: str) -> dt.datetime:
    seconds, _, micros = ts.partition(".")
    return dt.datetime.fromtimestamp(int(seconds), dt.UTC) + dt.timedelta(microseconds=int(micros))


def owed_daily(plans: Iterable[PlanId], first: dt.date, days: int) -> list[Date]:
    """Every day from the first on, of each plan."""
    return [(plan, first + dt.timedelta(days=day)) for plan in plans for day in range(days)]
