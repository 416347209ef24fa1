"""Brings payloads to the app by the way its manifest names, events again when they fail; no shapes here."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground import events
from bot.playground.delivery import Ack, Heard, Mishap, Parcel, no_mishaps
from bot.playground.wire import Way

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from bot.playground.delivery import Mishaps, Transport
    from bot.playground.happenings import Happening
    from bot.playground.workspace import Workspace

RETRIES = (dt.timedelta(0), dt.timedelta(minutes=1), dt.timedelta(minutes=5))
"""Three retries: nearly at once, after one minute, after five: https://docs.slack.dev/apis/events-api.

Socket Mode's pages say nothing of the times: the same are taken for it.
"""
OVERTAKEN_SECONDS = 1.0
"""The longest that an overtaken delivery waits for another one to pass it."""


class Dispatch:
    """The way out to the installed app; retries come due by the workspace's clock, moved or not."""

    def __init__(self, workspace: Workspace, *, socket_mode: Transport, http_mode: Transport) -> None:
        self._workspace = workspace
        self._socket_mode = socket_mode
        self._http_mode = http_mode
        self.mishaps: Mishaps = no_mishaps
        self._moved = asyncio.Event()
        self._passed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def deliver(self, kind: str, payload: Mapping[str, object], *, takes_payload: bool) -> Ack:
        """A command or an interaction: one try, whose ack somebody waits for; Slack never repeats it."""
        app = self._workspace.app
        if app is None:
            return Ack(heard=Heard.UNCONNECTED)
        return await self._first(Parcel(app=app, kind=kind, payload=payload, takes_payload=takes_payload))

    def tell(self, happening: Happening) -> None:
        """Send the app what it asked to hear of this, in the background."""
        app = self._workspace.app
        if app is not None:
            for payload in events.payloads(self._workspace, app, happening):
                self._spawn(self._event(Parcel(app=app, kind="events_api", payload=payload)))

    def wake(self) -> None:
        """Look whether a retry has come due, as after the clock was moved."""
        self._moved.set()

    async def close(self) -> None:
        """Give up whatever is under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _event(self, parcel: Parcel) -> None:
        """One event until the app has taken it, four tries in all."""
        ack = await self._first(parcel)
        self._record(parcel, ack)
        for attempt, delay in enumerate(RETRIES, start=1):
            if ack.heard is Heard.OK or ack.final:
                return
            await self._until(self._workspace.now() + delay)
            parcel = replace(parcel, attempt=attempt, reason=ack.reason)
            ack = await self._try(parcel)
            self._record(parcel, ack)

    async def _first(self, parcel: Parcel) -> Ack:
        mishap = self.mishaps(parcel)
        if mishap is Mishap.OVERTAKEN:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(OVERTAKEN_SECONDS):
                    await self._passed.wait()
        ack = await self._try(parcel)
        if mishap is Mishap.REPEATED:
            self._spawn(self._repeat(parcel))
        return ack

    async def _repeat(self, parcel: Parcel) -> None:
        self._record(parcel, await self._try(parcel))

    async def _try(self, parcel: Parcel) -> Ack:
        transport = self._socket_mode if parcel.app.addresses.socket_mode else self._http_mode
        try:
            return await transport.send(parcel)
        finally:
            self._passed.set()
            self._passed = asyncio.Event()

    async def _until(self, due: dt.datetime) -> None:
        while self._workspace.now() < due:
            self._moved.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout((due - self._workspace.now()).total_seconds()):
                    await self._moved.wait()

    def _record(self, parcel: Parcel, ack: Ack) -> None:
        retry = {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason} if parcel.attempt else {}
        self._workspace.record(
            Way.ACK, parcel.name, body=ack.payload, reply={"ack": ack.heard.value, **retry}
        )

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
