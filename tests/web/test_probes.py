"""Alive as long as the loop turns; ready only while every check has nothing to say."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.errors import CannotConnectError
from bot.web import probes as probing
from bot.web.probes import Probes
from bot.web.server import serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable


async def _well() -> str | None:
    return None


async def _ill() -> str | None:
    return "it has a cold"


async def _broken() -> str | None:
    raise OSError("disk gone, with xoxb-secret-in-its-words")


async def _hung() -> str | None:
    await asyncio.Event().wait()
    return None


@asynccontextmanager
async def _asked(probes: Probes) -> AsyncIterator[Callable[[str], Awaitable[tuple[int, Any]]]]:
    async with serving("127.0.0.1", 0, probes.routes()) as url, aiohttp.ClientSession(url) as session:

        async def ask(path: str) -> tuple[int, Any]:
            async with session.get(path) as answer:
                is_json = answer.content_type == "application/json"
                return answer.status, await (answer.json() if is_json else answer.text())

        yield ask


async def test_a_bot_that_is_well_is_ready() -> None:
    """Both probes say 200."""
    async with _asked(Probes({"database": _well})) as ask:
        assert await ask("/livez") == (200, "ok")
        assert await ask("/readyz") == (200, {"ready": True, "problems": {}})


async def test_what_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every check is asked; one that breaks or hangs is a problem, and shows nothing of its insides."""
    monkeypatch.setattr(probing, "PATIENCE_S", 0.05)
    checks = {"database": _broken, "slack": _ill, "planner": _hung, "clock": _well}
    async with _asked(Probes(checks)) as ask:
        status, said = await ask("/readyz")

    assert status == 503
    assert said == {
        "ready": False,
        "problems": {
            "database": "the check failed; the log says why",
            "slack": "it has a cold",
            "planner": "no answer within 0.05 s",
        },
    }


async def test_a_bot_that_stops_lives_and_is_not_ready() -> None:
    """So that nobody is sent here any more, and nobody kills it before it is done."""
    probes = Probes({"database": _well})
    async with _asked(probes) as ask:
        probes.stop()

        assert await ask("/livez") == (200, "ok")
        assert await ask("/readyz") == (503, {"ready": False, "problems": {"process": "it is stopping"}})


async def test_a_port_that_is_taken_is_told_in_a_sentence() -> None:
    """With the setting that mends it."""
    async with serving("127.0.0.1", 0, ()) as url:
        port = int(url.rpartition(":")[2])
        with pytest.raises(CannotConnectError, match=f"Port {port} of 127.0.0.1 can't be used"):
            async with serving("127.0.0.1", port, ()):
                pass
