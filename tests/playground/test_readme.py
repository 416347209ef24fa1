"""The README names every method, switch, harm and route, and nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from bot.playground import api
from bot.playground.misbehaviour import Harm, Rule
from bot.playground.unknowns import QUESTIONS
from tests.playground.fixtures import a_playground

README = Path(api.__file__).with_name("README.md").read_text("utf-8")


def section(title: str) -> str:
    """The text under a heading."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_method_stands_in_the_table() -> None:
    """`conversations.list`, `.info` name two methods of one family."""
    named = []
    for row in re.findall(r"^\| (`.*?) \|", section("The Web API"), re.MULTILINE):
        first, *rest = re.findall(r"`([\w.]+)`", row)
        family = first.partition(".")[0]
        named += [first, *(f"{family}{name}" if name.startswith(".") else name for name in rest)]

    assert sorted(named) == sorted(api.METHODS)


def test_every_switch_stands_in_the_table_as_it_is_at_first() -> None:
    """Its name, and whether it is on."""
    rows = re.findall(r"^\| `(\w+)` \|.*?\| (on|off) \|", section("What nobody knows"), re.MULTILINE)

    assert rows == [(name.value, "on" if question.on else "off") for name, question in QUESTIONS.items()]


def test_every_harm_and_field_of_a_rule_stands_there() -> None:
    """The words that a rule may hold."""
    text = section("Misbehaviour")

    assert [name for name in (*Harm, *Rule(do=Harm.CUT).as_json()) if f"`{name}`" not in text] == []


def test_every_route_stands_there() -> None:
    """Each address that the playground answers, but for the page's own files."""
    resources = a_playground()._application().router.resources()
    starts = {re.split(r"[{<]", found.canonical)[0] for found in resources} - {"/page"}

    assert [
        start for start in sorted(starts) if f"{start.rstrip('/')}" not in section("The HTTP interface")
    ] == []
