"""Which question comes next: no repeat before the end of a cycle, the same for every retry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.bank.model import QuestionUid
from bot.practice.pick import History, Picked, permutation, pick

if TYPE_CHECKING:
    import random

UIDS = [QuestionUid(f"a/b/c/{number}") for number in range(30)]
SOME = st.lists(st.sampled_from(UIDS), min_size=1, unique=True)
SEEDS = st.text(max_size=8)


def _asked(seed: str, uids: list[QuestionUid], times: int, history: History | None = None) -> list[Picked]:
    """The questions of so many days."""
    past = history or History()
    found = []
    for _ in range(times):
        picked = pick(seed, uids, past)
        assert picked is not None
        found.append(picked)
        before = past.asked if picked.cycle == past.cycle else frozenset()
        past = replace(
            past, cycle=picked.cycle, asked=before | {picked.uid}, latest=(*past.latest, picked.uid)
        )
    return found


@given(seed=SEEDS, uids=SOME)
def test_no_question_repeats_before_all_were_asked(seed: str, uids: list[QuestionUid]) -> None:
    """Three cycles ask every question once each."""
    asked = _asked(seed, uids, 3 * len(uids))

    for cycle in range(3):
        part = asked[cycle * len(uids) : (cycle + 1) * len(uids)]
        assert {picked.cycle for picked in part} == {cycle}
        assert sorted(picked.uid for picked in part) == sorted(uids)


@given(seed=SEEDS, uids=SOME)
def test_a_new_cycle_does_not_begin_with_the_last_ones_of_the_old(seed: str, uids: list[QuestionUid]) -> None:
    """Between two times that a question is asked lie at least half as many days as there are questions."""
    asked = [picked.uid for picked in _asked(seed, uids, 4 * len(uids))]
    apart = len(uids) // 2 + 1

    assert all(len(set(part)) == len(part) for part in (asked[i : i + apart] for i in range(len(asked))))


@given(seed=SEEDS, uids=SOME, chance=st.randoms(use_true_random=False))
def test_the_order_of_the_bank_does_not_matter(
    seed: str, uids: list[QuestionUid], chance: random.Random
) -> None:
    """Every replica picks the same, however it read its files."""
    shuffled = chance.sample(uids, len(uids))

    assert _asked(seed, uids, 2 * len(uids)) == _asked(seed, shuffled, 2 * len(uids))


@given(seed=SEEDS, uids=SOME, other=st.sampled_from(UIDS))
def test_a_question_that_joins_or_leaves_moves_no_other(
    seed: str, uids: list[QuestionUid], other: QuestionUid
) -> None:
    """Without that question the order of the rest stays as it was."""
    joined = permutation(seed, 0, {*uids, other})
    without = permutation(seed, 0, set(uids) - {other})

    assert [uid for uid in joined if uid != other] == without


@given(seed=SEEDS, uids=SOME, nearby=st.frozensets(st.sampled_from(UIDS)))
def test_what_the_channel_saw_elsewhere_is_avoided_where_possible(
    seed: str, uids: list[QuestionUid], nearby: frozenset[QuestionUid]
) -> None:
    """A question nearby is picked only when every fresh one is nearby."""
    picked = pick(seed, uids, History(nearby=nearby))

    assert picked is not None
    assert picked.uid not in nearby or set(uids) <= nearby


def test_the_last_ones_are_shunned_before_those_of_the_channel() -> None:
    """When all were seen nearby, the new cycle still does not begin with the old one's last."""
    first, second = UIDS[:2]
    history = History(asked=frozenset((first, second)), latest=(second, first), nearby=frozenset(UIDS))

    assert pick("any", [first, second], history) == Picked(uid=second, cycle=1)


def test_one_question_alone_comes_every_day() -> None:
    """A plan with a single question repeats it, a cycle a day."""
    assert [picked.cycle for picked in _asked("seed", UIDS[:1], 3)] == [0, 1, 2]


def test_no_question_at_all_is_none() -> None:
    """Only an empty choice has no next question."""
    assert pick("seed", [], History()) is None


def test_two_plans_ask_in_different_orders() -> None:
    """The seed tells two plans of one channel apart."""
    assert permutation("T/1", 0, UIDS) != permutation("T/2", 0, UIDS)


def test_a_used_up_history_of_questions_that_are_gone_begins_a_new_cycle_only_when_needed() -> None:
    """Questions that left the bank count for nothing: the one that is left and fresh is asked."""
    history = History(asked=frozenset(UIDS[:5]), latest=tuple(UIDS[:5]))

    assert pick("seed", UIDS[4:6], history) == Picked(uid=UIDS[5], cycle=0)
