"""What a person gets who asks: something that fits and may be shown, or the nearest topics."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.model import Difficulty
from bot.blocks.ids import Posted, Shown
from bot.service.asking import Asked, Nothing, answer, draw, in_topic, referred
from tests.bank_of_tests import (
    BLACK,
    DRAFT,
    GREEN,
    LEAVES,
    MILK,
    OPEN,
    STEEP,
    bank_of,
    library_of,
)
from tests.scene import NINE, OTHER_TEAM, TEAM, add_plan, delivery_of, plan_due, posted, sending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.bank.model import Question
    from bot.store.store import Store

LIBRARY = library_of()


def _chance(seed: int = 1) -> random.Random:
    return random.Random(seed)  # noqa: S311 - chooses questions, guards nothing


def _draw(
    words: str = "", difficulty: Difficulty | None = None, *, seed: int = 1, but: Sequence[str] = ()
) -> Asked | Nothing:
    return draw(LIBRARY, words, difficulty, _chance(seed), shown=but)


def _drawn(found: Asked | Nothing) -> Question:
    assert isinstance(found, Asked)
    return found.question


def test_without_words_any_open_question_may_come() -> None:
    """Over many draws each of them does, and no draft or interview question ever."""
    assert {_drawn(_draw(seed=seed)).uid for seed in range(200)} == {question.uid for question in OPEN}


def test_a_difficulty_alone_narrows() -> None:
    """Only the easy ones come."""
    assert {_drawn(_draw(difficulty=Difficulty.EASY, seed=seed)) for seed in range(50)} == {LEAVES, MILK}


def test_words_and_a_difficulty_narrow_together() -> None:
    """Of green tea the easy one."""
    assert _drawn(_draw("green tea", Difficulty.EASY)) == LEAVES


def test_another_is_another_while_there_is_one() -> None:
    """Not the question just shown; the only one that fits comes again."""
    assert all(_drawn(_draw("milk tea", seed=seed, but=[STEEP.uid])) != STEEP for seed in range(50))
    assert _drawn(_draw("starter", but=[_drawn(_draw("starter")).uid])) == _drawn(_draw("starter"))


def test_none_comes_again_before_all_were_shown() -> None:
    """Draw after draw until none is left; then they begin again, and not with the one just shown."""
    shown: list[str] = []
    for seed in range(len(OPEN)):
        shown.append(_drawn(_draw(seed=seed, but=shown)).uid)
    again = {_drawn(_draw(seed=seed, but=shown)).uid for seed in range(100)}

    assert sorted(shown) == sorted(question.uid for question in OPEN)
    assert again == {question.uid for question in OPEN} - {shown[-1]}


def test_a_slip_of_the_finger_is_understood_and_said() -> None:
    """The words that were searched instead come with the question."""
    found = _draw("bergamto")

    assert isinstance(found, Asked)
    assert found.corrected == "bergamot"


def test_no_match_names_the_nearest_topics() -> None:
    """Nothing of cobol, and of no open question in a bank of drafts."""
    nothing = _draw("cobol zeppelin")
    empty = draw(library_of(bank_of([DRAFT])), "", None, _chance())

    assert isinstance(nothing, Nothing)
    assert len(nothing.near) == 3
    assert empty == Nothing(near=())


def test_an_answer_comes_with_two_runners_up() -> None:
    """The best match first."""
    found = answer(LIBRARY, "tea", None)

    assert isinstance(found, Asked)
    assert len(found.runners_up) == 2
    assert found.question not in found.runners_up


@pytest.mark.parametrize("difficulty", list(Difficulty))
def test_a_difficulty_hides_no_answer(difficulty: Difficulty) -> None:
    """It prefers, and where nothing is as hard it may as well be one of the words."""
    assert _drawn(answer(LIBRARY, "bitter", difficulty)) == STEEP


def test_an_answer_is_found_by_its_id() -> None:
    """Short or whole."""
    assert [_drawn(answer(LIBRARY, uid, None)) for uid in ("steep", str(STEEP.uid))] == [STEEP, STEEP]


@pytest.mark.parametrize("words", ["", "draft", "secret", "interviews", "zeppelin"])
def test_what_may_not_be_shown_has_no_answer(words: str) -> None:
    """Drafts and interview questions are not found, by their id neither."""
    assert isinstance(answer(LIBRARY, words, None), Nothing)


@given(words=st.text(), difficulty=st.sampled_from([None, *Difficulty]))
def test_any_words_get_an_answer_or_the_nearest_topics(words: str, difficulty: Difficulty | None) -> None:
    """Whatever is typed, nothing is raised and nothing closed is shown."""
    found = [_draw(words, difficulty), answer(LIBRARY, words, difficulty)]

    assert all(isinstance(one, Nothing) or one.question in OPEN for one in found)


def test_a_topic_gives_one_of_its_questions() -> None:
    """A place that is gone gives none, nor one that holds only closed ones."""
    chance = _chance()
    found = {in_topic(LIBRARY, GREEN.path, chance) for _ in range(50)}

    assert {question.place for question in found if question} == {GREEN}
    assert in_topic(LIBRARY, "kettle/brewing/coffee", chance) is None
    assert in_topic(library_of(bank_of([MILK, DRAFT])), DRAFT.place.path, chance) is None
    assert in_topic(LIBRARY, BLACK.path, chance) is not None


def test_a_button_of_the_bank_means_the_banks_question(store: Store) -> None:
    """By its id, and nothing when it has gone."""
    refs = [Shown(uid=STEEP.uid), Shown(uid="kettle/brewing/green-tea/gone")]

    found = [
        store.write(lambda tx, r=ref: referred(tx, LIBRARY, TEAM, r, ts=None, now=NINE))  # type: ignore[misc] # the default binds the reference
        for ref in refs
    ]

    assert found == [STEEP, None]


def test_a_button_of_a_post_means_its_own_question(store: Store) -> None:
    """As it was posted, though the bank lost it; another team's press finds nothing."""
    add_plan(store)
    add_plan(store, team=OTHER_TEAM)
    store.write(lambda tx: tx.workspaces.revoke(OTHER_TEAM))
    delivery = posted(store)
    ref, empty = Posted(key=delivery.key), library_of(bank_of([]))

    mine = store.write(lambda tx: referred(tx, empty, TEAM, ref, ts="1000.000001", now=NINE))
    theirs = store.write(lambda tx: referred(tx, empty, OTHER_TEAM, ref, ts="1000.000001", now=NINE))

    assert mine is not None
    assert (mine.uid, theirs) == (delivery.uid, None)


def test_a_press_on_a_post_settles_it(store: Store) -> None:
    """A modal's press carries no message and settles nothing; one on the message does."""
    add_plan(store)
    plan_due(store)
    delivery = delivery_of(store, sending(store))
    ref = Posted(key=delivery.key)
    states = []
    for ts in (None, "1.000001"):
        store.write(lambda tx, t=ts: referred(tx, LIBRARY, TEAM, ref, ts=t, now=NINE))  # type: ignore[misc] # the default binds the ts
        states.append(store.read(lambda tx: tx.outbox.root_of(delivery.id)).state.value)

    assert states == ["sending", "done"]


def test_a_delivery_without_a_question_means_none(store: Store) -> None:
    """A key that leaked before its post opens nothing."""
    add_plan(store)
    plan_due(store)
    key = store.read(lambda tx: tx.connection.exec_driver_sql("SELECT key FROM delivery").scalar_one())

    assert store.write(lambda tx: referred(tx, LIBRARY, TEAM, Posted(key=key), ts="1.1", now=NINE)) is None
