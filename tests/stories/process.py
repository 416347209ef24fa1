"""The command line as a process of its own, with an environment and nothing else of ours."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.cli.manifest import MANIFEST
from bot.playground.addresses import over_http
from bot.playground.cast import Manifest
from bot.web.slack import PATH

if TYPE_CHECKING:
    from tests.stories.world import World


async def start(*arguments: str, **environment: str) -> asyncio.subprocess.Process:
    """The command line as a process of its own."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **environment},
    )


async def command(*arguments: str, **environment: str) -> tuple[int | None, str, str]:
    """Exit code, output and errors of a command that ends."""
    process = await start(*arguments, **environment)
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


def switched_to_http(world: World) -> dict[str, str]:
    """Socket Mode off and request URLs set, as in the app's settings; what the bot is then told."""
    port = free_port()
    manifest = Manifest.read(over_http(MANIFEST, f"http://127.0.0.1:{port}{PATH}"))
    world.app = replace(world.app, addresses=manifest.addresses, commands=manifest.commands)
    world.playground.workspace.app = world.app
    told = {**world.environment, "SLACK_SIGNING_SECRET": world.app.signing_secret, "PORT": str(port)}
    del told["SLACK_APP_TOKEN"]
    return told


def free_port() -> int:
    """A port that nobody has, outside of the range from which the system hands out ports by itself.

    The app's addresses are known before the bot listens, so that the bot can't be given a port 0.
    """
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("a hundred ports were taken")
