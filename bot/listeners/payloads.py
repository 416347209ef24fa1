"""Slack's payloads as values, so that nothing behind the door meets a dict; it acts on none of them.

Shapes: https://docs.slack.dev/interactivity/implementing-slash-commands,
https://docs.slack.dev/reference/interaction-payloads
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.blocks.ids import TRIED_BLOCK, TRY_BLOCK, TRY_INPUT, Action
from bot.store.showings import Asker
from bot.store.workspaces import ChannelId, TeamId

if TYPE_CHECKING:
    from collections.abc import Mapping

    Body = Mapping[str, Any]
    """A payload as Bolt hands it over: this module is the door past which there is no Any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A slash command."""

    name: str
    text: str
    asker: Asker
    response_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A press on a button; ``ts`` is its message, ``view`` its modal, and one of them is None.

    ``person`` is keyed by the person's own team, which may be another than the channel's (Slack Connect).
    ``attempt`` is the try that the pressed modal shows, ``name`` the presser's as Slack spells it.
    """

    action: str
    value: str
    team: TeamId
    person: str
    ts: str | None
    view: str | None
    trigger: str
    response_url: str | None
    attempt: str = ""
    channel: ChannelId | None = None
    name: str = ""

    @property
    def reply_url(self) -> str:
        """Where the presser is answered; ValueError where a press has no such place, as in a window."""
        if self.response_url is None:
            raise ValueError(f"{self.action} came without a response_url")
        return self.response_url

    @property
    def asker(self) -> Asker | None:
        """Who pressed and where; None where a payload names no channel, as in a modal or on Home."""
        return Asker(team=self.team, channel=self.channel, person=self.person) if self.channel else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A modal that was submitted; ``attempt`` is what the person wrote."""

    modal: str
    metadata: str
    team: TeamId
    person: str
    attempt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Somebody opened the app's Home tab; ``asker``'s channel is their own conversation with the bot."""

    user: str
    asker: Asker


def read_command(body: Body) -> Command:
    """A slash command's payload."""
    team = TeamId(body["team_id"])
    return Command(
        name=body["command"],
        text=body.get("text") or "",
        asker=Asker(
            team=team,
            channel=ChannelId(body["channel_id"]),
            person=f"{body.get('user_team_id') or team}/{body['user_id']}",
        ),
        response_url=body["response_url"],
    )


def read_press(body: Body) -> Press:
    """The payload of a press; an ephemeral message has a ts but is no post of ours."""
    action = body["actions"][0]
    container = body.get("container", {})
    posted = container.get("type") == "message" and not container.get("is_ephemeral")
    return Press(
        action=Action.kind(action["action_id"]),
        value=action.get("value") or "",
        team=TeamId(body["team"]["id"]),
        person=_person(body),
        ts=container.get("message_ts") if posted else None,
        view=body["view"]["id"] if body.get("view") else None,
        trigger=body["trigger_id"],
        response_url=body.get("response_url"),
        attempt=_tried(body.get("view") or {}),
        channel=ChannelId(body["channel"]["id"]) if body.get("channel") else None,
        name=body["user"].get("username") or body["user"].get("name") or "",
    )


def read_opening(body: Body) -> Opening | None:
    """The payload of app_home_opened; None for another tab than Home.

    https://docs.slack.dev/reference/events/app_home_opened
    """
    event = body["event"]
    if event.get("tab") != "home":
        return None
    team = TeamId(body["team_id"])
    asker = Asker(team=team, channel=ChannelId(event["channel"]), person=f"{team}/{event['user']}")
    return Opening(user=event["user"], asker=asker)


def _person(body: Body) -> str:
    return f"{body['user'].get('team_id') or body['team']['id']}/{body['user']['id']}"


def _tried(view: Body) -> str:
    """The try that a modal shows again, out of the block that holds it (blocks/modals.py)."""
    for block in view.get("blocks", ()):
        match block:
            case {"block_id": str(name), "elements": [{"elements": [{"text": str(text)}, *_]}, *_]}:
                if name == TRIED_BLOCK:
                    return text
    return ""


def read_submission(body: Body) -> Submission:
    """The payload of a submitted modal."""
    view = body["view"]
    typed = view["state"]["values"].get(TRY_BLOCK, {}).get(TRY_INPUT, {}).get("value")
    return Submission(
        modal=view["callback_id"],
        metadata=view["private_metadata"],
        team=TeamId(body["team"]["id"]),
        person=_person(body),
        attempt=(typed or "").strip(),
    )
