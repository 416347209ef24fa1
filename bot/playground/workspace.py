"""The state of one workspace: people, channels, messages, modals, one app; it asks no clock, does no I/O."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground import stamps
from bot.playground.cast import InstalledApp, Person, Registration
from bot.playground.common import Common
from bot.playground.conversations import Conversation, Kind, Message
from bot.playground.files import Files
from bot.playground.grants import Grants
from bot.playground.happenings import Joined, Said
from bot.playground.ids import Ids
from bot.playground.limits import Limits
from bot.playground.screens import Notice, Push, Screen
from bot.playground.views import Views

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.playground.cast import Channel, Team
    from bot.playground.conversations import Content
    from bot.playground.happenings import Happening
    from bot.playground.unknowns import Unknowns
    from bot.playground.wire import Entry, Way, Wire

MENTION = re.compile(r"<@(\w+)>")
DIRECT = (Kind.GROUP, Kind.DIRECT)


class Workspace:
    """One workspace; whoever changes it calls `changed`, which calls `on_change`.

    `clock` gives the workspace's own time, an aware datetime that a host may move as it likes.
    `monotonic` gives real seconds, by which triggers run out whatever the clock does.
    `beside` is another workspace of the same playground: `all` holds them both, the first one first.
    """

    def __init__(  # noqa: PLR0913 - what a workspace is made of
        self,
        *,
        team: Team,
        people: Sequence[Person],
        channels: Sequence[Channel],
        clock: Callable[[], dt.datetime],
        monotonic: Callable[[], float] = time.monotonic,
        seed: int | None = None,
        rate_limits: bool = True,
        beside: Workspace | None = None,
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
        self.files = Files(self.ids)
        self.limits = Limits(kept=rate_limits)
        self.common: Common = Common() if beside is None else beside.common
        self.all: list[Workspace] = [] if beside is None else beside.all
        self.all.append(self)
        self.on_change: Callable[[], None] = lambda: None
        self.on_happening: Callable[[Happening], None] = lambda _happening: None
        for person in people:
            self._welcome(person)
        for channel in channels:
            self._open(channel)

    @property
    def wire(self) -> Wire:
        """The record of what crossed the wire, of all workspaces."""
        return self.common.wire

    @property
    def tickets(self) -> set[str]:
        """The tickets for connections that are not spent."""
        return self.common.tickets

    @property
    def unknowns(self) -> Unknowns:
        """The switches for what nobody knows."""
        return self.common.unknowns

    @property
    def version(self) -> int:
        """It grows with every change, in any workspace."""
        return self.common.version

    @property
    def connections(self) -> int:
        """The app's connections at this moment."""
        return self.common.connections

    @connections.setter
    def connections(self, count: int) -> None:
        self.common.connections = count

    def register(self, manifest: Mapping[str, object]) -> Registration:
        """Make the app of this manifest known, in place of one that is installed nowhere; ValueError else."""
        installed = next((one.app for one in self.all if one.app is not None), None)
        if installed is not None:
            raise ValueError(f"{installed.name} is installed already: a playground holds one app.")
        self.common.registration = Registration.make(manifest, self.ids)
        return self.common.registration

    def install(self, manifest: Mapping[str, object]) -> InstalledApp:
        """Register the app of this manifest, and install it here with all the scopes it names."""
        registration = self.register(manifest)
        return self.admit(registration, registration.manifest.scopes)

    def admit(self, registration: Registration, scopes: Sequence[str]) -> InstalledApp:
        """Install a registered app here; once more, it keeps bot and token, and takes the new scopes too."""
        if self.app is None:
            bot = self._bot(registration.manifest.bot_name)
            self.app = registration.installed(self.ids, self.team_id, bot, scopes=tuple(scopes))
        else:
            self.app = replace(self.app, scopes=tuple(dict.fromkeys([*self.app.scopes, *scopes])))
        self.changed()
        return self.app

    def uninstall(self, app: InstalledApp) -> None:
        """Remove the app: its bot leaves the channels, its views go, its bot's token is revoked."""
        self.common.revoked.add(app.bot_token)
        for conversation in self.conversations.values():
            if conversation.kind is not Kind.DIRECT:
                conversation.members.discard(app.bot_user_id)
        self.views.clear_all()
        self.app = None
        self.changed()

    def changed(self) -> None:
        """Say that some screen may look different now."""
        self.common.version += 1
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
        return self.direct_between({person, bot}) or self._begin("D", self.people[bot].name, {person, bot})

    def direct_between(self, members: set[str]) -> Conversation | None:
        """The direct messages of exactly these members, None when they were never opened."""
        direct = (found for found in self.conversations.values() if found.kind in DIRECT)
        return next((found for found in direct if found.members == members), None)

    def group(self, members: Sequence[str]) -> Conversation:
        """The direct messages of more than two members, opened at the first need."""
        found = self.direct_between(set(members))
        handles = "--".join(self.people[member].handle for member in members)
        return found or self._begin("C", f"mpdm-{handles}-1", set(members))

    def enter(self, conversation: Conversation, member: str, *, inviter: str = "") -> bool:
        """Make someone a member; False when they were one already."""
        if member in conversation.members:
            return False
        conversation.members.add(member)
        self.happened(Joined(conversation, member, inviter))
        self.changed()
        return True

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

    def _begin(self, letter: str, name: str, members: set[str]) -> Conversation:
        opened = Conversation(
            id=self.ids.named(letter),
            name=name,
            kind=Kind.DIRECT if letter == "D" else Kind.GROUP,
            topic="",
            archived=False,
            created=int(self.now().timestamp()),
            members=members,
        )
        self.conversations[opened.id] = opened
        return opened

    def _bot(self, name: str) -> str:
        """The id of the app's bot, the same as before when the app was here once."""
        bot = Person(handle=_handle(name), name=name, colour="#5b5bd6", is_bot=True)
        known = self.member(bot.handle)
        return known.id if known is not None and known.is_bot else self._welcome(bot).id

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
