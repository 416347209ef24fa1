"""Keeps other sites and other machines out of the playground; it knows no route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground import bodies
from bot.playground.refusals import ActRefused, Refused

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

    from bot.playground.workspace import Workspace

NAMES = {"127.0.0.1", "localhost"}
POLICY = "frame-ancestors 'none'"
"""What no page can say of itself; the rest of its policy stands in its head."""


def guard(workspace: Workspace) -> Middleware:
    """The middleware before every route: by Host against rebound names, by Origin against other scripts.

    A form can be posted across sites without asking, JSON cannot: acts come as JSON only.
    """

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        port = workspace.base_url.rpartition(":")[2]
        ours = {f"127.0.0.1:{port}", f"localhost:{port}"}
        if request.path == "/link/":
            ours |= NAMES  # slack_sdk's own Socket Mode client leaves the port out
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

    return guarded


async def harden(_request: web.Request, response: web.StreamResponse) -> None:
    """Nothing is cached, and no other site frames the page; a signal for on_response_prepare."""
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Content-Security-Policy", POLICY)
