"""How the playground says no: to apps in Slack's codes, to people in a sentence; it knows no transport."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Refused(Exception):  # noqa: N818 - it is Slack's answer to a call, no fault of ours
    """Slack refuses a call: `code` is Slack's own, `messages` what it adds for a developer to read."""

    def __init__(self, code: str, *, messages: Sequence[str] = (), **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.messages = tuple(messages)
        self.details = details

    @property
    def body(self) -> dict[str, object]:
        """The JSON that Slack answers."""
        body: dict[str, object] = {"ok": False, "error": self.code, **self.details}
        if self.messages:
            body["response_metadata"] = {"messages": list(self.messages)}
        return body


class RateLimited(Refused):
    """Too many calls: the next may pass after `retry_after` whole seconds, which stand in a header."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class ActRefused(Exception):  # noqa: N818 - a person's screen refuses an act, no fault of ours
    """A person cannot do this: `sentence` is for them, `status` the HTTP status that says so."""

    def __init__(
        self, sentence: str, *, status: int = 400, details: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
        self.details = dict(details or {})

    @property
    def body(self) -> dict[str, object]:
        """The JSON that the page reads."""
        return {"ok": False, "error": self.sentence, **self.details}
