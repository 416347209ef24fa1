"""Rows 1 to 5 in short: real processes, a day's question and answer in two channels, harm at each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.faults.harms import harmed, kill_one, restart_server, shake, stop_some, stopped_behind_the_look
from tests.faults.replicas import Setting
from tests.postgres import postgres

if TYPE_CHECKING:
    from tests.faults.harms import Harm

_SHORT = Setting(plans=2, lease=6.0)
"""A lease that a busy machine keeps, too."""


@pytest.mark.parametrize("harm", [kill_one, stop_some, restart_server])
async def test_three_replicas_lose_nothing_and_double_nothing(harm: Harm) -> None:
    """PostgreSQL, with the history scopes: nothing is uncertain either."""
    postgres()  # skips where there is none

    tally, *_ = await harmed(0, "short", harm, times=2, seed=11, setting=_SHORT)

    assert tally.tries >= 2
    assert (tally.wrong, tally.lost, tally.double, tally.uncertain) == ([], 0, 0, 0)


async def test_what_slack_swallows_is_found_again() -> None:
    """Three calls of ten fail, two of them after Slack took them; a look into the history tells which."""
    postgres()  # skips where there is none

    (tally,) = await harmed(0, "short", shake, times=16, seed=7, setting=Setting(plans=4, shaken=True))

    assert tally.tries >= 16
    assert (tally.wrong, tally.lost, tally.double, tally.uncertain) == ([], 0, 0, 0)


@pytest.mark.parametrize("history", [True, False], ids=["history scopes", "default scopes"])
async def test_one_process_loses_nothing_and_doubles_nothing(*, history: bool) -> None:
    """SQLite; on the default scopes a post may be uncertain."""
    setting = replace(_SHORT, on_postgres=False, history=history)

    (tally,) = await harmed(0, "short", kill_one, times=4, seed=7, setting=setting)

    assert tally.tries == 4
    assert (tally.wrong, tally.lost, tally.double) == ([], 0, 0)
    assert not (history and tally.uncertain)


@pytest.mark.parametrize(("honoured", "twins"), [(False, 2), (True, 0)], ids=["not honoured", "honoured"])
async def test_what_no_fence_can_stop_is_seen(*, honoured: bool, twins: int) -> None:
    """A process stopped between its last look at the lease and the first byte sends late: that shows here."""
    postgres()  # skips where there is none

    tally = await stopped_behind_the_look(2, seed=7, honoured=honoured, setting=_SHORT)

    assert (tally.wrong, tally.lost, tally.double) == ([], 0, twins)
