"""The words in which Block Kit's rules are written down; it knows no rule and checks nothing.

Sources, in every table: DOC is a path on docs.slack.dev, SDK a name in `slack_sdk.models` 3.47.0, TYPES a
name in @slack/types 3.2.0, [3P] a third party. Where they differ, a comment says which one stands there;
tests/playground/differences.py names every difference.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EMPTY = "no page says whether it may be empty"
"""The commonest guess: that it may not."""

PLAIN = ("plain_text",)
TEXT = ("plain_text", "mrkdwn")

ON_MESSAGES = "messages"
ON_MODALS = "modals"
ON_HOME = "Home tabs"
EVERYWHERE = (ON_MESSAGES, ON_MODALS, ON_HOME)


class Kind(enum.Enum):
    """What stands in a field; the values are how messages call it."""

    STRING = "a string"
    BOOLEAN = "a boolean"
    INTEGER = "an integer"
    NUMBER = "a number"
    OBJECT = "an object"
    LIST = "an array"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """From `low` to `high`: a string's or text object's characters, a list's items, or a number's value.

    `guess` says what of it nobody has verified against Slack.
    """

    source: str
    low: int = 0
    high: int | None = None
    guess: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of an object, or one item of a list.

    `of` names the shapes that may stand in it, or in each item of a list; `each` limits each such item's
    text. `items` rules the items of a list that are no objects. `choices` and `pattern` (of the whole) hold
    for strings and integers, or for each item of a list.
    """

    kind: Kind
    required: bool = False
    limit: Limit | None = None
    of: tuple[str, ...] = ()
    each: Limit | None = None
    items: Field | None = None
    choices: tuple[str | int, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One kind of object: its `type` (none for an untyped one), its fields, and what binds them together.

    `surfaces` says where it may stand, which is of use for blocks alone.
    """

    source: str
    type: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)
    at_least_one: tuple[str, ...] = ()
    exactly_one: tuple[str, ...] = ()
    at_most_one: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = EVERYWHERE


def chars(high: int, source: str, *, low: int = 0, required: bool = False, guess: str = "") -> Field:
    """A string of `low` to `high` characters."""
    limit = Limit(low=low, high=high, source=source, guess=guess)
    return Field(kind=Kind.STRING, required=required, limit=limit)


def number(low: int, high: int | None, source: str, *, guess: str = "") -> Field:
    """An integer from `low` to `high`."""
    return Field(kind=Kind.INTEGER, limit=Limit(low=low, high=high, source=source, guess=guess))


def text(high: int, source: str, *of: str, required: bool = False, guess: str = "") -> Field:
    """A text object of 1 to `high` characters, plain_text unless `of` allows more."""
    limit = Limit(low=1, high=high, source=source, guess=guess)
    return Field(kind=Kind.OBJECT, required=required, limit=limit, of=of or PLAIN)


def one(*of: str, required: bool = False) -> Field:
    """An object of one of these shapes."""
    return Field(kind=Kind.OBJECT, required=required, of=of)


def some(
    high: int | None, source: str, *of: str, low: int = 1, required: bool = True, guess: str = EMPTY
) -> Field:
    """A list of `low` to `high` objects of these shapes."""
    limit = Limit(low=low, high=high, source=source, guess=guess)
    return Field(kind=Kind.LIST, required=required, limit=limit, of=of)


def strings(high: int | None, source: str, *, guess: str = EMPTY) -> Field:
    """A list of 1 to `high` strings, none of them empty."""
    item = Field(kind=Kind.STRING, limit=Limit(low=1, source="none", guess=EMPTY))
    return Field(kind=Kind.LIST, items=item, limit=Limit(low=1, high=high, source=source, guess=guess))


def choice(*choices: str, required: bool = False) -> Field:
    """One of these strings."""
    return Field(kind=Kind.STRING, required=required, choices=choices)


FLAG = Field(kind=Kind.BOOLEAN)
STRING = Field(kind=Kind.STRING)
NEEDED = Field(kind=Kind.STRING, required=True)
NOT_EMPTY = Field(kind=Kind.STRING, required=True, limit=Limit(low=1, source="none", guess=EMPTY))
ID = chars(255, "SDK Block.block_id_max_length, InteractiveElement.action_id_max_length", low=1, guess=EMPTY)
