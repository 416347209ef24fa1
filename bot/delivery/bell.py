"""Wakes whoever waits for news; it knows nothing of what the news is."""

from __future__ import annotations

import asyncio


class Bell:
    """Rings for all who wait at that moment; nobody who comes later hears it."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wakes them."""
        self._rung.set()
        self._rung = asyncio.Event()

    def next(self) -> asyncio.Event:
        """The next ring: taken before one looks whether there is news, so that none is missed between."""
        return self._rung
