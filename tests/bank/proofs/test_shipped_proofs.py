"""The shipped bank's proofs, run again: those whose record no longer holds, and one file by chance."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from bot.bank.loader import load
from bot.bank.proofs.figures import read_figures
from bot.bank.proofs.mutate import ENOUGH, still
from bot.bank.proofs.prove import changed, prove
from bot.bank.proofs.record import RECORD_FILE, read
from bot.bank.proofs.run import NoEnvironmentError, environment
from bot.bank.shipped import shipped

ROOT = Path(__file__).parents[3]


def test_the_shipped_proofs_hold() -> None:
    """Every question that changed since its proof is proved again, and so is one more file.

    PROOF_SEED repeats a choice; REQUIRE_PROOFS=1 makes libraries and programs obligatory.
    """
    folder = shipped()
    try:
        where = environment(ROOT / ".venv-proofs", folder / "requirements.txt", os.environ["PATH"])
    except NoEnvironmentError as error:
        if os.environ.get("REQUIRE_PROOFS") == "1":
            raise
        pytest.skip(str(error))  # about 100 MB of libraries, which not every checkout has
    record_file = folder / RECORD_FILE
    record = read(record_file.read_text("utf-8")) if record_file.exists() else {}
    bank = load([folder]).bank
    seed = int(os.environ.get("PROOF_SEED") or random.randrange(1000))  # noqa: S311 - a choice of a test
    print(f"PROOF_SEED={seed}")
    by_chance = random.Random(seed).choice(bank.subtopics).questions  # noqa: S311 - the same

    due = dict.fromkeys(each for each in (*changed(bank.questions, record, where), *by_chance) if each.proof)
    verdicts = prove(list(due), where=where)

    assert [(verdict.uid, verdict.problems) for verdict in verdicts if verdict.problems] == []
    for verdict in (each for each in verdicts if each.missing):
        print(f"{verdict.uid} was not run: {verdict.missing} not found on the PATH")
        assert os.environ.get("REQUIRE_PROOFS") != "1"


def test_the_shipped_proofs_notice_most_changes() -> None:
    """The recorded share of those questions that have not changed since; `.ci/run` takes the others anew."""
    folder = shipped()
    figures = read_figures(folder)
    held = [figure for each in load([folder]).bank.questions if still(figure := figures.get(each.uid), each)]

    tried = sum(figure.tried for figure in held if figure)
    noticed = sum(figure.noticed for figure in held if figure)

    assert tried > 0
    assert noticed >= tried * ENOUGH / 100
