"""A Slack that fails on request, by Python and over HTTP."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.delivery import Mishap, Parcel
from bot.playground.faults import Cut, Moment, Say, Silence, When
from bot.playground.fields import mapping
from bot.playground.misbehaviour import Harm, Misbehaviour, Rule
from bot.playground.testing.person import Refusal
from tests.playground.fixtures import a_playground, manifest, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.faults import Fault
    from bot.playground.server import Playground
    from bot.playground.testing.person import Slack
    from tests.playground.fixtures import Clock

SCOPES = ("commands", "chat:write", "chat:write.public")


async def suffered(misbehaviour: Misbehaviour, method: str, calls: int = 1) -> list[Fault | None]:
    """What so many calls of a method suffer before they are carried out."""
    moment = Moment(when=When.BEFORE, method=method, arguments={})
    return [await misbehaviour(moment) for _ in range(calls)]


def a_client(playground: Playground) -> AsyncWebClient:
    """The client of an app that tries everything once."""
    token = playground.install(manifest(scopes=SCOPES)).bot_token
    return AsyncWebClient(token=token, base_url=playground.api_url, retry_handlers=[], timeout=5)


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (Rule(do=Harm.CUT), Cut()),
        (Rule(do=Harm.SILENCE), Silence()),
        (
            Rule(do=Harm.ANSWER),
            Say(status=503, body='{"ok": false, "error": "service_unavailable"}'),
        ),
        (
            Rule(do=Harm.ANSWER, status=429, retry_after=90),
            Say(status=429, body='{"ok": false, "error": "ratelimited"}', headers={"Retry-After": "90"}),
        ),
        (
            Rule(do=Harm.ANSWER, status=429),
            Say(status=429, body='{"ok": false, "error": "ratelimited"}', headers={"Retry-After": "1"}),
        ),
        (
            Rule(do=Harm.ANSWER, status=200, error="is_archived"),
            Say(status=200, body='{"ok": false, "error": "is_archived"}'),
        ),
        (
            Rule(do=Harm.ANSWER, status=502),
            Say(status=502, body="<!doctype html><title>502</title>", content_type="text/html"),
        ),
    ],
)
async def test_each_harm_is_a_fault(rule: Rule, fault: Fault) -> None:
    """A rule that always strikes does what it says."""
    assert await suffered(Misbehaviour([rule]), "chat.update") == [fault]


async def test_a_slow_call_waits_and_then_goes_on() -> None:
    """Slow is no fault: the call waits so many seconds."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    misbehaviour = Misbehaviour([Rule(do=Harm.SLOW, seconds=7.5)], sleep=sleep)

    assert await suffered(misbehaviour, "auth.test") == [None]
    assert waited == [7.5]


@pytest.mark.parametrize(
    ("pattern", "hit"),
    [
        ("chat.postMessage", ["chat.postMessage"]),
        ("chat.*", ["chat.postMessage", "chat.update"]),
        ("views.open", []),
        ("*", ["chat.postMessage", "chat.update", "response_url"]),
    ],
)
async def test_a_rule_picks_methods_by_pattern(pattern: str, hit: list[str]) -> None:
    """As in shells, over every method and what stands beside them."""
    misbehaviour = Misbehaviour([Rule(do=Harm.CUT, method=pattern)])
    methods = ("chat.postMessage", "chat.update", "response_url")

    assert [method for method in methods if await suffered(misbehaviour, method) == [Cut()]] == hit


async def test_count_and_skip() -> None:
    """The first pass, then so many suffer, and the rest pass again."""
    misbehaviour = Misbehaviour([Rule(do=Harm.CUT, skip=2, count=3)])

    faults = await suffered(misbehaviour, "chat.update", calls=8)

    assert [fault is not None for fault in faults] == [False, False, True, True, True, False, False, False]
    assert [(rule["met"], rule["done"]) for rule in misbehaviour.as_json()] == [(8, 3)]


async def test_a_share_is_repeatable_by_its_seed() -> None:
    """The same seed strikes the same calls, another one others; about a third of them in both."""
    rules = [Rule(do=Harm.CUT, share=0.3)]
    first = await suffered(Misbehaviour(rules, seed=7), "chat.update", calls=1_000)
    again = await suffered(Misbehaviour(rules, seed=7), "chat.update", calls=1_000)
    other = await suffered(Misbehaviour(rules, seed=8), "chat.update", calls=1_000)

    assert first == again != other
    assert 200 < first.count(Cut()) < 400


async def test_the_first_rule_that_strikes_wins() -> None:
    """A spent rule leaves the call to the next one."""
    rules = [Rule(do=Harm.SILENCE, count=1), Rule(do=Harm.CUT)]

    assert await suffered(Misbehaviour(rules), "chat.update", calls=2) == [Silence(), Cut()]


def test_deliveries_have_mishaps_of_their_own() -> None:
    """A rule for deliveries touches no call, and the other way round."""
    misbehaviour = Misbehaviour([Rule(do=Harm.CUT), Rule(do=Harm.REPEATED, method="slash_commands", count=1)])
    app = a_playground().install(manifest())
    parcel = Parcel(app=app, kind="slash_commands", payload={"command": "/echo"})

    assert [misbehaviour.mishap(parcel), misbehaviour.mishap(parcel)] == [Mishap.REPEATED, None]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "needs do"),
        ("cut", "needs do"),
        ({"do": "explode"}, "explode"),
        ({"do": "cut", "share": 2}, "share"),
        ({"do": "cut", "share": "half"}, "share"),
        ({"do": "cut", "count": -1}, "never negative"),
        ({"do": "cut", "count": True}, "count"),
        ({"do": "answer", "status": 42}, "status"),
        ({"do": "cut", "mehtod": "chat.update"}, "mehtod"),
        ({"do": "cut", "when": "later"}, "later"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(given: object, message: str) -> None:
    """The sentence names what is wrong."""
    with pytest.raises(ValueError, match=message):
        Rule.read(given)


def test_a_rule_comes_back_as_it_was_given() -> None:
    """What `read` takes, `as_json` gives."""
    given = {"do": "answer", "method": "chat.*", "when": "after", "status": 500, "count": 2}

    assert Rule.read(Rule.read(given).as_json()) == Rule.read(given)


@pytest.fixture
async def page(playground: Playground) -> AsyncIterator[Slack]:
    """The page of the playground, which runs meanwhile."""
    async with running(playground) as slack:
        yield slack


async def test_posted_rules_strike_and_go_again(playground: Playground, page: Slack) -> None:
    """POST /_/misbehave puts rules in place, shows them on the snapshot, and takes them away."""
    client = a_client(playground)
    rule = {"do": "answer", "method": "auth.test", "status": 429, "retry_after": 30}
    posted = await page.post("/_/misbehave", {"rules": [rule], "seed": 3})
    with pytest.raises(SlackApiError) as refused:
        await client.auth_test()
    seen = await page.person("ana").see()
    await page.post("/_/misbehave", {"rules": []})
    after = await client.auth_test()

    assert refused.value.response.headers["Retry-After"] == "30"
    assert mapping(posted["misbehaviour"][0])["retry_after"] == 30  # type: ignore[index]  # JSON
    assert mapping(seen["misbehaviour"][0])["done"] == 1  # type: ignore[index]  # JSON
    assert after["ok"]


@pytest.mark.parametrize(
    ("rule", "stands"),
    [
        ({"do": "answer", "status": 500}, False),
        ({"do": "answer", "status": 500, "when": "after"}, True),
        ({"do": "cut", "when": "after"}, True),
        ({"do": "cut"}, False),
    ],
)
async def test_before_or_after_accepting(
    playground: Playground, page: Slack, rule: dict[str, object], *, stands: bool
) -> None:
    """The app sees the same failure; the message stands only when it came after."""
    client = a_client(playground)
    await page.post("/_/misbehave", {"rules": [rule | {"method": "chat.postMessage"}]})

    with pytest.raises((SlackApiError, aiohttp.ServerDisconnectedError)):
        await client.chat_postMessage(channel="backend-guild", text="Question")
    messages = await page.person("ana").messages("backend-guild")

    assert bool(messages) is stands


async def test_accepted_and_never_answered(playground: Playground, page: Slack) -> None:
    """The message stands while the app still waits."""
    client = a_client(playground)
    await page.post("/_/misbehave", {"rules": [{"do": "silence", "when": "after"}]})

    waiting = asyncio.create_task(client.chat_postMessage(channel="backend-guild", text="Question"))
    message = await page.person("ana").see_until(lambda seen: "Question" in str(seen))
    still_waiting = not waiting.done()
    waiting.cancel()

    assert message
    assert still_waiting


async def test_a_response_url_and_a_connection_fail_too(playground: Playground, page: Slack) -> None:
    """What stands beside the methods has names of its own."""
    playground.install(manifest())
    await page.post(
        "/_/misbehave",
        {
            "rules": [
                {"do": "answer", "method": "response_url"},
                {"do": "answer", "method": "link", "status": 502},
            ]
        },
    )

    async with page.session.post("/response/commands/T1/1/a", json={"text": "x"}) as answered:
        by_url = answered.status
    async with page.session.get("/link/?ticket=x") as answered:
        by_link = answered.status

    assert (by_url, by_link) == (503, 502)


@pytest.mark.parametrize(
    "body",
    [
        {"rules": "cut"},
        {"rules": [{"do": "explode"}]},
        {"seed": "seven"},
        {"sockets": "explode"},
    ],
)
async def test_nonsense_is_refused_in_a_sentence(page: Slack, body: dict[str, object]) -> None:
    """Nothing changes, and the sentence says what may be given."""
    with pytest.raises(Refusal) as refused:
        await page.post("/_/misbehave", body)

    assert refused.value.status == 400


async def test_sockets_are_cut_on_order(playground: Playground, page: Slack) -> None:
    """An order to the sockets ends a connection without a word."""
    app = playground.install(manifest())
    client = AsyncWebClient(token=app.app_token, base_url=playground.api_url)
    opened = await client.apps_connections_open(app_token=app.app_token)
    async with page.session.ws_connect(opened["url"]) as socket:
        await socket.receive_json()
        await page.post("/_/misbehave", {"sockets": "cut"})
        last = await socket.receive()

    assert last.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)


async def test_a_hosts_own_misbehaviour_is_the_playgrounds(clock: Clock) -> None:
    """Handed in as `faults`, it strikes once a call, and POST /_/misbehave rules over it."""
    mine = Misbehaviour([Rule(do=Harm.ANSWER, method="auth.test", count=1)])
    playground = a_playground(clock, faults=mine)
    async with running(playground) as page:
        client = a_client(playground)
        with pytest.raises(SlackApiError):
            await client.auth_test()
        met = [rule["met"] for rule in mine.as_json()]
        await page.post("/_/misbehave", {"rules": []})

    assert met == [1]
    assert mine.as_json() == []
