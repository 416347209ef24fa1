"""Answers to one person: modals and response URLs, at most once each; it posts nothing that lasts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.blocks.message import Message
    from bot.blocks.modals import View

log = logging.getLogger(__name__)

_SECONDS = aiohttp.ClientTimeout(total=2)  # Slack waits three for the ack that follows


class Replies:
    """The ways to answer one person: ``client`` without retry handlers, ``session`` for response URLs."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        self._client = client
        self._session = session
        api = urlsplit(client.base_url)
        host = "hooks.slack.com" if api.hostname == "slack.com" else api.netloc
        self._origin = f"{api.scheme}://{host}"

    async def open(self, trigger: str, view: View) -> None:
        """Opens a modal over what the person sees; a trigger lasts three seconds and serves once."""
        await self._client.views_open(trigger_id=trigger, view=view)

    async def update(self, view_id: str, view: View) -> None:
        """Draws an open modal anew."""
        await self._client.views_update(view_id=view_id, view=view)

    async def whisper(self, response_url: str, message: Message, *, replace: bool = False) -> None:
        """Shows a message to one person, in place of the one they pressed where told so.

        https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
        """
        url = urlsplit(response_url)
        if f"{url.scheme}://{url.netloc}" != self._origin:
            raise ValueError(f"a response_url must lead to {self._origin}")
        body = {"text": message.text, "blocks": list(message.blocks), "replace_original": replace}
        shown = {**body, "response_type": "ephemeral"}
        async with self._session.post(response_url, json=shown, timeout=_SECONDS) as reply:
            if reply.status != 200:  # noqa: PLR2004 - all that Slack answers when it shows the message
                log.warning("a reply was not shown: HTTP %s %s", reply.status, await reply.text())
