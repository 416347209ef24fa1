"""What an operator reads of the posts, and a second try that they ask for."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from typing import TYPE_CHECKING, TypeAlias

import pytest

from bot.cli.main import main
from bot.service import editing, posting
from bot.store.outgoing import State
from bot.store.store import Store
from tests.scene import (
    FOUR,
    NINE,
    add_plan,
    claim,
    every_delivery,
    minutes,
    opened,
    plan_due,
    posted,
    prepare,
    reap,
    root,
    rows,
    send,
    sending,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def memory(tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The database that the commands read, too."""
    file = tmp_path / "bot.db"
    file.write_bytes(migrated.read_bytes())
    monkeypatch.setenv("DATABASE_PATH", str(file))
    with closing(Store(file)) as store:
        yield store


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Carries out ``interview-bot deliveries …``: exit code, and what it printed."""

    def carry_out(*words: str) -> tuple[int, str]:
        code = main(["deliveries", *words])
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    return carry_out


Say: TypeAlias = "Callable[..., tuple[int, str]]"


def _doubt(store: Store) -> None:
    """The first slot's question, of which nobody knows whether Slack has it."""
    add_plan(store)
    plan_due(store)
    row = sending(store)
    store.write(lambda tx: tx.outbox.doubt(row, error="HTTP 503"))


@pytest.mark.usefixtures("memory")
def test_nothing_was_due_yet(say: Say) -> None:
    """An empty database says so in a sentence."""
    assert say() == (0, "Nothing was due yet.\n")
    assert say("--state", "failed") == (0, "No such delivery.\n")


def test_each_post_has_a_line_with_what_became_of_it(memory: Store, say: Say) -> None:
    """On time, late and why, skipped and why, doubtful and why: the newest first."""
    add_plan(memory)
    posted(memory)
    late = NINE + dt.timedelta(days=1, minutes=90)
    plan_due(memory, late)
    send(memory, late, ts="2.000001")
    plan_due(memory, NINE + dt.timedelta(days=2, hours=5))
    last = NINE + dt.timedelta(days=3)
    plan_due(memory, last)
    row = sending(memory, last)
    memory.write(lambda tx: tx.outbox.doubt(row, error="HTTP 503"))

    code, shown = say()
    doubtful, skipped, later, on_time = shown.splitlines()

    assert code == 0
    assert on_time == "    1  Mon 23 Nov  C1           scheduled  posted Mon 23 Nov 09:00 UTC."
    assert later.endswith(
        "posted Tue 24 Nov 10:30 UTC. Late by 90 minutes: nobody tried earlier: the bot was away."
    )
    assert skipped.endswith("skipped, due Wed 25 Nov 09:00 UTC. The bot was away until it was too late.")
    assert "doubtful: Slack gave no clear answer (HTTP 503)" in doubtful
    assert say("--state", "skipped") == (0, f"{skipped}\n")
    assert say("--day", "2026-11-24") == (0, f"{later}\n")
    assert say("--state", "posted", "--limit", "1")[1].startswith(f"{later}\nThe newest 1;")
    assert say("--channel", "C999") == (0, "No such delivery.\n")


def test_a_post_that_may_stand_twice_is_uncertain(memory: Store, say: Say) -> None:
    """Sent again after its hold: the line says what that means."""
    _doubt(memory)
    reap(memory, NINE + minutes(20))
    send(memory, NINE + minutes(20), ts="9.000001")

    code, shown = say("--state", "uncertain")

    assert code == 0
    assert "Uncertain: it was sent again without knowing of the first one, and both may stand." in shown


def test_an_answer_that_failed_is_told_and_found(memory: Store, say: Say) -> None:
    """The question stands, its answer does not."""
    add_plan(memory)
    delivery = posted(memory)
    opened(memory, delivery, FOUR)
    row = sending(memory, FOUR)
    memory.write(lambda tx: posting.failed(tx, row, "invalid_blocks"))

    assert "Answer: failed (Slack said invalid_blocks.)." in say("--state", "failed")[1]


def test_a_retry_says_what_it_may_double_and_asks(memory: Store, say: Say) -> None:
    """Without --yes nothing moves; with it the doubtful post is due at once, and counted as uncertain."""
    _doubt(memory)
    (delivery,) = every_delivery(memory)

    asked = say("retry", "1")
    before = root(memory, delivery)
    done = say("retry", "1", "--yes")
    after = root(memory, delivery)

    assert asked[0] == 2
    assert "It may double the question" in asked[1]
    assert "With --yes it is sent." in asked[1]
    assert before.state is State.DOUBTFUL
    assert done[0] == 0
    assert (after.state, after.generation) == (State.DUE, 1)
    assert after.key != before.key


def test_a_slot_that_was_missed_comes_after_all(memory: Store, say: Say) -> None:
    """Away for too long: no row was ever made; a retry makes it, and its grace begins anew."""
    add_plan(memory)
    plan_due(memory, NINE + dt.timedelta(hours=5))
    (delivery,) = every_delivery(memory)

    asked = say("retry", "1")
    say("retry", "1", "--yes")
    today = dt.datetime.now(dt.UTC)  # noqa: TID251 - the command reads the system's clock
    row = send(memory, today, ts="5.000001")

    assert "It doubles nothing: Slack does not have it." in asked[1]
    assert root(memory, delivery).state is State.DONE
    assert row.kind == "root"
    assert every_delivery(memory)[0].skipped is None


def test_a_refused_post_comes_again_in_its_order(memory: Store, say: Say) -> None:
    """A failed answer and what was to follow it are due again, and the root is drawn once more."""
    add_plan(memory)
    delivery = posted(memory)
    opened(memory, delivery, FOUR)
    row = sending(memory, FOUR)
    memory.write(lambda tx: posting.failed(tx, row, "invalid_blocks"))

    say("retry", "1", "--yes")

    assert [state for kind, state in rows(memory, delivery) if kind == "answer"] == ["due"]
    assert rows(memory, delivery)[-1] == ("redraw", "due")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("retry", "9"), "There is no delivery 9"),
        (("retry", "1"), "Delivery 1 stands in Slack"),
        (("retry", "2"), "Delivery 2 is on its way"),
        (("retry", "3"), "is paused: let it go on first"),
    ],
)
def test_what_can_not_be_sent_again_is_refused_with_the_mend(
    memory: Store, say: Say, words: tuple[str, ...], sentence: str
) -> None:
    """One that is not there, that stands, that is on its way, and whose plan rests."""
    plan = add_plan(memory)
    posted(memory)
    plan_due(memory, NINE + dt.timedelta(days=1))
    add_plan(memory)
    plan_due(memory, NINE + dt.timedelta(hours=5))
    paused = every_delivery(memory)[-1].plan
    assert paused not in (None, plan.id)
    stopped = memory.read(lambda tx: tx.plans.get(paused))
    mark = editing.Mark(team=stopped.team, channel=stopped.channel, plan=stopped.id, version=stopped.version)
    memory.write(lambda tx: editing.pause(tx, mark, None, None, now=NINE))

    code, shown = say(*words)

    assert code == 1
    assert sentence in shown


def test_a_sender_that_died_is_told_as_such(memory: Store, say: Say) -> None:
    """No error of Slack's, and no claim that there was one."""
    add_plan(memory)
    plan_due(memory)
    (row,) = claim(memory)
    prepare(memory, row)
    reap(memory, NINE + posting.LEASE)

    assert "doubtful: the sender died, and a press on it, or its hold, settles it" in say()[1]


@pytest.mark.usefixtures("memory")
def test_what_is_no_date_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong use says how to write it."""
    with pytest.raises(SystemExit):
        main(["deliveries", "--day", "yesterday"])

    assert "'yesterday' is no date: write it as 2026-11-23" in capsys.readouterr().err
