"""The settings: all problems in one report, each with where to find the mend, and no token in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config, HttpMode, Listen, SocketMode, banks, database, read_config
from bot.errors import ConfigError

BOT, APP = "xoxb-1111-2222-abcdefgh", "xapp-1-A111-2222-abcdef"
SECRET = "0123456789abcdef0123456789abcdef"
GOOD = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
BAD_TOKENS = [
    "",
    "   ",
    "xoxb-",
    "xoxb-short",
    "xoxp-1111-2222-abcdefgh",
    "xoxb-1111 2222-abcdefgh",
    "xoxb-1111\n2222-abcdefgh",
    "xoxb-1111\t2222-abcdefgh",
    "xoxb-1111-2222-abcdéfgh",
    "xoxb-1111-2222-abcdef\x00gh",
    '"xoxb-1111-2222-abcdefgh"',
]


def _problems(environment: dict[str, str]) -> str:
    with pytest.raises(ConfigError) as report:
        read_config(environment)
    return str(report.value)


@pytest.mark.parametrize("prefix", ["/acme", "Acme-", "a b", "x" * 17, "é"])
def test_a_prefix_is_one_that_slack_takes(prefix: str) -> None:
    """Thirty-two small letters and signs a command, and ours are up to nine long."""
    assert "such as acme-" in _problems({**GOOD, "COMMAND_PREFIX": prefix})
    assert read_config({**GOOD, "COMMAND_PREFIX": "acme-"}).prefix == "acme-"


def test_two_tokens_are_enough() -> None:
    """The rest has its defaults."""
    assert read_config(GOOD) == Config(
        bot_token=BOT,
        mode=SocketMode(app_token=APP),
        listen=None,
        slack_api="https://slack.com/api/",
        database=Path("var/interview-bot.db"),
        banks=(),
    )


def test_what_surrounds_a_value_is_forgiven() -> None:
    """Spaces and line ends of a copied line, a missing slash, a setting that was left empty."""
    given = {"SLACK_BOT_TOKEN": f" {BOT}\n", "SLACK_APP_TOKEN": f"{APP}\r\n"}

    assert (
        read_config({**given, "SLACK_API_URL": " http://127.0.0.1:8421/api "}).slack_api
        == "http://127.0.0.1:8421/api/"
    )
    assert read_config({**given, "SLACK_API_URL": ""}).slack_api == "https://slack.com/api/"
    assert (read_config(given).bot_token, read_config(given).mode) == (BOT, SocketMode(app_token=APP))


def test_all_problems_come_in_one_report() -> None:
    """Both tokens and the address, each with where to find it."""
    report = _problems({"SLACK_APP_TOKEN": "xoxb-wrong-one-1234", "SLACK_API_URL": "slack.com"})

    assert "SLACK_BOT_TOKEN is missing" in report
    assert "OAuth & Permissions" in report
    assert "SLACK_APP_TOKEN does not look like one" in report
    assert "Basic Information" in report
    assert "SLACK_API_URL is 'slack.com'" in report


@pytest.mark.parametrize("token", BAD_TOKENS)
def test_a_malformed_token_is_refused_and_never_quoted(token: str) -> None:
    """The sentence names the setting, not its value."""
    report = _problems({**GOOD, "SLACK_BOT_TOKEN": token})

    assert "SLACK_BOT_TOKEN" in report
    assert "SLACK_APP_TOKEN" not in report
    assert len(token.strip()) < 6 or token.strip() not in report


@pytest.mark.parametrize(
    "address",
    [
        "slack.com",
        "ftp://slack.com",
        "http://",
        "http://[",
        "http://[::1",
        "file:///etc/passwd",
        "https:///api",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    """In the same report, whatever is wrong with it."""
    assert "SLACK_API_URL" in _problems({**GOOD, "SLACK_API_URL": address})


NAMES = st.sampled_from(
    [
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_API_URL",
        "HOST",
        "PORT",
        "DATABASE_PATH",
        "BANK_PATHS",
    ]
)
TEXTS = st.text() | st.sampled_from(BAD_TOKENS) | st.text("xob-:/[]@?#1 ")


@given(st.dictionaries(NAMES, TEXTS), st.booleans())
def test_any_environment_is_read_or_reported(environment: dict[str, str], good: bool) -> None:  # noqa: FBT001 - hypothesis hands it over
    """A Config or a ConfigError, and nothing else is raised."""
    try:
        config = read_config({**environment, **GOOD} if good else environment)
    except ConfigError as report:
        told = str(report)
    else:
        told = config.slack_api
    assert told


def test_a_signing_secret_in_place_of_an_app_token_means_http() -> None:
    """Slack then calls the bot, on this machine's port 3000 unless told otherwise."""
    over_http = {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": f" {SECRET}\n"}
    placed = read_config({**over_http, "HOST": "0.0.0.0", "PORT": "8080"})  # noqa: S104 - nothing is bound

    assert read_config(over_http).mode == HttpMode(signing_secret=SECRET)
    assert read_config(over_http).listen == Listen(host="127.0.0.1", port=3000)
    assert placed.listen == Listen(host="0.0.0.0", port=8080)  # noqa: S104 - the same
    assert SECRET not in repr(placed)


def test_an_app_token_means_socket_mode_whatever_else_there_is() -> None:
    """Its port, if it has one, is for probes."""
    both = {**GOOD, "SLACK_SIGNING_SECRET": SECRET}

    assert read_config(both).mode == SocketMode(app_token=APP)
    assert read_config(both).listen is None
    assert read_config({**both, "PORT": "0"}).listen == Listen(host="127.0.0.1", port=0)


@pytest.mark.parametrize("port", ["http", "65536", "-1", "80 80", "\u0661", "999999"])
def test_what_is_no_port_is_refused(port: str) -> None:
    """In the same report."""
    assert f"PORT is {port!r}" in _problems({**GOOD, "PORT": port})


def test_a_malformed_signing_secret_is_refused_and_never_quoted() -> None:
    """The sentence names the setting and its place."""
    report = _problems({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": "half a secret"})

    assert "SLACK_SIGNING_SECRET does not look like one" in report
    assert "Signing Secret" in report
    assert "half" not in report


def test_tokens_are_not_in_the_repr() -> None:
    """A log line that shows the settings shows no secret."""
    shown = repr(read_config(GOOD))

    assert BOT not in shown
    assert APP not in shown


def test_paths_are_read_as_they_are() -> None:
    """The database's file, and folders of questions parted as PATH is."""
    assert database({"DATABASE_PATH": "/data/bot.db"}) == Path("/data/bot.db")
    assert database({"DATABASE_PATH": ""}) == Path("var/interview-bot.db")
    assert banks({"BANK_PATHS": os.pathsep.join(["one", "", "two three", " "])}) == (
        Path("one"),
        Path("two three"),
    )
    assert banks({}) == ()


def test_a_server_is_named_by_its_address() -> None:
    """DATABASE_URL wins where no file is named; its password stays out of the repr."""
    address = "postgresql://bot:hunter2@db.example.org/interview_bot"
    config = read_config({**GOOD, "DATABASE_URL": f" {address} "})

    assert config.database == address
    assert "hunter2" not in repr(config)


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({"DATABASE_URL": "mysql://bot:hunter2@db/bot"}, "DATABASE_URL is no PostgreSQL address"),
        ({"DATABASE_URL": "db.example.org"}, "DATABASE_URL is no PostgreSQL address"),
        ({"DATABASE_URL": "postgresql://[/bot"}, "DATABASE_URL is no PostgreSQL address"),
        ({"DATABASE_URL": "postgresql://db/bot", "DATABASE_PATH": "bot.db"}, "are both set"),
    ],
)
def test_a_place_that_is_none_is_reported_unquoted(environment: dict[str, str], problem: str) -> None:
    """By run with all other problems, and by the commands that need the memory alone."""
    with pytest.raises(ConfigError, match=problem) as of_all:
        read_config({**GOOD, **environment})
    with pytest.raises(ConfigError, match=problem) as of_one:
        database(environment)

    assert "hunter2" not in f"{of_all.value} {of_one.value}"
