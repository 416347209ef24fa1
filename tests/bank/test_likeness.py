"""Questions that ask the same twice are found, in other words, too; and rules that contradict."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from bot.bank.likeness import TWINS, contradictions, stances, twins
from bot.bank.loader import load
from bot.bank.model import Name, Question, QuestionUid
from bot.bank.shipped import shipped
from tests.bank.given import PLACE, question

SHIPPED = load([shipped()]).bank

AGAIN = [
    (
        "python/language/iterators-and-generators/iterable-and-iterator",
        "How do iterators differ from iterables, and which of them does a `for` statement use?",
        (
            "`iter()` turns an iterable into an iterator; `next()` on that gives one value after the "
            "other until `StopIteration`. `for` does both by itself."
        ),
        "A list is an iterable, not an iterator.",
    ),
    (
        "python/language/iterators-and-generators/yield-from",
        "What does `yield from inner()` do that a loop with `yield` does not?",
        "It passes on what is sent and thrown, and gives the value that the inner generator returned.",
        "Use `yield from` to hand over to another generator.",
    ),
    (
        "bash/scripts/pipelines/pipefail",
        "Why does a script with `set -e` go on though the first command of a pipe failed?",
        (
            "The status of a pipeline is that of its last command. `set -o pipefail` makes it that of "
            "the last one that failed."
        ),
        "Put `set -o pipefail` at the top.",
    ),
    (
        "git/history/undoing/reset-or-revert",
        "You pushed a bad commit to a shared branch. Do you take it back by `git reset` or by `git revert`?",
        "`git revert`: it adds a commit that undoes it, while reset rewrites history that others have.",
        "Revert what others have; reset what is only yours.",
    ),
    (
        "sql/queries/joins/not-in-null",
        (
            "A list of customers without orders comes out empty although there are some: the query "
            "says `NOT IN (SELECT customer_id …)`. What is wrong?"
        ),
        "A NULL among the values makes `NOT IN` unknown for every row. Write `NOT EXISTS`.",
        "Never `NOT IN` with a subquery that can hold NULL.",
    ),
]


@pytest.mark.parametrize(("uid", "asks", "short", "rule"), AGAIN, ids=[uid for uid, *_ in AGAIN])
def test_a_question_in_other_words_is_found(uid: str, asks: str, short: str, rule: str) -> None:
    """Among all of the shipped bank it is alike to the one that it says again."""
    meant = SHIPPED.find(uid)
    assert meant is not None
    again = replace(
        meant,
        uid=QuestionUid(f"{meant.place.path}/again"),
        question=asks,
        short_answer=short,
        rule_of_thumb=rule,
    )

    found = list(twins([*SHIPPED.questions, again]))

    assert [(pair.one.uid, pair.other.uid) for pair in found] == [(meant.uid, again.uid)]
    assert TWINS <= found[0].likeness < 1


def test_the_same_words_are_wholly_alike() -> None:
    """A copy has likeness 1, whatever else the bank holds; what shares no word with them is no twin."""
    one, copy, other = question("one"), question("copy"), _about("What is a monad?", "A burrito.", "Wrap it.")

    found = list(twins([one, copy, other]))

    assert [(pair.one.slug, pair.other.slug, round(pair.likeness, 6)) for pair in found] == [
        ("one", "copy", 1.0)
    ]


def test_frameworks_have_questions_of_their_own() -> None:
    """What JavaScript's closures keep is not what Python's do."""
    elsewhere = replace(PLACE, framework=Name(slug="django", title="Django"))

    assert list(twins([question("one"), question("one", place=elsewhere)])) == []


def test_nothing_to_compare() -> None:
    """No question, one, and some without a word are no twins."""
    assert list(twins([])) == []
    assert list(twins([question("one")])) == []
    assert list(twins([_about("?", "…", "!"), _about("?", "…", "!")])) == []


def _about(asks: str, short: str, rule: str) -> Question:
    return question("about", question=asks, short_answer=short, rule_of_thumb=rule)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("Use `gather` for calls that do not need each other.", {"gather": True}),
        ("Never `await` one by one; use `gather(*calls)`.", {"await": False, "gather": True}),
        ("Prefer `selectinload` over `joinedload`.", {"selectinload": True, "joinedload": False}),
        ("Write `==`, not `is`.", {"==": True, "is": False}),
        ("Do not use `open` without `with`.", {"open": False, "with": True}),
        ("Don\u2019t `reset` what others have.", {"reset": False}),
        ("`include_router` shares overrides, `mount` shares none.", {}),
        ("Instead of `os.path` use `Path`.", {"os.path": False, "Path": False}),
        ("No `with`, no lifespan.", {"with": False}),
        ("Use it where `x` is short.", {}),
    ],
)
def test_what_a_rule_tells_to_do(rule: str, said: dict[str, bool]) -> None:
    """Its code, and which side it takes; the eighth is read wrong, and an author can mend it with a comma."""
    assert stances(rule) == said


def test_opposite_rules_are_found() -> None:
    """Of three rules about the same code the pairs on opposite sides."""
    rules = ("Use `gather` for all.", "Never `gather(x)`.", "`gather` waits for all.", "Always `gather`.")
    questions = [question(f"q{number}", rule_of_thumb=rule) for number, rule in enumerate(rules)]

    found = [(clash.one.slug, clash.other.slug, clash.term) for clash in contradictions(questions)]

    assert found == [("q0", "q1", "gather"), ("q1", "q3", "gather")]


def test_the_shipped_bank_asks_nothing_twice() -> None:
    """Neither twins nor contradictions stand in it, and there are many pairs to look at."""
    questions = SHIPPED.questions

    assert list(twins(questions)) == []
    assert list(contradictions(questions)) == []
    assert len(list(combinations(questions, 2))) > 1_000
