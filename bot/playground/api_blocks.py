"""blocks.validate: Slack's own judge of Block Kit, in its own form of errors; it knows no rule.

https://docs.slack.dev/reference/methods/blocks.validate
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import rules
from bot.playground.api_call import Done
from bot.playground.fields import mapping
from bot.playground.refusals import Refused
from bot.playground.rules import Code, Surface

if TYPE_CHECKING:
    from bot.playground.api_call import Call
    from bot.playground.rules import Problem

KINDS = ("blocks", "message", "view")
ONE = "must provide exactly one of `blocks`, `view`, or `message`"
FAILED = "failed_constraint"
"""The one code that the page shows; whether there are others is unknown."""
CONSTRAINTS = {
    Code.UNSUPPORTED_TYPE: "enum",
    Code.BAD_VALUE: "enum",
    Code.WRONG_TYPE: "type",
    Code.TOO_LONG: "max_length",
    Code.TOO_SHORT: "min_length",
    Code.TOO_MANY: "max_items",
    Code.TOO_FEW: "min_items",
    Code.OUT_OF_RANGE: "range",
}
"""Names of constraints: "enum" is the page's, the others are guesses."""


def validate(call: Call) -> Done:
    """Exactly one of blocks, message and view; ok, or every problem with its pointer."""
    kind = _kind(call)
    given = call.arguments.structure(kind, malformed=f"invalid_{kind}")
    problems = [problem for problem in _problems(kind, given) if not _missed(problem)]
    if problems:
        raise Refused(f"invalid_{kind}", errors=[_error(kind, problem) for problem in problems])
    return Done({})


def _kind(call: Call) -> str:
    """Which one was given. JSON bodies were answered with invalid_arguments in September 2026 [3P]."""
    given = [kind for kind in KINDS if call.arguments.has(kind)]
    if len(given) != 1 or not call.form:
        raise Refused("invalid_arguments", messages=[ONE])
    return given[0]


def _problems(kind: str, given: object) -> list[Problem]:
    if kind == "view":
        return rules.view_problems(given)
    blocks = given if kind == "blocks" else mapping(given).get("blocks")
    if kind == "message" and blocks is None:
        return []  # it does not miss a message's text [3P]
    return rules.blocks_problems(blocks, surface=Surface.MESSAGE)


def _missed(problem: Problem) -> bool:
    """What this method lets pass though chat.postMessage refuses it, as somebody found out [3P]."""
    neither = problem.code == Code.MISSING_FIELD and problem.message == "must provide text or fields"
    in_confirm = problem.code == Code.UNSUPPORTED_TYPE and "/confirm/" in problem.pointer
    return neither or in_confirm


def _error(kind: str, problem: Problem) -> dict[str, object]:
    """Pointers start inside the argument: /0/text for blocks, /blocks/0/text for a message or a view."""
    error: dict[str, object] = {
        "pointer": problem.pointer.removeprefix(
            "/view" if kind == "view" else "/blocks" * (kind == "blocks")
        ),
        "code": FAILED,
        "message": problem.message,
    }
    if problem.expected is not None and problem.code in CONSTRAINTS:
        constraint = {
            "type": CONSTRAINTS[Code(problem.code)],
            "expected": problem.expected,
            "got": problem.got,
        }
        error["constraint"] = constraint
    return error
