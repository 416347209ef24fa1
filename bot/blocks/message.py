"""What every message consists of; it knows nothing of what ours say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.blocks.json_types import JSON, Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Blocks for the eye, and the whole of it as text: screen readers and lock screens read only that."""

    text: str
    blocks: tuple[Block, ...]


def context(*lines: str) -> Block:
    """A line of small print; each element is mrkdwn, escaped by its maker."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": line} for line in lines]}


def section(text: str) -> Block:
    """A paragraph of mrkdwn, escaped by its maker."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str, action: str, value: str, *, spoken: str, primary: bool = False) -> Block:
    """A button; ``spoken`` is what a screen reader says in place of the label, 75 characters at most.

    It begins with the label, so that people who speak to their screen find it (WCAG 2.5.3).
    """
    made: Block = {
        "type": "button",
        "text": {"type": "plain_text", "text": label},
        "action_id": action,
        "value": value,
        "accessibility_label": spoken,
    }
    return {**made, "style": "primary"} if primary else made


def actions(*buttons: Block) -> Block:
    """A row of buttons."""
    elements: list[JSON] = list(buttons)
    return {"type": "actions", "elements": elements}
