"""Proofs as authors write them: read from YAML, checked with file and line, run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bank.loader import load
from bot.bank.proofs.check import check
from bot.bank.proofs.prove import examine
from bot.bank.proofs.stats import stats
from tests.bank.proofs.given import HERE

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
framework: Python
topic: Numbers
subtopic: Doubling
order: 1
about: Twice as much.
updated: 2026-11-23
questions:
"""
QUESTION = """\
- id: doubling
  difficulty: easy
  question: How do you double a number?
  setup: |
    ```python double.py
    def double(number):
        return number + number
    ```
  short_answer: Add it to itself.
  answer: |
    The sum is the double:

    ```python test_double.py
    from double import double


    def test_double():
        assert double(3) == 6
    ```

    Printed, it looks like this:

    ```python
    print(double(number))
    ```

    ```text output shown.txt
    8
    ```
  rule_of_thumb: Twice is once more.
  key_points:
    - Texts double too.
  common_mistakes:
    - |
      Squaring instead.

      ```python wrong/test_square.py
      def test_square():
          assert 3 * 3 == 6
      ```
  references:
    - title: Python
      url: https://docs.python.org/3/
"""
PROOF = """\
  proof:
    libraries: [pytest]
    files:
      data/word.txt: ab
    shared: |
      from pathlib import Path

      from double import double
    claims:
      - says: ["The sum is the double:", Add it to itself.]
        by: test_double
      - says: "Printed, it looks like this:"
        test: |
          def test_printed(run, same, capsys):
              run("answer_2.py", double=double, number=4)
              same("shown.txt", capsys.readouterr().out)
      - says: Texts double too.
        test: |
          def test_texts():
              assert double(Path("data/word.txt").read_text().strip()) == "abab"
      - says: >-
          Squaring
          instead.
        test: |
          def test_squaring(run_pytest):
              assert run_pytest("wrong").failed == ["test_square"]
    not_for_machines:
      - says: Twice is once more.
        why: a saying
"""


def bank_of(root: Path, text: str) -> Path:
    """The path of a bank's only file with this text."""
    path = root / "python/numbers/doubling.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def test_an_author_writes_a_proof(tmp_path: Path) -> None:
    """A proof in YAML is read, has nothing to be said against it, and holds."""
    bank_of(tmp_path, HEAD + QUESTION + PROOF)

    loaded = load([tmp_path])
    [question] = loaded.bank.questions

    assert loaded.problems == ()
    assert check(loaded.bank, [tmp_path]) == []
    assert examine(question, HERE).problems == ()


def test_complaints_stand_at_their_field(tmp_path: Path) -> None:
    """A complaint names file, line and column of the field, or of the id where the field was left out."""
    text = HEAD + QUESTION + PROOF.replace("Texts", "Words") + QUESTION.replace("id: doubling", "id: other")
    path = bank_of(tmp_path, text)

    found = check(load([tmp_path]).bank, [tmp_path])

    assert [(each.path, each.line, each.column) for each in found] == [
        (path, line_of("Words double", text), 15),
        (path, line_of("- Texts", text), 7),
        (path, line_of("- id: other", text) + 2, 13),
        (path, line_of("- id: other", text) + 2, 13),
    ]
    assert "has no" in found[2].message
    assert "asks much the same as python/numbers/doubling/doubling (100% alike)" in found[3].message


def test_rules_that_contradict_are_told_at_the_later_one(tmp_path: Path) -> None:
    """The place of its rule, the other question with its words, and the mend."""
    one = HEAD + QUESTION.replace("Twice is once more.", "Prefer `a * 2` to a sum.") + PROOF
    other = QUESTION.replace("Twice is once more.", "Never `a * 2`.").replace("id: doubling", "id: other")
    path = bank_of(tmp_path, one + other)

    *_, found = check(load([tmp_path]).bank, [tmp_path])

    assert str(found) == (
        f"{path}:{line_of('Never', one + other)}:18: other: rule_of_thumb says the opposite about `a * 2` of "
        'python/numbers/doubling/doubling, "Prefer `a * 2` to a sum.": let both say when they hold'
    )


def line_of(words: str, text: str) -> int:
    """The number of the first line that holds these words."""
    return text[: text.index(words)].count("\n") + 1


def test_the_counts(tmp_path: Path) -> None:
    """What `content stats` prints of this file, before it was proved."""
    bank_of(tmp_path, HEAD + QUESTION + PROOF)

    found = stats(load([tmp_path]).bank, {})

    assert (found.questions, found.subtopics, found.frameworks) == (1, 1, 1)
    assert found.by_difficulty == {"easy": 1, "medium": 0, "hard": 0}
    assert (found.code_blocks, found.executed, found.output, found.config, found.fragments) == (5, 4, 1, 0, 0)
    assert (found.sentences, found.claims, found.claimed, found.not_for_machines, found.proved) == (
        6,
        4,
        5,
        1,
        0,
    )
