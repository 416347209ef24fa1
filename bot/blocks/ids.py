"""The names by which a press or a modal comes back to us; listeners/ answers each of them."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Action(enum.StrEnum):
    """A button's action_id; Slack wants them unique in a row, so that several of a kind are numbered."""

    CHECK = "check"
    HINT = "hint"
    NEXT_HINT = "next_hint"
    REVEAL = "reveal"
    GO = "go_to_answer"
    ANOTHER = "another"
    SHOW_ANSWER = "show_answer"
    POST = "post_to_channel"
    SHARE = "share_in_channel"
    ASK_TOPIC = "ask_topic"
    GRADE = "grade"
    UNDO_GRADE = "undo_grade"
    TICK = "tick"
    KEEP_DAILY = "keep_daily"
    MAKE_WEEKLY = "make_weekly"
    PAUSE_PLAN = "pause_plan"

    def numbered(self, number: int) -> str:
        """The id of one of several buttons of this kind in a row: ``show_answer:2``."""
        return f"{self}:{number}"

    def lettered(self, name: str) -> str:
        """The id of one of several that have names: ``grade:got_it``."""
        return f"{self}:{name}"

    @staticmethod
    def kind(action_id: str) -> str:
        """What kind of button an id names, whatever its number."""
        return action_id.partition(":")[0]


class Modal(enum.StrEnum):
    """A modal's callback_id."""

    CHECK = "check"
    CHECKED = "checked"
    HINT = "hint"
    NOTICE = "notice"


TRY_BLOCK = "try"
TRY_INPUT = "text"
TRIED_BLOCK = "tried"
"""The block that shows one's own try again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The question of a delivery, named by the delivery's opaque key."""

    key: str

    def __str__(self) -> str:
        return f"d:{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """A question that one person was shown by a command, named by the showing's opaque key."""

    key: str

    def __str__(self) -> str:
        return f"s:{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A question of the bank that somebody asked for, named by its full id."""

    uid: str

    def __str__(self) -> str:
        return f"q:{self.uid}"


Reference = Posted | Private | Shown


def read_reference(text: str) -> Reference | None:
    """The reference that a button or a modal carried; None for anything that we never wrote."""
    match text.partition(":"):
        case ("d", _, key) if key:
            return Posted(key=key)
        case ("s", _, key) if key:
            return Private(key=key)
        case ("q", _, uid) if uid:
            return Shown(uid=uid)
    return None
