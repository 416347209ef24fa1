"""What nobody knows of Slack: each question a switch between two worlds; it changes nothing itself."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Unknown(enum.StrEnum):
    """The open questions; the values are their names in Python, in the snapshot and in the address."""

    REPLIES_READABLE = "replies_readable"
    LANGUAGE_REFUSED = "language_refused"
    BORDER_REFUSED = "border_refused"
    CLIENT_MSG_ID_HONOURED = "client_msg_id_honoured"
    METADATA_KEPT = "metadata_kept"
    EPHEMERAL_IN_THREAD = "ephemeral_in_thread"
    THREAD_BY_RESPONSE_URL = "thread_by_response_url"
    MARKDOWN_BY_RESPONSE_URL = "markdown_by_response_url"
    DM_WITHOUT_IM_WRITE = "dm_without_im_write"


@dataclass(frozen=True, slots=True)
class Question:
    """The sentence that holds in the world where the switch is on, where it stands, and who says what."""

    label: str
    on: bool
    source: str


QUESTIONS: Mapping[Unknown, Question] = {
    Unknown.REPLIES_READABLE: Question(
        "conversations.replies lets a bot read threads in channels",
        on=True,
        source="https://docs.slack.dev/reference/methods/conversations.replies says that bots may not; "
        "apps read threads with the history scopes nevertheless",
    ),
    Unknown.LANGUAGE_REFUSED: Question(
        "`language` on preformatted rich text is refused with invalid_blocks",
        on=False,
        source="documented at /reference/block-kit/block-elements/rich-text-preformatted-element, missing "
        "from slack_sdk 3.47.0 and @slack/types 3.2.0",
    ),
    Unknown.BORDER_REFUSED: Question(
        "`border` on preformatted rich text is refused with invalid_blocks",
        on=False,
        source="documented on the same page; slackapi/deno-slack-sdk#488 saw a real call refused",
    ),
    Unknown.CLIENT_MSG_ID_HONOURED: Question(
        "a second chat.postMessage with the same client_msg_id answers with the first message",
        on=False,
        source="an undocumented argument; two of chat.postMessage's documented errors speak of it",
    ),
    Unknown.METADATA_KEPT: Question(
        "metadata of an event type that no manifest declares is kept",
        on=True,
        source="https://docs.slack.dev/messaging/message-metadata says it is ignored; the manifest's "
        "schema has no place to declare it",
    ),
    Unknown.EPHEMERAL_IN_THREAD: Question(
        "an ephemeral sent through the response_url of a press in a thread shows in that thread",
        on=False,
        source="https://docs.slack.dev/interactivity/handling-user-interaction speaks of in_channel alone",
    ),
    Unknown.THREAD_BY_RESPONSE_URL: Question(
        "thread_ts in a response_url's in_channel message is followed",
        on=True,
        source="the same page says so; slackapi/bolt-js#963 saw it ignored",
    ),
    Unknown.MARKDOWN_BY_RESPONSE_URL: Question(
        "a response_url takes markdown blocks",
        on=True,
        source="bodies are ordinary message payloads, says the same page; nobody names markdown blocks",
    ),
    Unknown.DM_WITHOUT_IM_WRITE: Question(
        "chat.postMessage to a person's id opens the DM without the scope im:write",
        on=True,
        source="others dropped the scope and posted on; slackapi/bolt-python#565 saw trouble",
    ),
}


class Unknowns:
    """The switches of one playground, each as its table says until somebody turns it."""

    def __init__(self) -> None:
        self._on = {name: question.on for name, question in QUESTIONS.items()}

    def __getitem__(self, unknown: Unknown) -> bool:
        return self._on[unknown]

    def turn(self, name: str, *, on: bool) -> None:
        """Play the other world, or this one again; ValueError names the switches when `name` is none."""
        if name not in self._on:
            raise ValueError(f"There is no switch {name!r}; there are {', '.join(self._on)}.")
        self._on[Unknown(name)] = on

    def as_json(self) -> list[dict[str, object]]:
        """The switches as the page shows them."""
        return [
            {"name": name.value, "label": question.label, "source": question.source, "on": self._on[name]}
            for name, question in QUESTIONS.items()
        ]
