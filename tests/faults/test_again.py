"""Row 15 in short, over sockets."""

from __future__ import annotations

import pytest

from tests.faults.again import PARTS, twice
from tests.postgres import postgres


@pytest.mark.parametrize("on_postgres", [False, True], ids=["one process", "three replicas"])
async def test_what_slack_hands_over_twice_has_one_effect(*, on_postgres: bool) -> None:
    """Commands, presses, submissions and events of two rounds, each twice."""
    if on_postgres:
        postgres()  # skips where there is none

    tally = await twice(2, seed=7, on_postgres=on_postgres)

    assert (tally.wrong, tally.lost, tally.double, tally.tries) == ([], 0, 0, 2 * PARTS)
