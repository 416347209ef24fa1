"""Replies to slash commands, which only the asker sees; it knows nothing of how they were found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.blocks.answer import answer_pages, sources, spoken_answer
from bot.blocks.buttons import check_button, hint_button
from bot.blocks.graphemes import units
from bot.blocks.ids import Action, Shown
from bot.blocks.message import Message, actions, button, context, section
from bot.blocks.plain import plain, words
from bot.blocks.question import place_line, question_blocks, spoken_question
from bot.blocks.text import clean, cut, cut_at_word, escape, mrkdwn, person_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.bank.model import Bank, Place, Question
    from bot.bank.proof import Checked
    from bot.blocks.ids import Private
    from bot.blocks.json_types import JSON, Block

_LABEL = (
    75  # characters of a button: https://docs.slack.dev/reference/block-kit/block-elements/button-element
)
_VALUE = 2000  # characters of a button's value, same page
_NOTE = 1000  # characters of what was typed or said, where other words follow
_SECTION = 3000  # https://docs.slack.dev/reference/block-kit/blocks/section-block

GONE = "This question is no longer in the bank. /question brings another one."

_POST_CONFIRM: Final[JSON] = {
    "title": {"type": "plain_text", "text": "Post it in the channel?"},
    "text": {"type": "plain_text", "text": "Everybody here sees the question. Its answer stays closed."},
    "confirm": {"type": "plain_text", "text": "Post the question"},
    "deny": {"type": "plain_text", "text": "Not now"},
}
_SHARE_CONFIRM: Final[JSON] = {
    "title": {"type": "plain_text", "text": "Share the answer?"},
    "text": {"type": "plain_text", "text": "Everybody here sees the question and its answer."},
    "confirm": {"type": "plain_text", "text": "Share the answer"},
    "deny": {"type": "plain_text", "text": "Not now"},
}

USAGE = """*What you can ask me*
• `/question` - a question, for you alone. Narrow it: `/question async`, `/question fastapi hard`
• `/answer websocket` - the best answer for some words, or for a question’s id
• `/interview daily` - the daily question of this channel: set it up, change it, pause it
• `/interview why` - what became of the latest posts here
• `/interview topics` - what the bank holds
• `/interview help` - this text

Under the daily question: *Check myself* compares your try with the answer, and only you see it. *Hint* \
helps without telling. *Reveal in thread* posts the answer for everyone."""


def question_reply(
    question: Question, ref: Private, *, first: str, note: str = "", asked: str = ""
) -> Message:
    """A question with its buttons; Another looks for ``asked``, past all shown since ``first`` (a key)."""
    buttons = [check_button(str(ref), primary=True)]
    if question.hints:
        buttons.append(hint_button(str(ref)))
    another = f"{first} {clean(asked)}".strip()
    buttons.append(button("Another", Action.ANOTHER, another[:_VALUE], spoken="Another question"))
    post = button("Post to channel", Action.POST, str(ref), spoken="Post to channel, for everybody here")
    buttons.append({**post, "confirm": _POST_CONFIRM})
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
    """The best answer, with the runners-up and the way to share it; a long one takes several messages."""
    share = button(
        "Share in channel",
        Action.SHARE,
        str(Shown(uid=question.uid)),
        spoken="Share in channel: this answer, for everybody here",
    )
    tail: list[Block] = [sources(question, checked)]
    if runners_up:
        tail += [
            context("Or one of these"),
            actions(*(_runner_up(other, number) for number, other in enumerate(runners_up))),
        ]
    tail.append(actions({**share, "confirm": _SHARE_CONFIRM}))
    return _answer(question, _noted(note), tail, note)


def shared_answer(question: Question, by: str, *, checked: Checked | None = None) -> list[Message]:
    """An answer that somebody shares with everybody in a channel, under their name."""
    who = person_name(by)
    said = f"{who} shared this answer" if who else "Shared with this channel"
    return _answer(question, [context(escape(said))], [sources(question, checked)], said)


def _answer(question: Question, first: list[Block], tail: list[Block], note: str) -> list[Message]:
    """The pages of an answer: ``first`` before the question, ``tail`` behind the last page."""
    head = [*first, context(place_line(question))]
    page, *more = answer_pages(question, question_blocks(question), spare=len(head) + len(tail))
    text = _spoken(note, f"{plain(question.question)}\n{spoken_answer(question)}")
    if not more:
        return [Message(text=text, blocks=(*head, *page, *tail))]
    continued = f"More of the answer to: {plain(question.question)}"
    middle = [Message(text=continued, blocks=tuple(between)) for between in more[:-1]]
    last = Message(text=continued, blocks=(*more[-1], *tail))
    return [Message(text=text, blocks=(*head, *page)), *middle, last]


def nothing_found(asked: str, near: Sequence[Place]) -> Message:
    """No match, and the nearest topics as buttons."""
    sentence = f"No {asked} yet." if asked else "The bank has no question yet."
    if not near:
        return notice(sentence)
    names = ", ".join(place.subtopic.title for place in near)
    blocks = (
        section(f"{mrkdwn(sentence, _NOTE)} Near:"),
        actions(*(_topic(place, number) for number, place in enumerate(near))),
    )
    return Message(text=mrkdwn(f"{sentence} Near: {names}.", _SECTION), blocks=blocks)


def topics_reply(bank: Bank) -> Message:
    """What one may be asked, framework by framework; what is kept for interviews is not told."""
    lines, total = [], 0
    for subtopic in bank.subtopics:
        count = sum(question.is_open for question in subtopic.questions)
        if not count:
            continue
        total += count
        place = subtopic.place
        names = f"{place.framework.title} › {place.topic.title} › {place.subtopic.title}"
        lines.append(f"• {escape(names)}: {count} question{'' if count == 1 else 's'}")
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


def greeting() -> Message:
    """The first word to somebody new, once; the reply to what they asked comes beside it."""
    return notice(
        "Hello! I keep teams ready for interviews. /interview help shows all that I can do, and the Home tab"
        " of this app keeps what you asked. Only you see this, and only once."
    )


def notice(sentence: str) -> Message:
    """One sentence, escaped here."""
    return Message(text=mrkdwn(sentence, _SECTION), blocks=(section(mrkdwn(sentence, _SECTION)),))


def already_open(link: str | None) -> Message:
    """What a stale press on Reveal gets."""
    if link is None:
        return notice("Already in the thread, or on its way there.")
    return Message(
        text=f"Already in the thread: {link}",
        blocks=(section(f"Already in the thread: <{link}|the answer>."),),
    )


def _noted(note: str) -> list[Block]:
    return [context(mrkdwn(note, _NOTE))] if note else []


def _spoken(note: str, text: str) -> str:
    return f"{mrkdwn(note, _NOTE)}\n{text}" if note else text


def _runner_up(question: Question, number: int) -> Block:
    label = cut_at_word(words(question.question) or question.slug, _LABEL)
    return button(label, Action.SHOW_ANSWER.numbered(number), str(Shown(uid=question.uid)), spoken=label)


def _topic(place: Place, number: int) -> Block:
    label = cut(f"{place.framework.title} › {place.subtopic.title}", _LABEL)
    spoken = cut(f"{label}: ask me a question", _LABEL)
    return button(label, Action.ASK_TOPIC.numbered(number), place.path, spoken=spoken)
