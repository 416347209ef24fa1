"""What Slack tells of a person, where the optional scope of ``zone`` lets us ask; it changes nothing."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.practice.calendar import Zone, zones
from bot.refusals import code_of

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)

_SOON: Final = 1.0  # seconds: the window that waits for it must open within three


class Profiles:
    """Asks users.info: https://docs.slack.dev/reference/methods/users.info.

    Where the scope is not granted Slack says so once, and nothing is asked before the next start.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._may_ask = True

    async def zone(self, user: str) -> Zone | None:
        """A person's own zone; None where nobody tells it, or not in time."""
        if not self._may_ask:
            return None
        try:
            async with asyncio.timeout(_SOON):
                told = await self._client.users_info(user=user)
        except SlackApiError as refusal:
            code = code_of(refusal)
            self._may_ask = code != "missing_scope"
            log.info("no zone is told of a person: %s", code)
            return None
        except (aiohttp.ClientError, TimeoutError, OSError) as unreached:
            log.warning("no zone is told of a person: %r", unreached)
            return None
        name = (told.get("user") or {}).get("tz") or ""
        return Zone(name) if name in zones() else None
