"""The Home tab: this week's questions, the plans, what one asked lately, and help; it knows no store."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - part of what it is handed
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.blocks.answer import link_address
from bot.blocks.buttons import check_button
from bot.blocks.command_names import PLAIN
from bot.blocks.ids import Posted, Private
from bot.blocks.introduction import heading
from bot.blocks.message import context, section
from bot.blocks.plain import words
from bot.blocks.question import place_line
from bot.blocks.replies import USAGE
from bot.blocks.text import cut, escape
from bot.practice.calendar import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.bank.model import Question
    from bot.blocks.command_names import CommandNames
    from bot.blocks.json_types import JSON, Block
    from bot.blocks.modals import View
    from bot.practice.calendar import Schedule

_QUESTION: Final = 300  # characters of a question in a list
_WELCOME: Final = (
    "*Welcome.* I keep your team ready for interviews: a question a day in a channel, its answer at the press"
    " of a button. Where an answer says “Checked on”, it was run before you read it.\nBegin with `/question`"
    " anywhere, or set up a daily question with `/interview daily` in your team’s channel."
)
_NO_POSTS: Final = (
    "Nothing yet. The questions of the last seven days stand here, from every channel where you have typed a"
    " command to me or pressed a button of mine."
)
_NO_PLANS: Final = "None yet. Type `/interview daily` in your team’s channel: it takes a minute."
_NOTHING_ASKED: Final = "Nothing yet. `/question` brings one, for you alone."


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePost:
    """A question that stands in a channel; ``link`` leads to its answer, None while that is closed."""

    key: str
    channel: str
    date: dt.date
    question: Question
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePlan:
    """A plan and its channel; ``note`` says that it rests, where it does."""

    channel: str
    schedule: Schedule
    topics: tuple[str, ...]
    note: str = ""


def home_view(
    posts: Sequence[HomePost],
    plans: Sequence[HomePlan],
    asked: Sequence[tuple[str, Question]],
    *,
    first: bool,
    more: tuple[int, int] = (0, 0),
    commands: CommandNames = PLAIN,
) -> View:
    """The tab, as views.publish takes it: https://docs.slack.dev/surfaces/app-home.

    ``first`` greets; ``more`` says how many posts and plans there are beside those that are handed in.
    """
    more_posts, more_plans = more
    blocks: list[Block] = [section(commands.spell(_WELCOME))] if first else []
    blocks += [_header("This week"), *(block for post in posts for block in _post(post)), *_more(more_posts)]
    blocks += [] if posts else [section(_NO_POSTS)]
    blocks += [_header("Daily questions"), *(_plan(plan) for plan in plans), *_more(more_plans)]
    blocks += [] if plans else [section(commands.spell(_NO_PLANS))]
    blocks += [_header("You asked lately"), *(_asked(key, question) for key, question in asked)]
    blocks += [] if asked else [section(commands.spell(_NOTHING_ASKED))]
    blocks += [{"type": "divider"}, section(commands.spell(USAGE))]
    shown: list[JSON] = list(blocks)
    return {"type": "home", "blocks": shown}


def _more(count: int) -> list[Block]:
    return [context(f"And {count} more.")] if count else []


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": text}}


def _post(post: HomePost) -> list[Block]:
    answer = f"<{link_address(post.link)}|see the answer>" if post.link else "answer closed"
    line = f"<#{escape(post.channel)}> · {day(post.date)} · {place_line(post.question)} · {answer}"
    return [_question(post.question, str(Posted(key=post.key))), context(line)]


def _plan(plan: HomePlan) -> Block:
    note = f" _{escape(plan.note)}_" if plan.note else ""
    return section(f"<#{escape(plan.channel)}>: {heading(plan.schedule, plan.topics)}{note}")


def _asked(key: str, question: Question) -> Block:
    return _question(question, str(Private(key=key)))


def _question(question: Question, ref: str) -> Block:
    said = section(escape(cut(words(question.question) or question.slug, _QUESTION)))
    return {**said, "accessory": check_button(ref)}
