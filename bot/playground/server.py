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
from bot.playground.fields import text
from bot.playground.guard import guard, harden
from bot.playground.http_mode import HttpMode
from bot.playground.live import Live
from bot.playground.misbehaviour import Misbehaviour, Rule
from bot.playground.refusals import ActRefused
from bot.playground.routes_app import AppRoutes
from bot.playground.routes_install import InstallRoutes
from bot.playground.routes_page import PageRoutes
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import Workspace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.playground.cast import Channel, InstalledApp, Person, Registration, Team
    from bot.playground.faults import Fault, Faults, Moment

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
        hints: Callable[[], str] = str,
        seed: int | None = None,
        faults: Faults = no_faults,
        ack_seconds: float = ACK_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
        rate_limits: bool = True,
    ) -> None:
        self.workspace = Workspace(
            team=team,
            people=people,
            channels=channels,
            clock=clock,
            monotonic=monotonic,
            seed=seed,
            rate_limits=rate_limits,
        )
        self.controls = dict(controls or {})
        self.hints = hints
        self.faults = faults
        self.misbehaviour = faults if isinstance(faults, Misbehaviour) else Misbehaviour()
        self.socket_mode = SocketMode(self.workspace, ack_seconds=ack_seconds)
        self.http_mode = HttpMode(self.workspace, ack_seconds=ack_seconds)
        self.live = Live(self.workspace)
        self._dispatches: dict[str, Dispatch] = {}
        self.dispatch = self._connect(self.workspace)
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

    def register(self, manifest: Mapping[str, object]) -> Registration:
        """Make the app of this manifest known and install it nowhere: the install page does that."""
        return self.workspace.register(manifest)

    def add_workspace(
        self, *, team: Team, people: Sequence[Person], channels: Sequence[Channel], seed: int | None = None
    ) -> Workspace:
        """A further workspace beside the first, with the same clocks, where the same app can be installed."""
        first = self.workspace
        added = Workspace(
            team=team,
            people=people,
            channels=channels,
            clock=first.clock,
            monotonic=first.monotonic,
            seed=seed,
            rate_limits=first.limits.kept,
            beside=first,
        )
        added.base_url = first.base_url
        self._connect(added)
        return added

    def team(self, name: str) -> Workspace:
        """The workspace of this id or name, the first when it is empty; raises ActRefused for none."""
        for workspace in self.workspace.all:
            if name in ("", workspace.team_id, workspace.team.name):
                return workspace
        raise ActRefused(f"There is no workspace {name!r}.", status=404)

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
        for workspace in self.workspace.all:
            workspace.base_url = f"http://{LOOPBACK}:{bound}"

    async def stop(self) -> None:
        """Close every connection and free the port; the workspace keeps its state."""
        self._stopping.set()
        await self.live.close()
        for dispatch in self._dispatches.values():
            await dispatch.close()
        await self.http_mode.close()
        await self.socket_mode.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def publish(self) -> None:
        """Tell the pages to look again, as after the host moved the clock."""
        self.workspace.changed()

    async def act(self, body: Mapping[str, object]) -> dict[str, object]:
        """Act as a person, as POST /_/act does, in the workspace that `team` names; raises ActRefused."""
        workspace = self.team(text(body.get("team")))
        return await acts.perform(workspace, self._dispatches[workspace.team_id].deliver, body)

    def see(self, handle: str = "", team: str = "") -> dict[str, object]:
        """What a person sees, the first when none is named; raises ActRefused when nobody is called so."""
        workspace = self.team(team)
        person = workspace.member(handle) if handle else next(iter(workspace.people.values()), None)
        if person is None or person.is_bot:
            raise ActRefused(f"Nobody here is called {handle!r}.", status=404)
        controls = [{"name": name, "label": control.label} for name, control in self.controls.items()]
        return screenshot.see(workspace, person) | {
            "hints": self.hints(),
            "controls": controls,
            "teams": [{"id": one.team_id, "name": one.team.name} for one in workspace.all],
            "unknowns": workspace.unknowns.as_json(),
            "misbehaviour": self.misbehaviour.as_json(),
        }

    async def misbehave(self, given: Mapping[str, object]) -> list[dict[str, object]]:
        """What POST /_/misbehave does: new `rules` with their `seed`, and an order to the `sockets`.

        Raises ActRefused for what it does not understand; returns the rules at work.
        """
        rules, seed, sockets = given.get("rules"), given.get("seed", 0), given.get("sockets")
        orders = {"warn": self.socket_mode.warn, "refresh": self.socket_mode.refresh}
        orders |= {"disable": self.socket_mode.disable, "cut": self._cut}
        if sockets is not None and text(sockets) not in orders:
            raise ActRefused(f"sockets may be one of {', '.join(orders)}.")
        if not isinstance(seed, int) or not isinstance(rules, list | None):
            raise ActRefused("rules is a list, seed a whole number.")
        try:
            read = None if rules is None else [Rule.read(rule) for rule in rules]
        except ValueError as wrong:
            raise ActRefused(str(wrong)) from None
        if read is not None:
            self.misbehaviour.follow(read, seed=seed)
        if sockets is not None:
            await orders[text(sockets)]()
        self.publish()
        return self.misbehaviour.as_json()

    def turn(self, name: str, on: bool) -> None:  # noqa: FBT001 - a switch has two sides
        """Play one of the two worlds of an unknown, as POST /_/unknown/<name> does; raises ActRefused."""
        try:
            self.workspace.unknowns.turn(name, on=on)
        except ValueError as wrong:
            raise ActRefused(str(wrong), status=404) from None
        self.publish()

    async def control(self, name: str) -> str | None:
        """Use a control of the host's; returns what it says, raises ActRefused when there is none."""
        if name not in self.controls:
            raise ActRefused("There is no such control.", status=404)
        said = await self.controls[name].act()
        self.publish()
        return said

    def _connect(self, workspace: Workspace) -> Dispatch:
        dispatch = Dispatch(workspace, socket_mode=self.socket_mode, http_mode=self.http_mode)
        dispatch.mishaps = self.misbehaviour.mishap
        workspace.on_change = self._changed
        workspace.on_happening = dispatch.tell
        self._dispatches[workspace.team_id] = dispatch
        return dispatch

    def _changed(self) -> None:
        self.live.publish()
        for dispatch in self._dispatches.values():
            dispatch.wake()

    async def _cut(self) -> None:
        self.socket_mode.cut()

    async def _befalls(self, moment: Moment) -> Fault | None:
        """The host's hook first; a Misbehaviour of the host's is the playground's own."""
        if self.faults is self.misbehaviour:
            return await self.misbehaviour(moment)
        return await self.faults(moment) or await self.misbehaviour(moment)

    def _application(self) -> web.Application:
        app = AppRoutes(
            workspace=self.workspace,
            faults=self._befalls,
            stopping=self._stopping,
            link=self.socket_mode.connect,
        )
        page = PageRoutes(
            act=self.act,
            see=self.see,
            control=self.control,
            misbehave=self.misbehave,
            turn=self.turn,
            wire=self.workspace.wire,
        )
        install = InstallRoutes(workspace=self.workspace)
        application = web.Application(client_max_size=BODY_BYTES, middlewares=[guard(self.workspace)])
        application.on_response_prepare.append(harden)
        application.add_routes([*app.routes(), *page.routes(), *install.routes()])
        application.router.add_get("/_/live", self.live.connect)
        return application
