"""Deals blocks out to messages, so that none is over Slack's limits; it knows not what the blocks say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.graphemes import units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.blocks.json_types import JSON, Block

MOST_CHARACTERS = 12_000  # a message of more was refused with msg_blocks_too_long (slackapi/bolt-js#2509)
MOST_BLOCKS = 50  # https://docs.slack.dev/reference/block-kit/blocks
_SHOWN = {"text", "url", "alt_text", "title"}


def pages(
    blocks: Iterable[Block], *, characters: int = MOST_CHARACTERS, count: int = MOST_BLOCKS
) -> list[list[Block]]:
    """The blocks in order, in as few pages as hold them; a caller who adds blocks asks for smaller pages.

    A block stays whole (those of `rich_text` are small enough); one over the limit gets a page of its own.
    """
    found: list[list[Block]] = []
    left = 0
    for block in blocks:
        length = characters_of(block)
        if not found or length > left or len(found[-1]) == count:
            found.append([])
            left = characters
        found[-1].append(block)
        left -= length
    return found


def characters_of(value: JSON) -> int:
    """How many characters a block shows, addresses of links counted."""
    match value:
        case dict():
            own = sum(units(text) for key, text in value.items() if key in _SHOWN and isinstance(text, str))
            return own + sum(characters_of(part) for part in value.values() if not isinstance(part, str))
        case list():
            return sum(characters_of(part) for part in value)
        case _:
            return 0
