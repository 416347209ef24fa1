"""The short form of `make faults`: a few kills in every run of the suite."""

from __future__ import annotations

from tests.faults.kills import kill_through_days


async def test_kills_around_posts_lose_nothing_and_double_nothing() -> None:
    """Two days, four kills at moments that one seed draws."""
    count = await kill_through_days(2, seed=7)

    assert (count.kills, count.lost, count.double) == (4, 0, 0)
