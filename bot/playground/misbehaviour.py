"""A Slack that fails on request: rules by method, share, count and seed; hooks only, it serves nothing."""

from __future__ import annotations

import asyncio
import enum
import json
import random
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from bot.playground.delivery import Mishap
from bot.playground.faults import Cut, Say, Silence, When
from bot.playground.fields import mapping

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from bot.playground.delivery import Parcel
    from bot.playground.faults import Fault, Moment

CODES = {429: "ratelimited", 500: "internal_error", 503: "service_unavailable"}
"""Slack's codes for its own failures, by the status they come with; another status comes with a bare page."""
RATE_LIMITED = 429
STATUSES = range(100, 600)


class Harm(enum.StrEnum):
    """What a rule does: the first four to a call, the last two to a delivery."""

    ANSWER = "answer"
    SILENCE = "silence"
    CUT = "cut"
    SLOW = "slow"
    REPEATED = "repeated"
    OVERTAKEN = "overtaken"


MISHAPS = {Harm.REPEATED: Mishap.REPEATED, Harm.OVERTAKEN: Mishap.OVERTAKEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which calls suffer what.

    `method` is a pattern as in shells (`chat.*`); beside Slack's methods there are `response_url`, `upload`
    (the bytes of a file) and `link` (a Socket Mode connection); for deliveries it is the payload's type
    (`slash_commands`, `block_actions`, `app_mention`). Of those that match, the first `skip` pass, then a
    `share` between 0 and 1 suffers, at most `count` times. `when` says whether the call is carried out
    first. `status`, `error` and `retry_after` (seconds) shape an ANSWER, `seconds` a SLOW one.
    """

    do: Harm
    method: str = "*"
    when: When = When.BEFORE
    share: float = 1.0
    count: int | None = None
    skip: int = 0
    status: int = 503
    error: str = ""
    retry_after: int | None = None
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError("share is a part of the calls: from 0 to 1.")
        if self.status not in STATUSES:
            raise ValueError("status is an HTTP status: from 100 to 599.")
        if min(self.count or 0, self.skip, self.retry_after or 0, self.seconds) < 0:
            raise ValueError("count, skip, retry_after and seconds are never negative.")

    @classmethod
    def read(cls, given: object) -> Rule:
        """A rule from JSON; ValueError says what is wrong with it."""
        fields = dict(mapping(given))
        unknown = sorted(set(fields) - set(KINDS))
        if unknown or "do" not in fields:
            raise ValueError(f"A rule needs do; it may have {', '.join(KINDS)}{_not(unknown)}.")
        for name, value in fields.items():
            if not isinstance(value, KINDS[name]) or isinstance(value, bool):
                raise ValueError(f"{name} is {value!r}: that is not of its kind.")  # noqa: TRY004 - JSON's value
        enums = {"do": Harm(str(fields["do"])), "when": When(str(fields.get("when", When.BEFORE)))}
        return cls(**(fields | enums))  # type: ignore[arg-type]  # each was held against KINDS

    def as_json(self) -> dict[str, object]:
        """The rule as `read` takes it."""
        return {name: getattr(self, name) for name in KINDS}


KINDS: Mapping[str, tuple[type, ...]] = {
    "do": (str,),
    "method": (str,),
    "when": (str,),
    "share": (int, float),
    "count": (int, type(None)),
    "skip": (int,),
    "status": (int,),
    "error": (str,),
    "retry_after": (int, type(None)),
    "seconds": (int, float),
}
"""The fields of a rule, and the types of their JSON."""


@dataclass(slots=True)
class _Watch:
    rule: Rule
    met: int = 0
    done: int = 0


class Misbehaviour:
    """Rules at work, the first that applies wins; usable as a playground's `faults`.

    The same seed and the same order of calls fail the same calls. `sleep` is what slow calls wait by.
    """

    def __init__(
        self,
        rules: Iterable[Rule] = (),
        *,
        seed: int = 0,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._sleep = sleep
        self.follow(rules, seed=seed)

    def follow(self, rules: Iterable[Rule], *, seed: int = 0) -> None:
        """Put these rules in place of the old ones, their counts at nought; none at all: Slack behaves."""
        self._watches = [_Watch(rule) for rule in rules]
        self._chance = random.Random(seed)  # noqa: S311 - which calls fail is to be repeatable

    async def __call__(self, moment: Moment) -> Fault | None:
        """The hook: what this call suffers at this moment, None for nothing; a slow one has waited here."""
        rule = self._draw(moment.method, moment.when, calls=True)
        if rule is None:
            return None
        match rule.do:
            case Harm.ANSWER:
                return _answer(rule)
            case Harm.SILENCE:
                return Silence()
            case Harm.CUT:
                return Cut()
            case _:
                await self._sleep(rule.seconds)
                return None

    def mishap(self, parcel: Parcel) -> Mishap | None:
        """The other hook: what befalls this delivery, None for nothing."""
        rule = self._draw(parcel.name, When.BEFORE, calls=False)
        return None if rule is None else MISHAPS[rule.do]

    def as_json(self) -> list[dict[str, object]]:
        """The rules as the page shows them, with how often each was met and struck."""
        return [{**watch.rule.as_json(), "met": watch.met, "done": watch.done} for watch in self._watches]

    def _draw(self, name: str, when: When, *, calls: bool) -> Rule | None:
        """The rule that strikes this call or delivery now, counted."""
        for watch in self._watches:
            rule = watch.rule
            fits = rule.when is when and (rule.do not in MISHAPS) is calls and fnmatchcase(name, rule.method)
            if fits and self._strikes(watch):
                return rule
        return None

    def _strikes(self, watch: _Watch) -> bool:
        watch.met += 1
        if watch.met <= watch.rule.skip or watch.done == watch.rule.count:
            return False
        struck = self._chance.random() < watch.rule.share
        watch.done += struck
        return struck


def _answer(rule: Rule) -> Say:
    error = rule.error or CODES.get(rule.status, "")
    headers = {} if rule.retry_after is None else {"Retry-After": str(rule.retry_after)}
    if rule.status == RATE_LIMITED:
        headers.setdefault("Retry-After", "1")  # Slack always sends one
    if error:
        return Say(status=rule.status, body=json.dumps({"ok": False, "error": error}), headers=headers)
    page = f"<!doctype html><title>{rule.status}</title>"
    return Say(status=rule.status, body=page, content_type="text/html", headers=headers)


def _not(unknown: Iterable[str]) -> str:
    names = ", ".join(unknown)
    return f", not {names}" if names else ""
