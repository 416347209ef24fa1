"""Proofs that are run: what holds, and every way in which one does not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.bank.model import Source, Status
from bot.bank.proofs.layout import layout
from bot.bank.proofs.prove import changed, examine, prove, updated
from bot.bank.proofs.run import Environment, NoEnvironmentError, Run, environment, run
from tests.bank.proofs.given import HERE, PROOF, asked, proved

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 11, 23)
PASSES = "def test_it():\n    assert True\n"


def problems(block: str, test: str, **changes: object) -> tuple[str, ...]:
    """What is wrong with a proof whose answer is this block and whose only claim has this test."""
    return examine(asked(block, test, **changes), HERE).problems


def ran(test: str, **limits: float) -> Run:
    """What became of one test file."""
    return run({"test_it.py": test}, PROOF, HERE, **limits)  # type: ignore[arg-type] # seconds alone


def test_a_proof_that_holds() -> None:
    """The verdict names the versions that it ran on."""
    verdict = examine(proved(), HERE)

    assert verdict.problems == ()
    assert verdict.libraries == (("pytest", HERE.pins["pytest"]),)
    assert verdict.python.startswith("3.")


def test_a_wrong_answer_is_found_out() -> None:
    """The test that fails is named with the sentence that it was to settle, and pytest's words are kept."""
    question = proved()
    wrong = replace(question, answer=question.answer.replace("number + number", "number * number"))

    verdict = examine(wrong, HERE)

    sentence = 'it settles "Doubling adds a number to itself."'
    assert verdict.problems == (f"test_proof.py::test_double fails: {sentence}",)
    assert "assert 9 == 6" in verdict.output


def test_a_block_that_no_test_touches() -> None:
    """Code that is only laid out was not executed."""
    found = problems("```python\nx = 1\n```", PASSES)

    assert found == ("answer_1.py never reached the interpreter: import it in a test, or run it",)


@pytest.mark.parametrize(
    "cheat",
    [
        "assert READ('answer_1.py')",
        "assert compile(READ('answer_1.py'), 'answer_1.py', 'exec')",
        "assert compile('x = 2', 'answer_1.py', 'exec')",
        "assert exec(compile('x = 2', 'answer_1.py', 'exec')) is None",
    ],
)
def test_other_bytes_are_no_execution(cheat: str) -> None:
    """Opening, compiling without executing, or executing something else under the name does not count."""
    read = "from pathlib import Path\n\ndef READ(name):\n    return Path(name).read_text()\n"

    found = problems("```python\nx = 1\n```", f"{read}\ndef test_it():\n    {cheat}\n")

    assert found == ("answer_1.py never reached the interpreter: import it in a test, or run it",)


@pytest.mark.parametrize(
    "use",
    [
        "def test_it():\n    import answer_1\n    assert answer_1.x == 1\n",
        "def test_it(run):\n    assert run('answer_1.py')['x'] == 1\n",
        "def test_it(run_script):\n    assert run_script('answer_1.py').exit_code == 0\n",
    ],
)
def test_three_ways_to_execute(use: str) -> None:
    """Imported, run with names, or run as a program: the interpreter says so itself."""
    assert problems("```python\nx = 1\n```", use) == ()


def test_a_snippet_gets_names_and_may_await() -> None:
    """`run` hands names in and gives the snippet's own back, awaited where the snippet awaits."""
    block = "```python\nfound = await asked(number)\n```"
    test = """\
        import asyncio

        async def asked(number):
            return number + 1

        def test_it(run):
            space = asyncio.run(run("answer_1.py", asked=asked, number=1))
            assert space["found"] == 2
        """

    assert problems(block, test) == ()


def test_what_a_program_prints() -> None:
    """A program's output, its exit code, and a traceback that begins with its own file."""
    block = """\
        ```python
        import sys
        print("out", sys.argv[1])
        sys.stderr.write("err\\n")
        raise ValueError("no")
        ```
        """
    test = """\
        def test_it(run_script):
            done = run_script("answer_1.py", "x")
            assert done.exit_code == 1
            lines = done.output.splitlines()
            assert lines[:3] == ["out x", "err", "Traceback (most recent call last):"]
            assert lines[3].endswith('answer_1.py", line 4, in <module>')
            assert lines[-1] == "ValueError: no"
        """

    assert problems(block, test) == ()


def test_a_mistake_is_proved_to_be_one() -> None:
    """A test file in a folder is not collected; a claim's test runs it and sees it fail."""
    block = """\
        ```python wrong/test_wrong.py
        import pytest

        def test_wrong():
            assert 1 + 1 == 3

        def test_right():
            assert 1 + 1 == 2

        @pytest.mark.skip  # such a test proves nothing: this one shows it
        def test_later():
            pass

        def test_odd(nothing):
            pass
        ```
        """
    test = """\
        def test_it(run_pytest):
            done = run_pytest("wrong")
            assert (done.passed, done.failed) == (["test_right"], ["test_wrong"])
            assert (done.skipped, done.errors) == (["test_later"], ["test_odd"])
            assert done.exit_code == 1
            assert "assert 2 == 3" in done.output or "(1 + 1) == 3" in done.output
        """

    assert problems(block, test) == ()


def test_a_nested_run_has_its_own_conftest() -> None:
    """A folder below the proof's may hold several files and a conftest.py, beside the one at the top."""
    block = "```python conftest.py\nimport pytest\n\n@pytest.fixture\ndef top():\n    return 1\n```"
    files = (
        ("odd/conftest.py", "import pytest\n\n@pytest.fixture\ndef low(top):\n    return top + 1\n"),
        ("odd/test_odd.py", "def test_odd(top, low):\n    assert (top, low) == (1, 2)\n"),
    )
    test = "def test_it(top, run_pytest):\n    assert run_pytest('odd').passed == ['test_odd']\n"

    assert problems(block, test, files=files) == ()


def test_plugins_are_named() -> None:
    """Only the plugins of the proof are loaded, and a nested run may have others."""
    block = "```python\nx = 1\n```"
    test = """\
        import answer_1

        def test_it(request, run_pytest):
            assert request.config.pluginmanager.hasplugin("asyncio")
            assert not request.config.pluginmanager.hasplugin("hypothesispytest")
            assert run_pytest("odd").passed == ["test_odd"]
            assert run_pytest("odd", plugins=[]).failed == ["test_odd"]
        """
    settings = "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n"
    files = (("pytest.ini", settings), ("odd/test_odd.py", "async def test_odd():\n    pass\n"))

    assert problems(block, test, files=files, plugins=("asyncio",)) == ()


def test_warnings_are_errors_unless_the_answer_says_otherwise() -> None:
    """An answer must not use what is deprecated; settings that the reader sees decide for themselves."""
    block = """\
```python test_old.py
import warnings

def test_old():
    warnings.warn("old", DeprecationWarning)
```
"""
    settings = "\n```ini pytest.ini\n[pytest]\n```\n"

    assert problems(block, PASSES) == ("test_old.py::test_old fails",)
    assert problems(block + settings, PASSES) == ()


def test_settings_must_be_read() -> None:
    """A config block that nothing reads is no config."""
    block = "```python\nx = 1\n```\n\n```json data.json\n[1]\n```"
    test = "import answer_1\nfrom pathlib import Path\n\ndef test_it():\n    assert {}\n"
    reads = "Path('data.json').read_text() == '[1]\\n'"

    assert problems(block, test.format("True")) == (
        "data.json was never read: use it in a test, or call it a fragment with its reason",
    )
    assert problems(block, test.format(reads)) == ()


def test_output_is_compared_to_the_letter() -> None:
    """`same` holds an output block against what was printed; without it the block is a bare claim."""
    block = "```python\nprint('a  b')\n```\n\n```text output shown.txt\n{}\n```"
    test = "def test_it(run_script, same):\n    same('shown.txt', run_script('answer_1.py').output)\n"
    silent = "def test_it(run_script):\n    assert run_script('answer_1.py').exit_code == 0\n"

    assert problems(block.format("a  b"), test) == ()
    assert problems(block.format("a b"), test)[0].startswith("test_proof.py::test_it fails")
    assert problems(block.format("a  b"), silent) == (
        'shown.txt was compared with nothing: call same("shown.txt", …) in a test',
    )


def test_what_was_skipped_settles_nothing() -> None:
    """A skipped test is a problem, as is one that cannot be collected."""
    # A skipped test proves nothing: that is what is shown.
    skipped = "import answer_1, pytest\n\n@pytest.mark.skip\ndef test_it():\n    assert True\n"
    block = "```python\nx = 1\n```"

    assert problems(block, skipped) == ('test_proof.py::test_it was skipped: it settles "It does."',)
    assert problems(block, "import answer_2\n" + PASSES) == (
        "test_proof.py has an error",
        "answer_1.py never reached the interpreter: import it in a test, or run it",
    )


def test_a_process_that_dies() -> None:
    """A proof that takes the process down says so."""
    dies = "def test_it():\n    import answer_1\n    assert answer_1\n"

    [problem, *_] = problems("```python\nimport os\nos._exit(3)\n```", dies)

    assert problem.startswith("ended with code 3: ")


def test_complaints_come_before_the_run() -> None:
    """What can be said without running is said, and nothing is run."""
    verdict = examine(proved(proof=None), HERE)

    assert (len(verdict.problems), verdict.python) == (1, "")


def test_code_of_strangers_is_not_run() -> None:
    """An imported question is proved by nobody until it is the author's own."""
    [problem] = examine(proved(source=Source(repository="somebody/bank")), HERE).problems

    assert "code of strangers is not run" in problem


def test_versions_are_the_pinned_ones() -> None:
    """What ran on another version than the pinned one, or on a library that nobody pinned, is not proved."""
    old = Environment(python=HERE.python, pins={"pytest": "1.0"})

    assert examine(proved(), old).problems == (
        f"ran on pytest {HERE.pins['pytest']}, pinned is 1.0: run `make proofs`",
    )
    assert examine(proved(), replace(old, pins={})).problems == (
        "names pytest, which is not pinned: write it as in content/requirements.txt",
    )


def test_the_surroundings_are_scrubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of our environment reaches a proof: no token, no home, no working folder, no settings."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    test = """\
import os, sys
from pathlib import Path

def test_it(pytestconfig):
    assert set(os.environ) <= {
        "PATH", "HOME", "TMPDIR", "LANG", "TZ", "PYTHONHASHSEED", "PYTEST_DISABLE_PLUGIN_AUTOLOAD",
        "PYTEST_CURRENT_TEST", "PYTEST_VERSION", "LC_CTYPE",
    }
    assert list(Path(os.environ["HOME"]).iterdir()) == []
    assert list(Path.cwd().iterdir()) == [Path.cwd() / "test_it.py"]
    assert sys.path[0] == str(Path.cwd())
    assert pytestconfig.getini("filterwarnings") == []
"""

    assert ran(test).passed == ("test_it.py::test_it",)


@pytest.mark.parametrize(
    "greedy",
    [
        "x = bytearray(8 << 30)",
        "open('big', 'wb').truncate(1 << 30)",
        "files = [open('test_it.py') for _ in range(2000)]",
    ],
)
def test_memory_and_files_are_limited(greedy: str) -> None:
    """Eight gigabytes, a huge file, thousands of open files: the system refuses, and the test fails."""
    assert ran(f"def test_it():\n    {greedy}\n").exit_code not in {0, None}


def test_endless_proofs_are_ended_with_all_that_they_started() -> None:
    """A proof over its time is killed, and so is its child, which would have kept the pipe open for ever."""
    test = """\
import subprocess, sys

def test_it():
    subprocess.run([sys.executable, "-c", "while True: pass"])
"""

    assert ran(test, seconds=1.5).exit_code is None


def test_folders_are_gone_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of a run stays on the disk."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    ran(PASSES)

    assert list(tmp_path.iterdir()) == []


def test_blocks_are_laid_out_to_the_letter() -> None:
    """Tabs, trailing spaces, missing and odd line ends stay as they are."""
    text = "x = 'ä'\t\n\n\n  # end  \n"
    question = asked(f"```python odd/x.py\n{text}```", PASSES)

    assert layout(question, question.proof or PROOF)["odd/x.py"] == text


def test_rounds_are_parallel_and_in_order() -> None:
    """Verdicts come in the order of the questions, and each is told of as soon as it is there."""
    questions = [proved("a"), proved("b", answer="x"), proved("c")]
    told: list[str] = []

    verdicts = prove(questions, where=HERE, on_verdict=lambda verdict: told.append(verdict.uid))

    assert [(verdict.uid[-1], verdict.proved) for verdict in verdicts] == [
        ("a", True),
        ("b", False),
        ("c", True),
    ]
    assert sorted(told) == [verdict.uid for verdict in verdicts]


def test_the_record_after_a_round() -> None:
    """What holds is recorded with its day, which it keeps; what fails or is gone loses its entry."""
    good, bad, gone = proved("good"), proved("bad"), proved("gone")
    first = updated({}, [good, bad, gone], prove([good, bad, gone], where=HERE), TODAY)
    later = TODAY + dt.timedelta(days=1)
    broken = replace(bad, answer="Nothing.")

    second = updated(first, [good, broken], prove([good, broken], where=HERE), later)

    assert {uid: entry.on for uid, entry in second.items()} == {good.uid: TODAY}
    assert updated(first, [good, bad, gone], [], later) == first


def test_only_what_changed_is_run() -> None:
    """A question whose record holds is left alone, as is one that needs no proof."""
    same, other, draft = proved("same"), proved("other"), proved("draft", status=Status.DRAFT)
    record = updated({}, [same, other], prove([same, other], where=HERE), TODAY)
    edited = replace(other, hints=("Add.",))

    assert changed([same, edited, draft], record, HERE) == [edited]


def test_the_environment_says_how_it_is_made(tmp_path: Path) -> None:
    """Where the libraries are missing, the sentence names the command."""
    requirements = tmp_path / "requirements.txt"
    with pytest.raises(NoEnvironmentError, match="make proofs"):
        environment(tmp_path / "none", requirements)

    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").touch()
    with pytest.raises(NoEnvironmentError, match="is missing"):
        environment(tmp_path, requirements)

    requirements.write_text(
        "# no\nfastapi==0.165.0 \\\n    --hash=sha256:x\nattrs==26.1.0 ; os_name == 'nt'\n"
    )
    assert environment(tmp_path, requirements).pins == {"fastapi": "0.165.0", "attrs": "26.1.0"}
