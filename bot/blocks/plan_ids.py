"""The names by which the windows for plans come back to us, and what they carry; no plan is drawn here."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass


class PlanAction(enum.StrEnum):
    """The action_id of a button in a window for plans."""

    EDIT = "plan_edit"
    ADD = "plan_add"
    PAUSE = "plan_pause"
    RESUME = "plan_resume"
    SKIP = "plan_skip"
    UNSKIP = "plan_unskip"
    POST_NOW = "plan_post_now"
    DELETE = "plan_delete"
    RESTORE = "plan_restore"
    PREVIEW = "plan_preview"
    TITLES = "plan_titles"
    ALL = "plan_all"


class PlanModal(enum.StrEnum):
    """The callback_id of a window for plans."""

    FORM = "plan_form"
    LIST = "plan_list"
    STEP = "plan_step"
    PAUSE = "plan_pausing"
    PREVIEW = "plan_previewing"
    SAID = "plan_said"


class Field(enum.StrEnum):
    """The fields of the form, as block_id and action_id alike."""

    AT = "plan_at"
    ZONE = "plan_zone"
    WEEKDAYS = "plan_weekdays"
    SKIPS = "plan_skips"
    TOPICS = "plan_topics"
    DIFFICULTIES = "plan_difficulties"
    CLOSES = "plan_closes"
    NEVER = "plan_never"
    UNTIL = "plan_until"


_SUBJECT = re.compile(r"([A-Z0-9]{1,30}) (\d{1,18}) (\d{1,18}) ([a-z0-9]{1,40}|-)", re.ASCII)
_CHOICE = re.compile(r"(\d{1,18}) (\d{1,18})(?: ([a-z0-9-]{1,20}))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a window is about: a channel, and a plan as it was seen, 0 for one that nobody has saved yet."""

    channel: str
    plan: int = 0
    version: int = 0
    seed: str = ""

    def __str__(self) -> str:
        return f"{self.channel} {self.plan} {self.version} {self.seed or '-'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The plan that a button of a list means, as it was seen, and what else the button says of it."""

    plan: int
    version: int
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.plan} {self.version} {self.detail}".rstrip()


def read_subject(text: str) -> Subject | None:
    """The subject of a window; None for anything that we never wrote."""
    written = _SUBJECT.fullmatch(text)
    if written is None:
        return None
    channel, plan, version, seed = written.groups()
    return Subject(channel=channel, plan=int(plan), version=int(version), seed="" if seed == "-" else seed)


def read_choice(text: str) -> Choice | None:
    """The plan that a button means; None for anything that we never wrote."""
    written = _CHOICE.fullmatch(text)
    if written is None:
        return None
    plan, version, detail = written.groups()
    return Choice(plan=int(plan), version=int(version), detail=detail or "")
