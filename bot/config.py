"""The settings, read once from the environment with every problem in one report; nothing acts here."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX_RULE = "up to sixteen small letters, digits, - or _, such as acme-"
_SLACK = "https://slack.com/api/"
_EXAMPLE = "postgresql://bot:password@host/interview_bot"
_POSTGRES = ("postgresql", "postgres")
_TOKENS = {
    "SLACK_BOT_TOKEN": ("xoxb-", "OAuth & Permissions › Bot User OAuth Token"),
    "SLACK_APP_TOKEN": ("xapp-", "Basic Information › App-Level Tokens, with the scope connections:write"),
}
_SIGNING = "Basic Information › App Credentials › Signing Secret"
_HOST, _PORT = "127.0.0.1", 3000  # TLS ends before us, at a proxy on this machine unless HOST says otherwise
_LAST_PORT = 65535
_SECRET_PROBLEM = f"SLACK_SIGNING_SECRET does not look like one: it stands in your app under {_SIGNING}."


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketMode:
    """The bot calls Slack, and payloads come over that connection."""

    app_token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpMode:
    """Slack calls the bot, and signs each request."""

    signing_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """Where the bot serves its probes, and, in HTTP mode, Slack; port 0 is any free one."""

    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the environment says; tokens, secrets and the address of a database stay out of the repr.

    ``listen`` is None where nothing is served, which HTTP mode does not know.
    """

    bot_token: str = field(repr=False)
    mode: SocketMode | HttpMode
    listen: Listen | None
    slack_api: str
    database: Path | str = field(repr=False)  # a SQLite file, or a PostgreSQL address with its password
    banks: tuple[Path, ...]
    prefix: str = ""


def read_config(environment: Mapping[str, str]) -> Config:
    """The settings; raises one ConfigError that lists every problem with where to find the mend."""
    bot_token = environment.get("SLACK_BOT_TOKEN", "").strip()
    api = environment.get("SLACK_API_URL", "").strip() or _SLACK
    mode = _mode(environment)
    listen = _listen(environment, needed=isinstance(mode, HttpMode))
    problems = _token_problems("SLACK_BOT_TOKEN", bot_token)
    prefix = environment.get("COMMAND_PREFIX", "").strip()
    if not is_prefix(prefix):
        problems.append(f"COMMAND_PREFIX is {prefix!r}: {PREFIX_RULE}.")
    problems += [problem for read in (mode, listen) if isinstance(read, list) for problem in read]
    if not _is_address(api):
        problems.append(f"SLACK_API_URL is {api!r}, which is no http address. Leave it out to use {_SLACK}.")
    problems += _database_problems(environment)
    if problems or isinstance(mode, list) or isinstance(listen, list):
        lines = "\n".join(f"  - {problem}" for problem in problems)
        raise ConfigError(
            f"The environment is not ready:\n{lines}\nApps are listed at https://api.slack.com/apps.",
            tuple(problems),
        )
    return Config(
        bot_token=bot_token,
        mode=mode,
        listen=listen,
        slack_api=api if api.endswith("/") else f"{api}/",
        database=database(environment),
        banks=banks(environment),
        prefix=prefix,
    )


def is_prefix(text: str) -> bool:
    """Whether it may stand before the commands' names, of which Slack takes 32 characters."""
    return re.fullmatch(r"[a-z0-9_-]{0,16}", text) is not None


def _mode(environment: Mapping[str, str]) -> SocketMode | HttpMode | list[str]:
    """How payloads come: an app token means Socket Mode, else a signing secret HTTP; or the problems."""
    app_token = environment.get("SLACK_APP_TOKEN", "").strip()
    secret = environment.get("SLACK_SIGNING_SECRET", "").strip()
    if secret and not app_token:
        return HttpMode(signing_secret=secret) if re.fullmatch(r"[!-~]{16,}", secret) else [_SECRET_PROBLEM]
    problems = _token_problems("SLACK_APP_TOKEN", app_token)
    if not app_token:
        problems[-1] += f" (Or, for requests over HTTP, SLACK_SIGNING_SECRET from {_SIGNING}.)"
    return problems or SocketMode(app_token=app_token)


def _listen(environment: Mapping[str, str], *, needed: bool) -> Listen | list[str] | None:
    """PORT and HOST, or the problem; without a port nothing is served, or, where it is needed, 3000."""
    host = environment.get("HOST", "").strip() or _HOST
    given = environment.get("PORT", "").strip()
    if not given:
        return Listen(host=host, port=_PORT) if needed else None
    if not re.fullmatch(r"[0-9]{1,5}", given) or int(given) > _LAST_PORT:
        return [f"PORT is {given!r}, which is no port: write a number such as {_PORT}."]
    return Listen(host=host, port=int(given))


def database(environment: Mapping[str, str]) -> Path | str:
    """The PostgreSQL address in DATABASE_URL, else the SQLite file: DATABASE_PATH or var/interview-bot.db.

    Raises ConfigError when the two contradict each other, or the address is none.
    """
    if problems := _database_problems(environment):
        raise ConfigError(" ".join(problems))
    url = environment.get("DATABASE_URL", "").strip()
    return url or Path(environment.get("DATABASE_PATH") or "var/interview-bot.db")


def banks(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The folders of one's own questions beside the shipped ones: BANK_PATHS, parted as PATH is."""
    return tuple(Path(path) for path in environment.get("BANK_PATHS", "").split(os.pathsep) if path.strip())


def _database_problems(environment: Mapping[str, str]) -> list[str]:
    """What is wrong with the place of the memory; an address, which holds a password, is never quoted."""
    url = environment.get("DATABASE_URL", "").strip()
    if not url:
        return []
    if environment.get("DATABASE_PATH"):
        return ["DATABASE_URL and DATABASE_PATH are both set: keep the one that you mean."]
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if scheme not in _POSTGRES:
        return [f"DATABASE_URL is no PostgreSQL address, such as {_EXAMPLE}. For SQLite set DATABASE_PATH."]
    return []


def _is_address(text: str) -> bool:
    """Whether it is an http address with a host."""
    try:
        url = urlsplit(text)
    except ValueError:
        return False
    return url.scheme in ("http", "https") and bool(url.hostname)


def _token_problems(name: str, token: str) -> list[str]:
    """What is wrong with a token, never quoting it."""
    prefix, place = _TOKENS[name]
    if not token:
        return [f"{name} is missing. It starts with {prefix} and stands in your app under {place}."]
    if not re.fullmatch(rf"{prefix}[!-~]{{10,}}", token):
        return [
            f"{name} does not look like one: it starts with {prefix} and stands in your app under {place}."
        ]
    return []
