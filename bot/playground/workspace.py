"""The state of a small Slack: people, channels, messages, modals, one app; it asks no clock, does no I/O."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground import stamps
from bot.playground.cast import InstalledApp, Manifest, Person
from bot.playground.conversations import Conversation, Kind, Message
from bot.playground.grants import Grants
from bot.playground.happenings import Said
from bot.playground.ids import Ids
from bot.playground.screens import Notice, Push, Screen
from bot.playground.views import Views
from bot.playground.wire import Wire

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.playground.cast import Channel, Team
    from bot.playground.conversations import Content
    from bot.playground.happenings import Happening
    from bot.playground.wire import Entry, Way

MENTION = re.compile(r"<@(\w+)>")


class Workspace:
    """One workspace; whoever changes it calls `changed`, which calls `on_change`.

    `clock` gives the workspace's own time, an aware datetime that a host may move as it likes.
    `monotonic` gives real seconds, by which triggers run out whatever the clock does.
    """

    def __init__(
        self,
        *,
        team: Team,
        people: Sequence[Person],
        channels: Sequence[Channel],
        clock: Callable[[], dt.datetime],
        monotonic: Callable[[], float] = time.monotonic,
        seed: int | None = None,
    ) -> None:
        self.clock = clock
        self.monotonic = monotonic
        self.ids = Ids(seed)
        self.team_id = team.id or self.ids.named("T")
        self.team = team
        self.base_url = ""
        self.app: InstalledApp | None = None
        self.people: dict[str, Person] = {}
        self.conversations: dict[str, Conversation] = {}
        self.screens: dict[str, Screen] = {}
        self.views = Views(self.ids)
        self.grants = Grants(self.ids)
        self.tickets: set[str] = set()
        self.revoked: set[str] = set()
        self.connections = 0
        self.wire = Wire()
        self.version = 1
        self.on_change: Callable[[], None] = lambda: None
        self.on_happening: Callable[[Happening], None] = lambda _happening: None
        for person in people:
            self._welcome(person)
        for channel in channels:
            self._open(channel)

    def install(self, manifest: Mapping[str, object]) -> InstalledApp:
        """Install the app of this manifest and make its tokens; ValueError says what Slack would refuse."""
        if self.app is not None:
            raise ValueError(f"{self.app.name} is installed already: a playground holds one app.")
        read = Manifest.read(manifest)
        bot = Person(handle=_handle(read.bot_name), name=read.bot_name, colour="#5b5bd6", is_bot=True)
        self.app = InstalledApp(
            app_id=self.ids.named("A"),
            bot_id=self.ids.named("B"),
            bot_user_id=self._welcome(bot).id,
            team_id=self.team_id,
            name=read.name,
            bot_token=f"xoxb-{self.ids.digits(12)}-{self.ids.digits(13)}-{self.ids.letters(24)}",
            app_token=f"xapp-1-{self.ids.named('A')}-{self.ids.digits(13)}-{self.ids.hexadecimal(64)}",
            signing_secret=self.ids.hexadecimal(32),
            verification_token=self.ids.letters(24),
            scopes=read.scopes,
            commands=read.commands,
            interactive=read.interactive,
            messages_tab=read.messages_tab,
            home_tab=read.home_tab,
            shortcuts=read.shortcuts,
            addresses=read.addresses,
        )
        self.changed()
        return self.app

    def uninstall(self, app: InstalledApp) -> None:
        """Remove the app: its bot leaves the channels, its views go, its bot's token is revoked."""
        self.revoked.add(app.bot_token)
        for conversation in self.conversations.values():
            if conversation.kind is not Kind.DIRECT:
                conversation.members.discard(app.bot_user_id)
        self.views = Views(self.ids)
        self.app = None
        self.changed()

    def changed(self) -> None:
        """Say that some screen may look different now."""
        self.version += 1
        self.on_change()

    def happened(self, happening: Happening) -> None:
        """Say what apps may have asked to hear of; its message is read at once, before it changes again."""
        self.on_happening(happening)

    def now(self) -> dt.datetime:
        """The workspace's time, aware."""
        return self.clock()

    def ts_now(self) -> str:
        """The workspace's time as a ts that names no message."""
        return stamps.ts(stamps.micros_at(self.now()))

    def member(self, handle_or_id: str) -> Person | None:
        """The person or bot of this handle (with or without @) or id."""
        if handle_or_id in self.people:
            return self.people[handle_or_id]
        handle = handle_or_id.removeprefix("@").casefold()
        return next((person for person in self.people.values() if person.handle == handle), None)

    def conversation(self, name_or_id: str) -> Conversation | None:
        """The channel of this name (with or without #), or the conversation of this id."""
        if name_or_id in self.conversations:
            return self.conversations[name_or_id]
        name = name_or_id.removeprefix("#")
        named = (found for found in self.conversations.values() if found.kind is not Kind.DIRECT)
        return next((found for found in named if found.name == name), None)

    def direct(self, person: str, bot: str) -> Conversation:
        """The direct messages of a person with the bot, opened at the first need."""
        for found in self.conversations.values():
            if found.kind is Kind.DIRECT and found.members == {person, bot}:
                return found
        opened = Conversation(
            id=self.ids.named("D"),
            name=self.people[bot].name,
            kind=Kind.DIRECT,
            topic="",
            archived=False,
            created=int(self.now().timestamp()),
            members={person, bot},
        )
        self.conversations[opened.id] = opened
        return opened

    def audience(self, conversation: Conversation) -> set[str]:
        """The ids of the people, bots left out, who see what is said in a conversation."""
        return {member for member in conversation.members if not self.people[member].is_bot}

    def post(
        self, conversation: Conversation, *, user: str, content: Content, thread_ts: str | None = None
    ) -> Message:
        """Put a message that everybody in the conversation sees, and push it to their phones."""
        message = self._message(conversation, user, content, thread_ts)
        conversation.add(message)
        self._push(conversation, message)
        self.happened(Said(conversation, message))
        self.changed()
        return message

    def whisper(
        self,
        conversation: Conversation,
        *,
        user: str,
        content: Content,
        to: str,
        thread_ts: str | None = None,
    ) -> Message:
        """Put an ephemeral message that one person sees; phones stay silent."""
        message = self._message(conversation, user, content, thread_ts)
        message.shown_to = to
        conversation.add(message)
        self.changed()
        return message

    def notify(self, person: str, text: str, *, kind: str = "warning") -> None:
        """Show a line of Slack's own on one person's screen."""
        self.screens[person].notices.append(Notice(id=self.ids.named("N"), text=text, kind=kind))
        self.changed()

    def record(
        self, way: Way, name: str, *, body: object, reply: object = None, to: Iterable[str] = ()
    ) -> Entry:
        """Keep a payload on the wire's record, with the people on whose screens it appeared."""
        return self.wire.record(at=self.now(), way=way, name=name, body=body, reply=reply, to=to)

    def _message(
        self, conversation: Conversation, user: str, content: Content, thread_ts: str | None
    ) -> Message:
        return Message(
            ts=conversation.next_ts(self.now()),
            user=user,
            by_app=self.people[user].is_bot,
            content=content,
            thread_ts=thread_ts,
        )

    def _push(self, conversation: Conversation, message: Message) -> None:
        """A root reaches every member's phone, a reply those who follow its thread."""
        for person in self._followers(conversation, message) - {message.user}:
            at = self.now().isoformat()
            push = Push(at=at, channel=conversation.name, text=message.content.text)
            self.screens[person].pushes.appendleft(push)

    def _followers(self, conversation: Conversation, message: Message) -> set[str]:
        audience = self.audience(conversation)
        root = conversation.find(message.thread_ts) if message.thread_ts else None
        if root is None:
            return audience
        wrote = {root.user, *(reply.user for reply in conversation.replies(root.ts))}
        return audience & (wrote | set(MENTION.findall(message.content.text)))

    def _welcome(self, person: Person) -> Person:
        known = replace(person, id=person.id or self.ids.named("U"))
        self.people[known.id] = known
        self.screens[known.id] = Screen()
        return known

    def _open(self, channel: Channel) -> None:
        known = {person.handle: person.id for person in self.people.values()}
        handles = known if channel.members is None else channel.members
        conversation = Conversation(
            id=channel.id or self.ids.named("C"),
            name=channel.name,
            kind=Kind.PRIVATE if channel.private else Kind.PUBLIC,
            topic=channel.topic,
            archived=channel.archived,
            created=int(self.now().timestamp()),
            members={known[handle] for handle in handles},
        )
        self.conversations[conversation.id] = conversation


def _handle(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "_", name.casefold())
