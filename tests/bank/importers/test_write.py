"""Imported drafts into a folder, again and again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.bank.importers import record
from bot.bank.importers.imported import Imported, ImportingError, Refused
from bot.bank.importers.write import Duplicate, Report, write
from bot.bank.loader import load
from bot.bank.model import Name, QuestionUid, Source, Status, Subtopic
from tests.bank.given import PLACE, QUESTION, bank, question

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bank.model import Question

SOURCE = Source(repository="example.org", path="/page")
ONE = question("one", question="What is one?", status=Status.DRAFT, source=SOURCE, references=())
TWO = question("two", question="What is two?", status=Status.DRAFT, source=SOURCE, references=())
FILE = "fastapi/testing/async-testing.yaml"


def imported(*questions: Question) -> Imported:
    """What an importer would hand over for these questions."""
    return Imported(subtopics=bank(*questions).subtopics)


def edit(folder: Path, old: str, new: str) -> str:
    """The file of the drafts, after somebody edited it."""
    text = (folder / FILE).read_text().replace(old, new)
    (folder / FILE).write_text(text)
    return text


def test_first_import(tmp_path: Path) -> None:
    """The first import writes drafts that the loader reads as they were."""
    report = write(imported(ONE, TWO), tmp_path)

    assert report == Report(new=[ONE.uid, TWO.uid], files=[tmp_path / FILE])
    assert report.read == 2
    found = load([tmp_path])
    assert found.problems == ()
    assert found.bank.questions == (ONE, TWO)


def test_second_import(tmp_path: Path) -> None:
    """The same import again writes nothing."""
    write(imported(ONE, TWO), tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}

    report = write(imported(ONE, TWO), tmp_path)

    assert report == Report(unchanged=[ONE.uid, TWO.uid])
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_changed_source(tmp_path: Path) -> None:
    """What changed or came new in the source reaches a file that nobody edited."""
    write(imported(ONE), tmp_path)
    other = replace(ONE, answer="Another answer.")

    report = write(imported(other, TWO), tmp_path)

    assert report == Report(changed=[ONE.uid], new=[TWO.uid], files=[tmp_path / FILE])
    assert load([tmp_path]).bank.questions == (other, TWO)


def test_gone_from_the_source(tmp_path: Path) -> None:
    """A question that left the source stays."""
    write(imported(ONE, TWO), tmp_path)

    report = write(imported(TWO), tmp_path)

    assert report.unchanged == [TWO.uid]
    assert set(load([tmp_path]).bank.questions) == {ONE, TWO}


def test_edited_draft(tmp_path: Path) -> None:
    """A draft that somebody edited stays, and a source that did not change is no quarrel."""
    write(imported(ONE, TWO), tmp_path)
    text = edit(tmp_path, "What is one?", "What is the first?")

    report = write(imported(ONE, TWO), tmp_path)

    assert report == Report(unchanged=[ONE.uid, TWO.uid])
    assert (tmp_path / FILE).read_text() == text


def test_edited_draft_and_changed_source(tmp_path: Path) -> None:
    """Where both changed, the edit stays and the report says so."""
    write(imported(ONE, TWO), tmp_path)
    text = edit(tmp_path, "What is two?", "What is the second?")

    report = write(imported(replace(ONE, answer="Another."), TWO), tmp_path)

    reason = f"{tmp_path / FILE} was edited since it was imported: --force overwrites it"
    assert report == Report(unchanged=[TWO.uid], refused=[Refused(name=ONE.uid, reason=reason)])
    assert (tmp_path / FILE).read_text() == text


def test_force(tmp_path: Path) -> None:
    """When told to, an import overwrites what was edited."""
    write(imported(ONE, TWO), tmp_path)
    edit(tmp_path, "What is one?", "What is the first?")

    report = write(imported(ONE, TWO), tmp_path, force=True)

    assert report == Report(changed=[ONE.uid], unchanged=[TWO.uid], files=[tmp_path / FILE])
    assert load([tmp_path]).bank.questions == (ONE, TWO)


def test_force_over_a_broken_file(tmp_path: Path) -> None:
    """When told to, an import also overwrites a file that cannot be read."""
    write(imported(ONE), tmp_path)
    (tmp_path / FILE).write_text("[")

    assert write(imported(ONE), tmp_path).unchanged == [ONE.uid]
    assert write(imported(ONE), tmp_path, force=True).files == [tmp_path / FILE]


def test_file_of_another(tmp_path: Path) -> None:
    """A file that no import wrote is left alone."""
    write(imported(ONE), tmp_path)
    (tmp_path / record.NAME).unlink()
    edit(tmp_path, "What is one?", "What is the first?")

    report = write(imported(ONE), tmp_path)

    reason = f"{tmp_path / FILE} was not written by an import: --force overwrites it"
    assert report == Report(refused=[Refused(name=ONE.uid, reason=reason)])


def test_lost_record(tmp_path: Path) -> None:
    """A record that was lost comes back where the files are as an import writes them."""
    write(imported(ONE), tmp_path)
    (tmp_path / record.NAME).unlink()

    assert write(imported(ONE), tmp_path) == Report(unchanged=[ONE.uid])
    assert (tmp_path / record.NAME).exists()


@pytest.mark.parametrize(
    "text", ["", "[", "[]", "{", '{"a": 1}', '{"a": {"file": 1, "questions": {}}}', "\xff"]
)
def test_damaged_record(tmp_path: Path, text: str) -> None:
    """A record that cannot be read stops the import, with the mend."""
    (tmp_path / record.NAME).write_bytes(text.encode("latin-1"))

    with pytest.raises(ImportingError, match="is damaged: delete it, and every file counts as edited"):
        write(imported(ONE), tmp_path)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (question("Not A Slug"), 'in its id, "Not A Slug" is no slug: '),
        (question("long", question="x" * 301), "question has 301 characters, 300 are allowed: shorten it"),
        (
            question("unseen", answer="a\u202eb"),
            "holds U+202E (right-to-left override), which nobody sees: delete it",
        ),
        (question("empty", question=""), 'the question lacks "question": write it'),
        (ONE, "its id stands twice in the source"),
    ],
)  # fmt: skip
def test_refused(tmp_path: Path, wrong: Question, reason: str) -> None:
    """A question that breaks a rule of the bank is refused with the rule, and the others come in."""
    report = write(imported(ONE, replace(wrong, status=Status.DRAFT)), tmp_path)

    assert report.new == [ONE.uid]
    assert [refused.name for refused in report.refused] == [wrong.uid]
    assert reason in report.refused[0].reason


def test_refused_by_the_importer(tmp_path: Path) -> None:
    """What the importer refused is in the report, and counts as read."""
    refused = Refused(name="three", reason="why not")

    report = write(replace(imported(ONE), refused=(refused,)), tmp_path)

    assert (report.refused, report.read) == ([refused], 2)


def test_nothing_accepted(tmp_path: Path) -> None:
    """A page of which nothing comes in leaves no file."""
    report = write(imported(question("No Slug", status=Status.DRAFT)), tmp_path)

    assert len(report.refused) == 1
    assert list(tmp_path.iterdir()) == []


def test_duplicate(tmp_path: Path) -> None:
    """A question that the folder has under another id stays out."""
    write(imported(ONE), tmp_path)
    place = replace(PLACE, subtopic=Name(slug="other", title="Other"))
    twin = replace(question("twin", place=place, status=Status.DRAFT), question="What is *one*?")

    report = write(imported(twin), tmp_path)

    assert report == Report(duplicates=[Duplicate(uid=twin.uid, of=ONE.uid)])
    assert report.read == 1


def test_former_id(tmp_path: Path) -> None:
    """An id that was once another question's is not used again."""
    write(imported(replace(ONE, aliases=(TWO.uid,))), tmp_path)

    report = write(imported(TWO), tmp_path)

    assert report.refused == [Refused(name=TWO.uid, reason=f"its id was once that of {ONE.uid}")]


def test_names_of_the_folder(tmp_path: Path) -> None:
    """A framework keeps the name that the folder has for it."""
    write(imported(ONE), tmp_path)
    shouted = replace(
        PLACE, framework=Name(slug="fastapi", title="FASTAPI"), subtopic=Name(slug="more", title="More")
    )

    write(imported(question("three", place=shouted, question="Three?", status=Status.DRAFT)), tmp_path)

    found = load([tmp_path])
    assert found.problems == ()
    assert {subtopic.place.framework.title for subtopic in found.bank.subtopics} == {"FastAPI"}


def test_too_many_for_one_file(tmp_path: Path) -> None:
    """A page that would make a file the loader refuses is refused itself."""
    many = [question(f"q-{number}", question=f"Q {number}?", status=Status.DRAFT) for number in range(201)]

    report = write(imported(*many), tmp_path)

    assert len(report.refused) == 201
    assert "questions has 201 entries, 200 are allowed" in report.refused[0].reason
    assert list(tmp_path.iterdir()) == []


def test_too_large_for_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same holds for its size."""
    monkeypatch.setattr("bot.bank.importers.write.MOST_BYTES", 1_000)
    many = [replace(ONE, uid=question(f"q-{number}").uid, question=f"{number}?") for number in range(9)]

    report = write(imported(*many), tmp_path)

    assert "it has more than 1,000 bytes" in report.refused[0].reason


def test_folder_is_a_file(tmp_path: Path) -> None:
    """A folder that cannot be made is said in one sentence."""
    (tmp_path / "taken").write_text("")

    with pytest.raises(ImportingError, match=r"taken.* cannot be written: "):
        write(imported(ONE), tmp_path / "taken")


def test_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails leaves the file as it was, and nothing beside it."""
    write(imported(ONE), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.bank.importers.record.os.fsync", full)
    with pytest.raises(ImportingError, match="cannot be written: No space left on device"):
        write(imported(replace(ONE, answer="Other.")), tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_record_is_small(tmp_path: Path) -> None:
    """The record holds hashes and no text of the questions."""
    write(imported(ONE), tmp_path)

    [(name, written)] = json.loads((tmp_path / record.NAME).read_text()).items()

    assert name == FILE
    assert written["questions"] == {ONE.uid: ONE.content_hash}


TEXTS = st.text(
    st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Mn", "Me")) | st.just("\n"), max_size=60
)
CLEAN = TEXTS.map(lambda text: text.strip("\n").rstrip())


@given(CLEAN, CLEAN, st.lists(CLEAN, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_any_markdown(tmp_path: Path, asked: str, answer: str, hints: list[str]) -> None:
    """Whatever Markdown a draft holds, the loader reads it to the letter, or the report refuses it."""
    assume(asked.strip())
    draft = replace(QUESTION, status=Status.DRAFT, question=asked, answer=answer, hints=tuple(hints))

    report = write(Imported(subtopics=(replace(SUBTOPIC, questions=(draft,)),)), tmp_path, force=True)

    assert report.refused or load([tmp_path]).bank.questions == (draft,)


SUBTOPIC = Subtopic(place=PLACE, order=1, about="-", updated=QUESTION.updated, questions=())


@pytest.mark.parametrize("slug", ["..", ".", "", "a/b", "con", "A"])
def test_place_is_no_path(tmp_path: Path, slug: str) -> None:
    """A place that is no path of slugs writes nothing, inside the folder or out of it."""
    place = replace(PLACE, topic=Name(slug=slug, title="Topic"))

    report = write(imported(question("one", place=place)), tmp_path / "bank")

    assert [refused.reason.startswith("in its id, ") for refused in report.refused] == [True]
    assert list(tmp_path.iterdir()) == []


def test_id_of_another_place(tmp_path: Path) -> None:
    """A question whose id is of another place than its own is refused."""
    stray = replace(ONE, uid=QuestionUid("fastapi/cooking/async-testing/one"))

    report = write(imported(stray), tmp_path)

    assert report.refused[0].reason == "its id does not begin with its place, fastapi/testing/async-testing"


def test_always_drafts(tmp_path: Path) -> None:
    """What a source calls published comes in as a draft."""
    write(imported(replace(ONE, status=Status.PUBLISHED)), tmp_path)

    assert load([tmp_path]).bank.questions == (ONE,)


def test_two_pages_of_one_place(tmp_path: Path) -> None:
    """A source with two pages of one place fills one file with both."""
    two = Imported(subtopics=(*imported(ONE).subtopics, *imported(TWO).subtopics))

    report = write(two, tmp_path)

    assert report.new == [ONE.uid, TWO.uid]
    assert set(load([tmp_path]).bank.questions) == {ONE, TWO}
