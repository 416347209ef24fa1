"""Replicas by fork, from a process that has imported everything and read the bank: soon there, and their own.

A thousand kills cost a thousand starts, and imports are the larger part of each. What is forked lives as any
other bot (replica_bot.py): its own connections, its own clock, and a signal ends or stops it alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from bot.cli.bot_process import BotProcess

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import AsyncIterator, Callable, Mapping
    from pathlib import Path

_LONGEST_ORDER = 65_536


@dataclass(slots=True, kw_only=True)
class _Forked:
    """What BotProcess needs of a process, for one that is not our own child."""

    pid: int
    stdin: asyncio.StreamWriter
    stdout: asyncio.StreamReader
    returncode: int | None = None

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.returncode = -signal.SIGKILL

    async def wait(self) -> int:
        while _lives(self.pid):  # noqa: ASYNC110 - it is not our child, and nothing tells of its end
            await asyncio.sleep(0.005)
        self.stdin.close()
        self.returncode = self.returncode or 0
        return self.returncode


class Replica(BotProcess):
    """A bot that the nursery forks; it may be stopped for a while."""

    def __init__(self, nursery: socket.socket, environment: Mapping[str, str], log: Path) -> None:
        super().__init__(environment, log)
        self._nursery = nursery
        self._told = dict(environment)
        self.pid = 0

    async def _begun(self, at: dt.datetime) -> asyncio.subprocess.Process:
        """Forked, in place of a process of our own."""
        ours, its = socket.socketpair()
        with its, self._log.open("ab") as log:
            order = json.dumps({"at": at.isoformat(), "environment": self._told}).encode()
            socket.send_fds(self._nursery, [order], [its.fileno(), log.fileno()])
        reader, writer = await asyncio.open_connection(sock=ours)
        self.pid = int(await reader.readline())
        forked = _Forked(pid=self.pid, stdin=writer, stdout=reader)
        return cast("asyncio.subprocess.Process", forked)

    async def _hear(self, process: asyncio.subprocess.Process) -> None:
        try:
            await super()._hear(process)
        except ConnectionResetError:  # how a socket pair ends whose other end was killed with an order unread
            if await process.wait() != -signal.SIGKILL:
                raise

    def freeze(self) -> None:
        """SIGSTOP: it does nothing more, and does not know."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT: it goes on where it stood."""
        os.kill(self.pid, signal.SIGCONT)


@asynccontextmanager
async def a_nursery() -> AsyncIterator[Callable[[Mapping[str, str], Path], Replica]]:
    """How replicas are made, while the context lasts."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        with its:
            nursery = await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, stdin=its.fileno())
        try:
            yield partial(Replica, ours)
        finally:
            ours.close()  # its last order
            await nursery.wait()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _nurse(live: Callable[[str], None]) -> None:
    """Forks a replica for each order, until there are no more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    orders = socket.socket(fileno=0)
    while True:
        order, fds, _, _ = socket.recv_fds(orders, _LONGEST_ORDER, 2)
        if not order:
            return
        if os.fork() == 0:
            break
        for fd in fds:
            os.close(fd)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    line, log = fds
    for fd, place in ((line, 0), (line, 1), (log, 2)):
        os.dup2(fd, place)
    os.close(line)
    os.close(log)
    given = json.loads(order)
    os.environ.update(given["environment"])
    print(os.getpid(), flush=True)
    live(given["at"])


if __name__ == "__main__":
    from tests.faults.replica_bot import made_ready

    _nurse(made_ready())
