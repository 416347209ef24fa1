"""``interview-bot content show ID``: a question on the terminal, in the order in which Slack shows it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.markdown import Markdown
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.bank.library import open_library
from bot.bank.shipped import shipped
from bot.config import banks
from bot.errors import BotError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from rich.console import RenderableType

    from bot.bank.model import KeyPoint, Question
    from bot.cli.verbs import Verbs

_WIDEST = 100  # columns; longer lines are hard to read


class NoSuchQuestionError(BotError):
    """No question has this id; the message names the nearest ones."""

    code = "no_such_question"


def add_to(actions: Verbs) -> None:
    """Adds the action to the verb."""
    parser = actions.add_parser(
        "show",
        help="show a question as it will look",
        description="Shows one question, those of BANK_PATHS included: by its id, or by some of its words.",
        epilog="example: interview-bot content show websocket-testing",
    )
    parser.add_argument("id", help="the id, short or whole")
    parser.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Prints the question; NoSuchQuestionError names the nearest ids."""
    library = open_library([shipped(), *banks(os.environ)])
    found = library.search.best(options.id)
    by_id = [question for question in found.questions if options.id in (question.slug, question.uid)]
    if not by_id:
        near = (
            ", ".join(question.slug for question in found.questions)
            or "none; content stats counts what there is"
        )
        raise NoSuchQuestionError(f"No question is called {options.id!r}. Near: {near}.")
    console = Console(width=min(Console().width, _WIDEST))
    for question in by_id:
        badge = library.checked(question)
        shown = f"Checked on {badge.library} {badge.version}, {badge.on:%d %b %Y}" if badge else "Not proved"
        console.print(Group(*_parts(question, shown)))
    return 0


def _parts(question: Question, badge: str) -> Iterator[RenderableType]:
    place = question.place
    where = f"{place.framework.title} › {place.topic.title} › {place.subtopic.title} · {question.difficulty}"
    yield Text(where, style="dim")
    yield Panel(Markdown(f"{question.question}\n\n{question.setup}"), title="Question", title_align="left")
    for number, hint in enumerate(question.hints, start=1):
        yield Text(f"Hint {number} of {len(question.hints)}", style="dim")
        yield Padding(Markdown(hint), (0, 0, 0, 2))
    answer = f"**{question.short_answer}**\n\n{question.answer}\n\n> {question.rule_of_thumb}"
    yield Panel(Markdown(answer), title="Answer", title_align="left")
    yield from _lists(question)
    for reference in question.references:
        yield Text(f"{reference.title}: {reference.url}", style="dim")
    yield Text(f"{question.uid} · {badge}", style="dim")


def _lists(question: Question) -> Iterator[RenderableType]:
    lists = {
        "A good answer holds": [_point(point) for point in question.key_points],
        "How answers sound": question.levels.named if question.levels else (),
        "Common mistakes": question.common_mistakes,
        "Where an interviewer goes next": question.follow_ups,
    }
    for title, texts in lists.items():
        if texts:
            yield Text(title, style="bold")
            yield Group(*(Padding(Markdown(text), (0, 0, 0, 2)) for text in texts))


def _point(point: KeyPoint) -> str:
    return point.text if point.weight == 1 else f"{point.text} (weight {point.weight})"
