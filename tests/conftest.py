"""Fixtures that several rooms share."""

from __future__ import annotations

import itertools
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from bot.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


settings.register_profile("no deadline", deadline=None)  # no test fails because a machine was slow
settings.load_profile("no deadline")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest schema: migrating once is quicker than at every test."""
    file = tmp_path_factory.mktemp("migrated") / "bot.db"
    Store(file).close()
    return file


@pytest.fixture
def new_store(migrated: Path, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Makes empty memories, each in a file of its own."""
    made: list[Store] = []
    numbers = itertools.count()

    def make() -> Store:
        file = tmp_path / f"memory-{next(numbers)}.db"
        shutil.copy(migrated, file)
        made.append(Store(file))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(new_store: Callable[[], Store]) -> Store:
    """An empty memory in a file of its own."""
    return new_store()
