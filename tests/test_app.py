"""What the wiring says of itself when it is asked whether it is ready."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

import pytest

from bot.app import _clock, _database, _planner
from tests.scene import TEAM, connect

if TYPE_CHECKING:
    from bot.scheduler import Scheduler
    from bot.store.store import Store


async def test_a_refused_token_is_not_ready(store: Store) -> None:
    """A team that Slack took is; one whose token was refused, or that nobody knows, is not."""
    unknown = await _database(store, TEAM)
    connect(store)
    connected = await _database(store, TEAM)
    store.write(lambda tx: tx.workspaces.revoke(TEAM))
    revoked = await _database(store, TEAM)

    assert connected is None
    assert str(revoked).startswith("Slack refused the bot token")
    assert unknown == revoked


class _Idle:
    def __init__(self, seconds: float) -> None:
        self.idle = seconds


@pytest.mark.parametrize(("seconds", "ready"), [(math.inf, False), (31, False), (30, True), (0, True)])
async def test_a_planner_that_does_not_look_is_not_ready(seconds: float, *, ready: bool) -> None:
    """Neither before its first look, nor when it hangs."""
    problem = await _planner(cast("Scheduler", _Idle(seconds)), 30)

    assert (problem is None) is ready


@pytest.mark.parametrize(
    ("ahead", "problem"),
    [
        (None, None),
        (60, None),
        (61, "it was 61 s ahead of Slack's at the start"),
        (-400, "it was 400 s behind Slack's at the start"),
    ],
)
async def test_a_clock_that_is_off_is_not_ready(ahead: float | None, problem: str | None) -> None:
    """By more than a minute, in either direction; a Slack that told no date is no problem of the clock."""
    assert await _clock(ahead) == problem
