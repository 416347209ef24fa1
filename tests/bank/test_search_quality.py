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
    # the terms of the trade, over all frameworks
    ("mutable default", "mutable-default"),
    ("late binding", "late-binding"),
    ("decorator with arguments", "decorator-arguments"),
    ("hash and eq", "eq-and-hash"),
    ("mro", "super-and-mro"),
    ("method resolution order", "super-and-mro"),
    ("gil", "threads-processes-asyncio"),
    ("deadlock", "lock-order"),
    ("exception groups", "exception-groups"),
    ("left join", "inner-or-left"),
    ("having", "where-or-having"),
    ("running total", "running-total-ties"),
    ("gaps and islands", "gaps-and-islands"),
    ("top n per group", "top-per-group"),
    ("force push", "force-with-lease"),
    ("rebase", "merge-or-rebase"),
    ("git bisect", "bisect-run"),
    ("detached head", "detached-head"),
    ("zombie", "zombie-processes"),
    ("hard link", "hard-or-symbolic-link"),
    ("settimeout 0", "two-timers"),
    ("microtask", "next-tick-or-microtask"),
    ("hoisting", "hoisting"),
    ("debounse", "debounce"),
    ("closure in a loop", "loop-variable"),
    ("order of routes", "route-order"),
    ("cors", "cors-preflight"),
    ("jwt", "jwt-is-readable"),
    ("csrf", "cookie-and-csrf"),
    ("middleware order", "middleware-order"),
    ("response model", "response-filter"),
    ("patch", "partial-update"),
    ("password hashing", "password-hashes"),
    ("depends yield", "yield-needs-finally"),
    ("null in not in", "not-in-null"),
    ("union all", "union-or-union-all"),
    ("count distinct", "count-star-or-column"),
    ("lag", "previous-row"),
    ("rank dense_rank", "three-rankings"),
    ("slots", "slots"),
    ("deepcopy", "copies"),
    ("context manager", "with-statement"),
    ("nonlocal", "unbound-local"),
    ("lru_cache", "cache-keys"),
    ("semaphore", "at-most-ten"),
    ("cancelled cleanup", "cancelled-cleanup"),
    ("this in arrow functions", "arrow-or-function"),
    ("memory leak", "memory-kept"),
    ("stash", "stash-pop-conflict"),
    ("cherry pick", "cherry-picked-twice"),
    ("git pull", "fetch-or-pull"),
    ("quotes in bash", "unquoted-variable"),
    ("xargs", "find-and-xargs"),
    ("exit code", "exit-codes"),
    ("trap", "trap-cleanup"),
    ("savepoint", "savepoint-per-row"),
    ("selectinload", "n-plus-one"),
    ("typeddict", "typed-dict"),
    ("weakref", "forgotten-listeners"),
    ("etag", "conditional-get"),
    ("lru cache", "lru-cache-design"),
    ("binary search", "binary-search-bounds"),
    ("skip locked", "job-taken-twice"),
    ("prototype chain", "own-or-inherited"),
    ("commonjs", "commonjs-from-esm"),
    ("parametrize", "loop-or-parametrize"),
    ("covering index", "covering-index"),
    ("write skew", "write-skew"),
    ("stable sort", "stable-sort"),
    ("unhandled rejection", "awaited-too-late"),
    ("heap", "largest-of-a-stream"),
    ("idempotent", "safe-and-idempotent"),
    ("sharding", "url-shortener"),
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
    # ids, short and whole, and with spaces
    ("raise from", "raise-from"),
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
