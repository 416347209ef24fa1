"""``interview-bot playground``: the small Slack by itself, for whatever app one is building."""

from __future__ import annotations

import asyncio
import json
import signal
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import system_clock
from bot.errors import BotError
from bot.playground.alone import MANIFEST, serve_alone

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from bot.cli.verbs import Verbs
    from bot.playground.alone import Alone


class PlaygroundError(BotError):
    """The playground can't start; the message says what to mend."""

    code = "playground_error"


def add_to(verbs: Verbs) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "playground",
        help="a small Slack on this machine for any app",
        description="Starts the playground and prints the environment to start an app with. Ctrl+C stops it.",
        epilog="example: interview-bot playground --manifest manifest.json --port 8421",
    )
    parser.add_argument("--port", type=int, default=8420, help="default: %(default)s; 0 takes a free one")
    own = "your app's manifest as JSON (default: an app that may do much)"
    parser.add_argument("--manifest", type=Path, help=own)
    parser.add_argument("--request-url", default="", help="deliver there over HTTP, not over Socket Mode")
    parser.set_defaults(verb=playground)


def playground(options: argparse.Namespace) -> int:
    """Runs until Ctrl+C or SIGTERM."""
    manifest = _manifest(options.manifest) if options.manifest else MANIFEST
    asyncio.run(_serve(manifest, options.request_url, options.port))
    return 0


async def _serve(manifest: Mapping[str, object], request_url: str, port: int) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        serving = serve_alone(clock=system_clock, manifest=manifest, request_url=request_url, port=port)
        try:
            alone = await stack.enter_async_context(serving)
        except (OSError, OverflowError) as taken:
            raise PlaygroundError(f"Port {port} can't be used ({taken}): name another --port.") from taken
        except ValueError as refused:
            raise PlaygroundError(f"Slack would refuse this app: {refused}") from refused
        print(_welcome(alone), flush=True)
        await stop.wait()


def _welcome(alone: Alone) -> str:
    exports = "\n".join(f"export {name}={value}" for name, value in alone.environment.items())
    return (
        "A small Slack on this machine; nothing leaves it. Start your app with\n\n"
        f"{exports}\n\n"
        "and give its client the base address: WebClient(token=…, base_url=os.environ['SLACK_API_URL']).\n"
        f"The page, and how to drive it from scripts: {alone.playground.url}"
    )


def _manifest(file: Path) -> Mapping[str, object]:
    try:
        read = json.loads(file.read_text("utf-8"))
    except OSError as unreadable:
        raise PlaygroundError(f"{file} can't be read: {unreadable.strerror}.") from unreadable
    except ValueError as malformed:
        raise PlaygroundError(f"{file} is no JSON: {malformed}.") from malformed
    if not isinstance(read, dict):
        raise PlaygroundError(f"{file} is no app manifest: it must be an object.")
    return read
