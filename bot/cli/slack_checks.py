"""What Slack says of our tokens, scopes, clock and connection; nothing is posted, no secret is shown."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING, assert_never

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.findings import Finding, fail, ok, warn
from bot.cli.scopes import EXTRAS, NEEDED
from bot.clock import seconds_ahead
from bot.config import HttpMode, SocketMode
from bot.refusals import TROUBLE, code_of, is_trouble
from bot.web import slack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.cli.scopes import Extra
    from bot.clock import Clock
    from bot.config import Config, Listen

_PATIENCE_S = 15
_NOTICEABLE_S, _REFUSED_S = 10.0, 300.0  # of skew: a plan's minute, and Slack's window for signatures
_INSTALL = "OAuth & Permissions › Scopes, then Reinstall to Workspace"


async def slack_findings(config: Config, clock: Clock) -> list[Finding]:
    """Token, scopes, clock and connection; where Slack can't be reached, that alone."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_PATIENCE_S)) as session:
        client = AsyncWebClient(
            token=config.bot_token, base_url=config.slack_api, session=session, retry_handlers=[]
        )
        try:
            reply = await client.auth_test()
        except SlackApiError as refusal:
            return [_refused("bot token", "SLACK_BOT_TOKEN", refusal), *await _connection(config, client)]
        except (aiohttp.ClientError, TimeoutError, OSError) as unreachable:
            words = f"Slack can't be reached at {config.slack_api} ({unreachable})"
            return [fail("Slack", words, "check the network, and SLACK_API_URL if you set it")]
        headers = {name.lower(): str(value) for name, value in reply.headers.items()}
        return [
            ok("bot token", f"{reply.get('user')} in {reply.get('team')}"),
            *_scopes(headers.get("x-oauth-scopes")),
            _clock(seconds_ahead(clock(), headers.get("date", ""))),
            *await _connection(config, client),
        ]


def _refused(about: str, setting: str, refusal: SlackApiError) -> Finding:
    code = code_of(refusal)
    if is_trouble(code):
        return fail(about, TROUBLE.format(code).removesuffix("."))
    place = {
        "SLACK_BOT_TOKEN": "OAuth & Permissions › Bot User OAuth Token",
        "SLACK_APP_TOKEN": "Basic Information › App-Level Tokens, with the scope connections:write",
    }[setting]
    return fail(about, f"Slack says {code}", f"copy {setting} again from {place}")


def _scopes(header: str | None) -> Iterator[Finding]:
    """What is granted, by the header that Slack sends with every answer."""
    if header is None:
        yield warn("scopes", "Slack did not say which are granted", f"compare with {_INSTALL}")
        return
    granted = {scope.strip() for scope in header.split(",") if scope.strip()}
    for scope, cost in NEEDED.items():
        if scope not in granted:
            yield fail(f"scope {scope}", f"not granted: {cost}", f"add it under {_INSTALL}")
    if granted >= set(NEEDED):
        yield ok("scopes", f"{' and '.join(NEEDED)} are granted")
    for name, extra in EXTRAS.items():
        yield _extra(name, extra, granted)
    unused = granted - set(NEEDED) - {scope for extra in EXTRAS.values() for scope in extra.scopes}
    if unused:
        words = f"{', '.join(sorted(unused))}: granted, and nothing here uses it"
        yield warn("more scopes", words, f"take it away under {_INSTALL}")


def _extra(name: str, extra: Extra, granted: set[str]) -> Finding:
    missing = [scope for scope in extra.scopes if scope not in granted]
    about = f"optional {name}"
    if not missing:
        return ok(about, f"granted. Buys: {extra.buys}")
    if len(missing) < len(extra.scopes):
        words = f"granted in part, without {', '.join(missing)}"
        return warn(about, words, f"add it under {_INSTALL}")
    return ok(about, f"not granted: {extra.without}. Would buy: {extra.buys}")


def _clock(ahead: float | None) -> Finding:
    if ahead is None:
        return warn("clock", "Slack's answer had no date to compare with", "check this machine's time")
    words = f"{abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} Slack's"
    mend = "set this machine's clock, and keep it with NTP"
    if abs(ahead) >= _REFUSED_S:
        return fail("clock", f"{words}: requests over HTTP are refused, posts come at a wrong hour", mend)
    if abs(ahead) >= _NOTICEABLE_S:
        return warn("clock", f"{words}: posts come so much off their hour", mend)
    return ok("clock", "as Slack's")


async def _connection(config: Config, client: AsyncWebClient) -> list[Finding]:
    """Whether payloads can get in, as far as that can be known from here."""
    match config.mode:
        case SocketMode(app_token=app_token):
            return [await _socket(client, app_token), *await _probes(config.listen)]
        case HttpMode():
            return await _http(config.listen)
        case _:
            assert_never(config.mode)


async def _socket(client: AsyncWebClient, app_token: str) -> Finding:
    try:
        await client.apps_connections_open(app_token=app_token)
    except SlackApiError as refusal:
        return _refused("connection", "SLACK_APP_TOKEN", refusal)
    except (aiohttp.ClientError, TimeoutError, OSError) as unreachable:
        return fail("connection", f"Slack can't be reached ({unreachable})", "check the network")
    return ok("connection", "Slack gives an address for Socket Mode")


async def _probes(listen: Listen | None) -> list[Finding]:
    return [await _port("probes", listen)] if listen else []


async def _http(listen: Listen | None) -> list[Finding]:
    if listen is None:
        return []
    found = await _port("connection", listen)
    public = f"https://YOUR-HOST{slack.PATH}"
    unseen = f"whether Slack reaches {public}, its proxy and its certificate, can't be seen from here"
    mend = "interview-bot manifest --url https://YOUR-HOST has the addresses; Slack verifies them when saved"
    return [found, warn("request URL", unseen, mend)]


async def _port(about: str, listen: Listen) -> Finding:
    """Free, or taken by a bot of ours; else somebody else has it."""
    address = f"http://{listen.host}:{listen.port}"
    try:
        family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((listen.host, listen.port))
    except OSError as taken:
        if await _lives(address):
            return ok(about, f"a bot listens at {address}")
        mend = "set PORT or HOST to another one"
        return fail(about, f"{address} can't be used ({taken.strerror or taken})", mend)
    return ok(about, f"{address} is free")


async def _lives(address: str) -> bool:
    """Whether our own probe answers there."""
    with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session,
            session.get(f"{address}/livez") as answer,
        ):
            return answer.status == 200 and await answer.text() == "ok"  # noqa: PLR2004 - HTTP's OK
    return False
