"""Who is in a channel, where the optional scopes of ``greet`` let us ask; it knows nothing of why."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.refusals import code_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.store.workspaces import ChannelId

log = logging.getLogger(__name__)

_PAGE: Final = 1000  # members, the most that Slack gives at once
_UNGRANTED: Final = frozenset({"missing_scope", "no_permission"})


class Members:
    """Asks conversations.members: https://docs.slack.dev/reference/methods/conversations.members.

    A channel whose kind no granted scope covers, as a group message never is by those of ``greet``, is not
    asked about again before the next start; the others still are.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._untold: set[ChannelId] = set()

    async def among(self, user: str, channels: Sequence[ChannelId]) -> list[ChannelId]:
        """Those of the channels that a person is in, and those of which we may not ask.

        A channel that Slack does not tell of now is left out: better a short list than somebody else's.
        """
        held = await asyncio.gather(*(self._holds(channel, user) for channel in channels))
        return [channel for channel, holds in zip(channels, held, strict=True) if holds]

    async def _holds(self, channel: ChannelId, user: str) -> bool:
        """True as well where we may not ask."""
        if channel in self._untold:
            return True
        cursor = ""
        try:
            while True:
                page = await self._client.conversations_members(channel=channel, limit=_PAGE, cursor=cursor)
                if user in (page.get("members") or ()):
                    return True
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return False
        except SlackApiError as refusal:
            code = code_of(refusal)
            if code in _UNGRANTED:
                self._untold.add(channel)
                return True
            log.info("nobody is told of %s: %s", channel, code)
        except (aiohttp.ClientError, TimeoutError, OSError) as unreached:
            log.warning("nobody is told of %s: %r", channel, unreached)
        return False
