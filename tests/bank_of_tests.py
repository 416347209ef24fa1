"""A small bank in code, made up for tests: a kitchen's questions, so that no real answer is in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.bank.library import Library
from bot.bank.model import (
    Bank,
    Difficulty,
    KeyPoint,
    Levels,
    Name,
    Place,
    Question,
    QuestionUid,
    Reference,
    Status,
    Subtopic,
    Use,
)
from bot.bank.search import Search

if TYPE_CHECKING:
    from collections.abc import Iterable

_UPDATED = dt.date(2026, 11, 20)


def _place(framework: str, topic: str, subtopic: str) -> Place:
    steps = (Name(slug=name.lower().replace(" ", "-"), title=name) for name in (framework, topic, subtopic))
    return Place(**dict(zip(("framework", "topic", "subtopic"), steps, strict=True)))


GREEN = _place("Kettle", "Brewing", "Green tea")
BLACK = _place("Kettle", "Brewing", "Black tea")
BREAD = _place("Oven", "Baking", "Sourdough")


def _question(place: Place, slug: str, **texts: object) -> Question:
    given: dict[str, object] = {
        "difficulty": Difficulty.MEDIUM,
        "question": f"What does `{slug}` stand for in this kitchen?",
        "short_answer": f"Nobody but the cook knows about {slug}.",
        "answer": f"Ask the cook; the recipe for {slug} hangs inside the cupboard.",
        "rule_of_thumb": f"When in doubt about {slug}, taste first.",
        "references": (Reference(title="Cook's notes", url=f"https://example.org/{slug}"),),
    }
    uid = QuestionUid(f"{place.path}/{slug}")
    return Question(uid=uid, place=place, updated=_UPDATED, **{**given, **texts})  # type: ignore[arg-type] # fields by name


STEEP = _question(
    GREEN,
    "steep",
    question="Why does green tea turn bitter when the kettle has just boiled?",
    setup="```python\nbrew(leaves, celsius=100)\n```",
    hints=("Think of what heat draws out.", "Think of the thermometer."),
    short_answer="Boiling water draws catechins out too fast.",
    answer="Let it cool to seventy degrees:\n\n```python\nbrew(leaves, celsius=70, minutes=2)\n```\n\nWait.",
    rule_of_thumb="The greener the leaf, the cooler the pour.",
    key_points=(
        KeyPoint(text="names astringency as the symptom"),
        KeyPoint(text="gives a temperature", weight=2),
    ),
    common_mistakes=("Shortening the time only, which leaves the bitterness.",),
    follow_ups=("What about white tea?", "What does `minutes` change?"),
    levels=Levels(
        weak="Blames the leaves.", good="Blames the heat.", strong="Says what heat draws out, and when."
    ),
)
LEAVES = _question(
    GREEN,
    "leaves",
    difficulty=Difficulty.EASY,
    question="How often may the same leaves be used?",
    short_answer="Three infusions, each somewhat longer.",
)
WHISK = _question(
    GREEN,
    "whisk",
    difficulty=Difficulty.HARD,
    question="Which whisk do you take for *matcha* & <why>?",
    hints=("It grows in groves.",),
)
MILK = _question(BLACK, "milk", question="When does the milk go in?", difficulty=Difficulty.EASY)
BERGAMOT = _question(BLACK, "bergamot", question="Whose oil scents the black tea of an earl?")
STARTER = _question(
    BREAD,
    "starter",
    question="How is a starter fed?",
    difficulty=Difficulty.HARD,
    answer="\n\n".join(f"Day {day}: discard half of it, {'then stir and rest. ' * 40}" for day in range(30)),
)
DRAFT = _question(BREAD, "draft", question="Is this one finished?", status=Status.DRAFT)
INTERVIEW = _question(BREAD, "secret", question="Only for interviews?", use=Use.INTERVIEW)

OPEN = (STEEP, LEAVES, WHISK, MILK, BERGAMOT, STARTER)
"""The questions that anybody may get, in the bank's order; the last one's answer takes several messages."""


def bank_of(questions: Iterable[Question]) -> Bank:
    """A bank with a subtopic for each place of these questions."""
    listed = tuple(questions)
    places = dict.fromkeys(question.place for question in listed)
    return Bank(
        subtopics=tuple(
            Subtopic(
                place=place,
                order=number,
                about="For tests.",
                updated=_UPDATED,
                questions=tuple(question for question in listed if question.place == place),
            )
            for number, place in enumerate(places)
        )
    )


BANK = bank_of((*OPEN, DRAFT, INTERVIEW))


def library_of(bank: Bank = BANK) -> Library:
    """The bank with its search."""
    return Library(bank=bank, search=Search(bank), problems=(), record={})


def renamed(question: Question, **changes: object) -> Question:
    """The same question with other values, as after an edit of the bank."""
    return replace(question, **changes)  # type: ignore[arg-type] # fields by name
