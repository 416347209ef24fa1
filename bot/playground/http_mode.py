"""Deliveries over HTTP: signed POSTs to the app's request URLs, and what its answers mean; no shapes here.

https://docs.slack.dev/apis/events-api/using-http-request-urls
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
import urllib.parse
from typing import TYPE_CHECKING

import aiohttp

from bot.playground.addresses import at_this_machine
from bot.playground.delivery import ACK_SECONDS, Ack, Heard
from bot.playground.fields import mapping, parse, text
from bot.playground.wire import Way

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.playground.cast import InstalledApp
    from bot.playground.delivery import Parcel
    from bot.playground.workspace import Workspace

REDIRECTS = 2
"""Slack follows two of an event's, then calls it too_many_redirects."""
OK, REDIRECT, SERVER_ERROR = 2, 3, 5
"""The first digits of HTTP's statuses."""
LOOK_SECONDS = 0.25
"""How often an app that is not there yet is looked for."""
FORM = "application/x-www-form-urlencoded"


class HttpMode:
    """POSTs to the app; `wall` is the real time in seconds, by which apps judge a signature's age."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        ack_seconds: float = ACK_SECONDS,
        wall: Callable[[], float] = time.time,  # noqa: TID251 - apps check signatures by real time
    ) -> None:
        self._workspace = workspace
        self.ack_seconds = ack_seconds
        self._wall = wall
        self._verified: set[str] = set()
        self._challenged: set[str] = set()
        self._session: aiohttp.ClientSession | None = None
        self._watching: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look for the app until it listens, so that screens can say whether it is connected."""
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=None),
            headers={"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)", "Accept": "*/*"},
        )
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Stop looking, and drop what is under way."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
        self._watching = self._session = None

    async def send(self, parcel: Parcel) -> Ack:
        """POST a payload to its request URL, and read the answer; an event's URL is verified before."""
        url = _url(parcel)
        if not url or (parcel.kind == "events_api" and not await self._verify(parcel.app)):
            return Ack(heard=Heard.UNCONNECTED, reason="connection_failed")
        self._workspace.record(Way.EVENT, parcel.name, body=parcel.payload)
        body, kind = _body(parcel)
        headers = {"Content-Type": kind}
        if parcel.attempt:
            headers |= {"X-Slack-Retry-Num": str(parcel.attempt), "X-Slack-Retry-Reason": parcel.reason}
        ack = await self._post(parcel.app, url, body, headers)
        self._count(connected=ack.heard is not Heard.UNCONNECTED)
        return ack

    async def _verify(self, app: InstalledApp) -> bool:
        """Whether the challenge came back: https://docs.slack.dev/reference/events/url_verification."""
        url = app.addresses.events_url
        if url in self._verified:
            return True
        challenge = self._workspace.ids.letters(52)
        asked = {"token": app.verification_token, "challenge": challenge, "type": "url_verification"}
        headers = {"Content-Type": "application/json"}
        ack = await self._post(app, url, json.dumps(asked).encode(), headers)
        right = challenge in (text(ack.payload.get("challenge")), text(ack.payload.get("text")))
        if right or (ack.heard is not Heard.UNCONNECTED and url not in self._challenged):
            self._challenged.add(url)
            reply = {"ack": ack.heard.value, "verified": right}
            self._workspace.record(Way.EVENT, "url_verification", body=asked, reply=reply)
        if right:
            self._verified.add(url)
        return right

    async def _post(self, app: InstalledApp, url: str, body: bytes, headers: Mapping[str, str]) -> Ack:
        try:
            async with asyncio.timeout(self.ack_seconds):
                return await self._exchange(app, url, body, headers)
        except TimeoutError:
            return Ack(heard=Heard.TIMEOUT, reason="http_timeout")
        except aiohttp.ClientSSLError:
            return Ack(heard=Heard.UNCONNECTED, reason="ssl_error")
        except (aiohttp.ClientConnectionError, aiohttp.InvalidURL):
            return Ack(heard=Heard.UNCONNECTED, reason="connection_failed")
        except (aiohttp.ClientError, ValueError):
            return Ack(heard=Heard.SERVICE_ERROR, reason="unknown_error")

    async def _exchange(self, app: InstalledApp, url: str, body: bytes, headers: Mapping[str, str]) -> Ack:
        if self._session is None:
            raise aiohttp.ClientConnectionError
        for _ in range(1 + REDIRECTS):
            signed = {**headers, **signature(app.signing_secret, int(self._wall()), body)}
            async with self._session.post(url, data=body, headers=signed, allow_redirects=False) as answer:
                if answer.status // 100 != REDIRECT or "Location" not in answer.headers:
                    return await _read(answer)
                url = at_this_machine(urllib.parse.urljoin(url, answer.headers["Location"]))
        return Ack(heard=Heard.CLIENT_ERROR, reason="too_many_redirects")

    async def _watch(self) -> None:
        while True:
            installed = [one.app for one in self._workspace.all if one.app is not None]
            if installed and not installed[0].addresses.socket_mode and not self._workspace.connections:
                self._count(connected=await self._listens(installed[0]))
            await asyncio.sleep(LOOK_SECONDS)

    async def _listens(self, app: InstalledApp) -> bool:
        if app.addresses.events_url:
            return await self._verify(app)
        urls = [app.addresses.interactivity_url, *(command.url for command in app.commands)]
        parts = urllib.parse.urlsplit(next((url for url in urls if url), ""))
        try:
            _, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
        except OSError:
            return False
        writer.close()
        return True

    def _count(self, *, connected: bool) -> None:
        if self._workspace.connections != int(connected):
            self._workspace.connections = int(connected)
            self._workspace.changed()


def signature(secret: str, at: int, body: bytes) -> dict[str, str]:
    """The two headers that prove a request to be Slack's; `at` is in real seconds since 1970.

    https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    signed = hmac.new(secret.encode(), b"v0:%d:%b" % (at, body), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={signed}"}


def _url(parcel: Parcel) -> str:
    """Commands have a URL each; menus that fill themselves, interactions and events one for all."""
    addresses, payload = parcel.app.addresses, parcel.payload
    if parcel.kind == "slash_commands":
        known = {command.command: command.url for command in parcel.app.commands}
        return known.get(text(payload.get("command")), "")
    if parcel.kind == "events_api":
        return addresses.events_url
    return addresses.options_url if parcel.name == "block_suggestion" else addresses.interactivity_url


def _body(parcel: Parcel) -> tuple[bytes, str]:
    """The body and its type: events as JSON, commands as a form, interactions as JSON in a form's field."""
    if parcel.kind == "events_api":
        return json.dumps(parcel.payload).encode(), "application/json"
    given = parcel.payload if parcel.kind == "slash_commands" else {"payload": json.dumps(parcel.payload)}
    return urllib.parse.urlencode({name: str(value) for name, value in given.items()}).encode(), FORM


async def _read(answer: aiohttp.ClientResponse) -> Ack:
    if answer.status // 100 == OK:
        return Ack(heard=Heard.OK, payload=_payload(answer, await answer.text(errors="replace")))
    heard = Heard.SERVICE_ERROR if answer.status // 100 == SERVER_ERROR else Heard.CLIENT_ERROR
    return Ack(heard=heard, reason="http_error", final=answer.headers.get("X-Slack-No-Retry") == "1")


def _payload(answer: aiohttp.ClientResponse, said: str) -> Mapping[str, object]:
    """The JSON object of an answer, or its words as a message's text, as commands may be answered."""
    if answer.content_type == "application/json":
        try:
            return mapping(parse(said or "{}"))
        except ValueError:
            pass
    return {"text": said} if said else {}
