"""`interview-bot doctor`: what can be wrong is a line with its mend, and no line shows a secret."""

from __future__ import annotations

import datetime as dt
import os
import socket
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.cli.findings import Verdict, report
from bot.cli.main import main
from bot.cli.manifest import MANIFEST, made
from bot.cli.slack_checks import slack_findings
from bot.clock import system_clock
from bot.config import Config, HttpMode, Listen, SocketMode
from bot.web.probes import Probes
from bot.web.server import serving
from tests.playground.fixtures import a_playground, running
from tests.stories.process import command

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.cli.findings import Finding
    from bot.playground.server import Playground

OK, WARN, FAIL = Verdict.OK, Verdict.WARN, Verdict.FAIL


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    """A workspace in which the bot is installed."""
    playground = a_playground()
    playground.install(MANIFEST)
    async with running(playground):
        yield playground


def _config(slack: Playground, **settings: object) -> Config:
    app = slack.workspace.app
    assert app is not None
    config = Config(
        bot_token=app.bot_token,
        mode=SocketMode(app_token=app.app_token),
        listen=None,
        slack_api=slack.api_url,
        database=Path("not-looked-at.db"),
        banks=(),
    )
    return replace(config, **settings)  # type: ignore[arg-type]  # Config's own


def _grant(slack: Playground, *scopes: str) -> None:
    app = slack.workspace.app
    assert app is not None
    slack.workspace.app = replace(app, scopes=scopes)


async def _found(config: Config, *, ahead: float = 0) -> dict[str, Finding]:
    found = await slack_findings(config, lambda: system_clock() + dt.timedelta(seconds=ahead))
    return {finding.about: finding for finding in found}


async def test_an_install_that_is_well(slack: Playground, tmp_path: Path) -> None:
    """The whole command: nothing fails, exit code 0, and none of its secrets is printed."""
    app = slack.workspace.app
    assert app is not None
    secrets = {"SLACK_BOT_TOKEN": app.bot_token, "SLACK_APP_TOKEN": app.app_token}
    settings = {"SLACK_API_URL": slack.api_url, "DATABASE_PATH": str(tmp_path / "bot.db")}

    code, out, err = await command("doctor", **secrets, **settings)

    assert (code, err) == (0, "")
    assert [line for line in out.splitlines() if line.startswith(("warn", "fail"))] == []
    assert "in Playground" in out
    assert "commands and chat:write are granted" in out
    assert "optional history  not granted: a post of which nobody knows" in out
    assert "Slack gives an address for Socket Mode" in out
    assert out.endswith("The bot can work.\n")
    assert [secret for secret in secrets.values() if secret in out] == []
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - a Path would block, says another rule


async def test_without_settings_everything_else_is_still_looked_at(tmp_path: Path) -> None:
    """A line for each setting, the bank and the database; exit code 1."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "x.yaml").write_text("framework: 1\n", "utf-8")
    (tmp_path / "bot.db").write_text("no database", "utf-8")
    given = {"SLACK_BOT_TOKEN": "xoxp-of-a-person-1234", "SLACK_APP_TOKEN": "", "PORT": "http"}
    paths = {"DATABASE_PATH": str(tmp_path / "bot.db"), "BANK_PATHS": str(tmp_path / "own")}

    code, out, _ = await command("doctor", **given, **paths)

    lines = [line for line in out.splitlines() if not line.startswith(" ")]
    assert code == 1
    assert [line.split()[:2] for line in lines[:-1]] == [
        ["fail", "settings"],
        ["fail", "settings"],
        ["fail", "settings"],
        ["warn", "bank"],
        ["fail", "database"],
        ["warn", "Slack"],
    ]
    assert "content check" in out
    assert "DATABASE_PATH" in out
    assert "of-a-person" not in out
    assert lines[-1] == "4 to mend before the bot can work."


async def test_what_a_missing_scope_costs_is_said(slack: Playground) -> None:
    """A needed one fails; an optional one, half of one, and one too many do not."""
    _grant(slack, "chat:write", "channels:history", "users:read", "files:write")

    found = await _found(_config(slack))

    assert found["scope commands"].verdict is FAIL
    assert "slash commands do not reach the bot" in found["scope commands"].sentence
    assert "Reinstall" in found["scope commands"].mend
    assert found["optional history"].verdict is WARN
    assert "groups:history" in found["optional history"].sentence
    assert found["optional greet"].verdict is OK
    assert "not granted" in found["optional greet"].sentence
    assert found["optional zone"].sentence.startswith("granted.")
    assert found["more scopes"].verdict is WARN
    assert "files:write" in found["more scopes"].sentence


async def test_every_optional_set_is_seen_when_it_is_granted(slack: Playground) -> None:
    """What `manifest --with` asks for is what doctor looks for."""
    scopes = made(("history", "greet", "zone"))["oauth_config"]["scopes"]["bot"]
    _grant(slack, *scopes)

    found = await _found(_config(slack))

    assert [finding.about for finding in found.values() if finding.verdict is not OK] == []
    assert found["optional greet"].sentence.startswith("granted.")


@pytest.mark.parametrize(
    ("ahead", "verdict", "words"),
    [
        (0, OK, "as Slack's"),
        (20, WARN, "ahead of Slack's"),
        (-20, WARN, "behind Slack's"),
        (400, FAIL, "requests over HTTP are refused"),
        (-400, FAIL, "requests over HTTP are refused"),
    ],
)
async def test_the_clock_is_compared_with_slacks(
    slack: Playground, ahead: float, verdict: Verdict, words: str
) -> None:
    """By the date of its answer, in both directions."""
    clock = (await _found(_config(slack), ahead=ahead))["clock"]

    assert clock.verdict is verdict
    assert words in clock.sentence


async def test_a_refused_token_is_named_and_not_quoted(slack: Playground) -> None:
    """Each of the two with the place to copy it from."""
    config = _config(slack, bot_token="xoxb-no-longer", mode=SocketMode(app_token="xapp-no-longer"))

    found = await _found(config)

    assert {about: one.verdict for about, one in found.items()} == {"bot token": FAIL, "connection": FAIL}
    assert "Bot User OAuth Token" in found["bot token"].mend
    assert "connections:write" in found["connection"].mend
    assert "no-longer" not in report(list(found.values()))


async def test_a_slack_that_is_not_there_is_one_line(slack: Playground) -> None:
    """And its mend is the network."""
    found = await _found(_config(slack, slack_api="http://127.0.0.1:9/api/"))

    assert list(found) == ["Slack"]
    assert found["Slack"].verdict is FAIL
    assert "SLACK_API_URL" in found["Slack"].mend


async def test_over_http_the_port_must_be_had(slack: Playground) -> None:
    """Free, taken by a bot that answers its probe, or by somebody else."""
    mode = HttpMode(signing_secret="0" * 32)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        taken = Listen(host="127.0.0.1", port=other.getsockname()[1])
        refused = (await _found(_config(slack, mode=mode, listen=taken)))["connection"]
    async with serving("127.0.0.1", 0, Probes({}).routes()) as url:
        ours = Listen(host="127.0.0.1", port=int(url.rpartition(":")[2]))
        running_bot = (await _found(_config(slack, mode=mode, listen=ours)))["connection"]
    found = await _found(_config(slack, mode=mode, listen=Listen(host="127.0.0.1", port=0)))

    assert (refused.verdict, running_bot.verdict, found["connection"].verdict) == (FAIL, OK, OK)
    assert "PORT" in refused.mend
    assert "a bot listens" in running_bot.sentence
    assert "can't be seen from here" in found["request URL"].sentence


def test_both_ways_at_once_are_a_warning(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The app token decides; the secret that nobody uses is better left out."""
    given = {
        "SLACK_BOT_TOKEN": "xoxb-0123456789",
        "SLACK_APP_TOKEN": "xapp-0123456789",
        "SLACK_SIGNING_SECRET": "0123456789abcdef",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    code = main(["doctor"])

    out = capsys.readouterr().out
    assert code == 1
    assert "warn  settings  Socket Mode: SLACK_APP_TOKEN is set" in out
    assert "0123456789" not in out
