"""The arguments of one Web API call, whether they came as JSON or as a form; it knows no method."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.playground.fields import parse
from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

WHOLE = re.compile(r"[0-9]{1,9}")


class Arguments:
    """Reads arguments by name; what no method asks for is tolerated, as Slack does."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given

    def has(self, name: str) -> bool:
        """Whether the argument was given, and not as null."""
        return self._given.get(name) is not None

    def value(self, name: str) -> object:
        """Whatever was given, None for nothing."""
        return self._given.get(name)

    def text(self, name: str, default: str = "") -> str:
        """The string; refuses another type with invalid_arguments."""
        value = self._given.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise Refused("invalid_arguments", messages=[f"[ERROR] must be a string [json-pointer:/{name}]"])
        return value

    def required(self, name: str) -> str:
        """The string; refuses a missing or empty one with invalid_arguments."""
        value = self.text(name)
        if not value:
            raise Refused("invalid_arguments", messages=[f"[ERROR] missing required field: {name}"])
        return value

    def structure(self, name: str, *, malformed: str) -> object:
        """The JSON value, decoded where it came as a string; refuses bad JSON with the code `malformed`."""
        value = self._given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return parse(value)
        except ValueError:
            raise Refused(malformed) from None

    def flag(self, name: str) -> bool:
        """Whether the argument says yes: true in JSON, true or 1 in a form."""
        return self._given.get(name) in (True, "true", "True", "1")

    def number(self, name: str, *, default: int, most: int, malformed: str) -> int:
        """A whole number from 1 to `most`; refuses another with the code `malformed`."""
        if not self.has(name):
            return default
        digits = str(self._given[name])
        if not WHOLE.fullmatch(digits) or not 1 <= int(digits) <= most:
            raise Refused(malformed)
        return int(digits)
