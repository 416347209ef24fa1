"""``interview-bot manifest``: the app that Slack makes from one pasted text."""

from __future__ import annotations

import argparse
import copy
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.blocks.command_names import CommandNames
from bot.cli.scopes import EXTRAS
from bot.config import PREFIX_RULE, is_prefix
from bot.web import slack

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        description="Prints the manifest: api.slack.com/apps › Create New App › From a manifest. It asks for"
        " two scopes; --with adds optional ones.",
        epilog="example: interview-bot manifest --with history --url https://bot.example.org > manifest.json",
    )
    sets = ", ".join(f"{name} ({' and '.join(extra.scopes)})" for name, extra in EXTRAS.items())
    told = f"optional scopes, parted by commas: {sets}; doctor says what each buys"
    parser.add_argument("--with", dest="extras", type=_extras, default=(), metavar="SETS", help=told)
    parser.add_argument("--url", type=_url, help="where Slack calls the bot over HTTP, not over Socket Mode")
    taken = "stands before the commands' names, where another app owns them; COMMAND_PREFIX is then the same"
    parser.add_argument("--prefix", type=_prefix, default="", metavar="acme-", help=taken)
    parser.set_defaults(verb=manifest)


def manifest(options: argparse.Namespace) -> int:
    """Prints the manifest as JSON."""
    print(json.dumps(made(options.extras, options.url, options.prefix), indent=2))
    return 0


def made(extras: Iterable[str] = (), url: str | None = None, prefix: str = "") -> dict[str, Any]:
    """The manifest with these optional sets; over HTTP where there is a base address to call."""
    made: dict[str, Any] = copy.deepcopy(MANIFEST)
    for extra in map(EXTRAS.__getitem__, extras):
        made["oauth_config"]["scopes"]["bot"] += extra.scopes
    for command in made["features"]["slash_commands"]:
        command["command"] = CommandNames(prefix).spell(command["command"])
    if url:
        address = f"{url}{slack.PATH}"
        for command in made["features"]["slash_commands"]:
            command["url"] = address
        interactivity = {"request_url": address, "message_menu_options_url": address}
        made["settings"]["interactivity"] |= interactivity
        made["settings"]["event_subscriptions"]["request_url"] = address
        made["settings"]["socket_mode_enabled"] = False
    return made


def _prefix(text: str) -> str:
    if not is_prefix(text):
        raise argparse.ArgumentTypeError(f"{text!r} can't be one: {PREFIX_RULE}")
    return text


def _extras(text: str) -> tuple[str, ...]:
    """Words parted by commas, each once."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in EXTRAS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is no set here: write of {', '.join(EXTRAS)}")
    return names


def _url(text: str) -> str:
    """The base address, without what comes behind it: Slack calls https only."""
    url = urlsplit(text.strip())
    if url.scheme != "https" or not url.hostname or url.query or url.fragment:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no https address: write one such as https://bot.example.org"
        )
    return text.strip().removesuffix("/").removesuffix(slack.PATH)
