"""The fixtures of the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.listeners.desk import Office, an_office
from tests.scene import Clock, connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store.store import Store


@pytest.fixture
def hour() -> Clock:
    """The desk's time, nine o'clock until the test moves it."""
    return Clock()


@pytest.fixture
async def office(store: Store, hour: Clock) -> AsyncIterator[Office]:
    """A desk, and what it sent."""
    connect(store)
    async with an_office(store, hour) as made:
        yield made
