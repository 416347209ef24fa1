"""``interview-bot``: finds the verb and turns errors into one sentence; each verb is a file beside this one.

Exit codes: 0 done, 1 found problems, 2 wrong use.
"""

from __future__ import annotations

import argparse
import sys
from importlib import metadata
from typing import TYPE_CHECKING

from bot.cli import backup, deliveries, demo, doctor, manifest, plan, playground, run, smoke
from bot.cli.content import verb as content
from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Sequence

_VERBS = (demo, playground, run, doctor, smoke, plan, deliveries, backup, content, manifest)


def main(arguments: Sequence[str] | None = None) -> int:
    """Carries out one verb; its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.verb(options))
    except BotError as problem:
        print(f"interview-bot: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130  # 128 and SIGINT, as a shell says it


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="interview-bot", description="A Slack bot that keeps a team ready for interviews."
    )
    parser.add_argument("--version", action="version", version=metadata.version("interview-bot"))
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for verb in _VERBS:
        verb.add_to(verbs)
    return parser
