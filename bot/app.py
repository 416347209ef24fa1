"""The only wiring: settings, clock, chance and bank go in, a bot that runs comes out."""

from __future__ import annotations

import datetime as dt
import os
import socket
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.planner import Planner
from bot.delivery.poster import Poster
from bot.delivery.wire import SlackWire
from bot.errors import BotError
from bot.listeners.authorize import authorize_as
from bot.listeners.desk import Desk
from bot.listeners.door import open_door
from bot.listeners.later import Later
from bot.listeners.refreshing import Refreshing
from bot.listeners.replying import Replies
from bot.scheduler import Scheduler
from bot.service.posting import LEASE
from bot.store.store import Store
from bot.store.workspaces import TeamId

if TYPE_CHECKING:
    import random
    from collections.abc import AsyncIterator

    from slack_bolt.async_app import AsyncApp

    from bot.bank.library import Shelf
    from bot.clock import Clock
    from bot.config import Config
    from bot.store.store import Transaction
    from bot.store.workspaces import Workspace

# Of calls that answer a person: a session that is shared ignores the client's own. Posts have a deadline.
_PATIENCE = aiohttp.ClientTimeout(total=15)


class CannotConnectError(BotError):
    """Slack was not reached, or does not take a token."""

    code = "cannot_connect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A bot that runs: where, what it remembers, and what drives it."""

    workspace: Workspace
    store: Store
    scheduler: Scheduler


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often the metronome ticks (seconds), how long a doubtful post is held, and a row leased."""

    interval: float = 5.0
    hold: dt.timedelta = dt.timedelta(minutes=20)
    lease: dt.timedelta = LEASE


@asynccontextmanager
async def running(
    config: Config, shelf: Shelf, *, clock: Clock, chance: random.Random, pace: Pace
) -> AsyncIterator[Bot]:
    """Connects, and runs the bot until the context ends; then drains what is on the wire.

    Raises CannotConnectError and AlreadyRunningError, each with the mend.
    """
    async with AsyncExitStack() as stack:
        store = stack.enter_context(closing(Store(config.database)))
        stack.enter_context(store.sole())
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=_PATIENCE))
        client = _client(config, session, token=config.bot_token)
        identity = await _identity(client, config.bot_token)
        workspace = await store.write_soon(partial(_connected, identity))
        poster = _poster(store, client, shelf, clock, chance, pace.lease)
        planner = Planner(store=store, clock=clock, hold=pace.hold)
        scheduler = Scheduler(planner, poster, shelf, interval=pace.interval)
        later = Later()
        stack.push_async_callback(later.stop)
        replies = Replies(client, session)
        desk = Desk(
            library=lambda: shelf.library,
            store=store,
            clock=clock,
            chance=chance,
            replies=replies,
            nudge=poster.nudge.set,
            recorded=poster.recorded,
            later=later,
            refreshing=Refreshing(replies),
        )
        bolt_client = _client(config, session, token=None)  # authorize_as gives Bolt its token
        await _connect(stack, open_door(bolt_client, authorize_as(identity), desk), config.app_token)
        scheduler.start()
        stack.push_async_callback(scheduler.stop)
        yield Bot(workspace=workspace, store=store, scheduler=scheduler)


def _client(config: Config, session: aiohttp.ClientSession, *, token: str | None) -> AsyncWebClient:
    """A client that asks once: the SDK's own retries would send a post twice (slack_sdk.http_retry)."""
    return AsyncWebClient(
        token=token,
        base_url=config.slack_api,
        session=session,
        retry_handlers=[],
    )


def _poster(
    store: Store,
    client: AsyncWebClient,
    shelf: Shelf,
    clock: Clock,
    chance: random.Random,
    lease: dt.timedelta,
) -> Poster:
    owner = f"{socket.gethostname()}/{os.getpid()}"
    return Poster(
        store=store,
        wire=SlackWire(client),
        library=lambda: shelf.library,
        clock=clock,
        chance=chance,
        owner=owner,
        lease=lease,
    )


async def _identity(client: AsyncWebClient, bot_token: str) -> AuthorizeResult:
    """Who Slack says that we are."""
    try:
        reply = await client.auth_test()
    except SlackApiError as refusal:
        raise CannotConnectError(
            f"Slack does not take SLACK_BOT_TOKEN ({refusal.response['error']}): copy it again from your"
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


async def _connect(stack: AsyncExitStack, app: AsyncApp, app_token: str) -> None:
    """Opens the Socket Mode connection, which the SDK keeps open from then on."""
    handler = AsyncSocketModeHandler(app, app_token)
    stack.push_async_callback(handler.close_async)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it bare
    except (aiohttp.ClientError, TimeoutError, OSError) as unreachable:
        raise CannotConnectError(
            f"Slack can't be reached at {app.client.base_url} ({unreachable}): check the network."
        ) from unreachable
    except SlackApiError as refusal:
        raise CannotConnectError(
            f"Slack does not take SLACK_APP_TOKEN ({refusal.response['error']}): copy it again from your"
            " app, Basic Information › App-Level Tokens, with the scope connections:write."
        ) from refusal
