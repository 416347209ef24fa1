"""The suite against itself, in short: each piece taken out once."""

from __future__ import annotations

import pytest

from tests.faults.itself import without
from tests.simulation.named import NAMED


@pytest.mark.parametrize("name", NAMED)
def test_without_one_piece_its_scenario_fails(name: str) -> None:
    """The patch applies to a copy of the tree, and the scenario fails there and passes here."""
    tally = without(name, range(7, 8))

    assert tally.wrong == []
