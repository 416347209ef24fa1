"""The manifest under Slack's own schema (slackapi/manifest-schema, see slack_manifest.LICENSE.txt)."""

from __future__ import annotations

import json
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.cli.main import main
from bot.cli.manifest import MANIFEST, made
from bot.cli.scopes import EXTRAS, NEEDED
from bot.config import is_prefix
from bot.playground.cast import Manifest

SCHEMA = json.loads((Path(__file__).parent / "slack_manifest.schema.json").read_text("utf-8"))
SETS = list(chain.from_iterable(combinations(EXTRAS, count) for count in range(len(EXTRAS) + 1)))
LONGEST = "a" * next(length for length in range(40, 0, -1) if is_prefix("a" * length))
URL = "https://bot.example.org"


def _problems(manifest: dict[str, Any]) -> list[str]:
    checker = jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    return [f"{problem.json_path}: {problem.message}" for problem in checker.iter_errors(manifest)]


@pytest.mark.parametrize("prefix", ["", LONGEST])
@pytest.mark.parametrize("url", [None, URL])
@pytest.mark.parametrize("extras", SETS)
def test_every_manifest_is_valid_under_slacks_own_schema(
    extras: tuple[str, ...], url: str | None, prefix: str
) -> None:
    """Whatever optional sets it asks for, over Socket Mode and over HTTP, under the longest names, too."""
    assert is_prefix(prefix)
    assert _problems(made(extras, url, prefix)) == []


def test_the_schema_finds_what_is_wrong() -> None:
    """A name that is too long, a scope that is none, a key that nobody knows."""
    wrong = made()
    wrong["display_information"]["name"] = "x" * 36
    wrong["oauth_config"]["scopes"]["bot"] = "commands"
    wrong["settings"]["nonsense"] = True

    assert len(_problems(wrong)) == 3


def test_each_set_adds_its_scopes(capsys: pytest.CaptureFixture[str]) -> None:
    """To the two that are needed, in the words of --with, once each."""
    main(["manifest", "--with", "history,greet, history"])

    printed = json.loads(capsys.readouterr().out)
    assert printed["oauth_config"]["scopes"]["bot"] == [
        *NEEDED,
        "channels:history",
        "groups:history",
        "channels:read",
        "groups:read",
    ]
    assert printed["settings"] == MANIFEST["settings"]


@pytest.mark.parametrize("given", [URL, f"{URL}/", f"{URL}/slack/events"])
def test_over_http_every_payload_has_an_address(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Commands, presses, menus and events, and Socket Mode off."""
    main(["manifest", "--url", given])

    printed = json.loads(capsys.readouterr().out)
    address = f"{URL}/slack/events"
    settings = printed["settings"]
    assert {command["url"] for command in printed["features"]["slash_commands"]} == {address}
    assert settings["interactivity"]["request_url"] == address
    assert settings["interactivity"]["message_menu_options_url"] == address
    assert settings["event_subscriptions"]["request_url"] == address
    assert settings["socket_mode_enabled"] is False


def test_a_prefix_stands_before_every_name() -> None:
    """And the manifest stays valid."""
    names = [one["command"] for one in made(prefix="acme-")["features"]["slash_commands"]]

    assert names == ["/acme-question", "/acme-answer", "/acme-interview"]


def test_none_of_this_changes_the_default() -> None:
    """What is made is made anew."""
    before = json.dumps(MANIFEST)
    made(EXTRAS, URL)

    assert json.dumps(MANIFEST) == before
    assert made() == MANIFEST
    assert Manifest.read(made(EXTRAS)).scopes[:2] == tuple(NEEDED)


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["--with", "everything"], "'everything' is no set here: write of history, greet, zone"),
        (["--url", "http://bot.example.org"], "is no https address"),
        (["--url", "bot.example.org"], "is no https address"),
    ],
)
def test_wrong_use_names_the_mend(words: list[str], mend: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and what to write instead."""
    with pytest.raises(SystemExit) as ended:
        main(["manifest", *words])

    assert ended.value.code == 2
    assert mend in capsys.readouterr().err
