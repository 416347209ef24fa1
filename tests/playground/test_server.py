"""The playground's HTTP: who is let in, bodies of both kinds, the wire, controls, faults."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.faults import Cut, Moment, Say, Silence, When
from bot.playground.server import Control
from bot.playground.testing.person import Refusal, buttons, said
from tests.playground.desk import ROW
from tests.playground.fixtures import a_playground, manifest, running

if TYPE_CHECKING:
    from bot.playground.faults import Fault
    from bot.playground.server import Playground
    from bot.playground.testing.person import Slack
    from tests.playground.fixtures import Clock

SCOPES = ("commands", "chat:write", "channels:history", "chat:write.public")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def status(slack: Slack, method: str, path: str, **request: object) -> int:
    """The status of one request."""
    async with slack.session.request(method, path, **request) as answer:  # type: ignore[arg-type]  # aiohttp's own
        return answer.status


ROUTES = [
    ("POST", "/api/auth.test"),
    ("GET", "/link/?ticket=x"),
    ("POST", "/response/actions/T1/1/a"),
    ("GET", "/"),
    ("GET", "/page/page.css"),
    ("GET", "/archives/C1/p1"),
    ("POST", "/_/act"),
    ("GET", "/_/see?as=ana"),
    ("GET", "/_/wire"),
    ("POST", "/_/control/x"),
    ("GET", "/_/live?as=ana"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_strange_hosts_and_origins_are_kept_out(
    playground: Playground, slack: Slack, method: str, path: str
) -> None:
    """A name that was bound to this machine, another port, or another site's script: 403 on every route."""
    port = playground.url.rpartition(":")[2]
    strange = [
        {"Host": f"evil.example:{port}"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ]

    assert [await status(slack, method, path, headers=headers) for headers in strange] == [403] * 4


async def test_the_playgrounds_own_names_are_let_in(playground: Playground, slack: Slack) -> None:
    """127.0.0.1 and localhost with the right port, and the page's own origin."""
    port = playground.url.rpartition(":")[2]
    own = [{"Host": f"localhost:{port}"}, {"Host": f"127.0.0.1:{port}"}, {"Origin": playground.url}]

    assert [await status(slack, "GET", "/_/see?as=ana", headers=headers) for headers in own] == [200] * 3


@pytest.mark.parametrize("path", ["/_/act", "/_/control/x"])
async def test_acts_come_as_json_only(slack: Slack, path: str) -> None:
    """A form of another site cannot post here."""
    assert await status(slack, "POST", path, data="{}", headers=FORM) == 415
    assert await status(slack, "POST", path, data="{}", headers={"Content-Type": "text/plain"}) == 415


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.1", "example.com", "127.0.0.2"])  # noqa: S104 - refused
async def test_it_binds_to_the_loopback_only(host: str) -> None:
    """The playground has no locks, and refuses every other address."""
    with pytest.raises(ValueError, match="to 127\\.0\\.0\\.1 only"):
        await a_playground().start(host=host)


async def test_bodies_of_both_kinds(playground: Playground, slack: Slack) -> None:
    """JSON with a bearer token, forms with either; a token inside JSON does not count."""
    token = playground.install(manifest()).bot_token
    bearer = {"Authorization": f"Bearer {token}"}

    async def error(**request: object) -> object:
        async with slack.session.post("/api/auth.test", **request) as answer:  # type: ignore[arg-type]  # aiohttp's
            return (await answer.json()).get("error")

    assert await error(json={}, headers=bearer) is None
    assert await error(data={}, headers=bearer) is None
    assert await error(headers={**bearer, "Content-Type": "application/json"}) is None
    assert await error(data={"token": token}) is None
    assert await error(params={"token": token}) is None
    assert await error(json={"token": token}) == "not_authed"
    assert await error() == "not_authed"
    assert await error(data="{", headers={**bearer, "Content-Type": "application/json"}) == "invalid_json"
    assert await error(data="[]", headers={**bearer, "Content-Type": "application/json"}) == "json_not_object"
    assert await error(data="x", headers={**bearer, "Content-Type": "text/csv"}) == "invalid_post_type"
    strange = "application/json; charset=utf-7"
    assert await error(data="{}", headers={**bearer, "Content-Type": strange}) == "invalid_charset"


async def test_scopes_stand_in_a_header(playground: Playground, slack: Slack) -> None:
    """Slack names the token's scopes with each answer, to who has the token."""
    token = playground.install(manifest()).bot_token

    async with slack.session.post("/api/auth.test", data={"token": token}) as answer:
        known = answer.headers["X-OAuth-Scopes"]
    async with slack.session.post("/api/auth.test") as answer:
        unknown = answer.headers.get("X-OAuth-Scopes")

    assert (known, unknown) == ("commands,chat:write", None)


async def test_an_enormous_body_is_refused(slack: Slack) -> None:
    """A megabyte is enough for any call."""
    assert await status(slack, "POST", "/_/act", json={"text": "x" * 1_000_001}) == 413


async def test_refusals_reach_the_page_as_sentences(slack: Slack) -> None:
    """An act that cannot be done answers a 4xx with a sentence."""
    with pytest.raises(Refusal) as refused:
        await slack.person("zoe").read("backend-guild")
    with pytest.raises(Refusal) as unseen:
        await slack.person("zoe").see()
    async with slack.session.post("/_/act", data="{", headers={"Content-Type": "application/json"}) as broken:
        body = await broken.json()

    assert (refused.value.status, refused.value.sentence) == (404, "Nobody here is called 'zoe'.")
    assert unseen.value.sentence == "Nobody here is called 'zoe'."
    assert (broken.status, body["error"]) == (400, "invalid_json")


async def test_a_page_that_names_nobody_sees_the_first_person(slack: Slack) -> None:
    """Who opens the bare address is Ana; other sites may not frame it, browsers may not keep it."""
    async with slack.session.get("/_/see") as answer:
        seen = await answer.json()

    assert seen["me"]["handle"] == "ana"
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert answer.headers["Cache-Control"] == "no-store"


async def test_the_wire_is_searched_over_http(playground: Playground, slack: Slack) -> None:
    """Q finds text, after leaves out what was seen."""
    client = AsyncWebClient(
        token=playground.install(manifest(scopes=SCOPES)).bot_token, base_url=playground.api_url
    )
    await client.chat_postMessage(channel="backend-guild", text="Alpha")
    await client.chat_postMessage(channel="backend-guild", text="Beta")

    (alpha,) = await slack.wire("alpha")

    assert (alpha["n"], alpha["way"], alpha["name"]) == (1, "api", "chat.postMessage")
    assert [entry["n"] for entry in await slack.wire(after=1)] == [2]
    assert len(await slack.person("ben").shown("beta")) == 1
    assert await status(slack, "GET", "/_/wire?after=x") == 400


async def test_a_message_can_be_pressed_and_read_by_its_words(playground: Playground, slack: Slack) -> None:
    """Tests find buttons and texts as a person does; a confirm is theirs to answer."""
    client = AsyncWebClient(
        token=playground.install(manifest(scopes=SCOPES)).bot_token, base_url=playground.api_url
    )
    await client.chat_postMessage(channel="backend-guild", text="Question", blocks=[ROW])
    ana = slack.person("ana")

    message = await ana.message("backend-guild")

    assert buttons(message) == ["More"]
    assert "Question" in said(message)
    assert (await ana.press(message, "More"))["ack"] == "unconnected"
    with pytest.raises(LookupError, match="no button 'Less'"):
        await ana.press(message, "Less")
    with pytest.raises(LookupError, match="ana has no modal open"):
        await ana.modal()


async def test_controls_are_the_hosts(clock: Clock) -> None:
    """The playground shows their labels and calls them, and knows no more; unknown ones are refused."""

    async def later() -> str:
        clock.pass_by(hours=1)
        return "An hour later"

    playground = a_playground(
        clock, controls={"later": Control("One hour later", later)}, hints=lambda: "Try: wait"
    )
    async with running(playground) as slack:
        before = await slack.person("ana").see()
        answer = await slack.control("later")
        after = await slack.person("ana").see()
        with pytest.raises(Refusal, match="no such control"):
            await slack.control("sooner")

    assert (before["hints"], before["controls"]) == (
        "Try: wait",
        [{"name": "later", "label": "One hour later"}],
    )
    assert answer == {"ok": True, "said": "An hour later"}
    assert (before["now"], after["now"]) == ("2026-11-23T08:00:00+00:00", "2026-11-23T09:00:00+00:00")


async def test_pages_are_told_of_changes(playground: Playground, slack: Slack) -> None:
    """The live WebSocket sends the version at once, and a higher one when something happened."""
    async with slack.session.ws_connect("/_/live?as=ana") as live:
        first = await live.receive_json()
        playground.publish()

        second = await live.receive_json()

    assert first["version"] < second["version"]


async def test_a_stop_ends_everything_at_once(playground: Playground) -> None:
    """Open pages do not hold up the stop, and the address is free again; the state stays."""
    async with running(playground) as slack:
        ts = await slack.person("ana").post("backend-guild", "Still here")
        live = await slack.session.ws_connect("/_/live?as=ana")
        await live.receive_json()
        await playground.stop()
        assert (await live.receive()).type is aiohttp.WSMsgType.CLOSE
    async with running(playground) as again:
        assert (await again.person("ben").message("backend-guild"))["ts"] == ts


@pytest.mark.parametrize("when", list(When))
async def test_a_cut_before_and_after_accepting(clock: Clock, when: When) -> None:
    """The app sees the same broken connection; the message stands only when the cut came after."""

    async def cut(moment: Moment) -> Fault | None:
        return Cut() if moment.method == "chat.postMessage" and moment.when is when else None

    playground = a_playground(clock, faults=cut)
    async with running(playground) as slack:
        token = playground.install(manifest(scopes=SCOPES)).bot_token
        client = AsyncWebClient(token=token, base_url=playground.api_url, retry_handlers=[])
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await client.chat_postMessage(channel="backend-guild", text="Question")
        messages = await slack.person("ana").messages("backend-guild")
        (entry,) = await slack.wire("chat.postMessage")

    assert [message["text"] for message in messages] == (["Question"] if when is When.AFTER else [])
    assert bool(entry["to"]) is (when is When.AFTER)


async def test_silence_leaves_the_app_waiting(clock: Clock) -> None:
    """The post is accepted, no answer comes, and the playground's stop is not held up by it."""
    accepted = asyncio.Event()

    async def never_answer(moment: Moment) -> Fault | None:
        if moment.when is When.BEFORE:
            return None
        accepted.set()
        return Silence()

    playground = a_playground(clock, faults=never_answer)
    async with running(playground) as slack:
        token = playground.install(manifest(scopes=SCOPES)).bot_token
        client = AsyncWebClient(token=token, base_url=playground.api_url, retry_handlers=[])
        waiting = asyncio.create_task(client.chat_postMessage(channel="backend-guild", text="Question"))
        await accepted.wait()
        message = await slack.person("ana").message("backend-guild")
        still_waiting = not waiting.done()
    with pytest.raises(aiohttp.ClientError):
        await waiting

    assert (message["text"], still_waiting) == ("Question", True)


async def test_another_answer_in_place_of_slacks(clock: Clock) -> None:
    """429 with its Retry-After, for the methods and arguments that the hook picks."""

    async def slow_down(moment: Moment) -> Fault | None:
        if moment.when is When.BEFORE and moment.arguments.get("text") == "Two":
            return Say(status=429, body='{"ok": false, "error": "ratelimited"}', headers={"Retry-After": "7"})
        return None

    playground = a_playground(clock, faults=slow_down)
    async with running(playground) as slack:
        token = playground.install(manifest(scopes=SCOPES)).bot_token
        client = AsyncWebClient(token=token, base_url=playground.api_url, retry_handlers=[])
        await client.chat_postMessage(channel="backend-guild", text="One")
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel="backend-guild", text="Two")
        count = len(await slack.person("ana").messages("backend-guild"))

    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "7")
    assert count == 1


async def test_the_hook_sees_the_answer_it_may_spoil(clock: Clock) -> None:
    """Before there is no reply, after there is Slack's own."""
    seen: list[Moment] = []

    async def watch(moment: Moment) -> None:
        seen.append(moment)

    playground = a_playground(clock, faults=watch)
    async with running(playground):
        token = playground.install(manifest(scopes=SCOPES)).bot_token
        await AsyncWebClient(token=token, base_url=playground.api_url).auth_test()

    before, after = seen
    assert (before.when, before.method, before.reply) == (When.BEFORE, "auth.test", None)
    assert after.reply is not None
    assert after.reply["ok"] is True


async def test_response_urls_over_http(playground: Playground, slack: Slack) -> None:
    """A used-up address is 404, a malformed answer 400, a good one 200."""
    playground.install(manifest())
    workspace = playground.workspace
    (ana, channel) = workspace.member("ana"), workspace.conversation("backend-guild")
    assert ana is not None
    assert channel is not None
    name = workspace.grants.lend_response_url(ana.id, channel.id, now=workspace.now(), original=None)
    url = f"/response/commands/{workspace.team_id}/{name}"

    statuses = [await status(slack, "POST", url, json=body) for body in ({"text": "x"}, {}, {"text": 7})]
    statuses += [await status(slack, "POST", url, json={"text": "x"}) for _ in range(5)]
    statuses += [await status(slack, "POST", url, data="{", headers={"Content-Type": "application/json"})]

    assert statuses == [200, 400, 400, 200, 200, 200, 200, 404, 400]
    assert len(await slack.person("ana").shown("response_url")) == 5
