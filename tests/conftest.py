"""Fixtures that several rooms share."""

from __future__ import annotations

import itertools
import shutil
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from bot.store.store import Store
from tests.engines import POSTGRESQL, SQLITE
from tests.postgres import postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.store.store import Database


settings.register_profile("no deadline", deadline=None)  # no test fails because a machine was slow
settings.load_profile("no deadline")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest schema: migrating once is quicker than at every test."""
    file = tmp_path_factory.mktemp("migrated") / "bot.db"
    Store(file).close()
    return file


@pytest.fixture
def database_kind() -> str:
    """What the memories of a test are kept in; rooms that speak to the store play both (tests/engines.py)."""
    return SQLITE


@pytest.fixture
def new_database(migrated: Path, tmp_path: Path, database_kind: str) -> Iterator[Callable[[], Database]]:
    """Makes empty databases at the newest schema."""
    with ExitStack() as stack:
        numbers = itertools.count()

        def make() -> Database:
            if database_kind == POSTGRESQL:
                return stack.enter_context(postgres().database())
            return Path(shutil.copy(migrated, tmp_path / f"memory-{next(numbers)}.db"))

        yield make


@pytest.fixture
def open_store(
    new_database: Callable[[], Database],  # noqa: ARG001 - its databases outlive the stores
) -> Iterator[Callable[[Database], Store]]:
    """Opens stores, several on one database if wanted, whose leases go by the clock of the test."""
    with ExitStack() as stack:
        yield lambda database: stack.enter_context(closing(Store(database, shared_clock=False)))


@pytest.fixture
def new_store(
    new_database: Callable[[], Database], open_store: Callable[[Database], Store]
) -> Callable[[], Store]:
    """Makes empty memories, each in a database of its own."""
    return lambda: open_store(new_database())


@pytest.fixture
def store(new_store: Callable[[], Store]) -> Store:
    """An empty memory in a database of its own."""
    return new_store()
