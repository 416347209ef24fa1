"""The languages beside Python: proofs that hold, that fail, that lack their program; and their changes."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from bot.bank.proofs.bite import bite
from bot.bank.proofs.complaints import complaints
from bot.bank.proofs.languages import TOOLS, executed
from bot.bank.proofs.layout import layout
from bot.bank.proofs.prove import examine, updated
from tests.bank.proofs.given import HERE, PROOF, asked

if TYPE_CHECKING:
    from bot.bank.model import Question
    from bot.bank.proofs.language import Tool
    from bot.bank.proofs.run import Environment

NOWHERE = replace(HERE, path="/nowhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A question about one runtime, and a slip in its code that its proof must find."""

    block: str
    test: str
    slip: tuple[str, str]
    said: tuple[str, ...]
    """Words of the failure: the code with its line, and what was printed."""
    tools: tuple[str, ...]

    def question(self) -> Question:
        """The question as it should be."""
        return asked(self.block, self.test, libraries=self.tools)


SAMPLES = {
    "sqlite": Sample(
        block="""\
            ```sql
            CREATE TABLE colour (name TEXT);
            INSERT INTO colour VALUES ('red'), (NULL);
            SELECT count(*) AS every, count(name) AS named FROM colour;
            ```

            ```text output shown.txt
            every | named
            2 | 1
            ```
            """,
        test="""\
            def test_it(run_script, same):
                same("shown.txt", run_script("answer_1.sql").output)
            """,
        slip=("count(name)", "count(nome)"),
        said=('same("shown.txt", run_script("answer_1.sql").output)', "answer_1.sql:3: no such column: nome"),
        tools=("sqlite",),
    ),
    "postgresql": Sample(
        block="""\
            ```postgresql
            CREATE TABLE account (id int PRIMARY KEY, balance int);
            INSERT INTO account VALUES (1, 100);
            -- alice:
            BEGIN;
            UPDATE account SET balance = balance - 10 WHERE id = 1;
            -- bob:
            UPDATE account SET balance = balance * 2 WHERE id = 1 RETURNING balance;
            -- alice:
            COMMIT;
            ```

            ```text output shown.txt
            bob: waits
            bob: balance
            bob: 180
            ```
            """,
        test="""\
            def test_it(run_script, same, postgres):
                same("shown.txt", run_script("answer_1.pgsql", postgres).output)
            """,
        slip=("RETURNING balance", "RETURNING balence"),
        said=('run_script("answer_1.pgsql", postgres).output', 'bob: ERROR: column "balence" does not exist'),
        tools=("postgresql",),
    ),
    "bash": Sample(
        block="""\
            ```bash
            words="one two"
            printf '%s\\n' "$words"
            ```
            """,
        test="""\
            def test_it(run_script):
                done = run_script("answer_1.sh")
                assert (done.output, done.exit_code) == ("one two\\n", 0)
            """,
        slip=("printf", "printg"),
        said=("assert (done.output, done.exit_code)", "answer_1.sh: line 2: printg: command not found"),
        tools=("bash",),
    ),
    "git": Sample(
        block="""\
            ```bash
            git init -q
            git commit -q --allow-empty -m one
            git commit -q --allow-empty -m two
            git reset -q --hard HEAD~1
            ```
            """,
        test="""\
            import subprocess

            def test_it(run_script, tmp_path):
                assert run_script("answer_1.sh", cwd=tmp_path).exit_code == 0
                log = subprocess.check_output(["git", "log", "--format=%s %an %ad"], cwd=tmp_path, text=True)
                assert log == "one Author Thu Jan 1 00:00:00 2026 +0000\\n"
            """,
        slip=("git reset", "git rest"),
        said=('run_script("answer_1.sh", cwd=tmp_path).exit_code == 0', "'rest' is not a git command"),
        tools=("git", "bash"),
    ),
    "node": Sample(
        block="""\
            ```javascript
            const fs = [];
            for (let i = 0; i < 2; i++) {
              fs.push(() => i);
            }
            console.log(fs.map((f) => f()).join());
            ```
            """,
        test="""\
            def test_it(run_script):
                assert run_script("answer_1.js").output == "0,1\\n"
            """,
        slip=("f()).join", "g()).join"),
        said=('run_script("answer_1.js").output ==', "answer_1.js:5", "ReferenceError: g is not defined"),
        tools=("node",),
    ),
}


DAY = dt.date(2026, 11, 26)


def missing(question: Question, where: Environment) -> tuple[str, ...]:
    """The tools that a question's proof lacks here."""
    proof = question.proof or PROOF
    return where.missing(layout(question, proof), proof)


@pytest.fixture(params=list(SAMPLES.values()), ids=list(SAMPLES))
def sample(request: pytest.FixtureRequest) -> Sample:
    """Each runtime's sample; skipped where its program is not on this machine, unless REQUIRE_PROOFS=1."""
    found: Sample = request.param
    lack = missing(found.question(), HERE)
    if lack and os.environ.get("REQUIRE_PROOFS") != "1":
        pytest.skip(f"{' and '.join(lack)} not found on the PATH")  # .ci/run has them all
    return found


def test_a_proof_that_holds(sample: Sample) -> None:
    """Nothing is said against it, and the verdict names the version of each tool, the badge's first."""
    question = sample.question()

    verdict = examine(question, HERE)

    assert complaints(question) == []
    assert (verdict.problems, verdict.missing) == ((), ())
    assert [name for name, _ in verdict.libraries] == list(sample.tools)
    assert all(re.fullmatch(r"\d+(\.\d+)+", version) for _, version in verdict.libraries)


def test_a_proof_that_fails(sample: Sample) -> None:
    """The claim is named; then come the code with its line and what the program printed, and no more."""
    question = sample.question()
    wrong = replace(question, answer=question.answer.replace(*sample.slip))

    verdict = examine(wrong, HERE)

    assert verdict.problems[0] == 'test_proof.py::test_it fails: it settles "It does."'
    assert re.search(r"^test_proof\.py:\d+: in test_it$", verdict.output, re.MULTILINE)
    assert all(words in verdict.output for words in sample.said)
    assert "test session starts" not in verdict.output
    assert "/work/" not in verdict.output  # the folder is gone, and of no use to an author


def test_a_proof_whose_program_is_missing(sample: Sample) -> None:
    """It is not run and says for want of what; what was recorded of it stays."""
    question = sample.question()
    lack = missing(question, NOWHERE)
    record = updated({}, [question], [examine(question, HERE)], DAY)

    verdict = examine(question, NOWHERE)

    assert set(lack) == set(sample.tools) - {"sqlite", "postgresql"}  # which come with the libraries
    assert (verdict.missing, verdict.proved, verdict.problems) == (lack, not lack, ())
    assert updated(record, [question], [verdict], DAY) == record != {}


def test_a_proof_bites(sample: Sample) -> None:
    """Some change of the code turns the proof red."""
    [found] = bite([sample.question()], where=HERE)

    assert found.mutant is not None


def test_what_is_only_laid_out_was_not_executed(sample: Sample) -> None:
    """Code of another language, too, must reach its interpreter."""
    question = sample.question()
    proof = question.proof or PROOF
    lazy = replace(proof, claims=(replace(proof.claims[0], test="def test_it():\n    assert True"),))

    problems = examine(replace(question, proof=lazy), HERE).problems

    assert any("never reached the interpreter" in problem for problem in problems)


SESSIONS = {
    "a deadlock is broken": (
        """\
        CREATE TABLE one (n int);
        CREATE TABLE two (n int);
        -- alice:
        SET deadlock_timeout = '10ms';
        BEGIN;
        LOCK TABLE one;
        -- bob:
        SET deadlock_timeout = '10min';
        BEGIN;
        LOCK TABLE two;
        LOCK TABLE one;
        -- alice:
        LOCK TABLE two;
        ROLLBACK;
        -- bob:
        SELECT 1 AS got;
        """,
        ["bob: waits", "alice: waits", "alice: ERROR: deadlock detected", "bob: got", "bob: 1"],
    ),
    "whoever waits goes on when the file ends": (
        """\
        CREATE TABLE one (n int);
        -- alice:
        BEGIN;
        LOCK TABLE one;
        -- bob:
        SELECT * FROM one;
        """,
        ["bob: waits", "bob: n"],
    ),
    "without sessions an error ends it": (
        "SELECT 1 AS a;\nSELECT NULL AS b, true AS c;\nSELECT 1 / 0;\nSELECT 2;\n",
        ["a", "1", "", "b | c", "NULL | t", "answer_1.pgsql:3: division by zero"],
    ),
    "nobody is in its database but its sessions": (
        """\
        -- alice:
        SELECT pg_sleep(0.1) IS NULL AS asleep;
        -- bob:
        SELECT count(*) AS others FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid();
        """,
        ["alice: asleep", "alice: f", "bob: others", "bob: 1"],
    ),
}


@pytest.mark.parametrize("name", list(SESSIONS))
def test_sessions_of_one_file(name: str) -> None:
    """Each statement runs in its session, in the file's order; one that waits says so, and goes on later."""
    script, lines = SESSIONS[name]
    block = textwrap.indent(f"```postgresql\n{textwrap.dedent(script)}```\n", " " * 8)
    test = f"""\
        def test_it(run_script, postgres):
            lines = run_script("answer_1.pgsql", postgres).output.splitlines()
            assert lines == {lines}
        """

    verdict = examine(asked(block, test, libraries=("postgresql",)), HERE)

    assert verdict.output == ""
    assert verdict.proved


def test_a_server_ends_with_its_proof() -> None:
    """A connection that was left open holds nothing up, and no process stays."""
    block = """\
        ```postgresql
        SELECT pg_backend_pid() AS pid;
        ```
        """
    test = """\
        import psycopg

        def test_it(run_script, postgres):
            test_it.left_open = psycopg.connect(postgres)
            print(run_script("answer_1.pgsql", postgres).output)
            assert False
        """

    verdict = examine(asked(block, test, libraries=("postgresql",)), HERE)

    pid = int(re.findall(r"^pid\n(\d+)$", verdict.output, re.MULTILINE)[0])
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_an_interrupt_reaches_a_program_whoever_ignores_it() -> None:
    """A proof that is run behind a shell's `&` holds, too, where Ctrl-C is ignored."""
    block = """\
        ```bash
        trap 'echo interrupted; exit 1' INT
        kill -INT $$
        ```
        """
    test = """\
        def test_it(run_script):
            assert run_script("answer_1.sh").output == "interrupted\\n"
        """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        verdict = examine(asked(block, test, libraries=("bash",)), HERE)
    finally:
        signal.signal(signal.SIGINT, before)

    assert verdict.output == ""
    assert verdict.proved


def test_processes_are_limited_and_scrubbed_as_python_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of another language sees none of our secrets and has the driver's limits."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    block = """\
        ```bash
        env
        ulimit -n
        ulimit -v
        ```
        """
    test = """\
        def test_it(run_script):
            *variables, files, memory = run_script("answer_1.sh").output.splitlines()
            names = {each.partition("=")[0] for each in variables}
            assert names <= {
                "PATH", "HOME", "TMPDIR", "LANG", "TZ", "PYTHONHASHSEED", "PYTEST_DISABLE_PLUGIN_AUTOLOAD",
                "PYTEST_CURRENT_TEST", "PYTEST_VERSION", "LC_CTYPE", "PWD", "SHLVL", "_", "LINES", "COLUMNS",
            }
            assert (files, memory) == ("512", str(4 << 20))
        """

    verdict = examine(asked(block, test, libraries=("bash",)), HERE)

    assert verdict.output == ""
    assert verdict.proved


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_tools_have_names_of_their_own(tool: Tool) -> None:
    """No tool is called as another one, or as a library that is pinned."""
    assert [each.name for each in TOOLS].count(tool.name) == 1
    assert tool.name not in HERE.pins


NO_END = "is no SQL in its line {}: a statement does not end, with a semicolon"


@pytest.mark.parametrize(
    ("language", "code", "complaint"),
    [
        ("sql", "SELECT 1;", ""),
        ("sql", "-- why\nSELECT a\nFROM nowhere; -- here\n", ""),
        ("sql", "EXPLAIN QUERY PLAN SELECT 1;", ""),
        ("sql", "SELECT 1", NO_END.format(1)),
        ("sql", "SELECT 1;\n\nSELEC 2;", 'is no SQL in its line 3: near "SELEC": syntax error'),
        ("postgresql", "DO $$ BEGIN PERFORM 1; END $$;\nSELECT 'a;b', E'it\\'s; so';", ""),
        ("postgresql", "-- bob:\nCOMMIT;\n-- bob:\nSELECT 1 -- not yet;\n", NO_END.format(4)),
        ("bash", "if", ""),
        ("javascript", "(", ""),
    ],
)
def test_what_can_be_said_without_running(language: str, code: str, complaint: str) -> None:
    """SQLite's parser comes with Python; bash and JavaScript are read by their own programs alone."""
    found = executed(language)

    assert found is not None
    assert found.complaint(code) == complaint


SQL = """\
-- 7 AND 8
SELECT count(*), sum(a) FROM b LEFT JOIN c ON b.x = c.x AND b.y > 'it''s'
WHERE c.x IS NOT NULL ORDER BY 1 DESC;
"""
POSTGRESQL = """\
-- alice:
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT n FROM job WHERE n = 1 FOR UPDATE SKIP LOCKED;
COMMIT;
BEGIN ISOLATION LEVEL READ COMMITTED;
"""
BASH = """\
set -o pipefail # 1
for file in "$@"; do
  [ -z "$file" ] && echo "no $file" 2>&1
done
cat <<EOF
1 && "$x"
EOF
n=3
git reset --hard HEAD~1 |
  wc -l
"""
JAVASCRIPT = """\
// 1
var f = (a) => a === 1 && `${1}`;
setTimeout(() => {
  console.log('x', 1.5);
}, 0);
"""


@pytest.mark.parametrize(
    ("language", "code", "found"),
    [
        (
            "sql",
            SQL,
            [
                (2, "sum", "MAX"),
                (2, "LEFT", "INNER"),
                (2, "=", "<>"),
                (2, "AND", "OR"),
                (2, ">", "<="),
                (2, "'it''s'", "'it''sx'"),
                (3, "NOT", ""),
                (3, "1", "2"),
                (3, "DESC", "ASC"),
                (1, SQL.strip(), ""),
            ],
        ),
        (
            "postgresql",
            POSTGRESQL,
            [
                (2, "REPEATABLE READ", "READ COMMITTED"),
                (3, "=", "<>"),
                (3, "1", "2"),
                (3, "FOR UPDATE SKIP LOCKED", ""),
                (4, "COMMIT", "ROLLBACK"),
                (2, "BEGIN ISOLATION LEVEL REPEATABLE READ;", ""),
                (3, "SELECT n FROM job WHERE n = 1 FOR UPDATE SKIP LOCKED;", ""),
                (4, "COMMIT;", ""),
                (5, "BEGIN ISOLATION LEVEL READ COMMITTED;", ""),
            ],
        ),
        (
            "bash",
            BASH,
            [
                (2, '"$@"', "$@"),
                (3, "-z", "-n"),
                (3, '"$file"', "$file"),
                (3, "&&", "||"),
                (8, "3", "4"),
                (9, "--hard", "--soft"),
                (9, "HEAD~1", "HEAD~2"),
                (1, "set -o pipefail # 1", ":"),
                (3, '[ -z "$file" ] && echo "no $file" 2>&1', ":"),
                (8, "n=3", ":"),
            ],
        ),
        (
            "javascript",
            JAVASCRIPT,
            [
                (2, "var", "let"),
                (2, "===", "!=="),
                (2, "1", "2"),
                (2, "&&", "||"),
                (4, "'x'", "'xx'"),
                (4, "1.5", "2.5"),
                (5, "0", "1"),
                (2, "var f = (a) => a === 1 && `${1}`;", ";"),
                (4, "console.log('x', 1.5);", ";"),
            ],
        ),
    ],
)
def test_literals_operators_and_lines_change(
    language: str, code: str, found: list[tuple[int, str, str]]
) -> None:
    """Comments, texts in scripts, templates and redirections stay; what quotes are for is tried."""
    spoken = executed(language)
    assert spoken is not None

    changes = list(spoken.mutants(code))

    assert [(each.line, each.before, each.after) for each in changes] == found
    assert all(each.text != code and each.before not in {"", each.after} for each in changes)
