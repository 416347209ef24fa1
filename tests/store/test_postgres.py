"""What only PostgreSQL has: several replicas on one database, a clock of its own, a server that goes away."""

from __future__ import annotations

import datetime as dt
import itertools
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url, text

from bot.service.posting import LEASE
from bot.store.checkup import Look, look
from bot.store.outgoing import State
from bot.store.store import CannotOpenError, Store
from bot.store.trouble import StoreAwayError
from tests.postgres import postgres
from tests.scene import (
    NINE,
    TEAM,
    add_plan,
    claim,
    connect,
    delivery_of,
    minutes,
    plan_due,
    prepare,
    reap,
    root,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.store.store import Transaction


@pytest.fixture
def address() -> Iterator[str]:
    """An empty database at the newest schema."""
    with postgres().database() as made:
        yield made


def test_replicas_that_start_together_migrate_once() -> None:
    """Six open a database without a table at once: all of them come up, on one schema."""
    with postgres().bare() as bare, ExitStack() as stack, ThreadPoolExecutor(6) as threads:
        stores = [
            stack.enter_context(closing(store)) for store in threads.map(lambda _: Store(bare), range(6))
        ]
        versions = [
            store.read(
                lambda tx: tx.connection.execute(text("SELECT count(*) FROM alembic_version")).scalar()
            )
            for store in stores
        ]

    assert versions == [1] * 6


def test_any_number_of_bots_run_on_one_database(address: str) -> None:
    """No leader, and nobody is refused."""
    with closing(Store(address)) as one, closing(Store(address)) as other, one.sole(), other.sole():
        connect(one)
        assert [team.team for team in other.read(lambda tx: tx.workspaces.all())] == [TEAM]


def test_leases_go_by_the_clock_that_replicas_share(address: str) -> None:
    """A replica whose own clock is an hour ahead takes nobody's row, nor one whose clock stands."""
    with closing(Store(address)) as store:
        add_plan(store)
        plan_due(store)
        (row,) = claim(store)
        assert prepare(store, row) is not None

        reap(store, NINE + minutes(60))
        (sending,) = store.read(lambda tx: tx.outbox.of_delivery(delivery_of(store, row).id))
        lease, shared = store.read(_lease_and_clock)

    assert sending.state is State.SENDING
    assert dt.timedelta() < lease - shared <= LEASE


def _lease_and_clock(tx: Transaction) -> tuple[dt.datetime, dt.datetime]:
    asked = text("SELECT max(lease), clock_timestamp() FROM outgoing WHERE state = 'sending'")
    lease, shared = tx.connection.execute(asked).one()
    return lease, shared


def test_a_lease_that_is_over_by_that_clock_is_reaped(address: str) -> None:
    """A caller whose own clock stands still has no say in it."""
    with closing(Store(address)) as store:
        add_plan(store)
        plan_due(store)
        (row,) = claim(store)
        prepare(store, row)
        over = text("UPDATE outgoing SET lease = clock_timestamp() WHERE state = 'sending'")
        store.write(lambda tx: tx.connection.execute(over))

        reap(store, NINE)

        assert root(store, delivery_of(store, row)).state is State.DOUBTFUL


def test_a_restarted_server_is_met_by_the_next_transaction(address: str) -> None:
    """Connections that the restart cut are replaced; what was committed is there."""
    with closing(Store(address)) as store:
        connect(store)
        store.read(lambda tx: tx.workspaces.all())

        postgres().restart()

        assert [team.team for team in store.read(lambda tx: tx.workspaces.all())] == [TEAM]
        connect(store)


def test_a_server_that_goes_in_the_middle_is_told_in_one_sentence(address: str) -> None:
    """Nothing of the use case is left, it is not carried out a second time, and the next one works."""
    calls = []

    def cut(tx: Transaction) -> None:
        calls.append(1)
        tx.workspaces.connected(TEAM, name="One", bot_user="U")
        postgres().restart()
        tx.workspaces.all()

    with closing(Store(address)) as store:
        with pytest.raises(StoreAwayError, match="Try again in a minute"):
            store.write(cut)

        assert calls == [1]
        assert store.read(lambda tx: tx.workspaces.all()) == []


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    """The sentence names the address and the setting, and keeps the secret."""
    with pytest.raises(CannotOpenError, match="check DATABASE_URL") as refusal:
        Store("postgresql://bot:hunter2@127.0.0.1:1/interview_bot")

    assert "postgresql://bot:***@127.0.0.1:1/interview_bot" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


_MARK = text("UPDATE workspace SET name = name || '+' WHERE team = :team")


def test_a_deadlock_ends_with_both_written(address: str) -> None:
    """Two that lock two rows in opposite order: one is sent back, and comes again."""
    with closing(Store(address)) as store:
        for name in ("T1", "T2"):
            connect(store, TEAM.__class__(name))
        both = Barrier(2)

        def both_of(order: tuple[str, str]) -> None:
            tries = itertools.count()

            def use_case(tx: Transaction) -> None:
                tx.connection.execute(_MARK, {"team": order[0]})
                if next(tries) == 0:
                    both.wait(timeout=30)
                tx.connection.execute(_MARK, {"team": order[1]})

            store.write(use_case)

        with ThreadPoolExecutor(2) as threads:
            list(threads.map(both_of, (("T1", "T2"), ("T2", "T1"))))

        names = [team.name for team in store.read(lambda tx: tx.workspaces.all())]
    assert names == ["Team T1++", "Team T2++"]


def test_a_look_says_what_is_there_and_changes_nothing(address: str) -> None:
    """An empty database, one of ours, one of a newer version, one that may only be read, and none at all."""
    with postgres().bare() as bare:
        empty, again = look(bare), look(bare)
    mine = look(address)
    with closing(Store(address)) as store:
        name = make_url(address).database
        frozen = text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        thawed = text(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
        store.write(lambda tx: tx.connection.execute(frozen))
        locked = look(address)
        store.write(lambda tx: tx.connection.execute(thawed))
    nobody = look("postgresql://bot:hunter2@127.0.0.1:1/interview_bot")

    assert empty == again == Look(newest=mine.newest)
    assert mine == Look(version=mine.newest, newest=mine.newest)
    assert locked.problem == "it may only be read"
    assert nobody.problem is not None
    assert "hunter2" not in nobody.problem
