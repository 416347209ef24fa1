"""Finding questions by id and by words."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.model import Difficulty, Name, Place, QuestionUid, Status, Use
from bot.bank.search import Search
from tests.bank.given import PLACE, bank, question

OVERRIDES = Place(
    framework=PLACE.framework,
    topic=PLACE.topic,
    subtopic=Name(slug="dependency-overrides", title="Dependency Overrides"),
)
INDEXES = Place(
    framework=Name(slug="postgresql", title="PostgreSQL"),
    topic=Name(slug="queries", title="Queries"),
    subtopic=Name(slug="indexes", title="Indexes"),
)

CLIENT = question("async-client", aliases=(QuestionUid("fastapi/old/place/http-client"),))
SOCKET = question(
    "websocket-testing",
    question="Which client opens a WebSocket in a test?",
    answer="The synchronous one.",
    difficulty=Difficulty.HARD,
)
OVERRIDE = question(
    "why-override", place=OVERRIDES, question="Why override a dependency?", answer="To leave the café out."
)
INDEX = question("partial-index", place=INDEXES, question="What is a partial index?", answer="A smaller one.")
DRAFT = question("draft", question="Is a zebra ready?", status=Status.DRAFT)
RETIRED = question("retired", question="Was a zebra asked?", status=Status.RETIRED)
KEPT_BACK = question("kept-back", question="Is a zebra hired?", use=Use.INTERVIEW)

SEARCH = Search(bank(CLIENT, SOCKET, OVERRIDE, INDEX, DRAFT, RETIRED, KEPT_BACK))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("fastapi/testing/async-testing/async-client", CLIENT),
        ("async-client", CLIENT),
        (" `Async–Client` ", CLIENT),
        ("“websocket\u2011testing”", SOCKET),
        ("http-client", CLIENT),
        ("fastapi/old/place/http-client", CLIENT),
        ("asyncclient", CLIENT),
        ("async client", CLIENT),
        ("ASGITransport", CLIENT),
        ("web socket", SOCKET),
        ("which\u00a0client websock", SOCKET),
        ("cafe", OVERRIDE),
        ("dependency overrides", OVERRIDE),
        ("how do I use overriding", OVERRIDE),
        ("PostgreSQL", INDEX),
    ],
)
def test_best(words: str, expected: object) -> None:
    """The first match is the question that was meant."""
    found = SEARCH.best(words)

    assert found.questions[0] == expected
    assert found.corrected is None


@pytest.mark.parametrize(
    ("words", "expected", "corrected"),
    [
        ("websokcet", SOCKET, "websocket"),
        ("Websokcet tset", SOCKET, "websocket test"),
        ("dependnecy", OVERRIDE, "dependency"),
        ("partail index", INDEX, "partial index"),
    ],
)
def test_misspelt(words: str, expected: object, corrected: str) -> None:
    """A slip of the finger finds the question and says what was understood."""
    found = SEARCH.best(words)

    assert (found.questions[0], found.corrected) == (expected, corrected)


def test_any_word_of_the_titles() -> None:
    """Where no question has all words, one with some of them in its titles is found."""
    assert SEARCH.best("websocket postgresql").questions == (SOCKET, INDEX)


@pytest.mark.parametrize("words", ["zebra", "draft", "retired", "kept-back"])
def test_hidden(words: str) -> None:
    """Drafts, retired questions and those for interviews are never found."""
    assert SEARCH.best(words).questions == ()


def test_difficulty() -> None:
    """A difficulty narrows ids and words alike."""
    assert SEARCH.best("client", difficulty=Difficulty.HARD).questions == (SOCKET,)
    assert SEARCH.best("async-client", difficulty=Difficulty.EASY).questions == ()


def test_full_id_stands_alone() -> None:
    """A full id has no runners-up, a short one has."""
    assert SEARCH.best(CLIENT.uid).questions == (CLIENT,)
    assert SEARCH.best("websocket-testing").questions[0] == SOCKET


def test_limit() -> None:
    """No more matches than asked for."""
    assert len(SEARCH.best("testing", limit=2).questions) == 2


def test_title_outranks_answer() -> None:
    """A word in the question counts more than the same word in an answer."""
    in_answer = question("a", question="What else?", answer="A generator.")
    in_title = question("b", question="What is a generator?", answer="Something else.")

    assert Search(bank(in_answer, in_title)).best("generator").questions == (in_title, in_answer)


def test_nearest_topics() -> None:
    """Where nothing is found, the places with the nearest names are offered, the nearest first."""
    assert SEARCH.nearest_topics("postgres", limit=2)[0] == INDEXES
    assert len(SEARCH.nearest_topics("")) == 3


def test_empty_bank() -> None:
    """An empty bank answers, with nothing."""
    empty = Search(bank())

    assert empty.best("websocket").questions == ()
    assert empty.nearest_topics("websocket") == ()


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        '"',
        '" OR 1',
        "NEAR(a b)",
        "question:x",
        "^a*",
        "a AND",
        "NOT",
        "-",
        "/",
        "///",
        "\x00",
        "\ud800",
        "%s {0} '; DROP TABLE questions; --",
        "x" * 4_000,
        "word " * 8_000,
        "e\u0301" * 1_000 + "\u0300" * 1_000,
        "\ufdfa" * 4_000,
    ],
)
def test_hostile(words: str) -> None:
    """No text makes the search raise."""
    SEARCH.best(words)
    SEARCH.nearest_topics(words)


@given(st.text(), st.none() | st.sampled_from(Difficulty))
def test_never_raises(words: str, difficulty: Difficulty | None) -> None:
    """Whatever is typed, the search answers."""
    SEARCH.best(words, difficulty=difficulty)
    SEARCH.nearest_topics(words)


@given(st.lists(st.sampled_from(["client", "async", "websokcet", "AND", "*", '"', "index", "NEAR", ":"])))
def test_words_and_syntax(words: list[str]) -> None:
    """Words mixed with FTS5's own syntax are words."""
    SEARCH.best(" ".join(words))


def test_threads() -> None:
    """Several threads may ask at once."""
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: SEARCH.best("websocket").questions[0], range(200)))

    assert set(found) == {SOCKET}


def test_closes_with_its_last_reader() -> None:
    """A search that nobody holds closes its database, without a warning."""
    search = Search(bank(CLIENT))
    gone = weakref.ref(search)

    del search
    gc.collect()

    assert gone() is None
