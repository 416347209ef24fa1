"""HTTP as an app speaks it: the Web API with its faults, and response_urls; it decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground import api, bodies, responses
from bot.playground.faults import Cut, Moment, Say, Silence, When
from bot.playground.fields import mapping
from bot.playground.refusals import Refused
from bot.playground.wire import Way

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    from bot.playground.faults import Fault, Faults
    from bot.playground.workspace import Workspace

GONE = ("expired_url", "used_url")


@dataclass(frozen=True, slots=True, kw_only=True)
class AppRoutes:
    """The app's routes on one workspace; `stopping` ends what a fault keeps silent."""

    workspace: Workspace
    faults: Faults
    stopping: asyncio.Event

    def routes(self) -> list[web.RouteDef]:
        """What aiohttp adds."""
        return [
            web.route("*", "/api/{method}", self._api),
            web.post("/response/{kind}/{team}/{name:.+}", self._response),
        ]

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            given, token = await bodies.arguments(request)
        except Refused as refused:
            return web.json_response(refused.body)
        moment = Moment(when=When.BEFORE, method=method, arguments=given)
        fault = await self.faults(moment)
        if fault is not None:
            self.workspace.record(Way.API, method, body=given)
            return await self._suffer(fault, request)
        body, entry = api.call(self.workspace, method, given, token)
        fault = await self.faults(replace(moment, when=When.AFTER, reply=body))
        if fault is not None:
            entry.reply = None
            return await self._suffer(fault, request)
        return web.json_response(body, headers=self._scopes(token))

    def _scopes(self, token: str) -> dict[str, str]:
        """Each answer names its token's scopes: https://docs.slack.dev/authentication/installing-with-oauth."""
        app = self.workspace.app
        return {"X-OAuth-Scopes": ",".join(app.scopes)} if app and token == app.bot_token else {}

    async def _suffer(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        match fault:
            case Say():
                return web.Response(
                    status=fault.status,
                    text=fault.body,
                    content_type=fault.content_type,
                    headers=dict(fault.headers),
                )
            case Silence():
                await self.stopping.wait()
            case Cut():
                pass
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _response(self, request: web.Request) -> web.Response:
        given: Mapping[str, object] = {}
        seen_by: list[str] = []
        try:
            given = mapping(await bodies.json_body(request))
            seen_by = list(responses.use_response_url(self.workspace, request.match_info["name"], given))
            reply: Mapping[str, object] = {"ok": True}
        except Refused as refused:
            reply = refused.body
        self.workspace.record(Way.RESPONSE_URL, "response_url", body=given, reply=reply, to=seen_by)
        status = 200 if reply["ok"] else 404 if reply["error"] in GONE else 400
        return web.json_response(reply, status=status)
