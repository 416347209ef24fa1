"""What Slack's own client refuses to send of what a person entered; it asks no app."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from bot.playground.elements import ENTRIES, Form
from bot.playground.fields import items, mapping, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL = re.compile(r"https?://[^\s/]+\S*")
WHOLE = re.compile(r"-?\d{1,30}")
DECIMAL = re.compile(r"-?\d{1,30}(\.\d{1,30})?")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def complaints(blocks: Iterable[Mapping[str, object]], values: Mapping[str, object]) -> dict[str, str]:
    """What a modal's fields say before anything is submitted: a sentence by the id of the input block."""
    found = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        block_id, element = text(block.get("block_id")), mapping(block.get("element"))
        part = mapping(mapping(values.get(block_id)).get(text(element.get("action_id"))))
        entered = [value for name, value in part.items() if name != "type" and value]
        if not entered and block.get("optional") is not True:
            found[block_id] = "Please complete this required field."
        elif entered and (told := complaint(element, entered[0])):
            found[block_id] = told
    return found


def complaint(element: Mapping[str, object], entered: object) -> str:
    """What is wrong with this, `entered` as it stands in the state; empty when nothing is."""
    kind = text(element.get("type"))
    if ENTRIES[kind].form in (Form.OPTIONS, Form.IDS):
        most = element.get("max_selected_items")
        return (
            f"Please choose at most {most}." if isinstance(most, int) and len(items(entered)) > most else ""
        )
    return JUDGES[kind](element, text(entered)) if kind in JUDGES else ""


def _length(element: Mapping[str, object], entered: str) -> str:
    least, most = element.get("min_length"), element.get("max_length")
    if isinstance(least, int) and len(entered) < least:
        return f"Please enter at least {least} characters."
    if isinstance(most, int) and len(entered) > most:
        return f"Please enter at most {most} characters."
    return ""


def _number(element: Mapping[str, object], entered: str) -> str:
    if element.get("is_decimal_allowed") is True:
        if not DECIMAL.fullmatch(entered):
            return "Please enter a number."
    elif not WHOLE.fullmatch(entered):
        return "Please enter a whole number."
    least, most = text(element.get("min_value")), text(element.get("max_value"))
    if DECIMAL.fullmatch(least) and float(entered) < float(least):
        return f"Please enter a number from {least}."
    if DECIMAL.fullmatch(most) and float(entered) > float(most):
        return f"Please enter a number up to {most}."
    return ""


def _email(_element: Mapping[str, object], entered: str) -> str:
    return "" if EMAIL.fullmatch(entered) else "Please enter a valid email address."


def _url(_element: Mapping[str, object], entered: str) -> str:
    return "" if URL.fullmatch(entered) else "Please enter a valid URL."


def _date(_element: Mapping[str, object], entered: str) -> str:
    try:
        right = dt.date.fromisoformat(entered).isoformat() == entered
    except ValueError:
        right = False
    return "" if right else "Please choose a date, as 2026-11-23."


def _time(_element: Mapping[str, object], entered: str) -> str:
    return "" if TIME.fullmatch(entered) else "Please choose a time, as 09:30."


JUDGES: dict[str, Callable[[Mapping[str, object], str], str]] = {
    "plain_text_input": _length,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "datepicker": _date,
    "timepicker": _time,
}
