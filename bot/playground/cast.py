"""Who and what a workspace is made of, as its host describes it; it knows nothing of messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.addresses import Addresses, Shortcut, at_this_machine, read_shortcuts
from bot.playground.fields import items, mapping, mappings, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.ids import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The workspace's name, and its part of the address (`domain`); the id is made when left empty."""

    name: str
    domain: str = "playground"
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone in the workspace, an app's bot included; the id is made when left empty."""

    handle: str
    name: str
    colour: str = "#4a7a96"
    zone: str = "Etc/UTC"
    is_bot: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel to begin with; `members` are handles, None is everybody."""

    name: str
    topic: str = ""
    private: bool = False
    archived: bool = False
    members: tuple[str, ...] | None = None
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A slash command of the app's manifest, with its slash; `url` is where it goes without Socket Mode."""

    command: str
    description: str
    usage_hint: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledApp:
    """What an installation hands to the app, and what its manifest allows; the repr holds no secret."""

    app_id: str
    client_id: str
    bot_id: str
    bot_user_id: str
    team_id: str
    name: str
    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    client_secret: str = field(repr=False)
    signing_secret: str = field(repr=False)
    verification_token: str = field(repr=False)
    scopes: tuple[str, ...]
    commands: tuple[Command, ...]
    interactive: bool
    messages_tab: bool
    home_tab: bool
    shortcuts: tuple[Shortcut, ...]
    addresses: Addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the playground reads of Slack's app manifest.

    https://docs.slack.dev/reference/app-manifest
    """

    name: str
    bot_name: str
    scopes: tuple[str, ...]
    optional_scopes: tuple[str, ...]
    redirect_urls: tuple[str, ...]
    commands: tuple[Command, ...]
    interactive: bool
    messages_tab: bool
    home_tab: bool
    shortcuts: tuple[Shortcut, ...]
    addresses: Addresses

    @classmethod
    def read(cls, manifest: Mapping[str, object]) -> Manifest:
        """The manifest's values; ValueError says what Slack would refuse in it."""
        features = mapping(manifest.get("features"))
        oauth = mapping(manifest.get("oauth_config"))
        scopes = mapping(oauth.get("scopes")).get("bot")
        name = text(mapping(manifest.get("display_information")).get("name"))
        bot_name = text(mapping(features.get("bot_user")).get("display_name"))
        commands = tuple(_command(entry) for entry in mappings(features.get("slash_commands")))
        if not name or not bot_name:
            raise ValueError(
                "The manifest needs display_information.name and features.bot_user.display_name."
            )
        if not isinstance(scopes, list) or not scopes:
            raise ValueError("The manifest needs oauth_config.scopes.bot, a list of scopes.")
        if commands and "commands" not in scopes:
            raise ValueError("The manifest has slash commands: it needs the bot scope commands.")
        settings = mapping(manifest.get("settings"))
        addresses = Addresses.read(settings)
        unreachable = [known.command for known in commands if not (addresses.socket_mode or known.url)]
        if unreachable:
            raise ValueError(
                f"The slash command {unreachable[0]} of the manifest needs a url, "
                "or settings.socket_mode_enabled must be true."
            )
        return cls(
            name=name,
            bot_name=bot_name,
            scopes=tuple(text(scope) for scope in scopes),
            optional_scopes=tuple(
                text(scope) for scope in items(mapping(oauth.get("scopes")).get("bot_optional"))
            ),
            redirect_urls=tuple(text(url) for url in items(oauth.get("redirect_urls"))),
            commands=commands,
            interactive=mapping(settings.get("interactivity")).get("is_enabled") is True,
            messages_tab=mapping(features.get("app_home")).get("messages_tab_enabled") is not False,
            home_tab=mapping(features.get("app_home")).get("home_tab_enabled") is True,
            shortcuts=read_shortcuts(features.get("shortcuts")),
            addresses=addresses,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The app before any workspace has it: what its settings page shows; the repr holds no secret."""

    manifest: Manifest
    app_id: str
    client_id: str
    client_secret: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    verification_token: str = field(repr=False)

    @classmethod
    def make(cls, manifest: Mapping[str, object], ids: Ids) -> Registration:
        """A new app of this manifest, with ids and secrets; ValueError says what Slack would refuse in it."""
        read = Manifest.read(manifest)
        app_id = ids.named("A")
        return cls(
            manifest=read,
            app_id=app_id,
            client_id=f"{ids.digits(12)}.{ids.digits(13)}",
            client_secret=ids.hexadecimal(32),
            app_token=f"xapp-1-{app_id}-{ids.digits(13)}-{ids.hexadecimal(64)}",
            signing_secret=ids.hexadecimal(32),
            verification_token=ids.letters(24),
        )

    def installed(self, ids: Ids, team_id: str, bot_user_id: str, *, scopes: tuple[str, ...]) -> InstalledApp:
        """The app in one workspace, with a new token for its bot."""
        return InstalledApp(
            app_id=self.app_id,
            client_id=self.client_id,
            bot_id=ids.named("B"),
            bot_user_id=bot_user_id,
            team_id=team_id,
            name=self.manifest.name,
            bot_token=f"xoxb-{ids.digits(12)}-{ids.digits(13)}-{ids.letters(24)}",
            app_token=self.app_token,
            client_secret=self.client_secret,
            signing_secret=self.signing_secret,
            verification_token=self.verification_token,
            scopes=scopes,
            commands=self.manifest.commands,
            interactive=self.manifest.interactive,
            messages_tab=self.manifest.messages_tab,
            home_tab=self.manifest.home_tab,
            shortcuts=self.manifest.shortcuts,
            addresses=self.manifest.addresses,
        )


def _command(entry: Mapping[str, object]) -> Command:
    command = text(entry.get("command"))
    if not command.startswith("/"):
        raise ValueError(f"The slash command {command!r} of the manifest needs a leading slash.")
    return Command(
        command=command,
        description=text(entry.get("description")),
        usage_hint=text(entry.get("usage_hint")),
        url=at_this_machine(entry.get("url")),
    )
