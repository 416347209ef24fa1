"""The short form of `make faults`: a few kills in every run of the suite."""

from __future__ import annotations

import secrets

from tests.faults.kills import kill_through_days


async def test_kills_around_posts_lose_nothing_and_double_nothing() -> None:
    """Two days, four kills at random moments; the seed is printed where this fails."""
    seed = secrets.randbelow(10_000)
    print(f"seed {seed}")

    count = await kill_through_days(2, seed=seed)

    assert (count.kills, count.lost, count.double) == (4, 0, 0)
