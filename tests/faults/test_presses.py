"""Row 14 in short."""

from __future__ import annotations

import pytest

from tests.faults.presses import press_at_once
from tests.postgres import postgres


@pytest.mark.parametrize("on_postgres", [False, True], ids=["one process", "three replicas"])
async def test_a_hundred_presses_at_once_open_one_answer(*, on_postgres: bool) -> None:
    """Two days, over real sockets."""
    if on_postgres:
        postgres()  # skips where there is none

    tally = await press_at_once(2, seed=7, on_postgres=on_postgres)

    assert (tally.lost, tally.double, tally.wrong) == (0, 0, [])
