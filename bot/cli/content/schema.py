"""``interview-bot content schema``: the file format for editors, as it stands in content/schema.json."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.bank.schema import schema

if TYPE_CHECKING:
    import argparse

    from bot.cli.verbs import Verbs


def add_to(actions: Verbs) -> None:
    """Adds the action to the verb."""
    parser = actions.add_parser(
        "schema",
        help="print the file format as a JSON Schema for editors",
        description="Prints the schema that each file of the bank names in its first line.",
        epilog="example: interview-bot content schema > content/schema.json",
    )
    parser.set_defaults(verb=run)


def run(_options: argparse.Namespace) -> int:
    """Prints the schema."""
    print(json.dumps(schema(), indent=2))
    return 0
