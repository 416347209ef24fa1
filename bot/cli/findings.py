"""What a checkup found: a verdict, a sentence and its mend; it checks nothing."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.telemetry import redact

if TYPE_CHECKING:
    from collections.abc import Sequence


class Verdict(enum.StrEnum):
    """How bad it is: the bot does its work, does it less well, or does not."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the report; ``mend`` is what to do, empty where nothing is to be done."""

    about: str
    verdict: Verdict
    sentence: str
    mend: str = ""


def ok(about: str, sentence: str) -> Finding:
    """All is well."""
    return Finding(about=about, verdict=Verdict.OK, sentence=sentence)


def warn(about: str, sentence: str, mend: str) -> Finding:
    """It works, and could be better."""
    return Finding(about=about, verdict=Verdict.WARN, sentence=sentence, mend=mend)


def fail(about: str, sentence: str, mend: str = "") -> Finding:
    """It does not work; the sentence may hold its mend."""
    return Finding(about=about, verdict=Verdict.FAIL, sentence=sentence, mend=mend)


def report(findings: Sequence[Finding]) -> str:
    """The lines for a terminal, without secrets whatever they were made of."""
    width = max(len(finding.about) for finding in findings)
    lines = []
    for finding in findings:
        lines.append(f"{finding.verdict:<4}  {finding.about:<{width}}  {finding.sentence}")
        if finding.mend:
            lines.append(f"{'':<4}  {'':<{width}}  › {finding.mend}")
    return redact("\n".join(lines))
