"""What follows the form of a plan: saved, one step left, pause, preview; it knows nothing of the store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bank.model import Difficulty
from bot.blocks.introduction import heading
from bot.blocks.message import actions, button, context, section
from bot.blocks.plain import words
from bot.blocks.plan_ids import Field, PlanAction, PlanModal, Subject, read_subject
from bot.blocks.plan_list import window
from bot.blocks.plan_modal import Form
from bot.blocks.question import place_line
from bot.blocks.text import cut, escape, mrkdwn
from bot.practice.calendar import day, spelled

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.bank.model import Question
    from bot.blocks.json_types import JSON, Block
    from bot.blocks.modals import View
    from bot.practice.calendar import Schedule, Slot, Zone

_TEXT = 3000  # characters of a section
_METADATA = 3000  # characters of private_metadata: https://docs.slack.dev/reference/views/modal-views
_TITLE = 200  # characters of a question in the preview

_INVITE = "*One step left:* type `/invite @Interview Bot` in this channel, then press *Try again*."
_NOTHING_LOST = (
    "Close this window to type it; nothing is lost. `/interview daily` brings you back to this step."
)
_ARCHIVED = (
    "*This channel is archived*, and nothing can be posted in it. Unarchive it, then press *Try again*; or"
    " set up a daily question in another channel."
)
_READ_ONLY = (
    "*Only some people may post in this channel.* Whoever manages it can let me: channel details › Settings ›"
    " Posting permissions › Add Interview Bot. Then press *Try again*."
)
_NO_CHANNEL = (
    "A daily question belongs to a channel, where a team sees it: type `/interview daily` there."
    " For yourself there is `/question`."
)


def saving_modal(subject: Subject) -> View:
    """What stands until Slack has answered."""
    return window(PlanModal.SAID, "Daily question", [section("Saving…")], subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A plan that was saved, and its next posts; ``today`` says that today has had its question.

    ``introduced`` is None where it needed no introduction, and False while Slack is silent.
    """

    schedule: Schedule
    topics: tuple[str, ...]
    next: tuple[Slot, ...]
    introduced: bool | None
    today: bool = False


def saved_modal(saved: Saved, subject: Subject) -> View:
    """That it is saved, and what comes next."""
    said = {True: " I said so in the channel.", False: f" {_SILENT}", None: ""}[saved.introduced]
    lines = [f"*Saved.*{said}", heading(saved.schedule, saved.topics)]
    if saved.next:
        dates = ", ".join(spelled(slot.due, saved.schedule.zone) for slot in saved.next)
        lines.append(f"Next: {escape(dates)}.")
    if saved.today and saved.next:
        lines.append(f"Today’s question stands already: this counts from {day(saved.next[0].date)}.")
    blocks = [*(section(line) for line in lines), _all()]
    return window(PlanModal.SAID, "Daily question", blocks, subject)


_SILENT = "Slack has not taken my first message yet; I go on trying."


def step_modal(code: str, subject: Subject) -> View:
    """Why Slack let us post nothing there, what to do, and the way to try again."""
    said, more = _refusal(code)
    blocks: list[Block] = [section(said), *([context(more)] if more else []), _all()]
    view = window(PlanModal.STEP, "One step left", blocks, subject)
    return {**view, "submit": {"type": "plain_text", "text": "Try again"}}


def _refusal(code: str) -> tuple[str, str]:
    """https://docs.slack.dev/reference/methods/chat.postMessage#errors."""
    if code in {"not_in_channel", "channel_not_found"}:
        return _INVITE, _NOTHING_LOST
    if code == "is_archived":
        return _ARCHIVED, ""
    if code.startswith("restricted_action"):
        return _READ_ONLY, _NOTHING_LOST
    said = f"*Slack refused my first message* ({escape(code)}). Press *Try again*."
    return said, "If it stays so, tell whoever runs me: `interview-bot doctor` finds out why."


def no_channel_modal() -> View:
    """Why there is no daily question in direct messages."""
    return window(PlanModal.SAID, "Daily question", [section(_NO_CHANNEL)], "")


def told_modal(sentence: str, subject: Subject | str) -> View:
    """One sentence, and the way to the plans of the channel where they are known."""
    blocks: list[Block] = [section(mrkdwn(sentence, _TEXT)), *([_all()] if subject else [])]
    return window(PlanModal.SAID, "Daily question", blocks, subject)


def pause_modal(schedule: Schedule, topics: Sequence[str], subject: Subject, tomorrow: dt.date) -> View:
    """Until when; an empty date is until somebody resumes it."""
    hint = "Its question comes again on this day, or the next planned one. Empty: until somebody resumes it."
    until: Block = {
        "type": "input",
        "block_id": Field.UNTIL,
        "optional": True,
        "label": {"type": "plain_text", "text": "Until"},
        "hint": {"type": "plain_text", "text": hint},
        "element": {"type": "datepicker", "action_id": Field.UNTIL, "initial_date": tomorrow.isoformat()},
    }
    blocks: list[Block] = [section(heading(schedule, topics)), until]
    view = window(PlanModal.PAUSE, "Pause", blocks, subject)
    return {**view, "submit": {"type": "plain_text", "text": "Pause"}}


def preview_modal(
    posts: Sequence[tuple[Slot, Question | None]], zone: Zone, form: Form, subject: Subject, *, titles: bool
) -> View:
    """The posts that come: date, hour, topic, difficulty, and the questions for whoever wants them."""
    blocks: list[Block] = [section(_post(slot, question, zone, titles=titles)) for slot, question in posts]
    if not posts:
        blocks = [section("Nothing comes: the plan is paused, or every day is skipped.")]
    metadata = written_form(form, subject)
    if posts and not titles and len(metadata) <= _METADATA:
        blocks.append(actions(button("Show the questions", PlanAction.TITLES, "-", spoken=_SPOILS)))
        blocks.append(context("Showing them spoils them for you. They come so unless plan or bank change."))
        return window(PlanModal.PREVIEW, f"The next {len(posts)}", blocks, metadata)
    return window(PlanModal.PREVIEW, f"The next {len(posts)}" if posts else "The next posts", blocks, "")


_SPOILS = "Show the questions, which spoils them for you"


def _post(slot: Slot, question: Question | None, zone: Zone, *, titles: bool) -> str:
    at = f"*{spelled(slot.due, zone)}*"
    if question is None:
        return f"{at} · no question fits"
    title = f"\n{mrkdwn(cut(words(question.question), _TITLE), _TEXT // 2)}" if titles else ""
    return f"{at} · {place_line(question)}{title}"


def written_form(form: Form, subject: Subject) -> str:
    """A form and what it is about, to be carried by the preview."""
    entries: dict[str, JSON] = {
        "at": form.at,
        "zone": form.zone,
        "days": "".join(map(str, sorted(form.weekdays))),
        "skips": form.skips,
        "topics": list(form.topics),
        "levels": list(form.difficulties),
    }
    return f"{subject}\n{json.dumps(entries, ensure_ascii=False, separators=(',', ':'))}"


def read_written_form(text: str) -> tuple[Form, Subject] | None:
    """The same as they were written, but for the closing hour; None for anything that we never wrote."""
    first, _, rest = text.partition("\n")
    subject = read_subject(first)
    try:
        entries = json.loads(rest)
        form = Form(
            at=entries["at"],
            zone=entries["zone"],
            weekdays=frozenset(map(int, entries["days"])),
            skips=entries["skips"],
            topics=tuple(entries["topics"]),
            difficulties=tuple(Difficulty(level) for level in entries["levels"]),
            never=True,
        )
    except (ValueError, KeyError, TypeError):
        return None
    return (form, subject) if subject else None


def _all() -> Block:
    spoken = "All plans of this channel"
    return actions(button("All plans here", PlanAction.ALL, "-", spoken=f"All plans here: {spoken}"))
