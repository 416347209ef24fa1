"""Says whether a size keeps a limit, in Slack's words where they are known; it knows no limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.block_kit.problem import Code, Problem
from bot.playground.block_kit.shape import Kind
from bot.playground.fields import objects_within, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.block_kit.shape import Limit


def size_problems(size: float, limit: Limit, at: str, kind: Kind) -> Iterator[Problem]:
    """Too much or too little: characters of a string, items of a list, or a number itself."""
    if limit.low <= size and (limit.high is None or size <= limit.high):
        return
    over = size > limit.low
    bound = limit.high if over and limit.high is not None else limit.low
    match kind, over:
        case Kind.LIST, True:
            yield Problem(at, Code.TOO_MANY, f"no more than {bound} items allowed", bound, size)
        case Kind.LIST, False:
            yield Problem(at, Code.TOO_FEW, f"no less than {bound} items allowed", bound, size)
        case ((Kind.INTEGER | Kind.NUMBER), _):
            message = f"must be {'at most' if over else 'at least'} {bound}"
            yield Problem(at, Code.OUT_OF_RANGE, message, bound, size)
        case _, True:
            yield Problem(at, Code.TOO_LONG, f"must be less than {bound + 1} characters", bound, size)
        case _, False:
            yield Problem(at, Code.TOO_SHORT, f"must be more than {bound - 1} characters", bound, size)


def characters(value: object) -> int:
    """Characters of every text inside; a link without a text of its own shows its address."""
    return sum(len(text(part.get("text", part.get("url")))) for part in objects_within(value))
