"""The fixtures of the stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories.world import World, a_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A team with the bot and a plan, five minutes before the first question."""
    async with a_world(tmp_path) as made:
        yield made
