"""Replies to slash commands, which only the asker sees; it knows nothing of how they were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks.answer import answer_pages, sources, spoken_answer
from bot.blocks.graphemes import units
from bot.blocks.ids import Action, Shown
from bot.blocks.message import Message, actions, button, context, section
from bot.blocks.plain import plain, words
from bot.blocks.question import place_line, question_blocks, spoken_question
from bot.blocks.text import cut, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.bank.model import Bank, Place, Question
    from bot.bank.proof import Checked
    from bot.blocks.json_types import Block

_LABEL = (
    75  # characters of a button: https://docs.slack.dev/reference/block-kit/block-elements/button-element
)
_SECTION = 3000  # https://docs.slack.dev/reference/block-kit/blocks/section-block

USAGE = """*What you can ask me*
• `/question` - a question, for you alone. Narrow it: `/question async`, `/question fastapi hard`
• `/answer websocket` - the best answer for some words, or for a question's id
• `/interview daily` - the daily question of this channel: set it up, change it, pause it
• `/interview topics` - what the bank holds
• `/interview help` - this text

Under the daily question: *Check myself* compares your try with the answer, and only you see it. *Hint* \
helps without telling. *Reveal in thread* posts the answer for everyone."""


def question_reply(question: Question, *, note: str = "", asked: str = "") -> Message:
    """A question with its buttons; ``asked`` is what Another looks for again."""
    ref = str(Shown(uid=question.uid))
    buttons = [button("Check myself", Action.CHECK, ref, spoken="Check myself, privately", primary=True)]
    if question.hints:
        buttons.append(button("Hint", Action.HINT, ref, spoken="Hint, shown to you alone"))
    another = f"{question.uid} {asked}".strip()
    buttons.append(button("Another", Action.ANOTHER, another[:2000], spoken="Another question"))
    blocks: list[Block] = [
        *_noted(note),
        context(place_line(question)),
        *question_blocks(question),
        actions(*buttons),
    ]
    return Message(text=_spoken(note, spoken_question(question)), blocks=tuple(blocks))


def answer_replies(
    question: Question, runners_up: Sequence[Question], *, note: str = "", checked: Checked | None = None
) -> list[Message]:
    """The best answer, with the runners-up as buttons; a long one takes several messages."""
    tail: list[Block] = [sources(question, checked)]
    if runners_up:
        tail += [
            context("Or did you mean"),
            actions(*(_runner_up(other, number) for number, other in enumerate(runners_up))),
        ]
    head: list[Block] = [*_noted(note), context(place_line(question)), *question_blocks(question)]
    first, *more = answer_pages(question, spare=len(head) + len(tail))
    text = _spoken(note, f"{plain(question.question)}\n{spoken_answer(question)}")
    if not more:
        return [Message(text=text, blocks=(*head, *first, *tail))]
    continued = f"More of the answer to: {plain(question.question)}"
    middle = [Message(text=continued, blocks=tuple(page)) for page in more[:-1]]
    last = Message(text=continued, blocks=(*more[-1], *tail))
    return [Message(text=text, blocks=(*head, *first)), *middle, last]


def nothing_found(asked: str, near: Sequence[Place]) -> Message:
    """No match, and the nearest topics as buttons."""
    sentence = f"No {asked} yet." if asked else "The bank has no question yet."
    if not near:
        return notice(sentence)
    names = ", ".join(place.subtopic.title for place in near)
    blocks = (
        section(f"{escape(sentence)} Near:"),
        actions(*(_topic(place, number) for number, place in enumerate(near))),
    )
    return Message(text=escape(f"{sentence} Near: {names}."), blocks=blocks)


def topics_reply(bank: Bank) -> Message:
    """What the bank holds, framework by framework."""
    lines = []
    for subtopic in bank.subtopics:
        count = len(subtopic.questions)
        place = subtopic.place
        names = f"{place.framework.title} › {place.topic.title} › {place.subtopic.title}"
        lines.append(f"• {escape(names)}: {count} question{'' if count == 1 else 's'}")
    total = len(bank.questions)
    head = f"*{total} question{'' if total == 1 else 's'}*"
    sections = [section(paragraph) for paragraph in _paragraphs(lines)]
    return Message(text="\n".join([head, *lines]), blocks=(section(head), *sections))


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """The lines, in as few sections as Slack allows them to fill."""
    found: list[str] = []
    for line in lines:
        if found and units(found[-1]) + units(line) < _SECTION:
            found[-1] = f"{found[-1]}\n{line}"
        else:
            found.append(line)
    return found


def usage_reply(note: str = "") -> Message:
    """How to ask, after a sentence on what was not understood, if anything was."""
    return Message(text=_spoken(note, USAGE), blocks=(*_noted(note), section(USAGE)))


def notice(sentence: str) -> Message:
    """One sentence, escaped here."""
    return Message(text=escape(sentence), blocks=(section(escape(sentence)),))


def already_open(link: str | None) -> Message:
    """What a stale press on Reveal gets."""
    if link is None:
        return notice("Already in the thread, or on its way there.")
    return Message(
        text=f"Already in the thread: {link}",
        blocks=(section(f"Already in the thread: <{link}|the answer>."),),
    )


def _noted(note: str) -> list[Block]:
    return [context(escape(note))] if note else []


def _spoken(note: str, text: str) -> str:
    return f"{escape(note)}\n{text}" if note else text


def _runner_up(question: Question, number: int) -> Block:
    label = cut(words(question.question), _LABEL)
    return button(label, Action.SHOW_ANSWER.numbered(number), str(Shown(uid=question.uid)), spoken=label)


def _topic(place: Place, number: int) -> Block:
    label = cut(f"{place.framework.title} › {place.subtopic.title}", _LABEL)
    spoken = cut(f"{label}: ask me a question", _LABEL)
    return button(label, Action.ASK_TOPIC.numbered(number), place.path, spoken=spoken)
