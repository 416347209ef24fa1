"""Compares the marked options of quiz items with what their code showed; it runs nothing.

A machine can only judge what it can compare: an option counts as what was shown when both are the same
but for white space, quotes and the words between the values. All else is left to a person.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.bank.proofs.strangers import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.bank.proofs.strangers import Shown
    from bot.bank.quiz import Option, Quiz

_RUNS: Final = (Setting.PAGE, Setting.MODULE, Setting.STRICT)
_SPAN: Final = re.compile(r"`+([^`]+)`+")
_ERROR: Final = re.compile(r"\b\w*Error\b")
_THROWS: Final = re.compile(r"throws an error|^an? error$", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\b(?:and|then|logs?|prints?|returns?)\b|[\s\"'`,;.]")
# The same value as Node's console and a browser's write it.
_NOTATIONS: Final = (
    (re.compile(r"<(\d+) empty items?>"), r"empty x \1"),
    (re.compile(r"\b(?:Set|Map)\(\d+\) (?=\{)"), ""),
    (re.compile(r"\[(Symbol\([^)]*\))\]"), r"\1"),
    (re.compile(r"<fulfilled>:"), ""),
    (re.compile(r"\\\$"), "$"),
)


class Finding(enum.StrEnum):
    """What is to be said of a key."""

    RIGHT = "right"
    WRONG = "wrong"
    DEPENDS = "depends on the engine"
    UNMATCHED = "what ran is no option"
    UNJUDGED = "could not be judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A finding, and why, in words for a person."""

    finding: Finding
    why: str


def judge(quiz: Quiz, shown: Mapping[Setting, Shown | None]) -> Judgement:
    """What the runs say of the marked option; a setting that did not end is None."""
    runs = {setting: shown.get(setting) for setting in _RUNS}
    if _never_begun(quiz, list(runs.values())):
        return _judgement(Finding.WRONG, "the program does not parse, so that nothing is printed first")
    letters = {setting: _letter(quiz, run) for setting, run in runs.items()}
    said = {letter for letter in letters.values() if letter}
    if not said:
        typed = shown.get(Setting.LINES)
        said = {letter for letter in (_typed(quiz, typed),) if letter}
    if not said:
        return _unsaid(runs[Setting.PAGE])
    if said == {quiz.marked}:
        return _judgement(Finding.RIGHT, "")
    each = ", ".join(f"{setting}: {letter}" for setting, letter in letters.items() if letter)
    finding = Finding.DEPENDS if quiz.marked in said else Finding.WRONG
    return _judgement(finding, f"marked {quiz.marked}; {each or f'typed in: {said.pop()}'}")


def _judgement(finding: Finding, why: str) -> Judgement:
    return Judgement(finding=finding, why=why)


def _unsaid(run: Shown | None) -> Judgement:
    if run is None:
        return _judgement(Finding.UNJUDGED, "it never ended")
    if run.printed:
        return _judgement(Finding.UNMATCHED, f"it printed {' | '.join(run.printed)}{_ending(run)}")
    return _judgement(Finding.UNJUDGED, f"it printed nothing{_ending(run)}")


def _ending(run: Shown) -> str:
    return f", then {run.error}: {run.message}" if run.error else ""


def _never_begun(quiz: Quiz, runs: Sequence[Shown | None]) -> bool:
    """Whether no engine begins the program, and the key has it print something before that very error."""
    marked = next(option for option in quiz.options if option.letter == quiz.marked)
    named = _ERROR.search(marked.text)
    if named is None or _plain(marked.text) == _plain(named[0]):
        return False
    return all(run and not run.parsed and not run.printed and run.error == named[0] for run in runs)


def _letter(quiz: Quiz, run: Shown | None) -> str | None:
    """The one option that is what a run showed; None when there is none, or more than one."""
    if run is None or any(line != line.strip() for line in run.printed):  # white space may be the point
        return None
    forms = set(_forms_of(run))
    found = [option.letter for option in quiz.options if forms & set(_forms(option))]
    return found[0] if len(found) == 1 else None


def _typed(quiz: Quiz, run: Shown | None) -> str | None:
    """The one option that is what a console shows line by line; only where nothing was printed."""
    if run is None or run.printed or run.error or not run.results:
        return None
    form = _plain(" ".join(run.results))
    found = [option.letter for option in quiz.options if form in _forms(option)]
    return found[0] if len(found) == 1 else None


def _forms_of(run: Shown) -> Iterator[str]:
    printed = _plain(" ".join(run.printed))
    if not run.error:
        if printed:
            yield printed
        return
    for ending in (run.error, f"{run.error}: {run.message}", f"{run.error} {run.message}", "error"):
        yield printed + _plain(ending)


def _forms(option: Option) -> list[str]:
    """An option as it stands, and its code alone; one that speaks of an error, as that error."""
    spans, error = _SPAN.findall(option.text), _ERROR.search(option.text)
    forms = [_plain(option.text)]
    if spans:
        forms.append(_plain(" ".join(spans)))
    elif error:
        forms.append(_plain(error[0]))
    if _THROWS.search(option.text):
        forms.append("error")
    return forms


def _plain(text: str) -> str:
    for notation, same in _NOTATIONS:
        text = notation.sub(same, text)
    return _BETWEEN.sub("", text).lower()
