"""The four grades as buttons, and what the presser is told; it knows nothing of what is graded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.blocks.ids import Action
from bot.blocks.message import Message, actions, button, section
from bot.practice.grade import Grade

if TYPE_CHECKING:
    from bot.blocks.ids import Reference
    from bot.blocks.json_types import Block

ASKED: Final = "How did you do? Nobody sees your grade."
NONE: Final = "none"
_SPOKEN: Final = {
    Grade.MISSED: "Missed: I did not know it",
    Grade.SHAKY: "Shaky: I knew some of it",
    Grade.GOT_IT: "Got it: I knew it",
    Grade.EASY: "Easy: I knew it at once",
}


def grade_buttons(ref: Reference) -> Block:
    """The row of four."""
    return actions(
        *(
            button(grade.label, Action.GRADE.lettered(grade), f"{ref} {grade}", spoken=_SPOKEN[grade])
            for grade in Grade
        )
    )


def undo_button(ref: Reference, before: Grade | None) -> Block:
    """Takes a grade back, to the one before it if there was one."""
    spoken = f"Undo: back to {before.label}" if before else "Undo: take my grade back"
    return button("Undo", Action.UNDO_GRADE, f"{ref} {before or NONE}", spoken=spoken)


def receipt(ref: Reference, given: Grade, before: Grade | None) -> Message:
    """What the presser is told after a grade."""
    instead = f" instead of {before.label}" if before and before is not given else ""
    sentence = f"Noted: {given.label}{instead}. Only you see this."
    return Message(text=sentence, blocks=(section(sentence), actions(undo_button(ref, before))))


def taken_back(now: Grade | None) -> str:
    """What the presser is told after Undo."""
    return (
        f"Taken back: your grade is {now.label} again."
        if now
        else "Taken back: you have no grade on this one."
    )


def read_grade(value: str) -> tuple[str, Grade | None] | None:
    """A button's value as reference and grade, None for no grade; None for what we never wrote."""
    ref, _, written = value.rpartition(" ")
    if written == NONE:
        return ref, None
    return (ref, Grade(written)) if written in tuple(Grade) else None
