"""What a screen reader says of every message and window, as a snapshot that people can read.

A screen reader reads a message's ``text`` and the labels of its buttons
(https://docs.slack.dev/reference/methods/chat.postMessage#text-and-accessibility); of a window its blocks.
After a change that is meant: ``SPOKEN=1 pytest tests/blocks/test_spoken.py``, then read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.bank_of_tests import STEEP
from tests.blocks.surfaces import messages, views

if TYPE_CHECKING:
    from collections.abc import Iterator

SNAPSHOT = Path(__file__).with_name("spoken.txt")
SAID, PERSON = "bitter tea", "Ana"


def _controls(value: object) -> Iterator[str]:
    """Buttons, menus and fields, each as it is announced."""
    match value:
        case {"type": "button", "accessibility_label": str(label)}:
            yield f"[button] {label}"
        case {"type": "button", "text": {"text": str(label)}}:
            yield f"[button, no label of its own] {label}"
        case {"type": "input", "label": {"text": str(label)}, **rest}:
            yield f"[field] {label}{' (optional)' if rest.get('optional') else ''}"
        case {"type": "checkboxes", "options": [*options]}:
            for option in options:
                yield f"[tick] {_words(option)}"
        case dict():
            for child in value.values():
                yield from _controls(child)
        case list() | tuple():
            for child in value:
                yield from _controls(child)


def _words(value: object) -> str:
    match value:
        case {"text": str(text)}:
            return text
        case dict():
            return " ".join(filter(None, map(_words, value.values())))
        case list() | tuple():
            return " ".join(filter(None, map(_words, value)))
        case _:
            return ""


def _read(blocks: object) -> Iterator[str]:
    """A window's texts, block by block, the controls where they stand."""
    assert isinstance(blocks, list)
    for block in blocks:
        controls = list(_controls(block))
        if block["type"] in ("actions", "input"):
            yield from controls
        else:
            aside = {key: value for key, value in block.items() if key != "accessory"}
            yield from filter(None, (_words(aside), *controls))


def _spoken() -> str:
    lines: list[str] = []
    for name, message in messages(STEEP, said=SAID, person=PERSON).items():
        lines += [f"# {name}", message.text, *_controls(message.blocks), ""]
    for name, view in views(STEEP, said=SAID, person=PERSON).items():
        lines += [f"# {name}, a window", *_read(view["blocks"]), ""]
    return "\n".join(lines)


def test_what_is_said_is_what_was_read_and_found_good() -> None:
    """Every message and window, word by word."""
    spoken = _spoken()
    if os.environ.get("SPOKEN"):
        SNAPSHOT.write_text(spoken, "utf-8")

    assert spoken == SNAPSHOT.read_text("utf-8")


def test_every_control_has_words_of_its_own() -> None:
    """No two ticks or buttons of one window are announced alike, and each button says what it does."""
    for name, view in views(STEEP, said=SAID, person=PERSON).items():
        controls = list(_controls(view["blocks"]))
        assert not [one for one in controls if "no label of its own" in one], name
        if name != "Home":  # there each stands beside its question
            assert len(controls) == len(set(controls)), name


@pytest.mark.parametrize("name", list(messages(STEEP, said=SAID, person=PERSON)))
def test_every_button_of_a_message_has_a_label(name: str) -> None:
    """Of its own, beginning with what is seen (WCAG 2.5.3)."""
    controls = list(_controls(messages(STEEP, said=SAID, person=PERSON)[name].blocks))

    assert not [one for one in controls if "no label of its own" in one]
    assert len(controls) == len(set(controls))
