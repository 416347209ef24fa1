"""Judges Block Kit payloads, blocks of a message and whole views, by the tables in `block_kit`.

The tables say where each rule comes from. Of Slack's own codes and words only a few are known
(``failed_constraint``, "unsupported type: …", "must be less than …"): the codes here are finer and ours,
the words follow Slack's where it is known to use them.
"""

from __future__ import annotations

import enum
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground.block_kit import tables
from bot.playground.block_kit.judge import object_problems
from bot.playground.block_kit.problem import Code, Problem
from bot.playground.block_kit.shape import ON_HOME, ON_MESSAGES, ON_MODALS, Kind
from bot.playground.block_kit.sizes import characters, size_problems
from bot.playground.block_kit.together import duplicates
from bot.playground.block_kit.views import VIEWS
from bot.playground.fields import mappings, objects_within, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Code", "Problem", "Surface", "blocks_problems", "view_problems"]


class Surface(enum.Enum):
    """Where blocks stand; the values are how messages call it."""

    MESSAGE = ON_MESSAGES
    MODAL = ON_MODALS
    HOME = ON_HOME


def blocks_problems(blocks: object, *, surface: Surface) -> list[Problem]:
    """Everything that Slack would refuse in a message's or a view's `blocks`; none when all is well."""
    return list(_blocks(blocks, "/blocks", surface))


def view_problems(view: object) -> list[Problem]:
    """Everything that Slack would refuse in a view, a modal or a Home tab; none when all is well."""
    problems = list(object_problems(view, tuple(VIEWS), "/view"))
    if isinstance(view, dict) and text(view.get("type")) in VIEWS:
        surface = Surface.MODAL if view["type"] == "modal" else Surface.HOME
        if isinstance(view.get("blocks"), list):
            problems += _blocks(view["blocks"], "/view/blocks", surface)
        problems += _view_as_a_whole(view, surface)
    return problems


def _blocks(blocks: object, at: str, surface: Surface) -> Iterator[Problem]:
    if not isinstance(blocks, list):
        yield Problem(at, Code.WRONG_TYPE, "must provide an array of blocks")
        return
    count = tables.MESSAGE_BLOCKS if surface is Surface.MESSAGE else tables.VIEW_BLOCKS
    yield from size_problems(len(blocks), count, at, Kind.LIST)
    for number, block in enumerate(blocks):
        yield from _block(block, f"{at}/{number}", surface)
    yield from duplicates(blocks, "block_id", at)
    if surface is Surface.MESSAGE:
        yield from _totals(mappings(blocks), at)
        yield from _counts(blocks, at)


def _block(block: object, at: str, surface: Surface) -> Iterator[Problem]:
    shape = next((shape for shape in tables.BLOCKS.values() if shape.type == _type(block)), None)
    if shape is not None and surface.value not in shape.surfaces:
        message = f"unsupported type: {shape.type} (not allowed on {surface.value})"
        yield Problem(f"{at}/type", Code.NOT_ON_THIS_SURFACE, message)
    yield from object_problems(block, tuple(tables.BLOCKS), at)
    if isinstance(block, dict) and _type(block) == "task_card" and block.get("status") == "pending":
        # [3P] slackblocks 3.0.0 validate_standalone_task_cards
        yield Problem(f"{at}/status", Code.BAD_VALUE, "only the tasks of a plan may be pending")


def _type(block: object) -> str:
    return text(block.get("type")) if isinstance(block, dict) else ""


def _totals(blocks: Sequence[Mapping[str, object]], at: str) -> Iterator[Problem]:
    for kind, limit in tables.TOTALS.items():
        total = sum(characters(block) for block in blocks if block.get("type") == kind)
        for problem in size_problems(total, limit, at, Kind.STRING):
            yield replace(problem, message=f"all {kind} blocks together: {problem.message}")


def _counts(blocks: Sequence[object], at: str) -> Iterator[Problem]:
    for kind, limit in tables.COUNTS.items():
        numbers = [number for number, block in enumerate(blocks) if _type(block) == kind]
        for number in numbers[limit.high :]:
            message = f"no more than {limit.high} {kind} block{'s' if limit.high != 1 else ''} in a message"
            yield Problem(f"{at}/{number}", Code.TOO_MANY, message)


def _view_as_a_whole(view: Mapping[str, object], surface: Surface) -> Iterator[Problem]:
    blocks = mappings(view.get("blocks"))
    inputs = any(block.get("type") == "input" for block in blocks)
    if surface is Surface.MODAL and inputs and "submit" not in view:
        # TYPES ModalView.submit
        yield Problem("/view", Code.MISSING_FIELD, "missing required field: submit (an input block needs it)")
    focused = [
        part for block in blocks for part in objects_within(block) if part.get("focus_on_load") is True
    ]
    if len(focused) > 1:
        # TYPES Focusable
        yield Problem("/view/blocks", Code.EXCLUSIVE_FIELDS, "only one element may have focus_on_load")
