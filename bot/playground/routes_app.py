"""HTTP as an app speaks it: the Web API, response_urls and uploads, with their faults; it decides nothing."""

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
    from collections.abc import Awaitable, Callable, Mapping
    from typing import TypeAlias

    from bot.playground.faults import Fault, Faults
    from bot.playground.files import File
    from bot.playground.wire import Entry
    from bot.playground.workspace import Workspace

    Carried: TypeAlias = tuple[web.Response, Mapping[str, object], Entry]

GONE = ("expired_url", "used_url")
DOWNLOAD = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
"""A file that an app uploaded must not run as a page of the playground's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppRoutes:
    """The app's routes on the workspaces beside `workspace`; `stopping` ends what a fault keeps silent."""

    workspace: Workspace
    faults: Faults
    stopping: asyncio.Event
    link: Callable[[web.Request], Awaitable[web.StreamResponse]]

    def routes(self) -> list[web.RouteDef]:
        """What aiohttp adds."""
        return [
            web.route("*", "/api/{method}", self._api),
            web.get("/link/", self._link),
            web.post("/response/{kind}/{team}/{name:.+}", self._response),
            web.post("/upload/v1/{ticket}", self._upload),
            web.get("/files/{team}/{file}/{name}", self._file),
        ]

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            given, token = await bodies.arguments(request)
        except Refused as refused:
            return web.json_response(refused.body)

        async def carry_out() -> Carried:
            answer = api.call(self.workspace, method, given, token, form=not bodies.is_json(request))
            response = web.json_response(answer.body, status=answer.status, headers=answer.headers)
            return response, answer.body, answer.entry

        return await self._suffering(request, Way.API, method, given, carry_out)

    async def _response(self, request: web.Request) -> web.StreamResponse:
        team, name = request.match_info["team"], request.match_info["name"]
        try:
            given = mapping(await bodies.json_body(request))
        except Refused as refused:
            self.workspace.record(Way.RESPONSE_URL, "response_url", body={}, reply=refused.body)
            return web.json_response(refused.body, status=400)

        async def carry_out() -> Carried:
            seen_by: list[str] = []
            at = self._at(team)
            try:
                seen_by = list(responses.use_response_url(at, name, given))
                reply: Mapping[str, object] = {"ok": True}
            except Refused as refused:
                reply = refused.body
            entry = at.record(Way.RESPONSE_URL, "response_url", body=given, reply=reply, to=seen_by)
            status = 200 if reply["ok"] else 404 if reply["error"] in GONE else 400
            return web.json_response(reply, status=status), reply, entry

        return await self._suffering(request, Way.RESPONSE_URL, "response_url", given, carry_out)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file; one of another length than was said is refused, with a guessed status."""

        async def carry_out() -> Carried:
            at, found = self._awaited(request.match_info["ticket"])
            content = await bodies.file_content(request, most=found.length)
            right = len(content) == found.length
            found.content = content if right else None
            reply = {"bytes": len(content), "expected": found.length}
            entry = at.record(Way.API, "upload", body={"file": found.id, "name": found.name}, reply=reply)
            said = f"OK - {len(content)}" if right else f"{found.length} bytes were announced."
            return web.Response(text=said, status=200 if right else 400), reply, entry

        return await self._suffering(request, Way.API, "upload", {}, carry_out)

    async def _file(self, request: web.Request) -> web.Response:
        """A file as the page shows it; an app's own requests carry its token, and need it not here."""
        found = self._at(request.match_info["team"]).files.find(request.match_info["file"])
        if found.content is None:
            raise web.HTTPNotFound(text="This file has no bytes.")
        shown = found.mimetype if found.mimetype.startswith("image/") else "application/octet-stream"
        return web.Response(body=found.content, content_type=shown, headers=DOWNLOAD)

    async def _link(self, request: web.Request) -> web.StreamResponse:
        fault = await self.faults(Moment(when=When.BEFORE, method="link", arguments={}))
        return await self._suffer(fault, request) if fault is not None else await self.link(request)

    async def _suffering(
        self,
        request: web.Request,
        way: Way,
        method: str,
        given: Mapping[str, object],
        carry_out: Callable[[], Awaitable[Carried]],
    ) -> web.StreamResponse:
        """Carry something out, with what befalls it before and after."""
        moment = Moment(when=When.BEFORE, method=method, arguments=given)
        fault = await self.faults(moment)
        if fault is not None:
            self.workspace.record(way, method, body=given)
            return await self._suffer(fault, request)
        response, reply, entry = await carry_out()
        fault = await self.faults(replace(moment, when=When.AFTER, reply=reply))
        if fault is not None:
            entry.reply = None
            return await self._suffer(fault, request)
        return response

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

    def _at(self, team: str) -> Workspace:
        found = (one for one in self.workspace.all if one.team_id == team)
        return next(found, self.workspace)

    def _awaited(self, ticket: str) -> tuple[Workspace, File]:
        for one in self.workspace.all:
            found = one.files.awaited(ticket)
            if found is not None:
                return one, found
        raise web.HTTPNotFound(text="This address was never given, or is spent.")
