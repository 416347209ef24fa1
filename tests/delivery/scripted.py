"""A Slack that answers by a script: the seam between the poster and the wire."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

from bot.delivery.outcomes import Outcome, Sent
from bot.delivery.poster import Poster
from bot.delivery.reading import Hidden
from tests.bank_of_tests import BANK, library_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.bank.model import Bank
    from bot.delivery.reading import Reading
    from bot.delivery.wire import Call
    from bot.store.store import Store
    from tests.scene import Clock


class Script:
    """Answers each call with the next outcome of a list, and then takes everything."""

    def __init__(self, outcomes: Iterable[Outcome | Exception] = ()) -> None:
        self.calls: list[Call] = []
        self.seconds: list[float] = []
        self.looks: list[tuple[str, Mapping[str, object]]] = []
        self.pages: list[Reading] = []
        self.held = asyncio.Event()
        self.held.set()
        self.reached = asyncio.Event()
        self._outcomes = list(outcomes)

    async def send(self, call: Call, *, seconds: float) -> Outcome:
        """The next outcome, once the test lets calls through; a taken message has the next ts."""
        self.calls.append(call)
        self.seconds.append(seconds)
        number = len(self.calls)
        self.reached.set()
        await self.held.wait()
        outcome = self._outcomes.pop(0) if self._outcomes else Sent(ts=f"1000.{number:06}")
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def permalink(self, channel: str, ts: str) -> str | None:
        """An address made of channel and ts."""
        return f"https://example.org/{channel}/{ts}"

    async def read(self, method: str, arguments: Mapping[str, object]) -> Reading:
        """The next page of a list, and then what a bot without the scopes is told."""
        self.looks.append((method, arguments))
        return self.pages.pop(0) if self.pages else Hidden(error="missing_scope")

    @property
    def methods(self) -> list[str]:
        """The methods that were called, in order."""
        return [call.method for call in self.calls]


def poster_of(store: Store, script: Script, clock: Clock, *, bank: Bank = BANK) -> Poster:
    """A poster on that store, with chance that is always the same."""
    chance = random.Random(7)  # noqa: S311 - spreads retries, guards nothing
    library = library_of(bank)
    return Poster(store=store, wire=script, library=lambda: library, clock=clock, chance=chance, owner="one")


async def work(poster: Poster) -> int:
    """Sends what is due now, and what becomes due by that, until nothing is; how many calls."""
    total = 0
    while taken := await poster.work():
        total += taken
        await poster.drained()
    return total
