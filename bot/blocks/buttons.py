"""The buttons that stand under every question; it knows nothing of which question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.ids import Action
from bot.blocks.message import button

if TYPE_CHECKING:
    from bot.blocks.json_types import Block


def check_button(ref: str, *, primary: bool = False) -> Block:
    """Check myself: one's try beside the answer."""
    return button("Check myself", Action.CHECK, ref, spoken="Check myself, privately", primary=primary)


def hint_button(ref: str) -> Block:
    """Hint: the first one."""
    return button("Hint", Action.HINT, ref, spoken="Hint, shown to you alone")
