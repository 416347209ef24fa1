"""The only wiring: settings, clock, chance and bank go in, a bot that runs comes out."""

from __future__ import annotations

import datetime as dt
import os
import socket
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, assert_never

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.command_names import CommandNames
from bot.clock import Skew, system_clock
from bot.config import HttpMode, SocketMode
from bot.delivery.planner import Planner
from bot.delivery.poster import Poster
from bot.delivery.settler import Settler
from bot.delivery.wire import SlackWire
from bot.errors import CannotConnectError
from bot.listeners.authorize import authorize_as
from bot.listeners.desk import Desk
from bot.listeners.door import open_door
from bot.listeners.later import Later
from bot.listeners.members import Members
from bot.listeners.profiles import Profiles
from bot.listeners.refreshing import Refreshing
from bot.listeners.replying import Replies
from bot.refusals import TROUBLE, code_of, is_trouble
from bot.scheduler import Scheduler
from bot.service.posting import LEASE
from bot.store.store import Store
from bot.store.workspaces import TeamId, WorkspaceState
from bot.web import slack
from bot.web.guard import Guard
from bot.web.probes import Probes
from bot.web.server import serving
from bot.web.socket_mode import connected

if TYPE_CHECKING:
    import random
    from collections.abc import AsyncIterator, Callable

    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp

    from bot.bank.library import Shelf
    from bot.clock import Clock
    from bot.config import Config
    from bot.store.store import Transaction
    from bot.store.workspaces import Workspace

# Of calls that answer a person: a session that is shared ignores the client's own. Posts have a deadline.
_PATIENCE = aiohttp.ClientTimeout(total=15)
_DRAIN_S = 7.0  # for what is on the wire when told to stop; the door may take three more, twice
_SKEW_S = 60.0  # and at five times that Slack's requests are refused
_TICKS = 6  # may be missed before an orchestrator is told: half a minute at the usual pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A bot that runs: where and as whom, what it remembers, what drives it, and its probes.

    ``address`` is where it serves, None where it does not.
    """

    workspace: Workspace
    name: str
    store: Store
    scheduler: Scheduler
    probes: Probes
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often the metronome ticks (seconds), how long a doubtful post is held, and a row leased."""

    interval: float = 5.0
    hold: dt.timedelta = dt.timedelta(minutes=20)
    lease: dt.timedelta = LEASE


@asynccontextmanager
async def running(
    config: Config,
    shelf: Shelf,
    *,
    clock: Clock,
    chance: random.Random,
    pace: Pace,
    wall: Clock = system_clock,
) -> AsyncIterator[Bot]:
    """Connects, and runs the bot until the context ends; then drains what is on the wire.

    ``wall`` is the real time, by which Slack stamps its requests, whatever ``clock`` says.
    Raises CannotConnectError and AlreadyRunningError, each with the mend.
    """
    async with AsyncExitStack() as stack:
        store = stack.enter_context(closing(Store(config.database)))
        stack.enter_context(store.sole())
        skew = Skew(wall)
        session = await stack.enter_async_context(
            aiohttp.ClientSession(timeout=_PATIENCE, trace_configs=[_noting(skew)])
        )
        client = _client(config, session, token=config.bot_token)
        identity = await _identity(client, config.bot_token)
        workspace = await store.write_soon(partial(_connected, identity))
        names = CommandNames(config.prefix)
        poster = _poster(store, client, shelf, clock, chance, workspace.team, pace.lease, names)
        planner = Planner(store=store, clock=clock, hold=pace.hold)
        settler = Settler(store=store, wire=poster.wire, clock=clock, team=workspace.team)
        scheduler = Scheduler(planner, poster, settler, shelf, interval=pace.interval)
        later = Later()
        stack.push_async_callback(later.stop)
        replies = Replies(client, session)
        desk = Desk(
            library=lambda: shelf.library,
            store=store,
            clock=clock,
            chance=chance,
            replies=replies,
            members=Members(client),
            profiles=Profiles(client),
            commands=names,
            nudge=poster.nudge.set,
            recorded=poster.recorded,
            later=later,
            refreshing=Refreshing(replies),
        )
        bolt_client = _client(config, session, token=None)  # authorize_as gives Bolt its token
        door = open_door(bolt_client, authorize_as(identity), desk)
        probes = Probes(
            {
                "database": partial(_database, store, workspace.team),
                "planner": partial(_planner, scheduler, pace.interval * _TICKS),
                "clock": partial(_clock, skew),
            }
        )
        guard = partial(Guard, clock=wall, store=store)
        address = await _reachable(stack, config, door, guard, probes)
        scheduler.start()
        stack.push_async_callback(scheduler.stop, within=_DRAIN_S)
        stack.callback(probes.stop)  # unready before anything else ends
        yield Bot(
            workspace=workspace,
            name=identity.user or workspace.bot_user,
            store=store,
            scheduler=scheduler,
            probes=probes,
            address=address,
        )


async def _reachable(
    stack: AsyncExitStack, config: Config, door: AsyncApp, guard: Callable[[str], Guard], probes: Probes
) -> str | None:
    """Lets payloads in, by the way that is configured; where the bot serves, if it does."""
    routes = list(probes.routes())
    match config.mode:
        case SocketMode(app_token=app_token):
            handler = await stack.enter_async_context(connected(door, app_token))
            probes.add("slack", partial(_socket, handler))
        case HttpMode(signing_secret=secret):
            routes += slack.Requests(door, guard(secret)).routes()
        case _:
            assert_never(config.mode)
    if config.listen is None:
        return None
    return await stack.enter_async_context(serving(config.listen.host, config.listen.port, routes))


def _client(config: Config, session: aiohttp.ClientSession, *, token: str | None) -> AsyncWebClient:
    """A client that asks once: the SDK's own retries would send a post twice (slack_sdk.http_retry)."""
    return AsyncWebClient(
        token=token,
        base_url=config.slack_api,
        session=session,
        retry_handlers=[],
    )


def _poster(  # noqa: PLR0913, PLR0917 - what a sender is made of
    store: Store,
    client: AsyncWebClient,
    shelf: Shelf,
    clock: Clock,
    chance: random.Random,
    team: TeamId,
    lease: dt.timedelta,
    names: CommandNames,
) -> Poster:
    owner = f"{socket.gethostname()}/{os.getpid()}/{chance.randrange(16**8):08x}"  # a pod's pid is always 1
    return Poster(
        store=store,
        wire=SlackWire(client),
        library=lambda: shelf.library,
        clock=clock,
        chance=chance,
        owner=owner,
        team=team,
        lease=lease,
        commands=names,
    )


def _noting(skew: Skew) -> aiohttp.TraceConfig:
    """Slack tells the time with each of its answers: a clock that goes wrong later is seen, too."""

    async def answered(
        _session: aiohttp.ClientSession,
        _context: object,
        ended: aiohttp.TraceRequestEndParams,
    ) -> None:
        skew.note(ended.response.headers.get("Date", ""))

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(answered)
    return trace


async def _identity(client: AsyncWebClient, bot_token: str) -> AuthorizeResult:
    """Who Slack says that we are."""
    try:
        reply = await client.auth_test()
    except SlackApiError as refusal:
        code = code_of(refusal)
        if is_trouble(code):
            raise CannotConnectError(TROUBLE.format(code)) from refusal
        raise CannotConnectError(
            f"Slack does not take SLACK_BOT_TOKEN ({code}): copy it again from your"
            " app, OAuth & Permissions › Bot User OAuth Token."
        ) from refusal
    except (aiohttp.ClientError, TimeoutError, OSError) as unreachable:
        raise CannotConnectError(
            f"Slack can't be reached at {client.base_url} ({unreachable}): check the network, and"
            " SLACK_API_URL if you set it."
        ) from unreachable
    return AuthorizeResult.from_auth_test_response(bot_token=bot_token, auth_test_response=reply)


def _connected(identity: AuthorizeResult, tx: Transaction) -> Workspace:
    """The row of the team whose token Slack just took."""
    team = TeamId(identity.team_id or "")
    tx.workspaces.connected(team, name=identity.team or team, bot_user=identity.bot_user_id or "")
    workspace = tx.workspaces.get(team)
    if workspace is None:
        raise LookupError(f"the row of {team} that was just written is gone")
    return workspace


async def _database(store: Store, team: TeamId) -> str | None:
    """Whether it answers, is of our schema, and Slack still takes the token of the team."""
    workspace, is_behind = await store.read_soon(lambda tx: (tx.workspaces.get(team), tx.is_behind))
    if is_behind:
        return "it is of an older schema, as after a restore; start the bot again, which brings it forward"
    if workspace is None or workspace.state is WorkspaceState.REVOKED:
        return "Slack refused the bot token; nothing is sent until a start with one that it takes"
    return None


async def _clock(skew: Skew) -> str | None:
    """Whether it was right at Slack's latest answer: requests are stamped, and people expect the minute."""
    ahead = skew.seconds
    if ahead is not None and abs(ahead) > _SKEW_S:
        return f"it is {abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} Slack's"
    return None


async def _planner(scheduler: Scheduler, longest: float) -> str | None:
    """Whether it ticked of late."""
    if scheduler.idle > longest:
        return f"it did not look within {longest:g} s what is due"
    return None


async def _socket(handler: AsyncSocketModeHandler) -> str | None:
    """Whether the connection stands; the SDK opens a new one by itself."""
    return None if await handler.client.is_connected() else "Socket Mode is not connected"
