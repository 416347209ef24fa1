"""The record of what crossed the wire, and whom it showed itself to; it knows nothing of its meaning."""

from __future__ import annotations

import collections
import copy
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.fields import objects_within, text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

KEPT = 5_000
"""Entries kept; the oldest go first."""


class Way(enum.StrEnum):
    """The four ways by which a payload travels between Slack and an app."""

    API = "api"
    EVENT = "event"
    ACK = "ack"
    RESPONSE_URL = "response_url"


@dataclass(slots=True, kw_only=True)
class Entry:
    """One payload, its answer, and the ids of the people on whose screens it appeared."""

    n: int
    at: str
    way: Way
    to: list[str]
    name: str
    body: object
    reply: object

    def as_json(self) -> dict[str, object]:
        """The entry as the page reads it."""
        return {
            "n": self.n,
            "at": self.at,
            "way": self.way.value,
            "to": self.to,
            "name": self.name,
            "body": self.body,
            "reply": self.reply,
        }


class Wire:
    """The entries, oldest first, numbered from 1."""

    def __init__(self) -> None:
        self._entries: collections.deque[Entry] = collections.deque(maxlen=KEPT)
        self._count = 0

    def record(
        self, *, at: dt.datetime, way: Way, name: str, body: object, reply: object, to: Iterable[str] = ()
    ) -> Entry:
        """Keep a copy, as later changes to a message must not rewrite what crossed."""
        self._count += 1
        entry = Entry(
            n=self._count,
            at=at.isoformat(),
            way=way,
            to=sorted(to),
            name=name,
            body=copy.deepcopy(body),
            reply=copy.deepcopy(reply),
        )
        self._entries.append(entry)
        return entry

    def entries(self, *, after: int = 0, wanted: str = "") -> list[dict[str, object]]:
        """The entries numbered above `after` that hold this text in any field, capitals or not."""
        found = (entry.as_json() for entry in self._entries if entry.n > after)
        return [entry for entry in found if wanted.casefold() in searchable(entry).casefold()]


def searchable(value: object) -> str:
    """Every string of a JSON value, then its `text` fields run together.

    A sentence of rich text is cut where a word changes its style: run together, it is whole again.
    """
    strings = "\n".join(_strings(value))
    run_together = "".join(text(part.get("text")) for part in objects_within(value))
    return f"{strings}\n{run_together}"


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, child in value.items():
                yield str(key)
                yield from _strings(child)
        case list():
            for child in value:
                yield from _strings(child)
