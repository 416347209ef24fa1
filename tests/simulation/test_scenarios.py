"""The short form of the simulated faults, by the same seed each run: make faults draws new ones.

What is handed in passes or fails by what it is, not by luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.postgres import postgres
from tests.simulation import scenarios
from tests.simulation.everything import everything
from tests.simulation.named import NAMED, run
from tests.simulation.town import on_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.tally import Tally

_SEED = 4732
"""One by which a question came after its closing hour."""

_SHORT: list[tuple[int, Callable[..., list[Tally]], float]] = [
    (0, everything, 0.005),
    (6, scenarios.stormed, 0.05),
    (7, scenarios.one_hangs, 0.03),
    (9, scenarios.skewed, 0.02),
    (10, scenarios.away, 0.05),
    (11, scenarios.edited, 0.1),
    (12, scenarios.bank_edited, 0.1),
    (13, scenarios.broken_steps, 0.1),
    (15, scenarios.repeated, 0.02),
    (16, scenarios.crowded, 0.005),
]


@pytest.mark.parametrize(
    ("number", "scenario", "volume"), _SHORT, ids=[scenario.__name__ for _, scenario, _ in _SHORT]
)
def test_nothing_is_lost_and_nothing_doubled(
    number: int, scenario: Callable[..., list[Tally]], volume: float
) -> None:
    """A part of each fault's tries, on the two default scopes."""
    print(f'make faults ARGS="--only {number} --seed {_SEED} --volume {volume}"')

    tallies = scenario(_SEED, history=False, volume=volume)

    assert sum(tally.tries for tally in tallies) > 0
    assert [(tally.way, tally.wrong) for tally in tallies if not tally.is_good] == []


_READING: list[tuple[int, Callable[..., list[Tally]], float]] = [
    (0, everything, 0.005),
    (5, scenarios.swallowed, 0.01),
    (13, scenarios.broken_steps, 0.03),
    (16, scenarios.crowded, 0.005),
]


@pytest.mark.parametrize(
    ("number", "scenario", "volume"), _READING, ids=[scenario.__name__ for _, scenario, _ in _READING]
)
def test_where_the_bot_may_read_nothing_is_uncertain(
    number: int, scenario: Callable[..., list[Tally]], volume: float
) -> None:
    """The same faults with the history scopes: what is in doubt is looked for, none is sent blindly."""
    print(f'make faults ARGS="--only {number} --seed {_SEED} --volume {volume}"')

    tallies = scenario(_SEED, history=True, volume=volume)

    assert sum(tally.tries for tally in tallies) > 0
    assert [(tally.way, tally.wrong) for tally in tallies if not tally.is_good] == []
    assert [tally.way for tally in tallies if tally.uncertain] == []


def test_the_same_seed_lives_the_same_days() -> None:
    """Two runs of all faults at once agree in every count."""
    first, second = (everything(11, history=False, volume=0.005) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("name", NAMED)
def test_a_named_scenario_keeps_the_promise(name: str) -> None:
    """Those that must fail where fence, UNIQUE, intent or settling is taken out; see faults/itself.py."""
    verdict = run(name, _SEED)

    assert (verdict.lost, verdict.double, verdict.wrong) == (0, 0, [])
    assert verdict.rows > 0


_ON_POSTGRESQL: list[tuple[int, Callable[..., list[Tally]], bool, float]] = [
    (13, scenarios.broken_steps, True, 0.01),
    (16, scenarios.crowded, False, 0.003),
]


@pytest.mark.parametrize(
    ("number", "scenario", "history", "volume"),
    _ON_POSTGRESQL,
    ids=[scenario.__name__ for _, scenario, _, _ in _ON_POSTGRESQL],
)
def test_the_same_holds_on_postgresql(
    number: int, scenario: Callable[..., list[Tally]], *, history: bool, volume: float
) -> None:
    """The same towns with their memory in PostgreSQL; leases go by the town's clock there, too."""
    print(f'make faults ARGS="--only {number} --database postgresql --seed {_SEED} --volume {volume}"')

    with on_server(postgres()):
        tallies = scenario(_SEED, history=history, volume=volume)

    assert sum(tally.tries for tally in tallies) > 0
    assert [(tally.way, tally.wrong) for tally in tallies if not tally.is_good] == []


@pytest.mark.parametrize("name", NAMED)
def test_a_named_scenario_keeps_the_promise_on_postgresql(name: str) -> None:
    """Fence, UNIQUE, intent, settling by the hold and by a press."""
    with on_server(postgres()):
        verdict = run(name, _SEED)

    assert (verdict.lost, verdict.double, verdict.wrong) == (0, 0, [])
    assert verdict.rows > 0
