"""What to try next in the demo, told by what has crossed the wire; it looks on and does nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.blocks.ids import Action, Modal
from bot.blocks.plan_ids import PlanModal

if TYPE_CHECKING:
    from bot.playground.wire import Wire

KILLED = "killed"
"""The bot was killed in the middle of a post."""

STARTED = "started"
MOVED = "moved"

_CARD = """That was the tour. Five steps to your own Slack, whole in README.md:
1. Make the app: paste what interview-bot manifest prints at api.slack.com/apps.
2. Install it, and copy its bot token (xoxb-…).
3. Make an app-level token (xapp-…) with connections:write.
4. Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, and start interview-bot run.
5. /invite @Interview Bot in a channel, then /interview daily."""


Body = Mapping[str, Any]
"""A payload as the wire keeps it."""

Done = Callable[[str, Body], bool]
"""Whether a payload, by its kind, or a control, by its name, does a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A sentence, and what has done it."""

    said: str
    is_done: Done


def _pressed(action: Action) -> Done:
    return lambda kind, body: (
        kind == "block_actions" and any(Action.kind(one["action_id"]) == action for one in body["actions"])
    )


def _submitted(callback: str) -> Done:
    return lambda kind, body: kind == "view_submission" and body["view"]["callback_id"] == callback


def _typed(command: str, words: str | None = None) -> Done:
    return lambda kind, body: (
        kind == "slash_commands" and body["command"] == command and words in (None, body["text"])
    )


def _did(control: str) -> Done:
    return lambda kind, _body: kind == control


_STEPS = (
    _Step(
        said="Try: press Check myself under today’s question, write a line, then Show answer.",
        is_done=_submitted(Modal.CHECK),
    ),
    _Step(
        said="Judge yourself: press one of the four. Nobody sees whose grade it is.",
        is_done=_pressed(Action.GRADE),
    ),
    _Step(
        said="Become Ben (at the top left): nothing of the answer was sent to him. Press Reveal in thread.",
        is_done=_pressed(Action.REVEAL),
    ),
    _Step(said="Type /answer websokcet: a slip of the finger is understood.", is_done=_typed("/answer")),
    _Step(
        said="Go to #new-team and type /interview daily. The bot is not there yet: see what it says.",
        is_done=_submitted(PlanModal.FORM),
    ),
    _Step(
        said="Follow the step in the window. Then move the clock: To the next post, in the bar above.",
        is_done=_did(MOVED),
    ),
    _Step(
        said="Trust it? Press Let it die mid-post: a real kill -9 when Slack has the post and the bot never"
        " hears so.",
        is_done=_did(KILLED),
    ),
    _Step(said="Now start the bot again.", is_done=_did(STARTED)),
    _Step(
        said="One post, not two. Press a button under it, then type /interview why.",
        is_done=_typed("/interview", "why"),
    ),
)


class Tour:
    """The steps, in their order; what was done early counts when its turn comes."""

    def __init__(self) -> None:
        self._happened: list[tuple[str, Body]] = []
        self._read = 0
        self._at = 0

    def did(self, control: str) -> None:
        """A control of the host's was used."""
        self._happened.append((control, {}))

    def hint(self, wire: Wire) -> str:
        """The first step that is not done yet; after the last one, the way to one's own Slack."""
        for entry in wire.entries(after=self._read):
            self._read = int(str(entry["n"]))
            if entry["way"] == "event":
                body = entry["body"]
                self._happened.append((str(entry["name"]), body if isinstance(body, dict) else {}))
        while self._at < len(_STEPS):
            step = _STEPS[self._at]
            if not any(step.is_done(kind, body) for kind, body in self._happened):
                return step.said
            self._at += 1
        return _CARD
