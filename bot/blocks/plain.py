"""Markdown as plain words, whole, for those who hear a message or see no blocks; it knows no blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.markdown import marks, pieces
from bot.blocks.pieces import Code, Items, Quote, Section, spelled
from bot.blocks.text import escape

if TYPE_CHECKING:
    from bot.blocks.pieces import Piece


def plain(markdown: str) -> str:
    """Every word and all code, for a message's `text`, which screen readers read instead of the blocks.

    It is escaped, so that nothing in it can ping. Where it is all that a message shows, send `mrkdwn` false
    with it, so that stars and underscores of code stay.
    """
    return escape(words(markdown))


def words(markdown: str) -> str:
    """The same as it is, for plain_text fields, which Slack does not read as markup."""
    return "\n\n".join(_words(piece) for piece in pieces(markdown))


def _words(piece: Piece) -> str:
    match piece:
        case Code():
            return piece.text
        case Section() | Quote():
            return spelled(piece.runs)
        case Items():
            return "\n".join(
                mark + spelled(item) for mark, item in zip(marks(piece), piece.items, strict=True)
            )
