"""The fixtures of the door over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.door import Door, a_door

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store.store import Store


@pytest.fixture
async def door(store: Store) -> AsyncIterator[Door]:
    """A Bolt app behind the guard."""
    async with a_door(store) as made:
        yield made
