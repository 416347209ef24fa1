"""What people type, against the shipped bank: the question that they mean is among the first three."""

from __future__ import annotations

import pytest

from bot.bank.library import open_library
from bot.bank.shipped import shipped

SEARCH = open_library([shipped()]).search

TYPED = [
    # words of the question, of its answer, of its place
    ("websocket", "websocket-testing"),
    ("redirect", "redirects"),
    ("background task", "testing-background-tasks"),
    ("snapshot", "snapshot-testing"),
    ("trio", "trio-backend"),
    ("auth header", "async-client-auth"),
    ("client ip", "host-and-client-address"),
    ("event loop closed", "event-loop-scope"),
    ("why async", "why-async-tests"),
    ("dependency overrides", "override-in-the-chain"),
    # as people would say it
    ("how do I test a websocket?", "websocket-testing"),
    ("what happens to exceptions in the test client", "server-errors"),
    ("is there a way to send files", "request-bodies"),
    ("test passes alone and fails after another", "cookie-jar"),
    # slips of the finger
    ("websokcet", "websocket-testing"),
    ("redirekt", "redirects"),
    ("bakground tasks", "testing-background-tasks"),
    ("liefspan", "lifespan-needs-with"),
    ("overide cleanup", "override-cleanup"),
    ("cokie jar", "cookie-jar"),
    # half words
    ("websock", "websocket-testing"),
    ("snap", "snapshot-testing"),
    ("lifesp", "lifespan-needs-with"),
    ("redir", "redirects"),
    # other words for the same thing
    ("ws", "websocket-testing"),
    ("lifecycle", "lifespan-needs-with"),
    ("upload", "request-bodies"),
    ("login", "cookie-jar"),
    ("stub a dependency", "mock-async-service"),
    ("config override", "override-basics"),
    ("background jobs", "one-loop-per-request"),
    ("database fixture", "async-db-fixture"),
    # phone keyboards
    ("“WebSocket”", "websocket-testing"),
    ("background—task", "testing-background-tasks"),
    ("Async\u00a0client ", "async-client"),
    ("COOKIE JAR", "cookie-jar"),
    ("snapshot\u2011testing", "snapshot-testing"),
    # ids, short and whole
    ("mounted-apps", "mounted-apps"),
    ("fastapi/testing/test-client/first-test", "first-test"),
]


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_what_is_meant_is_among_the_first_three(typed: str, meant: str) -> None:
    """The best and its two runners-up are what /answer shows."""
    found = SEARCH.best(typed, limit=3)

    assert meant in [question.slug for question in found.questions]


@pytest.mark.parametrize("typed", ["", " ", "?", "*", '"', "a AND b", "NEAR(", "x" * 4_000, "\x00", "%_%"])
def test_anything_may_be_typed(typed: str) -> None:
    """Nothing is raised, up to four thousand characters."""
    assert len(SEARCH.best(typed).questions) <= 3
