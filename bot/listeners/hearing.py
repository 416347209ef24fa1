"""Waits for Slack's word on a call that the poster makes; it knows nothing of what the word is."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.listeners.desk import Desk
    from bot.store.store import Transaction

_PATIENCE: Final = 10.0  # seconds that a person waits
_LOOK: Final = 1.0  # seconds after which it is looked up though no bell rang: another process may post

T = TypeVar("T")


async def heard(desk: Desk, look: Callable[[Transaction], T | None]) -> T | None:
    """What ``look`` finds once it finds something; None where that takes too long."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            while True:
                ring = desk.recorded.next()
                found = await desk.store.read_soon(look)
                if found is not None:
                    return found
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(ring.wait(), _LOOK)
    return None
