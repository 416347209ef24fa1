"""The playground as a host uses it: install an app, start, act, stop; the wire's details are elsewhere."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground import acts, screenshot
from bot.playground.delivery import ACK_SECONDS
from bot.playground.dispatch import Dispatch
from bot.playground.faults import no_faults
from bot.playground.guard import guard, harden
from bot.playground.http_mode import HttpMode
from bot.playground.live import Live
from bot.playground.refusals import ActRefused
from bot.playground.routes_app import AppRoutes
from bot.playground.routes_page import PageRoutes
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import Workspace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.playground.cast import Channel, InstalledApp, Person, Team
    from bot.playground.faults import Faults

LOOPBACK = "127.0.0.1"
BODY_BYTES = 1_000_000
PATIENCE_S = 1.0
"""What a stop grants to requests under way; then it cuts them."""


@dataclass(frozen=True, slots=True)
class Control:
    """A button of the host's, outside the Slack frame; what `act` returns is shown as a line there."""

    label: str
    act: Callable[[], Awaitable[str | None]]


class Playground:
    """A small Slack on this machine, on one port of the loopback."""

    def __init__(  # noqa: PLR0913 - a host names what it hands in
        self,
        *,
        team: Team,
        people: Sequence[Person],
        channels: Sequence[Channel],
        clock: Callable[[], dt.datetime],
        controls: Mapping[str, Control] | None = None,
        hints: str = "",
        seed: int | None = None,
        faults: Faults = no_faults,
        ack_seconds: float = ACK_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.workspace = Workspace(
            team=team, people=people, channels=channels, clock=clock, monotonic=monotonic, seed=seed
        )
        self.controls = dict(controls or {})
        self.hints = hints
        self.faults = faults
        self.socket_mode = SocketMode(self.workspace, ack_seconds=ack_seconds)
        self.http_mode = HttpMode(self.workspace, ack_seconds=ack_seconds)
        self.dispatch = Dispatch(self.workspace, socket_mode=self.socket_mode, http_mode=self.http_mode)
        self.live = Live(self.workspace)
        self.workspace.on_change = self._changed
        self.workspace.on_happening = self.dispatch.tell
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The address of the page; empty until the start."""
        return self.workspace.base_url

    @property
    def api_url(self) -> str:
        """The base address that an app gives to its Web API client."""
        return f"{self.url}/api/"

    def install(self, manifest: Mapping[str, object]) -> InstalledApp:
        """Install the app of this manifest; ValueError says what Slack would refuse in it."""
        return self.workspace.install(manifest)

    async def start(self, *, port: int = 0, host: str = LOOPBACK) -> None:
        """Serve on this port, any free one when it is 0; ValueError for another host than 127.0.0.1."""
        if host != LOOPBACK:
            raise ValueError(f"The playground has no locks: it binds to {LOOPBACK} only, not to {host}.")
        self._stopping.clear()
        self._runner = web.AppRunner(self._application(), shutdown_timeout=PATIENCE_S)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.http_mode.start()
        _, bound = self._runner.addresses[0]
        self.workspace.base_url = f"http://{LOOPBACK}:{bound}"

    async def stop(self) -> None:
        """Close every connection and free the port; the workspace keeps its state."""
        self._stopping.set()
        await self.live.close()
        await self.dispatch.close()
        await self.http_mode.close()
        await self.socket_mode.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def publish(self) -> None:
        """Tell the pages to look again, as after the host moved the clock."""
        self.workspace.changed()

    async def act(self, body: Mapping[str, object]) -> dict[str, object]:
        """Act as a person, as POST /_/act does; raises ActRefused."""
        return await acts.perform(self.workspace, self.dispatch.deliver, body)

    def see(self, handle: str = "") -> dict[str, object]:
        """What a person sees, the first when none is named; raises ActRefused when nobody is called so."""
        person = self.workspace.member(handle) if handle else next(iter(self.workspace.people.values()), None)
        if person is None or person.is_bot:
            raise ActRefused(f"Nobody here is called {handle!r}.", status=404)
        controls = [{"name": name, "label": control.label} for name, control in self.controls.items()]
        return screenshot.see(self.workspace, person) | {"hints": self.hints, "controls": controls}

    async def control(self, name: str) -> str | None:
        """Use a control of the host's; returns what it says, raises ActRefused when there is none."""
        if name not in self.controls:
            raise ActRefused("There is no such control.", status=404)
        said = await self.controls[name].act()
        self.publish()
        return said

    def _changed(self) -> None:
        self.live.publish()
        self.dispatch.wake()

    def _application(self) -> web.Application:
        app = AppRoutes(workspace=self.workspace, faults=self.faults, stopping=self._stopping)
        page = PageRoutes(act=self.act, see=self.see, control=self.control, wire=self.workspace.wire)
        application = web.Application(client_max_size=BODY_BYTES, middlewares=[guard(self.workspace)])
        application.on_response_prepare.append(harden)
        application.add_routes([*app.routes(), *page.routes()])
        application.router.add_get("/link/", self.socket_mode.connect)
        application.router.add_get("/_/live", self.live.connect)
        return application
