"""Rate limits: tiers, bursts, two clocks, and what an app is told."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.api import METHODS
from bot.playground.limits import A_CHANNEL, Limits, Pace, Tier
from bot.playground.refusals import RateLimited
from tests.playground.desk import Desk
from tests.playground.fixtures import MONDAY, Clock, a_playground, manifest, running

TIERS = [
    ("apps.connections.open", Tier.ONE, 1),
    ("conversations.list", Tier.TWO, 20),
    ("conversations.history", Tier.THREE, 50),
    ("users.list", Tier.TWO, 20),
    ("users.info", Tier.FOUR, 100),
    ("views.open", Tier.FOUR, 100),
    ("auth.test", Tier.HUNDREDS, 600),
]


def passed(limits: Limits, calls: int, pace: Pace, *, seconds: float = 0.0, now: dt.datetime = MONDAY) -> int:
    """How many of so many calls at one moment pass."""
    count = 0
    for _ in range(calls):
        try:
            limits.take(("x",), pace, seconds=seconds, now=now)
        except RateLimited:
            continue
        count += 1
    return count


@pytest.mark.parametrize(("method", "tier", "a_minute"), TIERS)
def test_methods_have_slacks_tiers(method: str, tier: Tier, a_minute: int) -> None:
    """The figures a minute are those of Slack's page and of its Java SDK."""
    assert METHODS[method].tier is tier
    assert tier.value.a_minute == a_minute


def test_a_burst_and_then_the_pace() -> None:
    """Ten at once into a channel, then one a second."""
    limits = Limits()

    at_once = passed(limits, 20, A_CHANNEL)
    a_second_later = passed(limits, 20, A_CHANNEL, seconds=1.0)
    after_a_rest = passed(limits, 20, A_CHANNEL, seconds=100.0)

    assert (at_once, a_second_later, after_a_rest) == (10, 1, 10)


@given(st.lists(st.floats(0, 30), max_size=40), st.sampled_from(list(Tier)))
def test_waiting_as_long_as_told_always_helps(pauses: list[float], tier: Tier) -> None:
    """Whatever came before, a call after Retry-After seconds passes."""
    limits, seconds = Limits(), 0.0
    for pause in pauses:
        seconds += pause
        passed(limits, 10, tier.value, seconds=seconds)
    passed(limits, 700, tier.value, seconds=seconds)

    with pytest.raises(RateLimited) as refused:
        limits.take(("x",), tier.value, seconds=seconds, now=MONDAY)

    assert refused.value.retry_after >= 1
    assert passed(limits, 1, tier.value, seconds=seconds + refused.value.retry_after) == 1


def test_either_clock_lets_time_pass() -> None:
    """A host that moves its clock ahead fills the bucket; one that moves it back empties nothing."""
    limits = Limits()
    passed(limits, 10, A_CHANNEL)

    none = passed(limits, 1, A_CHANNEL)
    back = passed(limits, 1, A_CHANNEL, now=MONDAY - dt.timedelta(days=1))
    ahead = passed(limits, 20, A_CHANNEL, now=MONDAY + dt.timedelta(hours=1))

    assert (none, back, ahead) == (0, 0, 10)


def test_each_channel_has_its_own_bucket_by_whatever_name() -> None:
    """A full channel says ratelimited by name and by id, another one takes posts."""
    desk = Desk()
    desk.join("backend-guild", "new-team")
    for _ in range(10):
        desk.ts(channel="backend-guild", text="x")

    assert desk.error("chat.postMessage", channel="backend-guild", text="x") == "ratelimited"
    assert desk.error("chat.postMessage", channel="#backend-guild", text="x") == "ratelimited"
    assert desk.error("chat.postMessage", channel=desk.channel("backend-guild").id, text="x") == "ratelimited"
    assert desk.error("chat.postMessage", channel="new-team", text="x") is None


def test_a_refused_call_carries_nothing_out() -> None:
    """The eleventh message is nowhere."""
    desk = Desk()
    desk.join("backend-guild")
    for number in range(11):
        desk.call("chat.postMessage", channel="backend-guild", text=str(number))

    assert [message["text"] for message in desk.messages("ana", "backend-guild")] == [*map(str, range(10))]


async def test_an_app_is_told_by_status_and_header(clock: Clock) -> None:
    """429, Retry-After in whole seconds, and nothing but the code in the JSON."""
    seconds = [100.0]
    playground = a_playground(clock, monotonic=lambda: seconds[0])
    async with running(playground):
        token = playground.install(manifest(scopes=("commands", "users:read"))).bot_token
        client = AsyncWebClient(token=token, base_url=playground.api_url)
        for _ in range(20):
            await client.users_list()
        with pytest.raises(SlackApiError) as refused:
            await client.users_list()
        seconds[0] += 3
        again = await client.users_list()

    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "3"
    assert refused.value.response.data == {"ok": False, "error": "ratelimited"}
    assert again["ok"]


async def test_a_host_may_do_without(clock: Clock) -> None:
    """With rate_limits=False nothing is counted."""
    playground = a_playground(clock, rate_limits=False)
    async with running(playground):
        token = playground.install(manifest(scopes=("commands", "users:read"))).bot_token
        client = AsyncWebClient(token=token, base_url=playground.api_url)
        answers = [await client.users_list() for _ in range(25)]

    assert all(answer["ok"] for answer in answers)
