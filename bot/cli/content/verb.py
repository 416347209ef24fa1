"""``interview-bot content``: what authors do with the bank; each action is a file beside this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.content import check, exporting, importing, mutate, new, prove, schema, show, stale, stats

if TYPE_CHECKING:
    from bot.cli.verbs import Verbs

_ACTIONS = (check, prove, mutate, stale, stats, show, new, importing, exporting, schema)


def add_to(verbs: Verbs) -> None:
    """Adds the verb and its actions to the command line."""
    parser = verbs.add_parser("content", help="check, prove and show the bank's questions")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for action in _ACTIONS:
        action.add_to(actions)
