"""A person at the playground's page, for tests that read like their day; it knows only the page's HTTP."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

import aiohttp

from bot.playground.fields import mapping, mappings, objects_within, text
from bot.playground.wire import searchable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

Json = dict[str, object]


class Refusal(Exception):  # noqa: N818 - what a person was told, no fault of ours
    """The playground refused an act: its HTTP status, and the sentence that the person read."""

    def __init__(self, status: int, body: Mapping[str, object]) -> None:
        super().__init__(f"{status}: {body.get('error')}")
        self.status = status
        self.body = body
        self.sentence = text(body.get("error"))


class Slack:
    """The page of one playground, with as many people as a test needs: `async with Slack(url) as slack`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(self.url)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    def person(self, handle: str) -> Person:
        """Someone of the workspace, by their handle."""
        return Person(self, handle)

    async def wire(self, wanted: str = "", *, after: int = 0) -> list[Json]:
        """What crossed the wire and holds this text, oldest first."""
        async with self.session.get("/_/wire", params={"after": str(after), "q": wanted}) as answer:
            found: list[Json] = await answer.json()
        return found

    async def control(self, name: str) -> Json:
        """Use a control of the host's."""
        return await self.post(f"/_/control/{name}", {})

    @property
    def session(self) -> aiohttp.ClientSession:
        """The connection to the playground."""
        if self._session is None:
            raise RuntimeError("Use `async with Slack(url) as slack`.")
        return self._session

    async def post(self, path: str, body: Mapping[str, object]) -> Json:
        """POST JSON; raises Refusal when the playground says no."""
        async with self.session.post(path, json=body) as answer:
            said: Json = await answer.json()
            if not answer.ok:
                raise Refusal(answer.status, said)
        return said


class Person:
    """One person; every act answers the playground's JSON or raises Refusal with its sentence."""

    def __init__(self, slack: Slack, handle: str) -> None:
        self.slack = slack
        self.handle = handle

    async def act(self, do: str, **fields: object) -> Json:
        """Any act by its name."""
        given = {name: value for name, value in fields.items() if value is not None}
        return await self.slack.post("/_/act", {"as": self.handle, "do": do, **given})

    async def command(self, channel: str, said: str, *, thread_ts: str | None = None) -> Json:
        """Type a slash command in a channel, as in `command("general", "/question async")`."""
        return await self.act("command", channel=channel, text=said, thread_ts=thread_ts)

    async def post(self, channel: str, said: str, *, thread_ts: str | None = None) -> str:
        """Post a message; returns its ts."""
        return text((await self.act("post", channel=channel, text=said, thread_ts=thread_ts))["ts"])

    async def press(
        self, message: Mapping[str, object], button: str, *, confirmed: bool | None = None
    ) -> Json:
        """Press a button of a message from `see`, by its action_id or by the words on it.

        Where the message was drawn anew since, the button is pressed as it stands now, as a person does
        whose screen follows.
        """
        try:
            return await self._press(message, button, confirmed=confirmed)
        except Refusal as refused:
            newest = await self._newest(message) if refused.status == HTTPStatus.NOT_FOUND else None
            if newest is None or newest["blocks"] == message["blocks"]:
                raise
            return await self._press(newest, button, confirmed=confirmed)

    async def _press(self, message: Mapping[str, object], button: str, *, confirmed: bool | None) -> Json:
        block_id, element = find_button(message, button)
        return await self.act(
            "press",
            channel=message["channel"],
            ts=message["ts"],
            block_id=block_id,
            action_id=element["action_id"],
            value=element.get("value"),
            confirmed=confirmed,
        )

    async def _newest(self, message: Mapping[str, object]) -> Mapping[str, object] | None:
        """The message as this person sees it now."""
        place = place_of(message)
        for part in objects_within(await self.see()):
            if "blocks" in part and place == {name: part.get(name) for name in place}:
                return part
        return None

    async def press_in_modal(
        self, button: str, *, values: Mapping[str, object] | None = None, confirmed: bool | None = None
    ) -> Json:
        """Press a button of the open modal, with what was typed there so far."""
        view = await self.modal()
        block_id, element = find_button(view, button)
        return await self.act(
            "press",
            view=view["id"],
            block_id=block_id,
            action_id=element["action_id"],
            value=element.get("value"),
            values=values,
            confirmed=confirmed,
        )

    async def submit(self, values: Mapping[str, object] | None = None) -> Json:
        """Submit the open modal, `values` as {block_id: {action_id: plain value}}."""
        return await self.act("submit", view=(await self.modal())["id"], values=values or {})

    async def close(self, *, everything: bool | None = None) -> Json:
        """Close the open modal's top view, or, by the cross in the corner, everything."""
        return await self.act("close", view=(await self.modal())["id"], all=everything)

    async def select(
        self,
        holder: Mapping[str, object],
        menu: str,
        value: object,
        *,
        confirmed: bool | None = None,
    ) -> Json:
        """Choose in a menu, picker or list of a message or view, by its action_id: `value` or values."""
        return await self.act("select", **place_of(holder), action_id=menu, value=value, confirmed=confirmed)

    async def suggest(self, holder: Mapping[str, object], menu: str, query: str) -> list[Json]:
        """What the app offers in a menu for these letters."""
        said = await self.act("suggest", **place_of(holder), action_id=menu, query=query)
        return [dict(option) for option in mappings(said["options"])]

    async def shortcut(self, callback_id: str, message: Mapping[str, object] | None = None) -> Json:
        """A global shortcut, or one on a message from `see`."""
        return await self.act(
            "shortcut", callback_id=callback_id, **({} if message is None else place_of(message))
        )

    async def home(self) -> Json:
        """Open the app's Home tab; `see` shows under `home` what the app publishes there."""
        return await self.act("home")

    async def dm(self) -> str:
        """Open the direct messages with the app; returns their channel's id."""
        return text((await self.act("dm"))["channel"])

    async def reload(self) -> Json:
        """Start the client anew."""
        return await self.act("reload")

    async def invite(self, channel: str, app: str) -> Json:
        """Invite the app's bot into a channel."""
        return await self.act("invite", channel=channel, app=app)

    async def join(self, channel: str) -> Json:
        """Join a public channel."""
        return await self.act("join", channel=channel)

    async def read(self, channel: str) -> Json:
        """Mark a channel as read."""
        return await self.act("read", channel=channel)

    async def hold(self) -> Json:
        """Hold this person's screen as it is now."""
        return await self.act("hold", on=True)

    async def release(self) -> Json:
        """Let this person's screen show the present again."""
        return await self.act("hold", on=False)

    async def see(self) -> Json:
        """The whole of what this person sees."""
        async with self.slack.session.get("/_/see", params={"as": self.handle}) as answer:
            seen: Json = await answer.json()
            if not answer.ok:
                raise Refusal(answer.status, seen)
        return seen

    async def see_until(self, holds: Callable[[Json], object], *, within: float = 10.0) -> Json:
        """The first snapshot for which `holds` is true; TimeoutError, noting the last, after `within` s."""
        async with self.slack.session.ws_connect("/_/live", params={"as": self.handle}) as live:
            seen = await self.see()
            try:
                async with asyncio.timeout(within):
                    while not holds(seen):
                        await live.receive_json()
                        seen = await self.see()
            except TimeoutError as late:
                late.add_note(f"{self.handle} last saw: {seen}")
                raise
        return seen

    async def channel(self, name: str) -> Json:
        """One channel of what this person sees."""
        return channel_of(await self.see(), name)

    async def messages(self, channel: str) -> list[Json]:
        """The messages that stand in a channel, oldest first, replies inside them."""
        return messages_of(await self.see(), channel)

    async def message(self, channel: str) -> Json:
        """The newest message that stands in a channel."""
        return (await self.messages(channel))[-1]

    async def replies(self, channel: str, ts: object) -> list[Json]:
        """The replies under a root that this person sees."""
        (root,) = [message for message in await self.messages(channel) if message["ts"] == ts]
        return [dict(reply) for reply in mappings(root["replies"])]

    async def modal(self) -> Json:
        """The open modal's top view; raises LookupError when none is open."""
        modals = mappings((await self.see())["modals"])
        if not modals:
            raise LookupError(f"{self.handle} has no modal open.")
        return dict(modals[-1])

    async def notices(self) -> list[str]:
        """What Slack itself tells this person, oldest first."""
        return [text(notice["text"]) for notice in mappings((await self.see())["notices"])]

    async def pushes(self) -> list[str]:
        """What this person's lock screen showed, newest first."""
        return [text(push["text"]) for push in mappings((await self.see())["pushes"])]

    async def shown(self, wanted: str) -> list[Json]:
        """What crossed the wire, holds this text, and appeared on this person's screen."""
        me = mapping((await self.see())["me"])["id"]
        return [entry for entry in await self.slack.wire(wanted) if me in entry["to"]]  # type: ignore[operator]  # a list of ids


def channel_of(seen: Mapping[str, object], name: str) -> Json:
    """One channel of a snapshot, by its name; raises LookupError."""
    for channel in mappings(seen["channels"]):
        if channel["name"] == name:
            return dict(channel)
    raise LookupError(f"There is no channel {name!r} on this screen.")


def messages_of(seen: Mapping[str, object], name: str) -> list[Json]:
    """The messages of one channel of a snapshot."""
    return [dict(message) for message in mappings(channel_of(seen, name)["messages"])]


def place_of(holder: Mapping[str, object]) -> Json:
    """How an act names a message or a view."""
    if "ts" in holder:
        return {"channel": holder["channel"], "ts": holder["ts"]}
    return {"view": holder["id"]}


def find_button(holder: Mapping[str, object], wanted: str) -> tuple[str, Mapping[str, object]]:
    """The block id and the button of this action_id or label in a message or view; raises LookupError."""
    for block in mappings(holder["blocks"]):
        for part in objects_within(block):
            names = (part.get("action_id"), mapping(part.get("text")).get("text"))
            if part.get("type") == "button" and wanted in names:
                return text(block.get("block_id")), part
    raise LookupError(f"There is no button {wanted!r} in {said(holder)!r}.")


def buttons(holder: Mapping[str, object]) -> list[str]:
    """The words on the buttons of a message or view, in order."""
    parts = [part for part in objects_within(holder["blocks"]) if part.get("type") == "button"]
    return [text(mapping(part["text"])["text"]) for part in parts]


def said(holder: Mapping[str, object]) -> str:
    """Every word of a message or view, for assertions on what can be read in it."""
    return searchable([holder.get("text", ""), holder["blocks"]])
