"""HTTP as the page and scripts speak it: acts, snapshots, wire, host controls; it decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground import bodies
from bot.playground.fields import mapping
from bot.playground.refusals import ActRefused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.playground.wire import Wire

PAGE = Path(__file__).with_name("page")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRoutes:
    """The page's routes, each a function of its playground."""

    act: Callable[[Mapping[str, object]], Awaitable[dict[str, object]]]
    see: Callable[[str, str], dict[str, object]]
    control: Callable[[str], Awaitable[str | None]]
    misbehave: Callable[[Mapping[str, object]], Awaitable[list[dict[str, object]]]]
    turn: Callable[[str, bool], None]
    wire: Wire

    def routes(self) -> list[web.AbstractRouteDef]:
        """What aiohttp adds; a permalink leads to the page too."""
        return [
            web.get("/", self._page),
            web.get("/archives/{channel}/{ts}", self._page),
            web.static("/page", PAGE),
            web.post("/_/act", self._act),
            web.get("/_/see", self._see),
            web.get("/_/wire", self._wire),
            web.post("/_/control/{name}", self._control),
            web.post("/_/misbehave", self._misbehave),
            web.post("/_/unknown/{name}", self._unknown),
        ]

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _act(self, request: web.Request) -> web.Response:
        return web.json_response(await self.act(mapping(await bodies.json_body(request))))

    async def _see(self, request: web.Request) -> web.Response:
        return web.json_response(self.see(request.query.get("as", ""), request.query.get("team", "")))

    async def _wire(self, request: web.Request) -> web.Response:
        after = request.query.get("after", "0")
        if not after.isdecimal():
            raise web.HTTPBadRequest(text="after must be a number.")
        return web.json_response(self.wire.entries(after=int(after), wanted=request.query.get("q", "")))

    async def _control(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "said": await self.control(request.match_info["name"])})

    async def _misbehave(self, request: web.Request) -> web.Response:
        rules = await self.misbehave(mapping(await bodies.json_body(request)))
        return web.json_response({"ok": True, "misbehaviour": rules})

    async def _unknown(self, request: web.Request) -> web.Response:
        on = mapping(await bodies.json_body(request)).get("on")
        if not isinstance(on, bool):
            raise ActRefused("Say on: true or false.")
        self.turn(request.match_info["name"], on)
        return web.json_response({"ok": True, "on": on})
