"""Which sentences of a question have to be settled."""

from __future__ import annotations

from dataclasses import replace

from bot.bank.model import KeyPoint
from bot.bank.proofs.sentences import sentences
from tests.bank.given import question


def found(**changes: object) -> list[tuple[str, str]]:
    """Field and text of the needed sentences."""
    silent = question("q", short_answer="", answer="", rule_of_thumb="")
    changed = replace(silent, **changes)  # type: ignore[arg-type] # the names of fields are the caller's
    return [(each.field, each.text) for each in sentences(changed) if each.needed]


def test_sentences_end_at_their_marks() -> None:
    """A mark, a space and anything but a small letter; abbreviations and code's dots end none."""
    text = "One `a.b`\nline. Two, e.g. `x`? Three! asyncio goes on, i.e. `y`. **Four.** Five: 1.5"

    assert [text for _, text in found(answer=text)] == [
        "One `a.b` line.",
        "Two, e.g. `x`?",
        "Three! asyncio goes on, i.e. `y`.",
        "**Four.** Five: 1.5",
    ]


def test_every_field_that_states_something() -> None:
    """Short answer, answer, rule of thumb, key points and mistakes; no hint, no follow-up."""
    assert found(
        short_answer="A.",
        answer="B.",
        rule_of_thumb="C.",
        key_points=(KeyPoint(text="D"),),
        common_mistakes=("E",),
        hints=("F.",),
        follow_ups=("G?",),
        setup="H.",
    ) == [
        ("short_answer", "A."),
        ("answer", "B."),
        ("rule_of_thumb", "C."),
        ("key_points", "D"),
        ("common_mistakes", "E"),
    ]


def test_structure_parts_sentences() -> None:
    """Items and table rows stand alone; code, headings and the heads of tables are not needed."""
    items = "## Head\n\nBefore:\n\n- one. Two\n- three\n\n```python\ncode.\n```"
    text = items + "\n\n| a | b |\n|---|---|\n| c. D | `e` |"

    assert [text for _, text in found(answer=text)] == ["Before:", "one.", "Two", "three", "| c. D | `e` |"]


def test_heads_may_be_quoted() -> None:
    """A heading and the head of a table are known sentences all the same."""
    whole = list(sentences(question("q", answer="# Head\n\n| a |\n|---|\n| b |")))

    assert [each.text for each in whole if not each.needed] == ["Head", "| a |"]
