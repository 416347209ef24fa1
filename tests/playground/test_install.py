"""Installing: the consent page, codes, oauth.v2.access, and a second workspace."""

from __future__ import annotations

import html
import re
import socket
import urllib.parse
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.cast import Channel, Person, Team
from bot.playground.oauth import CODE_SECONDS
from tests.playground.fixtures import a_playground, manifest, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from slack_sdk.socket_mode.request import SocketModeRequest

    from bot.playground.server import Playground
    from bot.playground.testing.person import Slack
    from bot.playground.workspace import Workspace
    from tests.playground.fixtures import Clock

CALLBACK = "http://127.0.0.1:3000/slack/oauth_redirect"
SCOPES = ("commands", "chat:write", "chat:write.public", "users:read")


def distributed() -> dict[str, object]:
    """A manifest with a redirect URL."""
    oauth = {"redirect_urls": [CALLBACK], "scopes": {"bot": list(SCOPES)}}
    return {**manifest(scopes=SCOPES), "oauth_config": oauth}


pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # slack_sdk's oauth.v2.access


class Desktop:
    """A person's browser on a playground with two workspaces, and the app's client."""

    def __init__(self, playground: Playground, slack: Slack, second: Workspace, seconds: list[float]) -> None:
        self.playground = playground
        self.slack = slack
        self.second = second
        self.seconds = seconds
        self.app = playground.workspace.common.registration
        self.client = AsyncWebClient(base_url=playground.api_url)

    def link(self, **changes: str) -> str:
        """The app's install link, changed in these fields."""
        assert self.app is not None
        fields = {"client_id": self.app.client_id, "scope": "commands,chat:write", "state": "s1", **changes}
        return f"/oauth/v2/authorize?{urllib.parse.urlencode(fields)}"

    async def see(self, link: str) -> tuple[int, str]:
        """The install page's status and text."""
        async with self.slack.session.get(link) as answered:
            return answered.status, await answered.text()

    async def decide(self, link: str, *, decision: str = "allow", who: str = "") -> dict[str, str]:
        """Press a button of the page as Dana of the second workspace; the fields that reach the app."""
        dana = self.second.member("dana")
        assert dana is not None
        form = {
            "query": link.partition("?")[2],
            "decision": decision,
            "who": who or f"{self.second.team_id}/{dana.id}",
        }
        async with self.slack.session.post(
            "/oauth/v2/authorize", data=form, allow_redirects=False
        ) as answered:
            assert answered.status == 302, await answered.text()
            place = urllib.parse.urlsplit(answered.headers["Location"])
        assert place._replace(query="").geturl() == CALLBACK
        return dict(urllib.parse.parse_qsl(place.query))

    async def exchange(self, code: str, **changes: str) -> dict[str, object]:
        """What oauth.v2.access answers to this code."""
        assert self.app is not None
        given = {"client_id": self.app.client_id, "client_secret": self.app.client_secret, **changes}
        try:
            answer = await self.client.oauth_v2_access(code=code, **given)
        except SlackApiError as refused:
            answer = refused.response
        assert isinstance(answer.data, dict)
        return answer.data


@pytest.fixture
async def desktop(clock: Clock) -> AsyncIterator[Desktop]:
    """An app that is registered and installed nowhere, and two workspaces."""
    seconds = [100.0]
    playground = a_playground(clock, monotonic=lambda: seconds[0])
    second = playground.add_workspace(
        team=Team(name="Elsewhere"),
        people=[Person(handle="dana", name="Dana")],
        channels=[Channel(name="general")],
        seed=2,
    )
    playground.register(distributed())
    async with running(playground) as slack:
        yield Desktop(playground, slack, second, seconds)


async def test_the_page_asks_in_plain_words(desktop: Desktop) -> None:
    """Who asks, for what, and where it may be installed; slack_sdk's generator makes such links."""
    assert desktop.app is not None
    made = AuthorizeUrlGenerator(
        client_id=desktop.app.client_id,
        scopes=["commands", "chat:write"],
        authorization_url=f"{desktop.playground.url}/oauth/v2/authorize",
    ).generate("s1")

    status, page = await desktop.see(made)

    assert status == 200
    assert "Install Echo" in page
    assert re.findall(r"<li>(.*?)</li>", page) == ["commands", "chat:write"]
    assert re.findall(r"<option[^>]*>(.*?)</option>", page) == ["Ana", "Ben", "Chiara", "Dana"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"scope": ""}, "no_scopes"),
        ({"scope": "admin"}, "invalid_scope"),
        ({"user_scope": "chat:write"}, "invalid_scope"),
        ({"redirect_uri": "http://127.0.0.1:3000/other"}, "bad_redirect_uri"),
        ({"redirect_uri": f"{CALLBACK}/../other"}, "bad_redirect_uri"),
        ({"redirect_uri": "https://example.com/slack/oauth_redirect"}, "bad_redirect_uri"),
        ({"scope": "<script>"}, "invalid_scope"),
    ],
)
async def test_links_that_are_refused(desktop: Desktop, changes: dict[str, str], code: str) -> None:
    """The page says why, offers no button, and runs nothing of the link's."""
    status, page = await desktop.see(desktop.link(**changes))

    assert status == 400
    assert code in page
    assert "<form" not in page
    assert "<script>" not in page


async def test_a_second_workspace(desktop: Desktop) -> None:
    """Dana says yes: the app gets its state back, a token of that workspace, and works there alone."""
    back = await desktop.decide(desktop.link())
    body = await desktop.exchange(back["code"])
    client = AsyncWebClient(token=str(body["access_token"]), base_url=desktop.playground.api_url)
    known = await client.auth_test()

    assert back["state"] == "s1"
    assert (body["token_type"], body["scope"]) == ("bot", "commands,chat:write")
    assert body["team"] == {"id": desktop.second.team_id, "name": "Elsewhere"}
    assert (known["team_id"], known["user_id"]) == (desktop.second.team_id, body["bot_user_id"])
    assert desktop.playground.workspace.app is None


async def channel_id(desktop: Desktop) -> str:
    """The channel of the second workspace."""
    found = desktop.second.conversation("general")
    assert found is not None
    return found.id


async def test_two_workspaces_know_nothing_of_one_another(desktop: Desktop) -> None:
    """Each token reaches its own channels and people; a channel of the other one does not exist."""
    ana = desktop.playground.workspace.member("ana")
    dana = desktop.second.member("dana")
    assert ana is not None
    assert dana is not None
    link = desktop.link(scope=",".join(SCOPES))
    here = f"{desktop.playground.workspace.team_id}/{ana.id}"
    first = await desktop.exchange((await desktop.decide(link, who=here))["code"])
    second = await desktop.exchange((await desktop.decide(link))["code"])
    client = AsyncWebClient(base_url=desktop.playground.api_url)

    await client.chat_postMessage(token=str(second["access_token"]), channel="general", text="Hello")
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(
            token=str(first["access_token"]), channel=await channel_id(desktop), text="Hello"
        )
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.users_info(token=str(first["access_token"]), user=dana.id)
    async with desktop.slack.session.get("/_/see?as=dana&team=Elsewhere") as answered:
        seen = await answered.json()

    assert first["access_token"] != second["access_token"]
    assert first["app_id"] == second["app_id"]
    assert [message["text"] for message in seen["channels"][0]["messages"]] == ["Hello"]
    assert [team["name"] for team in seen["teams"]] == ["Playground", "Elsewhere"]


async def test_one_app_hears_both_workspaces(desktop: Desktop) -> None:
    """A command from the second workspace reaches the same connection, with its own team's id."""
    assert desktop.app is not None
    await desktop.exchange((await desktop.decide(desktop.link()))["code"])
    heard: list[SocketModeRequest] = []
    client = AsyncWebClient(base_url=desktop.playground.api_url)
    sockets = SocketModeClient(app_token=desktop.app.app_token, web_client=client)

    async def listen(client: SocketModeClient, request: SocketModeRequest) -> None:
        heard.append(request)
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, {"text": "Heard"}))

    sockets.socket_mode_request_listeners.append(listen)  # type: ignore[arg-type]  # slack_sdk's own alias
    await sockets.connect()  # type: ignore[no-untyped-call]  # slack_sdk's
    act = {"as": "dana", "team": "Elsewhere", "do": "command", "channel": "general", "text": "/echo x"}
    acted = await desktop.slack.post("/_/act", act)
    await sockets.close()  # type: ignore[no-untyped-call]  # slack_sdk's
    seen = desktop.playground.see("dana", "Elsewhere")

    assert acted["ack"] == "ok"
    assert heard[0].payload["team_id"] == desktop.second.team_id
    assert "Heard" in str(seen["channels"])


async def test_a_no_comes_back_as_a_no(desktop: Desktop) -> None:
    """Cancel installs nothing."""
    back = await desktop.decide(desktop.link(), decision="cancel")

    assert back == {"error": "access_denied", "state": "s1"}
    assert desktop.second.app is None


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_secret": "wrong"}, "bad_client_secret"),
        ({"grant_type": "refresh_token"}, "invalid_grant_type"),
        ({"redirect_uri": f"{CALLBACK}/2"}, "bad_redirect_uri"),
        ({"redirect_uri": CALLBACK}, None),
    ],
)
async def test_what_an_exchange_must_prove(
    desktop: Desktop, changes: dict[str, str], error: str | None
) -> None:
    """Client, secret, and the redirect_uri of the link."""
    code = (await desktop.decide(desktop.link(redirect_uri=CALLBACK)))["code"]

    assert (await desktop.exchange(code, **changes)).get("error") == error


async def test_a_code_is_good_once_and_for_ten_minutes(desktop: Desktop) -> None:
    """Spent, late and made up are told apart as far as Slack does."""
    spent = (await desktop.decide(desktop.link()))["code"]
    late = (await desktop.decide(desktop.link()))["code"]
    await desktop.exchange(spent)
    again = await desktop.exchange(spent)
    desktop.seconds[0] += CODE_SECONDS + 1

    assert again["error"] == "code_already_used"
    assert (await desktop.exchange(late))["error"] == "invalid_code"
    assert (await desktop.exchange("made-up"))["error"] == "invalid_code"


async def test_the_secret_stays_off_the_wire(desktop: Desktop) -> None:
    """The record of the exchange shows the code's use, no secret of the app's and no token."""
    assert desktop.app is not None
    body = await desktop.exchange((await desktop.decide(desktop.link()))["code"])

    assert await desktop.slack.wire("oauth.v2.access")
    assert await desktop.slack.wire(desktop.app.client_secret) == []
    assert await desktop.slack.wire(str(body["access_token"])) == []


async def test_the_settings_own_button(desktop: Desktop) -> None:
    """Without OAuth: the page installs with every scope of the manifest and shows the token."""
    status, page = await desktop.see("/install")
    (who,) = re.findall(r'value="([^"]*)">Dana', page)
    async with desktop.slack.session.post("/install", data={"who": who}) as answered:
        done = await answered.text()

    assert status == 200
    assert desktop.second.app is not None
    assert desktop.second.app.scopes == SCOPES
    assert desktop.second.app.bot_token in done


async def test_other_sites_cannot_press_the_buttons(desktop: Desktop) -> None:
    """A form that another site posts is refused by its Origin."""
    headers = {"Origin": "https://example.com"}
    statuses = []
    for path in ("/install", "/oauth/v2/authorize"):
        async with desktop.slack.session.post(path, data={"who": "x"}, headers=headers) as answered:
            statuses.append(answered.status)

    assert statuses == [403, 403]


async def test_installing_again_adds_scopes_and_keeps_the_token(desktop: Desktop) -> None:
    """The bot stays who it is."""
    first = await desktop.exchange((await desktop.decide(desktop.link()))["code"])
    wider = desktop.link(scope="users:read")
    second = await desktop.exchange((await desktop.decide(wider))["code"])

    assert first["access_token"] == second["access_token"]
    assert first["bot_user_id"] == second["bot_user_id"]
    assert second["scope"] == "commands,chat:write,users:read"


async def test_basic_credentials(desktop: Desktop) -> None:
    """The client's id and secret may come by HTTP's own header."""
    assert desktop.app is not None
    code = (await desktop.decide(desktop.link()))["code"]
    credentials = aiohttp.encode_basic_auth(desktop.app.client_id, desktop.app.client_secret)
    async with desktop.slack.session.post(
        "/api/oauth.v2.access", data={"code": code}, headers={"Authorization": credentials}
    ) as answered:
        body = await answered.json()

    assert body["ok"] is True


async def test_an_uninstalled_app_is_inactive_and_may_come_back(desktop: Desktop) -> None:
    """The old token is dead; a new installation has the same bot and another token."""
    first = await desktop.exchange((await desktop.decide(desktop.link()))["code"])
    app = desktop.second.app
    assert app is not None
    desktop.second.uninstall(app)
    client = AsyncWebClient(token=str(first["access_token"]), base_url=desktop.playground.api_url)
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()

    second = await desktop.exchange((await desktop.decide(desktop.link()))["code"])

    assert second["access_token"] != first["access_token"]
    assert second["bot_user_id"] == first["bot_user_id"]


async def test_bolts_own_oauth(clock: Clock, tmp_path: Path) -> None:
    """An unmodified Bolt app installs itself: its link, the person's yes, its callback, its own store."""
    listening = socket.create_server(("127.0.0.1", 0))
    home = f"http://127.0.0.1:{listening.getsockname()[1]}"
    playground = a_playground(clock)
    oauth = {"redirect_urls": [f"{home}/slack/oauth_redirect"], "scopes": {"bot": list(SCOPES)}}
    app = playground.register({**distributed(), "oauth_config": oauth})
    ana = playground.workspace.member("ana")
    assert ana is not None
    store = FileInstallationStore(base_dir=str(tmp_path / "installations"))
    async with running(playground) as slack:
        settings = AsyncOAuthSettings(
            client_id=app.client_id,
            client_secret=app.client_secret,
            scopes=list(SCOPES),
            installation_store=store,
            state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(tmp_path / "states")),
            authorization_url=f"{playground.url}/oauth/v2/authorize",
        )
        client = AsyncWebClient(base_url=playground.api_url)
        bolt = AsyncApp(client=client, signing_secret=app.signing_secret, oauth_settings=settings)
        runner = web.AppRunner(bolt.server().web_app)
        await runner.setup()
        await web.SockSite(runner, listening).start()
        async with aiohttp.ClientSession() as browser:
            async with browser.get(f"{home}/slack/install") as answered:
                cookie = answered.headers["Set-Cookie"].partition(";")[0]
                (link,) = re.findall(r'href="([^"]*authorize[^"]*)"', await answered.text())
            form = {
                "query": urllib.parse.urlsplit(html.unescape(link)).query,
                "decision": "allow",
                "who": f"{playground.workspace.team_id}/{ana.id}",
            }
            async with slack.session.post(link, data=form, allow_redirects=False) as answered:
                back = answered.headers["Location"]
            async with browser.get(back, headers={"Cookie": cookie}) as answered:
                thanks = answered.status
        await runner.cleanup()
        bot = await store.async_find_bot(enterprise_id=None, team_id=playground.workspace.team_id)

    assert thanks == 200
    assert bot is not None
    assert playground.workspace.app is not None
    assert bot.bot_token == playground.workspace.app.bot_token
