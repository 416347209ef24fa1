"""What a person's Home tells: of a week, of these channels, and how much does not fit."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.service.home import home
from tests.bank_of_tests import BANK
from tests.scene import CHANNEL, NINE, TEAM, add_plan, plan_due, send

if TYPE_CHECKING:
    from bot.service.home import Home
    from bot.store.store import Store

WEEK = dt.timedelta(days=7)


def _home(store: Store, now: dt.datetime = NINE) -> Home:
    return store.read(lambda tx: home(tx, TEAM, "T1/U1", [CHANNEL], BANK, now=now))


def test_a_post_stands_there_for_a_week(store: Store) -> None:
    """From its hour on; the channel's plan stays."""
    add_plan(store)
    plan_due(store)
    before = _home(store)
    send(store, ts="1000.000001")

    assert (len(before.posts), len(before.plans)) == (0, 1)
    assert [stood.link for stood in _home(store).posts] == [None]
    assert (len(_home(store, NINE + WEEK).posts), len(_home(store, NINE + WEEK).plans)) == (0, 1)


def test_what_does_not_fit_is_counted(store: Store) -> None:
    """Ten plans are shown, and the rest is a number."""
    for _ in range(12):
        add_plan(store)
    shown = _home(store)

    assert (len(shown.plans), shown.more_plans) == (10, 2)
    assert (len(shown.posts), shown.more_posts) == (0, 0)
