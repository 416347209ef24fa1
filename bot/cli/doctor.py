"""``interview-bot doctor``: what is wrong with this install, and the mend; it changes nothing."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bank.library import Shelf
from bot.bank.shipped import shipped
from bot.cli.findings import Finding, Verdict, fail, ok, report, warn
from bot.cli.slack_checks import slack_findings
from bot.clock import system_clock
from bot.config import HttpMode, SocketMode, banks, database, read_config
from bot.errors import BankError, ConfigError
from bot.store.checkup import look
from bot.store.store import FILE_MEND, SERVER_MEND, shown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from bot.cli.verbs import Verbs
    from bot.config import Config


def add_to(verbs: Verbs) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "doctor",
        help="what is wrong with this install, and the mend",
        description="Checks settings, tokens, scopes, clock, database, bank and connection, and changes"
        " nothing. Exit code 1 where something fails.",
        epilog="example: SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… interview-bot doctor",
    )
    parser.set_defaults(verb=doctor)


def doctor(_options: argparse.Namespace) -> int:
    """Prints a line a finding; 1 where one is a fail."""
    findings = [_bank(banks(os.environ)), *_memory(os.environ)]
    try:
        config = read_config(os.environ)
    except ConfigError as refused:
        findings = [fail("settings", problem) for problem in refused.problems] + findings
        findings.append(
            warn("Slack", "not asked, with these settings", "run doctor again once they are mended")
        )
    else:
        asked = asyncio.run(slack_findings(config, system_clock))
        findings = [_settings(config, os.environ), *findings, *asked]
    print(report(findings))
    return _verdict(findings)


def _verdict(findings: Sequence[Finding]) -> int:
    count = {verdict: sum(one.verdict is verdict for one in findings) for verdict in Verdict}
    if count[Verdict.FAIL]:
        print(f"{count[Verdict.FAIL]} to mend before the bot can work.")
        return 1
    print("The bot can work." if not count[Verdict.WARN] else "The bot can work; see the warnings.")
    return 0


def _settings(config: Config, environment: Mapping[str, str]) -> Finding:
    match config.mode:
        case SocketMode() if environment.get("SLACK_SIGNING_SECRET"):
            return warn(
                "settings",
                "Socket Mode: SLACK_APP_TOKEN is set, and SLACK_SIGNING_SECRET is not used",
                "leave one of them out",
            )
        case SocketMode():
            return ok("settings", f"Socket Mode, at {config.slack_api}")
        case HttpMode():
            return ok("settings", f"HTTP, at {config.slack_api}")


def _bank(folders: Sequence[Path]) -> Finding:
    try:
        library = Shelf([shipped(), *folders]).library
    except BankError as problem:
        return fail("bank", str(problem), "interview-bot content check names every problem")
    count = len(library.bank.questions)
    told = f"{count} question{'' if count == 1 else 's'}"
    if library.problems:
        problems = len(library.problems)
        told = f"{told}, and {problems} problem{'' if problems == 1 else 's'} in files that are left out"
        return warn("bank", told, "interview-bot content check names every problem")
    return ok("bank", told)


def _memory(environment: Mapping[str, str]) -> list[Finding]:
    """Where the settings say where it is; else they are a finding of their own."""
    try:
        return [_database(database(environment))]
    except ConfigError:
        return []


def _database(place: Path | str) -> Finding:
    seen, file = look(place), shown(place)
    if seen.problem:
        mend = FILE_MEND if isinstance(place, Path) else SERVER_MEND
        return fail("database", f"{file}: {seen.problem}", mend.removesuffix("."))
    if seen.version is None:
        there = (
            "is not there yet; run makes it" if isinstance(place, Path) else "is empty; run makes its tables"
        )
        return ok("database", f"{file} is {there}")
    used = "; a bot runs on it now" if seen.in_use else ""
    if seen.version != seen.newest:
        return ok("database", f"{file}, schema {seen.version}; run brings it to {seen.newest}{used}")
    return ok("database", f"{file}, schema {seen.version}, may be written{used}")
