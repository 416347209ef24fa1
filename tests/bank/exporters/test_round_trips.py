"""What is exported as JSON or CSV and imported again."""

# ruff: noqa: E501 - a table of cases reads by its lines

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.bank.exporters import csv_table as csv_out
from bot.bank.exporters import json_bank as json_out
from bot.bank.importers import csv_table as csv_in
from bot.bank.importers import json_bank as json_in
from bot.bank.importers.imported import ImportingError
from bot.bank.model import Bank, KeyPoint, Levels, QuestionUid, Source, Status, Use
from bot.errors import BotError
from tests.bank.given import BANKS, bank, question

BANK = bank(
    question("plain"),
    question(
        "whole",
        question="=HYPERLINK(1)",
        setup="'quoted'",
        short_answer='-1, "two"\nthree',
        hints=("a", "b"),
        key_points=(KeyPoint(text="k", weight=2),),
        common_mistakes=("m",),
        follow_ups=("f",),
        levels=Levels(weak="w", good="g", strong="s"),
        applies_to=(("fastapi", ">=0.110"),),
        aliases=(QuestionUid("a/b/c/d"),),
        source=Source(repository="r", commit="719b7e7"),
        use=Use.INTERVIEW,
        status=Status.RETIRED,
    ),
)


@given(BANKS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_json(some: Bank) -> None:
    """JSON reads back to the same subtopics, and is the same bytes each time."""
    found = json_in.read(json_out.dump(some))

    assert found.subtopics == some.subtopics
    assert found.refused == ()
    assert json_out.dump(Bank(subtopics=found.subtopics)) == json_out.dump(some)


@given(BANKS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_csv(some: Bank) -> None:
    """CSV reads back to the same subtopics, and is the same bytes each time."""
    found = csv_in.read(csv_out.dump(some))

    assert found.subtopics == some.subtopics
    assert csv_out.dump(Bank(subtopics=found.subtopics)) == csv_out.dump(some)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'", "\uff1d", "\uff20"])
def test_formulas(start: str) -> None:
    """A cell that a spreadsheet would take for a formula begins with a quote, one that has a quote with two."""
    data = csv_out.dump(bank(question("a", answer=f"{start}cmd|' /C calc'!A0")))

    [row] = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))

    assert row["answer"] == f"'{start}cmd|' /C calc'!A0"


@given(BANKS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_no_cell_is_a_formula(some: Bank) -> None:
    """No cell of any bank begins as a formula does."""
    rows = csv.reader(io.StringIO(csv_out.dump(some).decode("utf-8-sig"), newline=""))

    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_saved_by_a_spreadsheet() -> None:
    """A table that came back with other line ends, quotes and columns in another order reads the same."""
    rows = list(csv.DictReader(io.StringIO(csv_out.dump(BANK).decode("utf-8-sig"), newline="")))
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, list(reversed(csv_out.COLUMNS)), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)

    assert csv_in.read(text.getvalue().encode()).subtopics == BANK.subtopics


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("id", "async-client", "The row that ends at line 2 has no full id: write framework/topic/subtopic/id."),
        ("order", "first", "The row that ends at line 2 has no number from 0 to 9999 as its order."),
        ("updated", "soon", "The row that ends at line 2: Invalid isoformat string: 'soon'."),
        ("difficulty", "", "The row that ends at line 2: difficulty is no text."),
        ("hints", "a, b", "The row that ends at line 2, hints, is not JSON: Expecting value: line 1 column 1 (char 0)."),
        ("hints", "[1]", "The row that ends at line 2: hints holds something that is no text."),
        ("levels", "[" * 100_000, "The row that ends at line 2, levels, is not JSON: "),
    ],
)  # fmt: skip
def test_wrong_cell(column: str, cell: str, message: str) -> None:
    """A wrong cell is named by its line."""
    row = {**dict.fromkeys(csv_out.COLUMNS, ""), "id": "a/b/c/d", "order": "1", "difficulty": "easy"}
    row |= {"updated": "2026-11-23", column: cell}
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, csv_out.COLUMNS)
    table.writeheader()
    table.writerow(row)

    with pytest.raises(ImportingError) as caught:
        csv_in.read(text.getvalue().encode())

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The table lacks the columns about, aliases, "),
        (b"a,b\n1,2", "The table lacks the columns about, aliases, "),
        (b"\xff", "The file is not UTF-8 at byte 0."),
        (csv_out.dump(bank())[:-2] + b"\r\n1", "The row that ends at line 2 has fewer cells than the first row."),
        (csv_out.dump(bank()) + b"1," * 30, "The row that ends at line 2 has more cells than the first row."),
        (csv_out.dump(bank()) + b'"a', "The table breaks off after line 1: unexpected end of data."),
        (csv_out.dump(bank()) + b"a" * 200_000, "The table breaks off after line 1: field larger than field limit"),
    ],
)  # fmt: skip
def test_wrong_table(data: bytes, message: str) -> None:
    """A table of another kind, or one that was cut, is refused in a sentence."""
    with pytest.raises(ImportingError) as caught:
        csv_in.read(data)

    assert str(caught.value).startswith(message)


GOOD = json.loads(json_out.dump(BANK))["subtopics"][0]


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ([], 'The file does not begin with "format": "interview-bot bank 1".'),
        ({"format": "x", "subtopics": []}, 'The file does not begin with "format": "interview-bot bank 1".'),
        ([1], "Subtopic 1 lacks order, about, updated or questions."),
        ([{**GOOD, "questions": []}], "Subtopic 1 lacks order, about, updated or questions."),
        ([{**GOOD, "order": "1"}], "Subtopic 1 lacks order, about, updated or questions."),
        ([GOOD, {**GOOD, "updated": "soon"}], "Subtopic 2 has no date as its updated."),
        ([{**GOOD, "questions": [1]}], "Subtopic 1, question 1: the question is no object."),
        (
            [{**GOOD, "questions": [{**GOOD["questions"][0], "difficulty": "x"}]}],
            "Subtopic 1, question 1: 'x' is not a valid Difficulty.",
        ),
        (
            [{**GOOD, "questions": [GOOD["questions"][0], {**GOOD["questions"][1], "place": {
                step: {"slug": "x", "title": "X"} for step in ("framework", "topic", "subtopic")}}]}],
            "Subtopic 1 has questions of 2 places.",
        ),
    ],
)  # fmt: skip
def test_wrong_json(found: object, message: str) -> None:
    """JSON of another kind is refused by its place."""
    whole = {"format": json_out.FORMAT, "subtopics": found} if found and isinstance(found, list) else found

    with pytest.raises(ImportingError) as caught:
        json_in.read(json.dumps(whole).encode())

    assert str(caught.value) == message


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes(data: bytes) -> None:
    """Any bytes are refused by both readers, never a crash."""
    for read in (json_in.read, csv_in.read):
        with pytest.raises(BotError):
            read(data)
