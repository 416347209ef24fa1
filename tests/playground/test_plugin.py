"""The fixtures that others load, in a test as they would write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

pytest_plugins = ["pytester"]

A_DAY = """
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.alone import MANIFEST

pytest_plugins = ["bot.playground.testing.plugin"]


@pytest.mark.asyncio
async def test_ana_is_greeted(playground, slack):
    installed = playground.install(MANIFEST)
    app = AsyncApp(client=AsyncWebClient(token=installed.bot_token, base_url=playground.api_url))

    @app.event("app_mention")
    async def greet(say):
        await say("Good morning")

    handler = AsyncSocketModeHandler(app, installed.app_token)
    await handler.connect_async()
    ana = slack.person("ana")
    await ana.see_until(lambda seen: seen["app"]["connected"])
    await ana.invite("general", "My App")

    await ana.post("general", "@My App good morning")

    await ana.see_until(lambda seen: seen["channels"][0]["messages"][-1]["text"] == "Good morning")
    await handler.close_async()
"""


def test_a_day_in_somebody_elses_suite(pytester: pytest.Pytester) -> None:
    """One line loads the fixtures, and pytest-asyncio's strict mode is enough."""
    pytester.makepyfile(A_DAY)

    result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")

    result.assert_outcomes(passed=1)
