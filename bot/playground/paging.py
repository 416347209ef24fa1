"""Cuts long lists into Slack's pages, and makes the cursors between them; it knows no list.

https://docs.slack.dev/apis/web-api/pagination
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, TypeVar

from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from bot.playground.arguments import Arguments

T = TypeVar("T")


def page_of(arguments: Arguments, found: list[T], *, default: int, most: int) -> tuple[list[T], str]:
    """The page that `cursor` and `limit` ask for, and the cursor of the next one, empty after the last."""
    limit = arguments.number("limit", default=default, most=most, malformed="invalid_limit")
    start = _offset(arguments.text("cursor"))
    end = start + limit
    return found[start:end], _cursor(end) if end < len(found) else ""


def _cursor(offset: int) -> str:
    return base64.b64encode(f"offset:{offset}".encode()).decode()


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refused("invalid_cursor") from None
    if word != "offset" or not number.isdecimal():
        raise Refused("invalid_cursor")
    return int(number)
