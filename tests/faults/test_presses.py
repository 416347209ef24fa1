"""Row 14 in short."""

from __future__ import annotations

from tests.faults.presses import press_at_once


async def test_a_hundred_presses_at_once_open_one_answer() -> None:
    """Two days, over real sockets."""
    tally = await press_at_once(2)

    assert (tally.lost, tally.double, tally.wrong) == (0, 0, [])
