"""The slash commands' names, which another app may own; a prefix tells ours apart: ``/acme-question``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.blocks.json_types import JSON
    from bot.blocks.message import Message

_NAME = re.compile(r"(?<![\w/.-])/(question|answer|interview)\b")


@dataclass(frozen=True, slots=True)
class CommandNames:
    """What stands before each name; texts are written with the plain ones and spelled before they leave.

    Only sentences of ours are handed in here, never a question's text: code may hold ``/answer``, too.
    """

    prefix: str = ""

    def plain(self, typed: str) -> str:
        """The plain name of a command as Slack sends it: ``/acme-question`` is ``/question``."""
        return f"/{typed.removeprefix('/').removeprefix(self.prefix)}"

    def spell(self, text: str) -> str:
        """A text with the commands as people must type them."""
        return _NAME.sub(rf"/{self.prefix}\1", text) if self.prefix else text

    def message(self, message: Message) -> Message:
        """A message of ours, every text in it spelled."""
        return replace(message, text=self.spell(message.text), blocks=tuple(map(self.view, message.blocks)))

    def view(self, view: dict[str, JSON]) -> dict[str, JSON]:
        """A view or a block of ours, every text in it spelled."""
        return {key: self._within(value) for key, value in view.items()}

    def _within(self, value: JSON) -> JSON:
        match value:
            case str():
                return self.spell(value)
            case dict():
                return self.view(value)
            case list():
                return [self._within(each) for each in value]
            case _:
                return value


PLAIN = CommandNames()
"""Without a prefix."""
