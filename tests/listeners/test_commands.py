"""The slash commands: each text gets something useful, and nobody but the asker sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.listeners.commands import COMMANDS
from bot.listeners.payloads import Command
from bot.store.showings import Asker
from tests.bank_of_tests import STARTER, STEEP
from tests.listeners.desk import buttons, words
from tests.scene import CHANNEL, TEAM

if TYPE_CHECKING:
    from bot.blocks.message import Message
    from tests.listeners.desk import Office


async def _say(office: Office, name: str, text: str) -> list[Message]:
    asker = Asker(team=TEAM, channel=CHANNEL, person="T1/U1")
    command = Command(name=name, text=text, asker=asker, response_url=office.response_url)
    return await COMMANDS[name](command, office.desk)


async def test_a_question_comes_with_its_buttons(office: Office) -> None:
    """Check myself, Hint, Another: and no Reveal, which is for the channel's question."""
    (message,) = await _say(office, "/question", "bitter")

    assert STEEP.question in message.text
    assert list(buttons(message.blocks)) == ["Check myself", "Hint", "Another", "Post to channel"]


async def test_another_knows_what_was_asked(office: Office) -> None:
    """Its button carries the showing that came first, and the words."""
    (message,) = await _say(office, "/question", "bitter hard-boiled")

    shown = buttons(message.blocks)["Check myself"]["value"].removeprefix("s:")
    assert buttons(message.blocks)["Another"]["value"].startswith(shown)
    assert buttons(message.blocks)["Another"]["value"].endswith(" bitter hard-boiled")


async def test_a_misspelt_word_is_understood_and_said(office: Office) -> None:
    """The first line says what was searched."""
    (message,) = await _say(office, "/question", "bergamto")

    assert message.text.startswith("Showing results for “bergamot” instead of “bergamto”.")


async def test_no_match_offers_the_nearest_topics(office: Office) -> None:
    """Never an empty reply: three buttons."""
    for name in ("/question", "/answer"):
        (message,) = await _say(office, name, "zeppelin hard")
        assert message.text.startswith("No hard zeppelin yet. Near: ")
        assert len(buttons(message.blocks)) == 3


async def test_an_answer_is_whole(office: Office) -> None:
    """Short answer, answer, rule, source and id."""
    (message,) = await _say(office, "/answer", "steep")

    for part in (STEEP.short_answer, "brew(leaves, celsius=70, minutes=2)", STEEP.rule_of_thumb, STEEP.uid):
        assert part in words(list(message.blocks))
        assert part in message.text or part == STEEP.uid


async def test_a_long_answer_takes_several_messages(office: Office) -> None:
    """All of it is there, in order, and the runners-up are on the last one."""
    messages = await _say(office, "/answer", "starter fed")
    told = "".join(words(list(message.blocks)) for message in messages)

    assert len(messages) > 1
    assert [told.index(f"Day {day}:") for day in range(30)] == sorted(
        told.index(f"Day {day}:") for day in range(30)
    )
    assert STARTER.uid in words(list(messages[-1].blocks))


async def test_an_answer_to_nothing_gets_the_usage(office: Office) -> None:
    """With a sentence on what is missing."""
    (message,) = await _say(office, "/answer", " ")

    assert message.text.startswith("Which question?")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("", "*What you can ask me*"),
        ("help", "*What you can ask me*"),
        ("HELP", "*What you can ask me*"),
        ("topics", "*6 questions*"),
        ("dance <!channel>", "I don’t know “dance &lt;!channel&gt;”."),
    ],
)
async def test_interview_says_what_it_can(office: Office, text: str, start: str) -> None:
    """Help for help, for nothing and for what is unknown; what was typed can't ping."""
    (message,) = await _say(office, "/interview", text)

    assert message.text.startswith(start)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=()), max_size=400), name=st.sampled_from(sorted(COMMANDS))
)
async def test_any_text_gets_messages_that_slack_takes(office: Office, text: str, name: str) -> None:
    """Nothing raises; each message has words and blocks, is JSON, and pings nobody."""
    messages = await _say(office, name, text)

    assert messages
    for message in messages:
        assert message.text
        assert 1 <= len(message.blocks) <= 50
        assert "<!" not in json.dumps([message.text, *message.blocks])
        assert all(len(button["value"]) <= 2000 for button in buttons(message.blocks).values())
