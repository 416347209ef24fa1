"""An event loop whose time passes only when nobody has anything to do: days in seconds, the same each run."""

from __future__ import annotations

import asyncio
import selectors
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")

_LEAST = 1e-6  # seconds that time moves by, so that rounding never stops it


class NothingEverHappensError(RuntimeError):
    """Everybody waits for somebody else."""


class _Jumping(selectors.SelectSelector):
    """Looks at sockets without waiting; what it would have waited, the loop's time jumps."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """No event of a socket ever counts here: time is all that is waited for."""
        if timeout is None:
            raise NothingEverHappensError("every task waits, and no timer runs")
        if timeout > 0:
            self.passed += max(timeout, _LEAST)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Time begins at nought; without threads and sockets, what happens follows from the seed alone."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)
        self._clock_resolution = _LEAST  # asyncio's own is lost in a float of some months

    def time(self) -> float:
        """Seconds since the beginning."""
        return self._jumping.passed


def simulate(life: Coroutine[object, object, T]) -> T:
    """Lives it to its end in no time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(life)
