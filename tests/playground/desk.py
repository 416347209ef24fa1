"""A workspace with an app in it, for tests that need no socket: calls, acts and acks by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import acts, api, events, screenshot
from bot.playground.delivery import Ack, Heard
from bot.playground.fields import mapping, mappings
from bot.playground.wire import Way
from bot.playground.workspace import Workspace
from tests.playground.fixtures import CHANNELS, PEOPLE, TEAM, Clock, manifest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.playground.conversations import Conversation
    from bot.playground.happenings import Happening

Json = dict[str, object]

BUTTON: Json = {
    "type": "button",
    "action_id": "more",
    "value": "7",
    "text": {"type": "plain_text", "text": "More"},
}
ROW: Json = {"type": "actions", "block_id": "row", "elements": [BUTTON]}
INPUT: Json = {
    "type": "input",
    "block_id": "try",
    "label": {"type": "plain_text", "text": "Your try"},
    "element": {"type": "plain_text_input", "action_id": "said", "max_length": 20},
}
MODAL: Json = {
    "type": "modal",
    "callback_id": "trying",
    "title": {"type": "plain_text", "text": "Your try"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [INPUT, ROW],
}


class Desk:
    """One app's desk: what it was sent lies in `heard`; what it says next is `answer` and `mood`."""

    def __init__(
        self,
        scopes: Sequence[str] = ("commands", "chat:write"),
        *,
        interactive: bool = True,
        events: Sequence[str] = (),
        home: bool = True,
    ) -> None:
        self.clock = Clock()
        self.seconds = 100.0
        self.workspace = Workspace(
            team=TEAM,
            people=PEOPLE,
            channels=CHANNELS,
            clock=self.clock,
            monotonic=lambda: self.seconds,
            seed=1,
        )
        self.app = self.workspace.install(
            manifest(scopes=scopes, interactive=interactive, events=events, home=home)
        )
        self.heard: list[Mapping[str, object]] = []
        self.events: list[Mapping[str, object]] = []
        self.workspace.on_happening = self._happened
        self.answer: Json = {}
        self.mood = Heard.OK

    def _happened(self, happening: Happening) -> None:
        self.events += [
            mapping(payload["event"]) for payload in events.payloads(self.workspace, self.app, happening)
        ]

    def call(self, method: str, **given: object) -> Mapping[str, object]:
        """Call the Web API with the bot's token, recorded on the wire."""
        return self.call_with(self.app.bot_token, method, **given)

    def call_with(self, token: str, method: str, **given: object) -> Mapping[str, object]:
        """Call the Web API with this token."""
        return api.call(self.workspace, method, given, token).body

    def error(self, method: str, **given: object) -> object:
        """The error with which Slack refuses this call, None when it does not."""
        return self.call(method, **given).get("error")

    def ts(self, method: str = "chat.postMessage", **given: object) -> str:
        """The ts that a call answers with."""
        body = self.call(method, **given)
        return str(body["ts"] if "ts" in body else body["message_ts"])

    def join(self, *names: str) -> None:
        """Put the app's bot into these channels."""
        for name in names:
            self.channel(name).members.add(self.app.bot_user_id)

    def channel(self, name: str) -> Conversation:
        """A channel by its name."""
        found = self.workspace.conversation(name)
        if found is None:
            raise LookupError(name)
        return found

    def id(self, handle: str) -> str:
        """A person's id."""
        found = self.workspace.member(handle)
        if found is None:
            raise LookupError(handle)
        return found.id

    async def deliver(self, kind: str, payload: Mapping[str, object], *, takes_payload: bool) -> Ack:
        """Hear a payload and acknowledge it as the test wishes."""
        self.heard.append({"kind": kind, "takes_payload": takes_payload, **payload})
        self.workspace.record(Way.EVENT, str(payload.get("type", kind)), body=payload)
        return Ack(heard=self.mood, payload=self.answer if self.mood is Heard.OK else {})

    async def act(self, handle: str, do: str, **given: object) -> Json:
        """Act as a person."""
        return await acts.perform(self.workspace, self.deliver, {"as": handle, "do": do, **given})

    def see(self, handle: str) -> Json:
        """What a person sees."""
        return screenshot.see(self.workspace, self.workspace.people[self.id(handle)])

    def messages(self, handle: str, channel: str) -> list[Mapping[str, object]]:
        """The messages of a channel on a person's screen."""
        (found,) = [one for one in mappings(self.see(handle)["channels"]) if one["name"] == channel]
        return mappings(found["messages"])

    def notices(self, handle: str) -> list[object]:
        """What Slack itself tells a person."""
        return [notice["text"] for notice in mappings(self.see(handle)["notices"])]

    async def trigger(self, handle: str = "ana") -> str:
        """A fresh trigger id, from a slash command of this person."""
        await self.act(handle, "command", channel="backend-guild", text="/echo")
        return str(self.heard[-1]["trigger_id"])

    async def modal(self, handle: str = "ana", **changes: object) -> Json:
        """Open a modal on this person's screen, changed in these fields, without those that are None."""
        view = {name: value for name, value in {**MODAL, **changes}.items() if value is not None}
        body = self.call("views.open", trigger_id=await self.trigger(handle), view=view)
        return dict(body["view"])  # type: ignore[call-overload, no-any-return]  # JSON
