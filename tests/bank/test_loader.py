"""The bank's files, and what is said of the wrong ones."""

# ruff: noqa: E501 - a table of cases reads by its lines

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.bank import loader, yaml_nodes
from bot.bank.loader import Loaded, load
from bot.bank.model import Difficulty, KeyPoint, Levels, Reference, Source, Status, Use

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
framework: FastAPI
topic: Testing
subtopic: Async Testing
order: 2
about: Tests that await.
updated: 2026-11-23
questions:
"""
QUESTION = """\
- id: async-client
  difficulty: medium
  question: How does it reach the app?
  short_answer: Through a transport.
  answer: It calls the app.
  rule_of_thumb: No socket where a call will do.
  references:
    - title: Async tests
      url: https://fastapi.tiangolo.com/advanced/async-tests/
"""
WHOLE = """\
- id: whole
  aliases: [former, fastapi/old/place/older]
  difficulty: hard
  question: |
    What does `9:00` mean?

    And no?
  setup: no
  short_answer: 9:00
  answer: "tab\\tand\\nline"
  rule_of_thumb: >
    Folded
    into one.
  references:
    - {title: One, url: "https://example.org/a?b#c"}
  hints: [on, 0x10, 1_000]
  key_points:
    - true
    - text: Weighs more
      weight: 3
  common_mistakes: ['null']
  follow_ups:
    - 2026-11-23
  levels: {weak: a, good: b, strong: c}
  applies_to: {fastapi: ">=0.110, <1", python: "==3.12.*"}
  source: {repository: example.org, path: a/b, commit: 719b7e7, licence: MIT, author: Ana}
  use: interview
  status: retired
"""
PATH = "fastapi/testing/async-testing.yaml"


def loaded(root: Path, text: str | bytes, path: str = PATH) -> Loaded:
    """What the loader says of a folder after this file was added to it."""
    put(root, text, path)
    return load([root])


def put(root: Path, text: str | bytes, path: str = PATH) -> Path:
    """The file, after it was written into a folder of the bank."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def complaints(root: Path, text: str | bytes, path: str = PATH) -> list[str]:
    """The problems of one file as line:column: message."""
    found = loaded(root, text, path)
    assert found.bank.questions == ()
    return [str(problem).removeprefix(f"{root / path}:") for problem in found.problems]


def test_whole_question(tmp_path: Path) -> None:
    """Every field arrives, and plain scalars that other readers change stay text."""
    found = loaded(tmp_path, HEAD + WHOLE)

    [question] = found.bank.questions
    assert found.problems == ()
    assert question.uid == "fastapi/testing/async-testing/whole"
    assert question.place.topic.title == "Testing"
    assert question.aliases == ("fastapi/testing/async-testing/former", "fastapi/old/place/older")
    assert question.difficulty is Difficulty.HARD
    assert question.question == "What does `9:00` mean?\n\nAnd no?"
    assert (question.setup, question.short_answer) == ("no", "9:00")
    assert question.answer == "tab\tand\nline"
    assert question.rule_of_thumb == "Folded into one."
    assert question.references == (Reference(title="One", url="https://example.org/a?b#c"),)
    assert question.hints == ("on", "0x10", "1_000")
    assert question.key_points == (KeyPoint(text="true"), KeyPoint(text="Weighs more", weight=3))
    assert question.common_mistakes == ("null",)
    assert question.follow_ups == ("2026-11-23",)
    assert question.levels == Levels(weak="a", good="b", strong="c")
    assert question.applies_to == (("fastapi", ">=0.110, <1"), ("python", "==3.12.*"))
    assert question.source == Source(
        repository="example.org", path="a/b", commit="719b7e7", licence="MIT", author="Ana"
    )
    assert (question.use, question.status) == (Use.INTERVIEW, Status.RETIRED)
    assert question.updated == dt.date(2026, 11, 23)


def test_head(tmp_path: Path) -> None:
    """The head of a file is its subtopic."""
    [subtopic] = loaded(tmp_path, HEAD + QUESTION).bank.subtopics

    assert (subtopic.order, subtopic.about, subtopic.updated) == (
        2,
        "Tests that await.",
        dt.date(2026, 11, 23),
    )
    assert subtopic.place.path == "fastapi/testing/async-testing"


def test_draft_may_lack(tmp_path: Path) -> None:
    """A draft needs its id, difficulty and question, no more."""
    draft = "- {id: a, difficulty: easy, question: Why?, status: draft}\n"

    [question] = loaded(tmp_path, HEAD + draft).bank.questions

    assert (question.short_answer, question.references) == ("", ())


def test_windows_line_ends(tmp_path: Path) -> None:
    """A checkout with CRLF loads the same."""
    unix = loaded(tmp_path / "a", HEAD + WHOLE)
    windows = loaded(tmp_path / "b", (HEAD + WHOLE).replace("\n", "\r\n"))

    assert windows == unix


def test_order(tmp_path: Path) -> None:
    """Frameworks and topics stand by slug, subtopics by their own order."""
    put(tmp_path, HEAD.replace("FastAPI", "Zod") + QUESTION, "zod/a/a.yaml")
    put(tmp_path, HEAD.replace("order: 2", "order: 1") + QUESTION, "fastapi/testing/zzz.yaml")

    found = loaded(tmp_path, HEAD + QUESTION)

    assert found.problems == ()
    assert [subtopic.place.path for subtopic in found.bank.subtopics] == [
        "fastapi/testing/zzz",
        "fastapi/testing/async-testing",
        "zod/a/a",
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("short_answer", "short_anwser", '11:3: the question has an unknown field "short_anwser": did you mean "short_answer"?'),
        ("  difficulty: medium", "  difficulty: medium\n  difficulty: easy", '10:3: the question has the field "difficulty" twice: delete one'),
        ("medium", "Medum", '9:15: difficulty is "Medum": did you mean "medium"? write easy or medium or hard'),
        ("medium", "[easy]", '9:15: difficulty is a list: write a text, in quotes if it holds ": " or "["'),
        ("How does it reach the app?", "x" * 301, "10:13: question has 301 characters, 300 are allowed: shorten it"),
        ("Through a transport.", "y" * 281, "11:17: short_answer has 281 characters, 280 are allowed: shorten it"),
        ("Through a transport.", "", "11:16: short_answer is empty: write it, or leave the field out"),
        ("Through a transport.", "''", "11:17: short_answer is empty: write it, or leave the field out"),
        ("Through a transport.", "'  '", "11:17: short_answer is empty: write it, or leave the field out"),
        ("Through a transport.", "~", "11:17: short_answer is empty: write it, or leave the field out"),
        ("Through a transport.", "null", "11:17: short_answer is empty: write it, or leave the field out"),
        ("Through a transport.", "{a: b}", '11:17: short_answer is a mapping: write a text, in quotes if it holds ": " or "["'),
        ("Through a transport.", '"a\\0b"', "11:17: short_answer holds U+0000 (a control character), which nobody sees: delete it"),
        ("Through a transport.", '"a\\rb"', "11:17: short_answer holds U+000D (a control character), which nobody sees: delete it"),
        ("Through a transport.", '"a\\u202eb"', "11:17: short_answer holds U+202E (right-to-left override), which nobody sees: delete it"),
        ("Through a transport.", "e" + "\u0301" * 5, "11:17: short_answer piles more than 4 combining marks on one letter: delete them"),
        ("Through a transport.", "&a text", "11:17: the anchor &a is not allowed: delete it"),
        ("Through a transport.", "!!str text", "11:17: the tag tag:yaml.org,2002:str is not allowed: delete it"),
        ("Through a transport.", "!!python/object:os.system text", "11:17: the tag tag:yaml.org,2002:python/object:os.system is not allowed: delete it"),
        ("async-client", "Async Client", '8:7: id is no slug: write lower-case letters, digits and single hyphens, as in "async-client"'),
        ("async-client", "../../etc/passwd", '8:7: id is no slug: write lower-case letters, digits and single hyphens, as in "async-client"'),
        ("async-client", "con", '8:7: id is no slug: write lower-case letters, digits and single hyphens, as in "async-client"'),
        ("async-client", "a--b", '8:7: id is no slug: write lower-case letters, digits and single hyphens, as in "async-client"'),
        ("https://", "http://", '16:12: url is no address: write it whole, beginning with "https://"'),
        ("https://", "javascript:", '16:12: url is no address: write it whole, beginning with "https://"'),
        ("https://fastapi.tiangolo.com", "https://fastapi|x.com", '16:12: url is no address: write it whole, beginning with "https://"'),
        ("      url:", "      link:", '16:7: the reference has an unknown field "link": write one of title, url'),
        ("    - title: Async tests\n      url: ", "    - ", '15:7: the reference is a text: write fields, each as "name: value"'),
        ("2026-11-23", "2026-02-31", "6:10: updated is no date: write it as in 2026-11-23"),
        ("2026-11-23", "20261123", "6:10: updated is no date: write it as in 2026-11-23"),
        ("2026-11-23", "٢٠٢٦-11-23", "6:10: updated is no date: write it as in 2026-11-23"),
        ("order: 2", "order: two", "4:8: order is no number: write 0 to 9,999 in digits, without quotes"),
        ("order: 2", "order: '2'", "4:8: order is no number: write 0 to 9,999 in digits, without quotes"),
        ("order: 2", "order: 10000", "4:8: order is no number: write 0 to 9,999 in digits, without quotes"),
        ("order: 2", "order: ٢", "4:8: order is no number: write 0 to 9,999 in digits, without quotes"),
        ("order: 2\n", "", '1:1: the head lacks "order": write it'),
        ("framework: FastAPI", 'framework: "Fast\\nAPI"', "1:12: framework holds a line break: write it as one line"),
        ("topic: Testing\n", "topic: Testing\n<<: {a: b}\n", "3:1: merge keys are not allowed: write the fields again"),
        ("topic: Testing\n", "topic: Testing\n? [a]\n: b\n", "3:3: the head has a list as the name of a field: write a word"),
        ("framework:", "%YAML 1.1\n---\nframework:", '1:1: directives are not allowed: delete the line that starts with "%"'),
    ],
)  # fmt: skip
def test_one_problem(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """A wrong field is named with its place and its mend."""
    found = complaints(tmp_path, (HEAD + QUESTION).replace(old, new, 1))

    assert [complaint for complaint in found if " lacks " not in complaint or " lacks " in expected] == [
        expected
    ]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("hints: one", '17:10: hints is a text: write a list, each entry after a "-"'),
        ("hints: []", "17:10: hints is an empty list: write an entry, or leave the field out"),
        ("hints: [a, b, c, d, e, f]", "17:10: hints has 6 entries, 5 are allowed: shorten it"),
        ("hints: [a, '']", "17:14: hints is empty: write it, or leave the field out"),
        ("hints: [[a]]", '17:11: hints is a list: write a text, in quotes if it holds ": " or "["'),
        ("hints: *a", "17:10: the alias *a is not allowed: write the text again"),
        ("*a : b", "17:3: the alias *a is not allowed: write the text again"),
        ("levels: *a", "17:11: the alias *a is not allowed: write the text again"),
        ("applies_to: *a", "17:15: the alias *a is not allowed: write the text again"),
        ("status: *a", "17:11: the alias *a is not allowed: write the text again"),
        ("levels: {weak: a, good: b}", '17:11: levels lacks "strong": write it'),
        ("levels: good", '17:11: levels is a text: write fields, each as "name: value"'),
        ("key_points: [{text: a, weight: 0}]", "17:34: weight is no number: write 1 to 10 in digits, without quotes"),
        ("key_points: [{text: a, weight: []}]", '17:34: weight is a list: write a text, in quotes if it holds ": " or "["'),
        ("key_points: [{weight: 2}]", '17:16: the key point lacks "text": write it'),
        ("applies_to: fastapi", '17:15: applies_to is wrong: write 1 to 10 lines, each as "name: value"'),
        ("applies_to: {}", '17:15: applies_to is wrong: write 1 to 10 lines, each as "name: value"'),
        ("applies_to: {a: new}", '17:19: applies_to is no range of versions: write it as in ">=0.110" or ">=3.11, <4"'),
        ("applies_to: {a: '>1', a: '>2'}", '17:25: applies_to holds "a" twice: delete one'),
        ("applies_to: {'a b': '>1'}", '17:16: applies_to is no name of a language or library: write it as in "fastapi"'),
        ("aliases: [a/b]", '17:13: aliases is no former id: write "old-id", or "framework/topic/subtopic/old-id" if it came from another file'),
        ("source: {path: a}", '17:11: source lacks "repository": write it'),
        ("source: {repository: a, commit: HEAD}", '17:35: commit is no commit: write its hexadecimal digits, as in "719b7e7"'),
        ("use: fun", '17:8: use is "fun": write practice or interview'),
        ("status: gone", '17:11: status is "gone": write draft or published or retired'),
        ("proofs: x", '17:3: the question has an unknown field "proofs": did you mean "proof"?'),
        ("zzz: x", ('17:3: the question has an unknown field "zzz": write one of id, difficulty, question, setup, '
         "short_answer, answer, rule_of_thumb, references, hints, common_mistakes, follow_ups, key_points, levels, "
         "applies_to, aliases, source, proof, use, status")),
        ("proof: x", '17:10: proof is a text: write fields, each as "name: value"'),
        ("proof: {plugins: [anyio]}", '17:10: proof lacks "libraries": write it'),
    ],
)  # fmt: skip
def test_one_wrong_field_more(tmp_path: Path, field: str, expected: str) -> None:
    """An optional field that is wrong is named with its place and its mend, once."""
    assert complaints(tmp_path, f"{HEAD}{QUESTION}  {field}\n") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", '1:1: the file is empty: write the head, beginning with "framework"'),
        ("# nothing\n", '1:1: the file is empty: write the head, beginning with "framework"'),
        ("just text", '1:1: the head is a text: write fields, each as "name: value"'),
        (HEAD + QUESTION + "---\n" + HEAD, "17:1: a second document starts here: a file holds one, split it"),
        (b"\xef\xbb\xbf" + HEAD.encode(), "1:1: starts with a byte order mark: save the file as UTF-8 without one"),
        (HEAD.encode() + b"- id: \xff", "8:7: is not UTF-8: save the file in that encoding"),
        (HEAD.encode("utf-16"), "1:1: is not UTF-8: save the file in that encoding"),
        (HEAD + "- id: a\x00b", "8:8: holds U+0000 (a control character), which nobody sees: delete it"),
        (HEAD + "# \u2066\n", "8:3: holds U+2066 (left-to-right isolate), which nobody sees: delete it"),
        (HEAD + "- id: \u200b", "8:7: holds U+200B (zero width space), which nobody sees: delete it"),
        (HEAD + "- question: Why: so?", '8:16: is not YAML: mapping values are not allowed in this context; put a text that holds ": " in quotes, or write it below a "|"'),
        (HEAD + "\t- id: a", '8:1: is not YAML: found character that cannot start any token; put a text that starts with "`", "@" or "%" in quotes, and indent with spaces, never with tabs'),
        (HEAD + "- id: 'a", "8:9: is not YAML: found unexpected end of stream; close the quote or the bracket that was opened here"),
        (HEAD + "- }", "8:3: is not YAML: did not find expected node content; check the indentation, the quotes and the colons here"),
        (HEAD + "- *nowhere", "8:3: the alias *nowhere is not allowed: write the text again"),
        (HEAD + "- " + "[" * 13, "8:14: nests deeper than 12 levels: check the brackets and dashes"),
        ("[" * 100_000, "1:14: nests deeper than 12 levels: check the brackets and dashes"),
        (HEAD + "- a\n" * 50_001, "49993:3: the file has more than 50,000 values: split it"),
        (HEAD + "  []", "8:3: questions is an empty list: write an entry, or leave the field out"),
        (b"x" * 1_048_577, "1:1: is larger than 1,048,576 bytes: split it"),
    ],
)  # fmt: skip
def test_unreadable(tmp_path: Path, text: str | bytes, expected: str) -> None:
    """A file that is no bank file at all is one complaint."""
    assert complaints(tmp_path, text) == [expected]


def test_lacking_fields(tmp_path: Path) -> None:
    """A published question is told each field that it lacks, under its name."""
    assert complaints(tmp_path, HEAD + "- {id: a, difficulty: easy}") == [
        '8:3: the question lacks "question": write it',
        '8:3: the question "a" lacks "short_answer": write it, or say "status: draft"',
        '8:3: the question "a" lacks "answer": write it, or say "status: draft"',
        '8:3: the question "a" lacks "rule_of_thumb": write it, or say "status: draft"',
        '8:3: the question "a" lacks "references": write it, or say "status: draft"',
    ]


def test_all_in_one_report(tmp_path: Path) -> None:
    """One reading finds every problem of every file, and the good files stay."""
    put(tmp_path, HEAD + QUESTION.replace("medium", "x").replace("https", "http"), "fastapi/testing/a.yaml")
    put(tmp_path, HEAD + "- [", "fastapi/testing/b.yaml")

    found = loaded(tmp_path, HEAD + QUESTION)

    assert [(problem.path.name, problem.line) for problem in found.problems] == [
        ("a.yaml", 9),
        ("a.yaml", 16),
        ("b.yaml", 9),
    ]
    assert [question.slug for question in found.bank.questions] == ["async-client"]


def test_binary_file_is_short(tmp_path: Path) -> None:
    """A file full of unwanted characters is a handful of complaints."""
    assert len(complaints(tmp_path, "\x00" * 1_000)) == 20


def test_id_twice_in_a_file(tmp_path: Path) -> None:
    """An id that stands twice in one file is refused where it stands again."""
    [complaint] = complaints(tmp_path, HEAD + QUESTION + QUESTION)

    assert complaint.startswith("17:7: the id fastapi/testing/async-testing/async-client is taken in ")


def test_alias_of_another(tmp_path: Path) -> None:
    """A former id may not be another question's id, not even in another file."""
    put(tmp_path, HEAD + QUESTION)
    alias = "  aliases: [fastapi/testing/async-testing/async-client]\n"

    found = loaded(tmp_path, HEAD + QUESTION + alias, "fastapi/testing/b.yaml")

    [problem] = found.problems
    assert problem.message.startswith("the id fastapi/testing/async-testing/async-client is taken in ")
    assert (problem.path.name, problem.line, problem.column) == ("b.yaml", 17, 13)
    assert len(found.bank.questions) == 1


def test_two_roots(tmp_path: Path) -> None:
    """Two folders make one bank; the same place in both is a problem of the second."""
    first, second = tmp_path / "a", tmp_path / "b"
    put(first, HEAD + QUESTION)
    put(second, HEAD + QUESTION.replace("async-client", "other"))
    put(second, HEAD + QUESTION, "fastapi/testing/more.yaml")

    found = load([first, second])

    assert [problem.message for problem in found.problems] == [
        f"{first / PATH} is the place fastapi/testing/async-testing already: move these questions elsewhere"
    ]
    assert len(found.bank.questions) == 2


def test_one_name_for_a_place(tmp_path: Path) -> None:
    """A framework has one display name in all files."""
    put(tmp_path, HEAD + QUESTION)

    found = loaded(tmp_path, HEAD.replace("FastAPI", "FastApi") + QUESTION, "fastapi/testing/b.yaml")

    [problem] = found.problems
    assert (problem.line, problem.column) == (1, 12)
    assert problem.message == f'fastapi is called "FastAPI" in {tmp_path / PATH}: write the same name'


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.yaml", "lies in no place of the bank: move it to <framework>/<topic>/<subtopic>.yaml"),
        ("a/b/c/d.yaml", "lies in no place of the bank: move it to <framework>/<topic>/<subtopic>.yaml"),
        ("a/b/c.yml", "lies in no place of the bank: move it to <framework>/<topic>/<subtopic>.yaml"),
        (
            "a/b/C d.yaml",
            'in the path, "C d" is no slug: write lower-case letters, digits and single hyphens, as in "async-client"',
        ),
        (
            "nul/b/c.yaml",
            'in the path, "nul" is no slug: write lower-case letters, digits and single hyphens, as in "async-client"',
        ),
    ],
)
def test_wrong_path(tmp_path: Path, path: str, expected: str) -> None:
    """A file whose path is no place is named."""
    assert complaints(tmp_path, HEAD + QUESTION, path) == [f"1:1: {expected}"]


@pytest.mark.parametrize("path", ["README.md", ".hidden/a/b.yaml", "a/b/.c.yaml", "requirements.txt"])
def test_other_files(tmp_path: Path, path: str) -> None:
    """Files of other kinds and hidden ones are none of the bank's."""
    assert loaded(tmp_path, "{", path).problems == ()


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that is not there is a problem and no crash."""
    [problem] = load([tmp_path / "nowhere"]).problems

    assert str(problem) == (
        f"{tmp_path / 'nowhere'}:1:1: is no folder: name the one that holds <framework>/<topic>/<subtopic>.yaml"
    )


def test_link_out_of_the_folder(tmp_path: Path) -> None:
    """A link to a file outside is refused, one to a file inside is followed."""
    outside = put(tmp_path / "outside", HEAD + QUESTION)
    inside = put(tmp_path / "bank", HEAD + QUESTION, ".data/file.yaml")
    place = tmp_path / "bank" / "fastapi" / "testing"
    place.mkdir(parents=True)
    (place / "in.yaml").symlink_to(inside)
    (place / "out.yaml").symlink_to(outside)
    (place / "broken.yaml").symlink_to(tmp_path / "bank" / "nothing")

    found = load([tmp_path / "bank"])

    assert [(problem.path.name, problem.message) for problem in found.problems] == [
        ("broken.yaml", "cannot be read (it is no file): mend its permissions or its link"),
        ("out.yaml", f"is a link out of {tmp_path / 'bank'}: put the file itself here"),
    ]
    assert [subtopic.place.subtopic.slug for subtopic in found.bank.subtopics] == ["in"]


def test_pipe(tmp_path: Path) -> None:
    """A pipe, which would never end, is not opened."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    os.mkfifo(tmp_path / "a" / "b" / "c.yaml")

    [problem] = load([tmp_path]).problems

    assert problem.message == "cannot be read (it is no file): mend its permissions or its link"


def test_name_on_one_line(tmp_path: Path) -> None:
    """A line break or a stray byte in a file's name cannot forge a line of the report."""
    put(tmp_path, "", "a/b/c\nd.yaml")
    put(tmp_path, "", os.fsdecode(b"a/b/\xff.yaml"))

    shown = [str(problem) for problem in load([tmp_path]).problems]

    assert all(line.isprintable() for line in shown)
    assert len(shown) == 3


def test_find(tmp_path: Path) -> None:
    """A bank finds its questions by full id and by former ones."""
    bank = loaded(tmp_path, HEAD + WHOLE).bank

    assert bank.find("fastapi/testing/async-testing/whole") == bank.questions[0]
    assert bank.find("fastapi/testing/async-testing/former") == bank.questions[0]
    assert bank.find("fastapi/old/place/older") == bank.questions[0]
    assert bank.find("whole") is None


@given(st.text() | st.text(alphabet=" \n-:[]{}&*!|>'\"%@`#,?abi\t\\"))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text(tmp_path: Path, text: str) -> None:
    """Any text is either read or complained of, never a crash."""
    data = text.encode("utf-8", "surrogatepass")

    found = loaded(tmp_path, data)

    assert found.problems


@given(st.binary())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    """Any bytes are complained of, never a crash."""
    assert loaded(tmp_path, data).problems


@given(st.integers(0, len(HEAD + WHOLE)), st.integers(0, 40), st.text(max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_damage(tmp_path: Path, at: int, length: int, text: str) -> None:
    """A good file with a piece replaced is loaded or complained of, never a crash."""
    whole = HEAD + WHOLE
    damaged = whole[:at] + text + whole[at + length :]

    found = loaded(tmp_path, damaged.encode("utf-8", "replace"))

    assert bool(found.bank.questions) != bool(found.problems)


def test_limits_are_real() -> None:
    """The limits stand far above what a real file needs."""
    assert loader.MOST_BYTES >= 500_000
    assert yaml_nodes.MOST_DEPTH >= 8
