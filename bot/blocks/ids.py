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
    ASK_TOPIC = "ask_topic"

    def numbered(self, number: int) -> str:
        """The id of one of several buttons of this kind in a row: ``show_answer:2``."""
        return f"{self}:{number}"

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The question of a delivery, named by the delivery's opaque key."""

    key: str

    def __str__(self) -> str:
        return f"d:{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A question of the bank that somebody asked for, named by its full id."""

    uid: str

    def __str__(self) -> str:
        return f"q:{self.uid}"


Reference = Posted | Shown


def read_reference(text: str) -> Reference | None:
    """The reference that a button or a modal carried; None for anything that we never wrote."""
    match text.partition(":"):
        case ("d", _, key) if key:
            return Posted(key=key)
        case ("q", _, uid) if uid:
            return Shown(uid=uid)
    return None
