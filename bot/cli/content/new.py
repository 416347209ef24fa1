"""``interview-bot content new``: asks for a place and writes the skeleton of a question there."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bank.rules import SLUG
from bot.bank.shipped import shipped
from bot.clock import system_clock
from bot.errors import BotError

if TYPE_CHECKING:
    import argparse
    import datetime as dt

    from bot.cli.verbs import Verbs

_HEAD = """\
# yaml-language-server: $schema={schema}
framework: {framework}
topic: {topic}
subtopic: {subtopic}
order: {order}
about: One line on what these questions are about.
updated: {today}
questions:
"""
_QUESTION = """\
  - id: {id}
    status: draft # take this line out when content check and content prove are green
    difficulty: medium
    question: One sentence or two, as an interviewer would ask.
    short_answer: What a strong candidate says first.
    answer: |
      What it rests on, and why.

      ```python
      def answer() -> int:
          return 42
      ```
    rule_of_thumb: One sentence to remember.
    references:
      - title: The primary source
        url: https://docs.python.org/3/
    hints:
      - Leads, and does not tell.
    key_points:
      - What a good answer holds
    proof:
      libraries: [python]
      claims:
        - says: What it rests on, and why.
          test: |
            from answer_1 import answer


            def test_answer():
                assert answer() == 42
      not_for_machines:
        - says: [What a strong candidate says first., One sentence to remember., What a good answer holds]
          why: the skeleton's own words; claims should settle yours
"""


class PlaceError(BotError):
    """The place is none, or the question is there already; the message says what to write instead."""

    code = "place_error"


def add_to(actions: Verbs) -> None:
    """Adds the action to the verb."""
    parser = actions.add_parser(
        "new",
        help="write the skeleton of a question",
        description="Adds a draft to a subtopic's file, which it makes where it is new.",
        epilog="example: interview-bot content new python/functions/closures late-binding",
    )
    parser.add_argument("place", nargs="?", help="framework/topic/subtopic in slugs; asked for when left out")
    parser.add_argument("id", nargs="?", help="the question's slug; asked for when left out")
    parser.add_argument("--folder", type=Path, help="the bank's folder (default: the shipped one)")
    parser.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Writes the skeleton and says where, and what comes next."""
    place = options.place or _ask("Where does it stand, as framework/topic/subtopic? ")
    slug = options.id or _ask("What is its id, as in late-binding? ")
    slugs = _slugs(place)
    if not SLUG.form or not SLUG.form.fullmatch(slug):
        raise PlaceError(f"{slug!r} {SLUG.mend}.")
    file = (options.folder or shipped()).joinpath(*slugs).with_suffix(".yaml")
    _write(file, slugs, slug, system_clock().date())
    print(f"{file} holds the draft {slug!r}. Fill it in; then:\n  interview-bot content check")
    print(f"  interview-bot content prove {slug}")
    return 0


def _write(file: Path, slugs: tuple[str, str, str], slug: str, today: dt.date) -> None:
    text = file.read_text("utf-8") if file.exists() else _head(file, slugs, today)
    if re.search(rf"^ *(- )?id: {slug}$", text, re.MULTILINE):
        raise PlaceError(f"{file} has a question {slug!r} already: choose another id.")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{text.rstrip()}\n\n{_QUESTION.format(id=slug)}", "utf-8")


def _head(file: Path, slugs: tuple[str, str, str], today: dt.date) -> str:
    framework, topic, subtopic = (slug.replace("-", " ").title() for slug in slugs)
    order = 1 + len(list(file.parent.glob("*.yaml")))
    names = {"framework": framework, "topic": topic, "subtopic": subtopic}
    return _HEAD.format(schema="../../schema.json", order=order, today=today, **names)


def _slugs(place: str) -> tuple[str, str, str]:
    match place.strip("/").split("/"):
        case [framework, topic, subtopic] if all(
            SLUG.form and SLUG.form.fullmatch(slug) for slug in (framework, topic, subtopic)
        ):
            return framework, topic, subtopic
    raise PlaceError(
        f"{place!r} is no place: write framework/topic/subtopic, as in python/functions/closures."
    )


def _ask(question: str) -> str:
    """What a person answers; a PlaceError where nobody can, as in a script."""
    if not sys.stdin.isatty():
        raise PlaceError("Nobody is there to ask: write the place and the id behind content new.")
    return input(question).strip()
