"""The playground's HTTP: a route reads its request, asks one function, answers; it decides nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground import api, bodies, responses
from bot.playground.faults import Cut, Moment, Say, Silence, When
from bot.playground.fields import mapping
from bot.playground.refusals import ActRefused, Refused
from bot.playground.wire import Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.typedefs import Handler

    from bot.playground.faults import Fault
    from bot.playground.server import Playground

PAGE = Path(__file__).with_name("page")
BODY_BYTES = 1_000_000
POLICY = (
    "default-src 'self'; connect-src 'self' ws://127.0.0.1:* ws://localhost:*; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
)


class Routes:
    """All routes of one playground."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground
        self._workspace = playground.workspace

    def application(self) -> web.Application:
        """The aiohttp application, every route behind the guard."""
        application = web.Application(client_max_size=BODY_BYTES, middlewares=[self._guard])
        application.on_response_prepare.append(_harden)
        application.add_routes(
            [
                web.route("*", "/api/{method}", self._api),
                web.get("/link/", self._playground.socket_mode.connect),
                web.post("/response/{kind}/{team}/{name:.+}", self._response),
                web.get("/", self._page),
                web.get("/archives/{channel}/{ts}", self._page),
                web.static("/page", PAGE),
                web.post("/_/act", self._act),
                web.get("/_/see", self._see),
                web.get("/_/wire", self._wire),
                web.post("/_/control/{name}", self._control),
                web.get("/_/live", self._playground.live.connect),
            ]
        )
        return application

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Keep other sites out, by Host against rebinding names and by Origin against their scripts."""
        port = self._workspace.base_url.rpartition(":")[2]
        ours = {f"127.0.0.1:{port}", f"localhost:{port}"}
        origin = request.headers.get("Origin")
        if request.host not in ours or (origin is not None and origin.removeprefix("http://") not in ours):
            raise web.HTTPForbidden(text="The playground answers on 127.0.0.1 and localhost only.")
        if request.path.startswith("/_/") and request.method == "POST" and not bodies.is_json(request):
            raise web.HTTPUnsupportedMediaType(text="POST JSON here.")
        try:
            return await handler(request)
        except ActRefused as refused:
            return web.json_response(refused.body, status=refused.status)
        except Refused as refused:
            return web.json_response(refused.body, status=400)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, faults = request.match_info["method"], self._playground.faults
        try:
            given, token = await bodies.arguments(request)
        except Refused as refused:
            return web.json_response(refused.body)
        moment = Moment(when=When.BEFORE, method=method, arguments=given)
        fault = await faults(moment)
        if fault is not None:
            self._workspace.record(Way.API, method, body=given)
            return await self._suffer(fault, request)
        body, entry = api.call(self._workspace, method, given, token)
        fault = await faults(replace(moment, when=When.AFTER, reply=body))
        if fault is not None:
            entry.reply = None
            return await self._suffer(fault, request)
        return web.json_response(body, headers=self._scopes(token))

    def _scopes(self, token: str) -> dict[str, str]:
        """Each answer names its token's scopes: https://docs.slack.dev/authentication/installing-with-oauth."""
        app = self._workspace.app
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
                await self._playground.stopping.wait()
            case Cut():
                pass
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _response(self, request: web.Request) -> web.Response:
        given: Mapping[str, object] = {}
        seen_by = []
        try:
            given = mapping(await bodies.json_body(request))
            seen_by = list(responses.use_response_url(self._workspace, request.match_info["name"], given))
            reply: Mapping[str, object] = {"ok": True}
        except Refused as refused:
            reply = refused.body
        self._workspace.record(Way.RESPONSE_URL, "response_url", body=dict(given), reply=reply, to=seen_by)
        gone = reply.get("error") in ("expired_url", "used_url")
        return web.json_response(reply, status=404 if gone else 200 if reply["ok"] else 400)

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _act(self, request: web.Request) -> web.Response:
        return web.json_response(await self._playground.act(mapping(await bodies.json_body(request))))

    async def _see(self, request: web.Request) -> web.Response:
        return web.json_response(self._playground.see(request.query.get("as", "")))

    async def _wire(self, request: web.Request) -> web.Response:
        after = request.query.get("after", "0")
        if not after.isdecimal():
            raise web.HTTPBadRequest(text="after must be a number.")
        found = self._workspace.wire.entries(after=int(after), wanted=request.query.get("q", ""))
        return web.json_response(found)

    async def _control(self, request: web.Request) -> web.Response:
        control = self._playground.controls.get(request.match_info["name"])
        if control is None:
            raise ActRefused("There is no such control.", status=404)
        said = await control.act()
        self._playground.publish()
        return web.json_response({"ok": True, "said": said})


async def _harden(_request: web.Request, response: web.StreamResponse) -> None:
    """Nothing is cached, nothing is fetched from elsewhere, and no other site frames the page."""
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Content-Security-Policy", POLICY)
