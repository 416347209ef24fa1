"""What share of changes each proof noticed: the file that is committed; it knows nothing of running."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final, TypeAlias

from bot.bank.model import QuestionUid
from bot.bank.proofs.mutate import MOST, Figure, Survivor
from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FIGURES_FILE: Final = "mutations.json"
"""Its name, at the top of the bank's folder."""
_FORMAT: Final = 1
"""Goes up when a language's changes do, so that all figures are taken anew."""

Figures: TypeAlias = "Mapping[QuestionUid, Figure]"


class FiguresError(BotError):
    """The file of figures cannot be read."""

    code = "figures_error"


def write(figures: Figures) -> str:
    """The figures as text, one line a question, sorted, so that a change is a change of its lines."""
    lines = [f"    {json.dumps(uid)}: {json.dumps(asdict(figures[uid]))}" for uid in sorted(figures)]
    head = f'{{\n  "format": {_FORMAT},\n  "a_block": {MOST},\n  "questions": {{\n'
    return head + ",\n".join(lines) + "\n  }\n}\n"


def read(text: str) -> Figures:
    """The figures of ``write``, none of those taken by other rules; raises FiguresError."""
    try:
        found = json.loads(text)
        if (found["format"], found["a_block"]) != (_FORMAT, MOST):
            return {}
        return {QuestionUid(uid): _figure(values) for uid, values in found["questions"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FiguresError(
            f"{FIGURES_FILE} cannot be read ({error!r}): delete it and run `interview-bot content mutate`."
        ) from None


def read_figures(root: Path) -> Figures:
    """The figures of the bank in this folder, none where none were taken yet; raises FiguresError."""
    file = root / FIGURES_FILE
    return read(file.read_text("utf-8")) if file.is_file() else {}


def _figure(values: Mapping[str, object]) -> Figure:
    survivors, tried = values["survivors"], values["tried"]
    if not isinstance(survivors, list) or not isinstance(tried, int):
        raise TypeError("survivors")
    return Figure(
        content=str(values["content"]),
        proof=str(values["proof"]),
        tried=tried,
        survivors=tuple(Survivor(**each) for each in survivors),
    )
