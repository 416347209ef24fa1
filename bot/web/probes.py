"""What an orchestrator asks: whether the process lives, and whether it can do its work; no work here."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, TypeAlias

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    Check: TypeAlias = Callable[[], Awaitable[str | None]]
    """Returns what is wrong in a few words without secrets, or None."""

PATIENCE_S = 2.0
"""For one check: a database that does not answer is a problem, too."""

log = logging.getLogger(__name__)


class Probes:
    """``/livez`` asks nothing, so that a slow database kills no process; ``/readyz`` asks every check."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = dict(checks)
        self._stopping = False

    def add(self, name: str, check: Check) -> None:
        """One check more."""
        self._checks[name] = check

    def stop(self) -> None:
        """From now on not ready, whatever the checks say."""
        self._stopping = True

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The two probes."""
        return (web.get("/livez", self.live), web.get("/readyz", self.ready))

    async def live(self, _request: web.Request) -> web.Response:
        """200 as long as the event loop turns."""
        return web.Response(text="ok")

    async def ready(self, _request: web.Request) -> web.Response:
        """200, or 503 with what is wrong under its name."""
        problems = {"process": "it is stopping"} if self._stopping else await self.problems()
        return web.json_response(
            {"ready": not problems, "problems": problems},
            status=503 if problems else 200,
            headers={"Cache-Control": "no-store"},
        )

    async def problems(self) -> dict[str, str]:
        """What every check says that has something to say; they are asked at once."""
        said = await asyncio.gather(*(_asked(name, check) for name, check in self._checks.items()))
        return {name: problem for name, problem in zip(self._checks, said, strict=True) if problem}


async def _asked(name: str, check: Check) -> str | None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await check()
    except TimeoutError:
        return f"no answer within {PATIENCE_S:g} s"
    except Exception:  # a probe is an edge: whatever a check meets means that we are not ready
        log.exception("the check of the %s failed", name)
        return "the check failed; the log says why"
