"""Pages of Nuxt sites as drafts."""

# ruff: noqa: E501 - a table of cases reads by its lines

from __future__ import annotations

import datetime as dt
import html
import json
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.devalue import DevalueError
from bot.bank.importers.imported import ImportingError
from bot.bank.importers.nuxt import read
from bot.bank.model import Difficulty, Source, Status, Subtopic
from bot.errors import BotError

PAYLOAD = (Path(__file__).parents[1] / "fixtures" / "nuxt-page.json").read_text()
SOURCE = Source(repository="example.org", licence="CC-BY-4.0")
SEED = Path(__file__).parents[4] / "shared" / "seed"


def imported(text: str) -> Subtopic:
    """The only subtopic of a page."""
    [subtopic] = read(text.encode(), SOURCE).subtopics
    return subtopic


def changed(old: object, new: object) -> bytes:
    """The page with one of its slots replaced."""
    slots = cast("list[object]", json.loads(PAYLOAD))
    slots[slots.index(old)] = new
    return json.dumps(slots).encode()


def page_of(payload: str, attributes: str = "") -> str:
    """An HTML page with a payload in it, as Nuxt renders it."""
    return (
        "<!DOCTYPE html><html><head><script>window.x = 1</script></head><body>"
        f'<script type="application/json" data-nuxt-data="nuxt-app" data-ssr="true" id="__NUXT_DATA__"{attributes}>'
        f"{payload}</script><script>window.__NUXT__={{}}</script></body></html>"
    )


def test_page() -> None:
    """A page becomes drafts in its place, in order, with source and date, their Markdown intact."""
    subtopic = imported(PAYLOAD)

    assert subtopic.place.path == "git/history/rebase"
    assert [
        each.title for each in (subtopic.place.framework, subtopic.place.topic, subtopic.place.subtopic)
    ] == [
        "Git",
        "History",
        "Rebase",
    ]
    assert (subtopic.order, subtopic.about, subtopic.updated) == (
        3,
        "Moving commits to another base.",
        dt.date(2026, 3, 14),
    )
    assert [(each.slug, each.difficulty) for each in subtopic.questions] == [
        ("what-moves", Difficulty.EASY),
        ("when-not", Difficulty.MEDIUM),
        ("undo", Difficulty.HARD),
    ]
    assert {each.status for each in subtopic.questions} == {Status.DRAFT}
    assert subtopic.questions[0].source == Source(
        repository="example.org", path="/git/history/rebase", licence="CC-BY-4.0"
    )
    assert subtopic.questions[0].answer == (
        "The commits that `main` lacks:\n\n```bash\ngit rebase main\n```\n\n"
        "- they get *new* ids\n- the old ones stay reachable by reflog  \n  for a while"
    )
    assert subtopic.questions[2].answer.startswith("    git reset")


@pytest.mark.parametrize(
    "page",
    [
        page_of(PAYLOAD),
        "\ufeff" + page_of(PAYLOAD),
        page_of(PAYLOAD).replace('id="__NUXT_DATA__"', "id=__NUXT_DATA__"),
        page_of(PAYLOAD)
        .replace('id="__NUXT_DATA__"', "id = '__NUXT_DATA__'")
        .replace("</script", "</SCRIPT"),
        "\n" + page_of(PAYLOAD, ' data-src="/git/history/rebase/_payload.json"'),
    ],
)
def test_html(page: str) -> None:
    """The payload inside an HTML page reads the same."""
    assert imported(page) == imported(PAYLOAD)


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<html></html>", 'The page has no <script id="__NUXT_DATA__">: is it a page made by Nuxt?'),
        ("<script id='__NUXT_DATA__'>[1", "The page ends inside its __NUXT_DATA__: save it again, whole."),
        (
            page_of('[{"data":1},{}]', f' data-src="{html.escape("/x/_payload.json?a=1&b=2")}"'),
            "The page keeps its questions in /x/_payload.json?a=1&b=2: import that file.",
        ),
        ("[{}]", 'The file holds no questions: its data has no "qa-…" with a page in it.'),
        ("[1]", 'The file holds no questions: its data has no "qa-…" with a page in it.'),
        ('[{"data":1},[]]', 'The file holds no questions: its data has no "qa-…" with a page in it.'),
        ('[{"data":1},{"qa-x":2},{"page":3},7]', "Slot 2 has the page that is no object."),
    ],
)
def test_no_questions(page: str, message: str) -> None:
    """A file without questions says what it lacks."""
    with pytest.raises(ImportingError) as caught:
        read(page.encode(), SOURCE)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("what-moves", None, "Slot 20, question 1, has no text as its id."),
        ("hard", ["Set"], "Slot 29, question 3, has no text as its difficulty."),
        ("when-not", 7, "Slot 25, question 2, has no text as its id."),
        ("2026-03-14", "soon", "Slot 4, the page, has no date as its updated."),
        ("2026-03-14", 5, "Slot 4, the page, has no date as its updated."),
        (3, "third", "Slot 4, the page, has no number from 0 to 9999 as its order."),
        (3, -1, "Slot 4, the page, has no number from 0 to 9999 as its order."),
        (3, True, "Slot 4, the page, has no number from 0 to 9999 as its order."),
        ("git", "../..", 'Slot 4, the page, has no place: its frameworkSlug is no slug: write lower-case letters, digits and single hyphens, as in "async-client".'),
        ("/git/history/rebase", "/", "Slot 4, the page, has no place: its path is empty: write it, or leave the field out."),
        ("Git", {}, "Slot 4, the page, has no text as its framework."),
    ],
)  # fmt: skip
def test_wrong_slot(old: object, new: object, message: str) -> None:
    """An entry that is wrong is named by the slot of what holds it."""
    with pytest.raises(ImportingError) as caught:
        read(changed(old, new), SOURCE)

    assert str(caught.value) == message


def test_questions_are_no_list() -> None:
    """A page whose questions are no list says so."""
    slots = json.loads(PAYLOAD)
    slots[4]["questions"] = slots[4]["title"]

    with pytest.raises(ImportingError, match="Slot 4, the page, has no list as its questions"):
        read(json.dumps(slots).encode(), SOURCE)


def test_question_is_no_object() -> None:
    """A question that is a text is named by its number."""
    slots = json.loads(PAYLOAD)
    slots[slots.index([20, 25, 29])][1] = 5

    with pytest.raises(ImportingError, match="Slot 19 has question 2 that is no object"):
        read(json.dumps(slots).encode(), SOURCE)


def test_unknown_difficulty() -> None:
    """A difficulty that nobody knows refuses its question, and the others come in."""
    found = read(changed("hard", "brutal\n"), SOURCE)

    [refused] = found.refused
    assert str(refused) == (
        'git/history/rebase/undo: its difficulty is "brutal\\n", not easy or medium or hard'
    )
    assert [question.slug for question in found.subtopics[0].questions] == ["what-moves", "when-not"]


def test_own_source_path() -> None:
    """A path that the caller knows goes before the page's own."""
    [subtopic] = read(PAYLOAD.encode(), Source(repository="r", path="content/rebase.md")).subtopics

    assert subtopic.questions[0].source == Source(repository="r", path="content/rebase.md")


def test_date_and_about() -> None:
    """The date may be a Date, and a page without a description is described by its name."""
    slots = json.loads(changed("2026-03-14", ["Date", "2026-03-14T08:00:00.000Z"]))
    slots[slots.index("Moving commits to another base.")] = ""

    subtopic = imported(json.dumps(slots))

    assert (subtopic.updated, subtopic.about) == (dt.date(2026, 3, 14), "Questions about Rebase.")


def test_long_description() -> None:
    """A description that is too long is cut between words, onto one line."""
    about = imported(changed("Moving commits to another base.", "word\n" * 100).decode()).about

    assert len(about) <= 200
    assert about.endswith("word word …")


def test_no_text() -> None:
    """Bytes that are no UTF-8 are refused by their place."""
    with pytest.raises(ImportingError, match="The file is not UTF-8 at byte 1"):
        read(b"[\xff]", SOURCE)


@given(st.integers(0, len(PAYLOAD)))
def test_truncated(at: int) -> None:
    """A page cut anywhere is refused in one sentence."""
    with pytest.raises(DevalueError):
        read(PAYLOAD.strip()[: min(at, len(PAYLOAD) - 2)].encode(), SOURCE)


@given(st.integers(0, len(PAYLOAD) - 1), st.characters())
def test_damaged(at: int, letter: str) -> None:
    """A page with any one character changed is drafts or an error of ours."""
    try:
        read((PAYLOAD[:at] + letter + PAYLOAD[at + 1 :]).encode("utf-8", "surrogatepass"), SOURCE)
    except BotError:
        return


@pytest.mark.parametrize("tags", ["<script", "<script ", '<script id="__NUXT_DATA__"', "<!--", "</script"])
def test_many_tags(tags: str) -> None:
    """A page of a million broken tags is refused as fast as it is long."""
    with pytest.raises(BotError):
        read((tags * 200_000).encode(), SOURCE)


@pytest.mark.skipif(  # the project stands without it
    not SEED.is_dir(), reason="the page that the bank's subjects come from is not beside the project"
)
def test_seed_page() -> None:
    """The page that the bank's subjects come from gives its eleven drafts."""
    [file] = SEED.glob("*.txt")

    subtopic = imported(file.read_text())

    assert subtopic.place.path == "fastapi/testing/async-testing"
    assert (subtopic.order, subtopic.updated) == (2, dt.date(2026, 6, 20))
    assert len(subtopic.questions) == 11
    assert [question.slug for question in subtopic.questions if question.difficulty is Difficulty.HARD] == [
        "async-db-fixture",
        "websocket-testing",
        "event-loop-scope",
        "trio-backend",
        "testing-background-tasks",
    ]
    assert "```python\n# conftest.py\nimport pytest\n" in subtopic.questions[4].answer
