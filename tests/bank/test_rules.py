"""The rules for texts, as they are without any file."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank import rules
from tests.bank.given import QUESTION

RULES = [rule for rule in vars(rules).values() if isinstance(rule, rules.Text)]


def test_missing() -> None:
    """A draft lacks what it cannot be published without, and nothing else."""
    assert rules.missing(QUESTION) == ()
    assert rules.missing(replace(QUESTION, short_answer="", references=())) == ("short_answer", "references")


@given(st.text(), st.sampled_from(RULES))
def test_any_text(text: str, rule: rules.Text) -> None:
    """Any text obeys a rule or is complained of, and what obeys is short enough and visible."""
    complaints = list(rule.complaints(text))

    assert complaints or (0 < len(text) <= rule.most and not rules.UNWANTED.search(text))
    assert all(complaint.isprintable() for complaint in complaints)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.form], ids=lambda rule: rule.mend[:20])
@pytest.mark.parametrize("piece", ["a", "-", "/", ".", "a-", "a.", "=", "https://a.", ", >1"])
def test_no_form_explodes(rule: rules.Text, piece: str) -> None:
    """No pattern takes longer than the text is long, whatever is repeated."""
    assert rule.form is not None

    assert rule.form.fullmatch(piece * 20_000 + "!") is None


@pytest.mark.parametrize(
    "url", ["https://example.org", "https://a.b.example:8080/x?y=1#z", "https://docs.python.org/3/"]
)
def test_addresses(url: str) -> None:
    """Whole https addresses obey."""
    assert list(rules.URL.complaints(url)) == []


@pytest.mark.parametrize(
    "url",
    [
        "example.org",
        "http://example.org",
        "https://",
        "https://localhost",
        "https://a b.org",
        "https://e.org/<x>",
    ],
)
def test_no_addresses(url: str) -> None:
    """What Slack could not link, or should not, is complained of."""
    assert len(list(rules.URL.complaints(url))) == 1


@given(st.text())
def test_printable(text: str) -> None:
    """Whatever stands in a report, it is one line that steers no terminal."""
    assert rules.printable(text).isprintable()


def test_unwanted_are_the_unseen() -> None:
    """Letters, marks and signs of any language pass; tab and line feed do."""
    assert not re.search(rules.UNWANTED, "Grüße, 你好, नमस्ते, שלום, مرحبا, 😀 é \t\n")
