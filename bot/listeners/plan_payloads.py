"""What the windows for plans send, as values, so that nothing behind them meets a dict.

Shapes: https://docs.slack.dev/reference/interaction-payloads
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.bank.model import Difficulty
from bot.blocks.plan_ids import Field, Subject, read_subject
from bot.blocks.plan_modal import Form
from bot.store.plans import Editor
from bot.store.workspaces import ChannelId, TeamId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.listeners.payloads import Body

    Values = Mapping[str, Mapping[str, Mapping[str, Any]]]
    """A view's ``state.values``: by block_id, then by action_id."""

_LEVELS = {level.value: level for level in Difficulty}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``/interview daily``: where, and whether a daily question can come there at all."""

    team: TeamId
    channel: ChannelId
    user: str
    trigger: str
    direct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InWindow:
    """A press or a submission in one of the windows; ``action`` and ``value`` are those of a press.

    ``root`` is the window under all others, ``hash`` the state of this one as the person saw it,
    ``at`` the moment of a press (a ts).
    """

    team: TeamId
    editor: Editor
    trigger: str
    modal: str
    view: str
    root: str
    hash: str
    at: str
    metadata: str
    action: str
    value: str
    values: Values

    @property
    def subject(self) -> Subject | None:
        """What the window is about; None for one that we never opened."""
        return read_subject(self.metadata)

    @property
    def form(self) -> Form:
        """What stands in the form."""
        return read_form(self.values)

    @property
    def until(self) -> str | None:
        """The date of a pause."""
        return _of(self.values, Field.UNTIL).get("selected_date")


def read_asked(body: Body) -> Asked:
    """The command's payload; direct messages of two or more people have ids or names of their own.

    https://docs.slack.dev/interactivity/implementing-slash-commands: a private channel is called
    ``privategroup``, direct messages ``directmessage``, those of a group ``mpdm-…``.
    """
    channel, name = body["channel_id"], body.get("channel_name") or ""
    direct = channel.startswith("D") or name == "directmessage" or name.startswith("mpdm-")
    return Asked(
        team=TeamId(body["team_id"]),
        channel=ChannelId(channel),
        user=body["user_id"],
        trigger=body["trigger_id"],
        direct=direct,
    )


def read_in_window(body: Body) -> InWindow:
    """A press or a submission."""
    view, user = body["view"], body["user"]
    action: Body = next(iter(body.get("actions", ())), {})
    team = TeamId(body["team"]["id"])
    name = user.get("username") or user.get("name") or ""
    return InWindow(
        team=team,
        editor=Editor(person=f"{user.get('team_id') or team}/{user['id']}", name=name),
        trigger=body["trigger_id"],
        modal=view["callback_id"],
        view=view["id"],
        root=view.get("root_view_id") or view["id"],
        hash=view.get("hash") or "",
        at=action.get("action_ts") or "",
        metadata=view.get("private_metadata") or "",
        action=action.get("action_id", ""),
        value=action.get("value") or "",
        values=view.get("state", {}).get("values", {}),
    )


def read_form(values: Values) -> Form:
    """What stands in the form's fields."""
    ticked = _chosen(values, Field.DIFFICULTIES)
    return Form(
        at=_of(values, Field.AT).get("selected_time"),
        zone=(_of(values, Field.ZONE).get("selected_option") or {}).get("value"),
        weekdays=frozenset(int(day) for day in _chosen(values, Field.WEEKDAYS) if day.isdecimal()),
        skips=_of(values, Field.SKIPS).get("value") or "",
        topics=_chosen(values, Field.TOPICS),
        difficulties=tuple(level for word, level in _LEVELS.items() if word in ticked),
        closes=_of(values, Field.CLOSES).get("selected_time"),
        never=bool(_chosen(values, Field.NEVER)),
    )


def _of(values: Values, field: Field) -> Mapping[str, Any]:
    return values.get(field, {}).get(field, {})


def _chosen(values: Values, field: Field) -> tuple[str, ...]:
    options = _of(values, field).get("selected_options") or ()
    return tuple(option["value"] for option in options)
