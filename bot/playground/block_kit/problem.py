"""What the judge of Block Kit answers with; it knows no rule."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class Code(enum.StrEnum):
    """What kind of rule is broken."""

    WRONG_TYPE = "wrong_type"
    MISSING_FIELD = "missing_field"
    UNKNOWN_FIELD = "unknown_field"
    EXCLUSIVE_FIELDS = "exclusive_fields"
    UNSUPPORTED_TYPE = "unsupported_type"
    NOT_ON_THIS_SURFACE = "not_on_this_surface"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    TOO_MANY = "too_many"
    TOO_FEW = "too_few"
    OUT_OF_RANGE = "out_of_range"
    BAD_VALUE = "bad_value"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule: where (a JSON pointer from the request's own argument), which, and a sentence.

    `expected` and `got` say the same to a program, where there is a value to name.
    """

    pointer: str
    code: str
    message: str
    expected: object = field(default=None, compare=False)
    got: object = field(default=None, compare=False)
