"""What an interaction lends an app for a while: a trigger and a response_url; it knows no HTTP."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from bot.playground.ids import Ids

TRIGGER_SECONDS = 3.0
"""https://docs.slack.dev/interactivity/handling-user-interaction: a trigger expires in three seconds."""
RESPONSE_USES = 5
RESPONSE_LIFE = dt.timedelta(minutes=30)
"""Five uses within thirty minutes: the same page."""


@dataclass(slots=True, kw_only=True)
class Trigger:
    """The right to open one modal on one person's screen, until `expires` (monotonic seconds)."""

    person: str
    expires: float
    spent: bool = False


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """The right to answer one interaction; `original` is the ts of the message that was pressed."""

    person: str
    channel: str
    original: str | None
    expires: dt.datetime
    uses: int = 0


class Grants:
    """All triggers and response_urls that were ever lent."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._triggers: dict[str, Trigger] = {}
        self._response_urls: dict[str, ResponseUrl] = {}

    def lend_trigger(self, person: str, *, at: float) -> str:
        """A trigger id for this person, good for one use within three seconds of `at` (monotonic)."""
        trigger_id = f"{self._ids.digits(13)}.{self._ids.digits(11)}.{self._ids.hexadecimal(32)}"
        self._triggers[trigger_id] = Trigger(person=person, expires=at + TRIGGER_SECONDS)
        return trigger_id

    def trigger(self, trigger_id: str, *, at: float) -> Trigger:
        """The trigger if it can still be exchanged; refuses with Slack's three codes."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.spent:
            raise Refused("exchanged_trigger_id")
        if at > trigger.expires:
            raise Refused("expired_trigger_id")
        return trigger

    def lend_response_url(self, person: str, channel: str, *, now: dt.datetime, original: str | None) -> str:
        """The last part of a response_url, good for five uses within thirty minutes."""
        name = f"{self._ids.digits(12)}/{self._ids.letters(24)}"
        self._response_urls[name] = ResponseUrl(
            person=person, channel=channel, original=original, expires=now + RESPONSE_LIFE
        )
        return name

    def response_url(self, name: str, *, now: dt.datetime) -> ResponseUrl:
        """The response_url if it can still be used; the codes are those that users of Slack report."""
        response_url = self._response_urls.get(name)
        if response_url is None or now > response_url.expires:
            raise Refused("expired_url")
        if response_url.uses >= RESPONSE_USES:
            raise Refused("used_url")
        return response_url
