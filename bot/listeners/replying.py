"""Answers to one person: modals and response URLs, at most once each; it posts nothing that lasts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.blocks.rich_text import without_languages
from bot.refusals import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.blocks.json_types import JSON, Block
    from bot.blocks.message import Message
    from bot.blocks.modals import View

log = logging.getLogger(__name__)

_FORM = frozenset({"invalid_blocks", "invalid_arguments", "invalid_view"})  # a refusal of the form
_UNDRAWN = frozenset({"not_found", "view_not_found", "hash_conflict", "view_closed", "ratelimited"})
"""A window that is gone, newer, or drawn too often: what it would tell is done all the same."""
_SECONDS = aiohttp.ClientTimeout(total=2)  # Slack waits three for the ack that follows


def response_origin(api: str) -> str:
    """Where the response URLs of the Slack at this base address lead; nothing is sent anywhere else."""
    url = urlsplit(api)
    return f"{url.scheme}://{'hooks.slack.com' if url.hostname == 'slack.com' else url.netloc}"


class Replies:
    """The ways to answer one person: ``client`` without retry handlers, ``session`` for response URLs.

    Nobody has verified that Slack takes the ``language`` of code everywhere. Posts have a ladder
    (delivery/messages.py); here the first modal that is refused with languages is opened without them,
    and nothing after it carries any.
    """

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        self._client = client
        self._session = session
        self._languages = True
        self._origin = response_origin(client.base_url)

    async def open(self, trigger: str, view: View) -> None:
        """Opens a modal over what the person sees; a trigger lasts three seconds and serves once."""
        try:
            await self._client.views_open(trigger_id=trigger, view=self.view(view))
        except SlackApiError as refusal:
            if not self._languages or code_of(refusal) not in _FORM:
                raise
            log.warning("Slack refused a modal (%s): code goes without languages", code_of(refusal))
            self._languages = False
            await self._client.views_open(trigger_id=trigger, view=self.view(view))

    async def update(self, view_id: str, view: View) -> None:
        """Draws an open modal anew."""
        await self._client.views_update(view_id=view_id, view=self.view(view))

    async def push(self, trigger: str, view: View) -> None:
        """Opens a modal upon the one that was pressed; closing it leads back there."""
        await self._client.views_push(trigger_id=trigger, view=self.view(view))

    async def publish_home(self, user: str, view: View) -> None:
        """Draws one person's Home tab: https://docs.slack.dev/reference/methods/views.publish."""
        await self._client.views_publish(user_id=user, view=self.view(view))

    async def redraw(self, view_id: str, view: View, *, seen: str | None = None) -> str | None:
        """Draws a modal anew; its new hash, or None where it is closed by now, or, with ``seen``, changed.

        None, too, where Slack takes no more drawings for a while: what was asked for is done by then.
        https://docs.slack.dev/reference/methods/views.update: ``hash`` keeps an older answer from
        overtaking a newer one.
        """
        guard = {"hash": seen} if seen else {}
        try:
            reply = await self._client.views_update(view_id=view_id, view=self.view(view), **guard)
        except SlackApiError as refusal:
            if code_of(refusal) not in _UNDRAWN:
                raise
            log.info("a modal was not drawn anew: %s", code_of(refusal))
            return None
        shown = reply.get("view") or {}
        return str(shown.get("hash") or "")

    def blocks(self, blocks: Iterable[Block]) -> list[Block]:
        """The blocks as this Slack takes them."""
        return list(blocks) if self._languages else without_languages(blocks)

    def view(self, view: View) -> View:
        """The modal as this Slack takes it."""
        shown = [block for block in view["blocks"] if isinstance(block, dict)]  # type: ignore[union-attr]  # a list
        fitting: list[JSON] = list(self.blocks(shown))
        return {**view, "blocks": fitting}

    async def whisper(self, response_url: str, message: Message, *, replace: bool = False) -> None:
        """Shows a message to one person, in place of the one they pressed where told so.

        https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
        """
        await self._respond(response_url, message, response_type="ephemeral", replace_original=replace)

    async def publish(self, response_url: str, message: Message) -> bool:
        """Shows a message to everybody where a reply of ours stands; False where Slack does not take it.

        A response_url serves five times within thirty minutes (the same page).
        """
        return await self._respond(response_url, message, response_type="in_channel", replace_original=False)

    async def _respond(self, response_url: str, message: Message, **how: str | bool) -> bool:
        url = urlsplit(response_url)
        if f"{url.scheme}://{url.netloc}" != self._origin:
            raise ValueError(f"a response_url must lead to {self._origin}")
        shown = {"text": message.text, "blocks": self.blocks(message.blocks), **how}
        async with self._session.post(response_url, json=shown, timeout=_SECONDS) as reply:
            if reply.status != 200:  # noqa: PLR2004 - all that Slack answers when it shows the message
                log.warning("a reply was not shown: HTTP %s %s", reply.status, await reply.text())
            return reply.status == 200  # noqa: PLR2004 - the same
