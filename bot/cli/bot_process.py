"""The bot as a process of its own beside the demo, with a clock that follows the demo's; see demo_bot.py."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import os
import signal
import sys
from typing import TYPE_CHECKING

from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SLOWEST = 60.0  # seconds that the bot may take for one order; it takes a fraction of one


class BotEndedError(BotError):
    """The bot ended by itself; the message holds its last words."""

    code = "bot_ended"


class BotProcess:
    """One bot, started and killed at will; ``next`` is when it has something to do again."""

    def __init__(self, environment: Mapping[str, str], log: Path, module: str = "bot.cli.demo_bot") -> None:
        self.next: dt.datetime | None = None
        self._environment = {**os.environ, **environment}
        self._log = log
        self._module = module
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()  # one order at a time: its clock may be moved while it is started anew

    @property
    def runs(self) -> bool:
        """Whether it lives."""
        return self._process is not None and self._process.returncode is None

    async def start(self, at: dt.datetime) -> None:
        """Starts it at an instant of the demo's clock; returns when it has done all that was due."""
        async with self._turn:
            self._process = await self._begun(at)
            await self._hear(self._process)

    async def move(self, to: dt.datetime) -> None:
        """Moves its clock; returns when it has done all that is due then. A dead bot hears nothing."""
        async with self._turn:
            process = self._process
            if process is None or process.returncode is not None or process.stdin is None:
                return
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it died: _hear says so
                process.stdin.write(json.dumps({"move": to.isoformat()}).encode() + b"\n")
                await process.stdin.drain()
            await self._hear(process)

    async def kill(self) -> None:
        """Kills it as kill -9 does: it has no say in it."""
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> None:
        """Lets it end what it is doing, and go."""
        if self._process and self._process.returncode is None and self._process.stdin:
            self._process.stdin.close()
            try:
                await asyncio.wait_for(self._process.wait(), timeout=10)
            except TimeoutError:
                await self.kill()

    async def _begun(self, at: dt.datetime) -> asyncio.subprocess.Process:
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", self._module, at.isoformat()),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=self._environment,
            )

    async def _hear(self, process: asyncio.subprocess.Process) -> None:
        if process.stdout is None:
            raise ValueError("the bot's output is not ours to read")
        line = await asyncio.wait_for(process.stdout.readline(), timeout=_SLOWEST)
        if not line and await process.wait() != -signal.SIGKILL:
            words = "\n".join(self._log.read_text("utf-8").splitlines()[-5:])
            raise BotEndedError(f"The bot ended by itself. Its last words:\n{words}")
        following = json.loads(line)["next"] if line else None
        self.next = dt.datetime.fromisoformat(following) if following else None
