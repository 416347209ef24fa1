"""A short run of replicas that die and a server that does: make faults runs the longer ones (1 and 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.replicas import harmed, kill_one, restart_server
from tests.postgres import postgres

if TYPE_CHECKING:
    from tests.faults.replicas import Harm


@pytest.mark.parametrize(("fault", "harm"), [(1, kill_one), (4, restart_server)])
async def test_nothing_is_lost_and_nothing_doubled(fault: int, harm: Harm) -> None:
    """Three replicas on PostgreSQL, a day's question and answer, harm around each; nothing is uncertain."""
    postgres()  # skips where there is none

    tally = await harmed(fault, "short", harm, days=1, seed=11)

    assert (tally.lost, tally.double, tally.uncertain) == (0, 0, 0)
