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

_SLACK = "https://slack.com/api/"
_TOKENS = {
    "SLACK_BOT_TOKEN": ("xoxb-", "OAuth & Permissions › Bot User OAuth Token"),
    "SLACK_APP_TOKEN": ("xapp-", "Basic Information › App-Level Tokens, with the scope connections:write"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the environment says; tokens stay out of the repr."""

    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    slack_api: str
    database: Path
    banks: tuple[Path, ...]


def read_config(environment: Mapping[str, str]) -> Config:
    """The settings; raises one ConfigError that lists every problem with where to find the mend."""
    problems = [
        problem
        for name, (prefix, place) in _TOKENS.items()
        if (problem := _token_problem(name, environment.get(name, ""), prefix, place))
    ]
    api = environment.get("SLACK_API_URL", "").strip() or _SLACK
    if not _is_address(api):
        problems.append(f"SLACK_API_URL is {api!r}, which is no http address. Leave it out to use {_SLACK}.")
    if problems:
        lines = "\n".join(f"  - {problem}" for problem in problems)
        raise ConfigError(
            f"The environment is not ready:\n{lines}\nApps are listed at https://api.slack.com/apps."
        )
    return Config(
        bot_token=environment["SLACK_BOT_TOKEN"].strip(),
        app_token=environment["SLACK_APP_TOKEN"].strip(),
        slack_api=api if api.endswith("/") else f"{api}/",
        database=database(environment),
        banks=banks(environment),
    )


def database(environment: Mapping[str, str]) -> Path:
    """The SQLite file: DATABASE_PATH, else var/interview-bot.db below the present folder."""
    return Path(environment.get("DATABASE_PATH") or "var/interview-bot.db")


def banks(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The folders of one's own questions beside the shipped ones: BANK_PATHS, parted as PATH is."""
    return tuple(Path(path) for path in environment.get("BANK_PATHS", "").split(os.pathsep) if path.strip())


def _is_address(text: str) -> bool:
    """Whether it is an http address with a host."""
    try:
        url = urlsplit(text)
    except ValueError:
        return False
    return url.scheme in ("http", "https") and bool(url.hostname)


def _token_problem(name: str, value: str, prefix: str, place: str) -> str | None:
    """What is wrong with a token, never quoting it."""
    token = value.strip()
    if not token:
        return f"{name} is missing. It starts with {prefix} and stands in your app under {place}."
    if not re.fullmatch(rf"{prefix}[!-~]{{10,}}", token):
        return f"{name} does not look like one: it starts with {prefix} and stands in your app under {place}."
    return None
