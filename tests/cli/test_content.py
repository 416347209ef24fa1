"""What authors do on the command line: check, show, count, begin a question, import and export."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sysconfig
import zipfile
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from venv import EnvBuilder

import pytest
from rich.console import Console

from bot.bank.loader import load
from bot.bank.model import Source
from bot.bank.proofs.prove import prove, updated
from bot.bank.proofs.record import write
from bot.bank.proofs.releases import install
from bot.bank.proofs.run import NoEnvironmentError
from bot.bank.proofs.strangers import NotIsolatedError, isolation
from bot.bank.shipped import shipped
from bot.cli.content.prove import progress_on, proofs_environment
from bot.cli.main import main

ROOT = Path(__file__).parents[2]
SEED = Path(__file__).parents[3] / "shared" / "seed"


def test_show_finds_a_question_by_its_short_id(capsys: pytest.CaptureFixture[str]) -> None:
    """The question, its answer and its badge stand on the terminal."""
    code = main(["content", "show", "websocket-testing"])

    shown = capsys.readouterr().out
    assert code == 0
    assert "websocket_connect" in shown
    assert "Checked on " in shown


def test_show_names_the_nearest_ids(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip gets the way to the right one, and exit code 1."""
    code = main(["content", "show", "websokcet"])

    assert code == 1
    assert "Near: websocket-testing" in capsys.readouterr().err


def test_stats_for_machines_hold_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    """All published questions are proved, and of the code hardly any is a fragment."""
    main(["content", "stats", "--json"])

    counts = json.loads(capsys.readouterr().out)
    bank = load([shipped()]).bank
    assert counts["questions"] == len(bank.questions) >= 300
    assert counts["subtopics"] == len(bank.subtopics) >= 28
    assert counts["frameworks"] >= 10
    assert counts["proved"] == counts["questions"] == sum(counts["by_difficulty"].values())
    kinds = ("executed", "output", "config", "fragments")
    assert counts["code_blocks"] == sum(counts[kind] for kind in kinds)
    assert counts["fragments"] <= counts["code_blocks"] / 20
    assert counts["claims"] >= 2 * counts["questions"]


def test_the_readme_has_the_counts_of_today(tmp_path: Path) -> None:
    """`interview-bot content stats --into README.md` would change nothing in it."""
    shown = (ROOT / "README.md").read_text("utf-8")
    (tmp_path / "README.md").write_text(shown, "utf-8")

    code = main(["content", "stats", "--into", str(tmp_path / "README.md")])

    assert code == 0
    assert (tmp_path / "README.md").read_text("utf-8") == shown


def test_counts_go_nowhere_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file without their place stays as it is, and one reads what to write."""
    file = tmp_path / "notes.md"
    file.write_text("mine", "utf-8")

    code = main(["content", "stats", "--into", str(file)])

    assert (code, file.read_text("utf-8")) == (1, "mine")
    assert "has no place for the counts: write the lines" in capsys.readouterr().err


def test_new_writes_a_draft_that_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The skeleton is a valid draft at once, and a second question joins it in the same file."""
    place = ["content", "new", "python/functions/closures", "--folder", str(tmp_path)]

    codes = [main([*place[:3], slug, *place[3:]]) for slug in ("late-binding", "cells")]

    loaded = load([tmp_path])
    assert codes == [0, 0]
    assert loaded.problems == ()
    assert [question.slug for question in loaded.bank.questions] == ["late-binding", "cells"]
    assert "interview-bot content prove late-binding" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("python/functions", "late-binding"), "write framework/topic/subtopic"),
        (("../../etc/passwd", "late-binding"), "write framework/topic/subtopic"),
        (("python/functions/closures", "Late Binding"), "is no slug"),
        ((), "Nobody is there to ask"),
    ],
)
def test_new_refuses_what_is_no_place(
    words: tuple[str, ...], mend: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written, and the message says what to write instead."""
    code = main(["content", "new", *words, "--folder", str(tmp_path)])

    assert code == 1
    assert mend in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_new_refuses_an_id_that_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A question that stands is never written over."""
    words = ["content", "new", "python/functions/closures", "late-binding", "--folder", str(tmp_path)]
    main(words)

    code = main(words)

    assert code == 1
    assert "has a question 'late-binding' already" in capsys.readouterr().err


@pytest.mark.skipif(  # the project stands without it
    not SEED.is_dir(), reason="the page that the project grew from is not beside this checkout"
)
def test_the_seed_page_comes_in_as_eleven_drafts_and_a_second_time_unchanged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ids, difficulties and place carry over; importing again changes nothing."""
    (page,) = SEED.iterdir()
    words = ["content", "import", str(page), "--out", str(tmp_path)]

    first, again = main(words), main(words)

    drafts = load([tmp_path]).bank.questions
    shown = {question.slug: question.difficulty for question in load([shipped()]).bank.questions}
    said = capsys.readouterr().out.splitlines()
    assert (first, again) == (0, 0)
    assert said[0].startswith("11 read: 11 new.")
    assert said[1].startswith("11 read: 11 unchanged.")
    assert {draft.status for draft in drafts} == {"draft"}
    assert {draft.slug: draft.difficulty for draft in drafts}.items() <= shown.items()


@pytest.mark.parametrize("ending", ["json", "csv", "apkg", "md"])
def test_export_writes_by_the_ending_the_same_bytes_each_time(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No clock and no chance is in a file."""
    files = [tmp_path / f"one.{ending}", tmp_path / f"two.{ending}"]

    codes = [main(["content", "export", str(file)]) for file in files]

    assert codes == [0, 0]
    assert files[0].read_bytes() == files[1].read_bytes() != b""
    assert f"{len(load([shipped()]).bank.questions)} questions stand in " in capsys.readouterr().out


@pytest.mark.parametrize("ending", ["json", "csv"])
@pytest.mark.parametrize("asked", [True, False])
def test_private_questions_leave_only_when_asked(
    asked: bool,  # noqa: FBT001 - pytest hands it over by name
    ending: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A bank of one's own stays out of an export, unless --private is said."""
    main(["content", "new", "ours/inside/secrets", "badge", "--folder", str(tmp_path / "own")])
    monkeypatch.setenv("BANK_PATHS", str(tmp_path / "own"))
    file = tmp_path / f"bank.{ending}"

    code = main(["content", "export", str(file), *(["--private"] if asked else [])])

    questions = load([shipped()]).bank.questions
    text = file.read_text("utf-8")
    assert code == 0
    assert ("ours/inside/secrets/badge" in text) is asked
    assert all(question.uid in text for question in questions)


@pytest.fixture
def colliding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of BANK_PATHS with a good file, and one that takes an id of the shipped bank."""
    own = tmp_path / "own"
    main(["content", "new", "ours/inside/secrets", "badge", "--folder", str(own)])
    main(["content", "new", "ours/inside/more", "other", "--folder", str(own)])
    more = own / "ours/inside/more.yaml"
    alias = "    aliases: [fastapi/testing/test-client/first-test]\n"
    more.write_text(more.read_text("utf-8").replace("    difficulty:", f"{alias}    difficulty:"), "utf-8")
    monkeypatch.setenv("BANK_PATHS", str(own))
    return own


def test_an_id_of_the_shipped_bank_is_a_problem_of_the_private_file(
    colliding: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both files are named by check and by export, which leaves the private one out and says so."""
    capsys.readouterr()

    codes = [
        main(["content", "check"]),
        main(["content", "export", "--private", str(tmp_path / "bank.json")]),
    ]

    said = capsys.readouterr()
    taken = shipped() / "fastapi/testing/test-client.yaml"
    problem = f"the id fastapi/testing/test-client/first-test is taken in {taken}: an id is never used again"
    assert codes == [1, 1]
    assert f"{colliding / 'ours/inside/more.yaml'}:" in said.out
    assert problem in said.out
    assert f"left out: {colliding / 'ours/inside/more.yaml'}:" in said.err
    assert problem in said.err
    text = (tmp_path / "bank.json").read_text("utf-8")
    assert "ours/inside/secrets/badge" in text
    assert "ours/inside/more/other" not in text


def test_a_private_question_is_shown_beside_the_shipped_ones(
    colliding: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """BANK_PATHS adds: both are found."""
    file = colliding / "ours/inside/secrets.yaml"
    file.write_text(re.sub(r" *status: draft.*\n", "", file.read_text("utf-8")), "utf-8")

    assert [main(["content", "show", slug]) for slug in ("badge", "first-test")] == [0, 0]

    assert "ours/inside/secrets/badge · Not proved" in capsys.readouterr().out


def test_export_refuses_an_ending_that_it_does_not_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message names those that it knows."""
    code = main(["content", "export", str(tmp_path / "bank.docx")])

    assert code == 1
    assert ".json, .csv, .apkg, .md" in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_an_export_comes_back_as_it_went(ending: str, tmp_path: Path) -> None:
    """What export wrote, import reads: the same questions in the same places, but for their proofs."""
    file = tmp_path / f"bank.{ending}"
    main(["content", "export", str(file)])

    code = main(["content", "import", str(file), "--out", str(tmp_path / "back")])

    before, after = load([shipped()]).bank, load([tmp_path / "back"]).bank
    assert code == 0
    assert [one.content_hash for one in after.questions] == [one.content_hash for one in before.questions]


@pytest.mark.parametrize("text", ["", "[", "[1]", '[["Mystery",1],2]', "<html></html>", "[" * 100_000])
def test_a_malformed_page_is_one_clear_sentence(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, one line, and nothing half written."""
    page = tmp_path / "page"
    page.write_text(text, "utf-8")

    code = main(["content", "import", str(page), "--out", str(tmp_path / "out")])

    assert code == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()


QUIZ = """###### 1. What does it print?

```javascript
console.log(1);
```

- A: `1`
- B: `2`

#### Answer: A

It does.
"""


@pytest.mark.parametrize("licence", ["", "CC-BY-NC-4.0", "GPL-3.0-only"])
def test_what_may_not_ship_stays_out_of_the_shipped_bank(
    licence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A licence that forbids it, or none at all, leads to a folder of one's own."""
    file = tmp_path / "README.md"
    file.write_text(QUIZ, "utf-8")
    words = ["content", "import", str(file), "--licence", licence]

    assert main([*words, "--out", str(shipped() / "other")]) == 1
    assert "write to a folder of your own, which BANK_PATHS adds" in capsys.readouterr().err
    assert not (shipped() / "other").exists()
    assert main([*words, "--out", str(tmp_path / "own")]) == 0


def test_an_import_says_where_its_drafts_are_from(tmp_path: Path) -> None:
    """Source, commit, licence and author stand at each draft."""
    file = tmp_path / "README.md"
    file.write_text(QUIZ, "utf-8")
    told = ["--from", "github.com/a/quiz", "--commit", "a8b427b", "--licence", "MIT", "--author", "A"]

    assert main(["content", "import", str(file), "--out", str(tmp_path / "own"), *told]) == 0

    (draft,) = load([tmp_path / "own"]).bank.questions
    assert draft.uid == "quiz/imported/quiz/question-1"
    assert draft.source == Source(
        repository="github.com/a/quiz", path="README.md", commit="a8b427b", licence="MIT", author="A"
    )


def test_a_commit_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence says how a commit is written."""
    file = tmp_path / "README.md"
    file.write_text(QUIZ, "utf-8")

    assert main(["content", "import", str(file), "--out", str(tmp_path), "--commit", "main"]) == 1
    assert "--commit is no commit: write its hexadecimal digits" in capsys.readouterr().err


def test_keys_of_imported_items_are_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A key that holds is no finding; a wrong one is named with what was shown, and the exit code is 1."""
    try:
        isolation()
    except NotIsolatedError as missing:
        pytest.skip(str(missing))  # strangers' code is run without a network or not at all
    wrong = QUIZ.replace("1. What", "2. What").replace("console.log(1)", "console.log(2)")
    file = tmp_path / "README.md"
    file.write_text(QUIZ, "utf-8")
    main(["content", "import", str(file), "--out", str(tmp_path / "own")])
    assert main(["content", "prove", "--run-imported", str(tmp_path / "own")]) == 0

    file.write_text(QUIZ + wrong, "utf-8")
    main(["content", "import", str(file), "--out", str(tmp_path / "own")])
    assert main(["content", "prove", "--run-imported", str(tmp_path / "own")]) == 1

    said = capsys.readouterr().out
    assert "wrong: readme-md/imported/quiz/question-2: marked A; page: B, module: B, strict: B" in said
    assert ": 1 right, 1 wrong, 0 depends on the engine" in said


def test_a_folder_without_quiz_items_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to run, and the sentence says what to import."""
    assert main(["content", "prove", "--run-imported", str(tmp_path)]) == 1
    assert "holds no quiz item: import one first" in capsys.readouterr().err


SHELL = """\
framework: Shell
topic: Words
subtopic: Printing
order: 1
about: For tests.
updated: 2026-11-26
questions:
  - id: hello
    difficulty: easy
    question: What does it print?
    short_answer: A word.
    answer: |
      One word.

      ```bash
      echo "hello"
      ```
    rule_of_thumb: Print words.
    references:
      - title: Bash
        url: https://www.gnu.org/software/bash/manual/
    proof:
      libraries: [bash]
      claims:
        - says: [One word., A word.]
          test: |
            def test_word(run_script):
                assert run_script("answer_1.sh").output == "hello\\n"
      not_for_machines:
        - says: Print words.
          why: advice
"""


@pytest.fixture
def shell_bank(tmp_path: Path) -> Path:
    """The file of a bank of one's own, with one proof in bash; skipped where `make proofs` never ran."""
    try:
        proofs_environment()
    except NoEnvironmentError as missing:
        if os.environ.get("REQUIRE_PROOFS") == "1":
            raise
        pytest.skip(str(missing))  # about 100 MB of libraries, which not every checkout has
    file = tmp_path / "bank/shell/words/printing.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(SHELL, "utf-8")
    return file


def test_prove_says_what_is_wrong_and_no_more(
    shell_bank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bank of one's own has a record of its own; a failure shows question, claim, code, line and output."""
    words = ["content", "prove", "--folder", str(tmp_path / "bank")]

    assert main(words) == 0
    assert capsys.readouterr().out == "1 of 1 proved; the record is proofs.json.\n"
    assert "shell/words/printing/hello" in (tmp_path / "bank/proofs.json").read_text("utf-8")

    shell_bank.write_text(SHELL.replace('echo "hello"', "ecko hello"), "utf-8")
    assert main(words) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "✗ shell/words/printing/hello"
    assert said[1:4] == [
        '  test_proof.py::test_word fails: it settles "One word."',
        "  test_proof.py:2: in test_word",
        '      assert run_script("answer_1.sh").output == "hello\\n"',
    ]
    assert said[-2:] == [
        "  answer_1.sh: line 1: ecko: command not found",
        "0 of 1 proved; the record is proofs.json.",
    ]
    assert "hello" not in (tmp_path / "bank/proofs.json").read_text("utf-8")


@pytest.mark.parametrize("action", [[], ["--bite"]])
def test_a_missing_program_is_named_and_can_be_demanded(
    action: list[str],
    shell_bank: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The proof is left out by name; --require-all makes that a failure."""
    assert shell_bank.is_file()
    monkeypatch.setenv("PATH", str(tmp_path))
    words = ["content", "prove", "--folder", str(tmp_path / "bank"), *action]

    codes = [main(words), main([*words, "--require-all"])]

    said = capsys.readouterr().out.splitlines()
    assert codes == [0, 1]
    assert said[0] == "– shell/words/printing/hello was not run: bash not found on the PATH"
    assert said[1].startswith(("0 of 1 proved, 1 not run", "0 of 1 bite, 1 not run"))


def test_mutate_takes_each_figure_once(
    shell_bank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Share, survivors and record; a second round changes nothing, an edited proof is tried again."""
    words = ["content", "mutate", "--folder", str(tmp_path / "bank")]
    record = tmp_path / "bank/mutations.json"

    assert main(words) == 0
    assert "2 of 2 changes noticed: 100.0 %, in 1 of 1 questions" in capsys.readouterr().out

    kept = record.read_text("utf-8").replace('"tried": 2', '"tried": 7')
    record.write_text(kept, "utf-8")
    assert main(words) == 0
    assert "7 of 7 changes noticed" in capsys.readouterr().out
    assert record.read_text("utf-8") == kept

    shell_bank.write_text(SHELL.replace('.output == "hello\\n"', ".exit_code == 0"), "utf-8")
    assert main(words) == 1
    said = capsys.readouterr().out
    assert "not noticed: shell/words/printing/hello" in said
    assert '-echo "hello"\n+echo "hellox"' in said
    assert "0 of 2 changes noticed: 0.0 %" in said
    assert main([*words, "--at-least", "0"]) == 0


LIBRARY = """\
framework: Small
topic: Library
subtopic: Answers
order: 1
about: For tests.
updated: 2026-11-26
questions:
"""
ABOUT = """\
  - id: {id}
    difficulty: easy
    question: What does it give?
    short_answer: A number.
    answer: |
      ```python {id}.py
      from small_library import {id}
      ```
    rule_of_thumb: Ask it.
    references:
      - title: Python
        url: https://docs.python.org/3/
    proof:
      libraries: [small-library, pytest]
      claims:
        - says: A number.
          test: |
            def test_number():
                from {id} import {id}

                assert {id} == 42
      not_for_machines:
        - says: Ask it.
          why: advice
"""


def wheel(folder: Path, version: str, code: str) -> None:
    """A release of small-library, as an index would hold it."""
    folder.mkdir(exist_ok=True)
    info = f"small_library-{version}.dist-info"
    with zipfile.ZipFile(folder / f"small_library-{version}-py3-none-any.whl", "w") as file:
        file.writestr("small_library.py", code)
        file.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: small-library\nVersion: {version}\n")
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bank about small-library 1.0, and an environment for its releases, which pip finds in a folder."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    wheel(tmp_path / "wheels", "1.0", "kept = gone = 42\n")
    wheel(tmp_path / "wheels", "2.0", "kept = 42\ngone = 41\n")
    bank = tmp_path / "bank"
    (bank / "small/library").mkdir(parents=True)
    questions = "".join(ABOUT.format(id=name) for name in ("kept", "gone"))
    (bank / "small/library/answers.yaml").write_text(LIBRARY + questions, "utf-8")
    pinned = f"small-library==1.0\npytest=={version('pytest')}\n"
    (bank / "requirements.txt").write_text(pinned, "utf-8")
    into = tmp_path / "env"
    EnvBuilder(symlinks=True).create(into)
    (site,) = into.glob("lib/python*/site-packages")
    site.joinpath("tests.pth").write_text(sysconfig.get_path("purelib"), "utf-8")  # pip and pytest
    return bank


def test_stale_names_the_answers_that_a_release_makes_wrong(
    releases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The release, the answer, the claim and what broke; what still holds is not named, nor recorded."""
    bank = load([releases]).bank.questions
    pinned = releases / "requirements.txt"
    where = install(tmp_path / "env", pinned, pinned, os.defpath)
    record = updated({}, bank, prove(bank, where=where), dt.date(2026, 11, 26))
    (releases / "proofs.json").write_text(write(record), "utf-8")
    newer = tmp_path / "newer.txt"
    words = ["content", "stale", str(newer), "--folder", str(releases), "--into", str(tmp_path / "env")]
    before = {path: path.read_bytes() for path in releases.rglob("*") if path.is_file()}

    newer.write_text("small-library==1.0\n", "utf-8")
    assert main(words) == 0
    assert "nothing can be stale" in capsys.readouterr().out

    newer.write_text("small-library\n", "utf-8")
    assert main(words) == 1
    said = capsys.readouterr().out
    assert said.startswith("Not as pinned: small-library 1.0 → 2.0.\n✗ small/library/answers/gone\n")
    assert 'fails: it settles "A number."' in said
    assert "assert 41 == 42" in said
    assert said.endswith("  It is about small-library 1.0 → 2.0.\n1 of 2 no longer hold.\n")
    assert {path: path.read_bytes() for path in releases.rglob("*") if path.is_file()} == before

    newer.write_text("small-library==3.0\n", "utf-8")
    assert main(words) == 1
    assert "can't be installed: Could not find a version" in capsys.readouterr().err


def test_a_release_is_not_blamed_for_what_nobody_proved(
    releases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An answer without a record that holds is named apart."""
    newer = tmp_path / "newer.txt"
    newer.write_text("small-library==2.0\n", "utf-8")

    code = main(["content", "stale", str(newer), "--folder", str(releases), "--into", str(tmp_path / "env")])

    said = capsys.readouterr().out
    assert code == 0
    assert "– small/library/answers/gone was not proved before, either" in said
    assert said.endswith("0 of 2 no longer hold.\n")


def test_a_terminal_sees_how_far_it_is() -> None:
    """A bar with the count and the time that is left; elsewhere nothing but the report."""
    shown, piped = StringIO(), StringIO()
    for console in (Console(file=shown, force_terminal=True, width=100), Console(file=piped)):
        with progress_on(console) as progress:
            progress.advance(progress.add_task("Proving", total=2))
            progress.refresh()

    assert "1/2" in shown.getvalue()
    assert "left:" in shown.getvalue()
    assert piped.getvalue() == ""
