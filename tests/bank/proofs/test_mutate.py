"""The share of changes that proofs notice, and the file that remembers it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.bank.model import QuestionUid, Status
from bot.bank.proofs.figures import FiguresError, read, write
from bot.bank.proofs.mutate import MOST, Figure, Survivor, chosen, diffs, has_figure, measure, still
from bot.bank.proofs.record import proof_hash
from tests.bank.proofs.given import HERE, PROOF, asked, proved

BLOCK = """\
```python
def grow(number):
    if number > 100:
        return 100
    return number + 1
```
"""
TEST = "from answer_1 import grow\n\ndef test_it():\n    assert grow(1) == 2\n"


def test_what_is_not_noticed_is_kept_and_shown() -> None:
    """The branch that no test takes: its changes survive, and each is shown as a diff of the block."""
    question = asked(BLOCK, TEST)

    [found] = measure([question], where=HERE)

    assert found.figure
    assert (found.figure.tried, found.figure.noticed) == (4, 2)
    survivors = [(each.line, each.before, each.after) for each in found.figure.survivors]
    assert survivors == [(2, "100", "101"), (3, "return 100", "pass")]
    first, _ = diffs(question, found.figure.survivors)
    assert first.splitlines()[:2] == ["--- answer_1.py", "+++ answer_1.py"]
    assert "-    if number > 100:\n+    if number > 101:" in first


def test_a_fixed_few_of_each_block_spread_over_it() -> None:
    """The same changes every time, the first and one near the end among them, whatever the block's length."""
    lines = "".join(f"X{number} = {number}\n" for number in range(30))
    question = proved(answer=f"```python\n{lines}```\n\n```python\nY = 1\n```")

    found = [(file, mutant.line) for file, mutant in chosen(question)]

    assert found == [(file, mutant.line) for file, mutant in chosen(question)]
    assert [file for file, _ in found] == ["answer_1.py"] * MOST + ["answer_2.py"] * 2
    assert [line for _, line in found[:MOST]] == [1, 16, 1, 16]  # values, then whole lines


def test_code_that_cannot_be_imported_is_no_trial() -> None:
    """A change that any interpreter complains of counts neither for the proof nor against it."""
    block = "```python\nX = 1\nY = X\n```"
    question = asked(block, "from answer_1 import X, Y\n\ndef test_it():\n    assert (X, Y) == (1, 1)\n")

    [found] = measure([question], where=HERE)

    assert found.figure
    assert (found.figure.tried, found.figure.survivors) == (1, ())


def test_a_red_proof_and_a_missing_tool_have_no_figure() -> None:
    """Nothing is changed where the proof does not hold as it stands, or cannot be run."""
    red = asked(BLOCK, TEST.replace("2", "3"))
    lacking = replace(asked("```bash\necho 1\n```", TEST, libraries=("bash",)), uid=QuestionUid("a/b/c/d"))

    found = measure([red, lacking], where=replace(HERE, path="/nowhere"))

    assert [(each.figure, bool(each.problems), each.missing) for each in found] == [
        (None, True, ()),
        (None, False, ("bash",)),
    ]


def test_a_figure_holds_until_question_or_proof_change() -> None:
    """What a reader does not see changes no figure."""
    question = proved()
    figure = Figure(content=question.content_hash, proof=proof_hash(PROOF), tried=1)

    assert still(figure, question)
    assert still(figure, replace(question, status=Status.RETIRED))
    assert not still(figure, replace(question, answer="x"))
    assert not still(figure, replace(question, proof=replace(PROOF, shared="import os")))
    assert not still(None, question)


def test_what_has_no_code_has_no_figure() -> None:
    """Drafts, and words alone."""
    assert has_figure(proved())
    assert not has_figure(proved(status=Status.DRAFT))
    assert not has_figure(proved(answer="Doubling adds a number to itself."))


def test_figures_are_read_as_they_were_written_one_line_a_question() -> None:
    """Sorted, so that a change is a change of its own line; those of other rules are taken anew."""
    survivor = Survivor(file="a.py", line=1, before='"é"', after="x\n")
    figures = {
        QuestionUid("b"): Figure(content="c", proof="p", tried=2, survivors=(survivor,)),
        QuestionUid("a"): Figure(content="c", proof="p", tried=0),
    }

    text = write(figures)

    assert read(text) == figures
    assert [line.split('"')[1] for line in text.splitlines() if "content" in line] == ["a", "b"]
    assert read(text.replace(f'"a_block": {MOST}', '"a_block": 99')) == {}


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"format": 1}', write({}).replace("{\n\n", '{"a": {}').replace('": {\n\n', '": {"a": {}')],
)
def test_a_broken_file_says_how_to_mend_it(text: str) -> None:
    """The sentence ends with the command that makes it anew."""
    with pytest.raises(FiguresError, match="content mutate"):
        read(text)
