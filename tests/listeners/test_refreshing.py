"""Quick entries in a window: the newest one stands, and what something else has changed is left alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from bot.listeners import refreshing
from bot.listeners.refreshing import Refreshing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import pytest

    from bot.blocks.modals import View
    from bot.listeners.replying import Replies


class Window:
    """A view in Slack, which refuses an update made for another hash; ``gate`` holds its answers back."""

    def __init__(self) -> None:
        self.hash = "h0"
        self.shows = "nothing yet"
        self.gate = asyncio.Event()
        self.gate.set()

    async def redraw(self, _view_id: str, view: View, *, seen: str) -> str | None:
        """As views.update."""
        if seen != self.hash:
            return None
        self.shows, self.hash = str(view["shows"]), f"{self.hash}+"
        now = self.hash
        await self.gate.wait()
        return now


def drawing(text: str) -> Callable[[], Awaitable[View]]:
    """The window as an entry has it."""

    async def draw() -> View:
        return {"shows": text}

    return draw


def over(window: Window) -> Refreshing:
    """The part under test, before that Slack."""
    return Refreshing(cast("Replies", window))


async def test_a_second_entry_made_before_the_first_was_drawn_is_drawn_too() -> None:
    """Both carry the hash that the person saw: the newer one stands at the end."""
    window = Window()
    window.gate.clear()
    windows = over(window)
    first = asyncio.create_task(windows.refresh("V1", "h0", "10.000001", drawing("zone")))
    second = asyncio.create_task(windows.refresh("V1", "h0", "10.000002", drawing("zone and hour")))

    window.gate.set()
    await asyncio.gather(first, second)

    assert window.shows == "zone and hour"


async def test_three_entries_in_turn_with_the_first_hash() -> None:
    """However far the person's screen is behind."""
    window = Window()
    windows = over(window)

    for number in range(1, 4):
        await windows.refresh("V1", "h0", f"10.00000{number}", drawing(f"entry {number}"))

    assert window.shows == "entry 3"


async def test_an_older_entry_that_comes_late_draws_nothing() -> None:
    """Slack gives no order between two payloads; nine and ten are compared as numbers."""
    window = Window()
    windows = over(window)

    await windows.refresh("V1", "h0", "10.000002", drawing("newer"))
    await windows.refresh("V1", "h0", "9.000009", drawing("older"))

    assert window.shows == "newer"


async def test_what_something_else_drew_is_left_alone() -> None:
    """Save has drawn the window meanwhile, and no late entry brings the form back."""
    window = Window()
    windows = over(window)
    await windows.refresh("V1", "h0", "10.000001", drawing("form"))
    window.hash, window.shows = "by Save", "Saving"

    await windows.refresh("V1", "h0", "10.000002", drawing("form again"))

    assert window.shows == "Saving"


async def test_windows_do_not_know_of_each_other() -> None:
    """A newer entry in one window keeps none in another."""
    window = Window()
    windows = over(window)

    await windows.refresh("V1", "h0", "10.000002", drawing("one"))
    await windows.refresh("V2", window.hash, "10.000001", drawing("another"))

    assert window.shows == "another"


async def test_forgotten_windows_are_drawn_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory has an end; who is forgotten begins anew, with the hash that their screen shows."""
    monkeypatch.setattr(refreshing, "_MOST", 1)
    window = Window()
    windows = over(window)
    await windows.refresh("V1", "h0", "10.000001", drawing("one"))
    await windows.refresh("V2", "h0", "10.000001", drawing("refused, V1 has changed it"))

    await windows.refresh("V1", window.hash, "10.000002", drawing("two"))

    assert window.shows == "two"
