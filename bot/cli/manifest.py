"""``interview-bot manifest``: the app that Slack makes from one pasted text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from bot.cli.verbs import Verbs

# https://docs.slack.dev/reference/app-manifest
MANIFEST: dict[str, object] = {
    "display_information": {
        "name": "Interview Bot",
        "description": "A daily interview question, its answer at the press of a button.",
        "background_color": "#1d3557",
    },
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": "Interview Bot", "always_online": True},
        "slash_commands": [
            {
                "command": "/question",
                "description": "A question, for you alone",
                "usage_hint": "[words] [easy | medium | hard]",
                "should_escape": False,
            },
            {
                "command": "/answer",
                "description": "The answer to a question, for you alone",
                "usage_hint": "[words or id]",
                "should_escape": False,
            },
            {
                "command": "/interview",
                "description": "The daily question, what the bank holds, and help",
                "usage_hint": "[help | topics | daily | why]",
                "should_escape": False,
            },
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_uninstalled", "tokens_revoked"]},
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    },
}


def add_to(verbs: Verbs) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "manifest",
        help="print the app manifest to paste into Slack",
        description="Prints the manifest: api.slack.com/apps › Create New App › From a manifest.",
        epilog="example: interview-bot manifest > manifest.json",
    )
    parser.set_defaults(verb=manifest)


def manifest(_options: argparse.Namespace) -> int:
    """Prints the manifest as JSON."""
    print(json.dumps(MANIFEST, indent=2))
    return 0
