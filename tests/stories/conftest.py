"""The fixtures of the stories."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from tests.engines import POSTGRESQL
from tests.postgres import postgres
from tests.stories.world import World, a_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def world(tmp_path: Path, database_kind: str) -> AsyncIterator[World]:
    """A team with the bot and a plan, five minutes before the first question."""
    with postgres().database() if database_kind == POSTGRESQL else nullcontext() as database:
        async with a_world(tmp_path, database=database) as made:
            yield made
