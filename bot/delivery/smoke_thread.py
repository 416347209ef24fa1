"""One thread in a channel to try things in, which is removed again; it asks no question."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.delivery.reading import EVENT
from bot.errors import BotError
from bot.refusals import code_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

SAID = "Interview Bot asks Slack a few questions here (interview-bot smoke). This goes away by itself."
_PATIENCE = 3  # times that Slack may ask to wait, for one call
_PACE_S = 1.1  # between posts: https://docs.slack.dev/apis/web-api/rate-limits, one a second and channel
_READS = frozenset({"chat.getPermalink", "conversations.history", "conversations.replies"})
_MENDS = {
    "not_in_channel": "type /invite @Interview Bot there first",
    "channel_not_found": "is the id right? In a private channel type /invite @Interview Bot first",
    "missing_scope": "interview-bot doctor says what is missing",
}


class CannotPostError(BotError):
    """The very first post was refused, so that nothing can be asked."""

    code = "cannot_post"


@dataclass(frozen=True, slots=True)
class Answer:
    """Slack's reply to one call; ``error`` is its code, empty where it was ok."""

    error: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)


class SmokeThread:
    """A root and its replies; ``person`` is somebody's id in the channel, or empty.

    The client must ask once: a retried post is a second message, which one of the questions is about.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        channel: str,
        person: str = "",
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        if client.retry_handlers:
            raise ValueError("the client must be made with retry_handlers=[]")
        self.channel = channel
        self.person = person
        self.scopes: frozenset[str] = frozenset()
        self.root = ""
        self.posted: list[tuple[str, str]] = []
        self._client = client
        self._sleep = sleep

    async def begin(self) -> None:
        """The root, below which everything happens; raises CannotPostError where it is refused."""
        answer = await self._kept("chat.postMessage", channel=self.channel, text=SAID, metadata=mark("root"))
        if answer.error:
            mend = _MENDS.get(answer.error, "see the errors of chat.postMessage on docs.slack.dev")
            raise CannotPostError(f"Slack takes no post in {self.channel} ({answer.error}): {mend}.")
        self.root = str(answer.body["ts"])

    async def post(self, **arguments: Any) -> Answer:  # noqa: ANN401 - Slack's own
        """A reply."""
        await self._sleep(_PACE_S)
        where = {"channel": self.channel, "thread_ts": self.root}
        return await self._kept("chat.postMessage", **where, **arguments)

    async def direct(self) -> Answer:
        """A message to the person's own id."""
        return await self._kept("chat.postMessage", channel=self.person, text=SAID)

    async def read_root(self) -> Mapping[str, Any]:
        """The root as the channel's history has it; empty where it is not found."""
        span = {"oldest": self.root, "latest": self.root, "inclusive": True, "limit": 15}
        answer = await self.call(
            "conversations.history", channel=self.channel, include_all_metadata=True, **span
        )
        messages: list[Mapping[str, Any]] = answer.body.get("messages", [])
        return next((message for message in messages if message.get("ts") == self.root), {})

    async def clear(self) -> int:
        """Takes every message away, the root last; how many stay."""
        left = 0
        for channel, ts in reversed(self.posted):
            answer = await self.call("chat.delete", channel=channel, ts=ts)
            left += answer.error not in ("", "message_not_found")
        return left

    async def call(self, method: str, **arguments: Any) -> Answer:  # noqa: ANN401 - Slack's own
        """One call, as JSON, or by GET where something is read; where Slack asks to wait, it waits."""
        for _ in range(_PATIENCE):
            try:
                if method in _READS:
                    reply = await self._client.api_call(method, http_verb="GET", params=arguments)
                else:
                    reply = await self._client.api_call(method, json=arguments)
            except SlackApiError as refusal:
                error = code_of(refusal)
                if error != "ratelimited":
                    return Answer(error)
                asked = str(refusal.response.headers.get("Retry-After", ""))
                await self._sleep(float(asked) if asked.isdecimal() else _PACE_S)
            else:
                self._hear_scopes({name.lower(): str(value) for name, value in reply.headers.items()})
                return Answer(body=reply.data if isinstance(reply.data, dict) else {})
        return Answer("ratelimited")

    async def validate(self, blocks: str) -> Answer:
        """blocks.validate: form-encoded, since a JSON body was once answered with invalid_arguments."""
        try:
            await self._client.api_call("blocks.validate", data={"blocks": blocks})
        except SlackApiError as refusal:
            return Answer(code_of(refusal))
        return Answer()

    def _hear_scopes(self, headers: Mapping[str, str]) -> None:
        """Every answer names what is granted."""
        if granted := headers.get("x-oauth-scopes"):
            self.scopes = frozenset(scope.strip() for scope in granted.split(","))

    async def _kept(self, method: str, **arguments: Any) -> Answer:  # noqa: ANN401 - Slack's own
        """A post that is remembered, once, to be taken away."""
        answer = await self.call(method, **arguments)
        place = (str(answer.body.get("channel")), str(answer.body.get("ts")))
        if not answer.error and place not in self.posted:
            self.posted.append(place)
        return answer


def mark(key: str) -> dict[str, Any]:
    """Metadata of the type that our posts carry; no manifest can declare it."""
    return {"event_type": EVENT, "event_payload": {"key": f"smoke-{key}"}}
