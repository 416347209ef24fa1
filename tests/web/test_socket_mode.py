"""The first connection over Socket Mode; where it does not come about, a sentence says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import CannotConnectError
from bot.listeners.authorize import authorize_as
from bot.playground.faults import Moment, Say, When
from bot.web import socket_mode
from bot.web.socket_mode import connected
from tests.playground.fixtures import a_playground, manifest, running
from tests.web.door import IDENTITY

if TYPE_CHECKING:
    from bot.playground.server import Playground


class _Says:
    """Answers the first questions for an address by a script, and then as a Slack that behaves."""

    def __init__(self, *answers: Say) -> None:
        self._answers = list(answers)

    async def __call__(self, moment: Moment) -> Say | None:
        asked = (moment.when, moment.method) == (When.BEFORE, "apps.connections.open")
        return self._answers.pop(0) if asked and self._answers else None


def _app(playground: Playground) -> AsyncApp:
    client = AsyncWebClient(base_url=playground.api_url, retry_handlers=[])
    return AsyncApp(client=client, authorize=authorize_as(IDENTITY), request_verification_enabled=False)


async def test_a_slack_that_asks_to_wait_is_asked_again() -> None:
    """As often as it asks; then it connects."""
    later = Say(status=429, body='{"ok": false, "error": "ratelimited"}', headers={"Retry-After": "0"})
    playground = a_playground(faults=_Says(later, later))
    token = playground.install(manifest()).app_token
    async with running(playground), connected(_app(playground), token) as handler:
        assert await handler.client.is_connected()
    assert handler.client.closed


async def test_a_websocket_that_does_not_come_about_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK would try for ever, and say so in the log only; the sentence holds no ticket."""
    monkeypatch.setattr(socket_mode, "FIRST_S", 0.2)
    nowhere = Say(status=200, body='{"ok": true, "url": "ws://127.0.0.1:9/link/?ticket=secret"}')
    playground = a_playground(faults=_Says(nowhere))
    token = playground.install(manifest()).app_token
    async with running(playground):
        with pytest.raises(CannotConnectError, match=r"No WebSocket to 127\.0\.0\.1 came about") as told:
            async with connected(_app(playground), token):
                pass

    assert "ticket" not in str(told.value)


async def test_a_refused_token_is_told_at_once() -> None:
    """With the place to copy it from, and not its letters."""
    playground = a_playground()
    playground.install(manifest())
    async with running(playground):
        with pytest.raises(CannotConnectError, match=r"SLACK_APP_TOKEN \(invalid_auth\)") as told:
            async with connected(_app(playground), "xapp-no-longer"):
                pass

    assert "no-longer" not in str(told.value)
