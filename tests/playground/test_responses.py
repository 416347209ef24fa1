"""Answers by response_url: five uses, thirty minutes, and what each kind of answer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground import responses
from bot.playground.refusals import Refused
from tests.playground.desk import ROW, Desk

if TYPE_CHECKING:
    from collections.abc import Collection


def answer(desk: Desk, **given: object) -> Collection[str]:
    """Use the response_url of the newest payload."""
    url = str(desk.heard[-1]["response_url"])
    return responses.use_response_url(desk.workspace, "/".join(url.split("/")[-2:]), given)


async def pressed(*, ephemeral: bool = False) -> tuple[Desk, str]:
    """A desk on which Ana pressed a button of the returned message."""
    desk = Desk()
    desk.join("backend-guild")
    method = "chat.postEphemeral" if ephemeral else "chat.postMessage"
    ts = desk.ts(method, channel="backend-guild", user=desk.id("ana"), text="Before", blocks=[ROW])
    await desk.act("ana", "press", channel="backend-guild", ts=ts, action_id="more")
    return desk, ts


async def test_an_answer_is_ephemeral_unless_it_says_otherwise() -> None:
    """The default reaches the one person, in_channel everybody."""
    desk, _ = await pressed()

    quiet = answer(desk, text="For you")
    loud = answer(desk, text="For all", response_type="in_channel")

    everybody = {desk.id(handle) for handle in ("ana", "ben", "chiara")}
    assert (set(quiet), set(loud)) == ({desk.id("ana")}, everybody)
    assert [message["text"] for message in desk.messages("ana", "backend-guild")][1:] == [
        "For you",
        "For all",
    ]
    assert [message["text"] for message in desk.messages("ben", "backend-guild")][1:] == ["For all"]


async def test_a_commands_answer_needs_no_membership() -> None:
    """The bot is not in the channel, and answers there all the same."""
    desk = Desk()
    await desk.act("ana", "command", channel="secret", text="/echo")

    answer(desk, text="Here", response_type="in_channel")

    assert [message["text"] for message in desk.messages("ben", "secret")] == ["Here"]


async def test_five_uses() -> None:
    """The sixth use is refused, and a refused use costs none."""
    desk, _ = await pressed()
    with pytest.raises(Refused, match="no_text"):
        answer(desk)
    for number in range(5):
        answer(desk, text=str(number))

    with pytest.raises(Refused, match="used_url"):
        answer(desk, text="6")


async def test_thirty_minutes() -> None:
    """After thirty minutes of the workspace's time the address is dead; an unknown one always was."""
    desk, _ = await pressed()
    desk.clock.pass_by(minutes=30)
    answer(desk, text="Just in time")
    desk.clock.pass_by(seconds=1)

    with pytest.raises(Refused, match="expired_url"):
        answer(desk, text="Late")
    with pytest.raises(Refused, match="expired_url"):
        responses.use_response_url(desk.workspace, "1/abc", {"text": "x"})


@pytest.mark.parametrize("ephemeral", [True, False])
async def test_the_original_is_replaced(*, ephemeral: bool) -> None:
    """replace_original redraws the pressed message for those who see it; its ts stays."""
    desk, ts = await pressed(ephemeral=ephemeral)

    seen_by = answer(desk, text="After", replace_original=True)

    (message,) = desk.messages("ana", "backend-guild")
    assert (message["ts"], message["text"], message["blocks"]) == (ts, "After", [])
    assert len(seen_by) == (1 if ephemeral else 3)


@pytest.mark.parametrize("ephemeral", [True, False])
async def test_the_original_is_deleted(*, ephemeral: bool) -> None:
    """delete_original takes the pressed message away; a second time there is none."""
    desk, _ = await pressed(ephemeral=ephemeral)

    seen_by = answer(desk, delete_original="true")

    assert (list(seen_by), desk.messages("ana", "backend-guild")) == ([], [])
    with pytest.raises(Refused, match="message_not_found"):
        answer(desk, text="x", replace_original=True)


async def test_a_command_has_no_original() -> None:
    """replace_original on a command's address is a new message, delete_original finds nothing."""
    desk = Desk()
    await desk.act("ana", "command", channel="backend-guild", text="/echo")

    answer(desk, text="New", replace_original=True)

    assert [message["text"] for message in desk.messages("ana", "backend-guild")] == ["New"]
    with pytest.raises(Refused, match="message_not_found"):
        answer(desk, delete_original=True)


async def test_an_answer_in_a_thread() -> None:
    """in_channel with thread_ts stands in the thread; a dead thread is refused."""
    desk, ts = await pressed()

    answer(desk, text="Inside", response_type="in_channel", thread_ts=ts)

    assert [message["reply_count"] for message in desk.messages("ben", "backend-guild")] == [1]
    with pytest.raises(Refused, match="thread_not_found"):
        answer(desk, text="x", response_type="in_channel", thread_ts="1.000000")


async def test_an_answer_obeys_the_rules_of_messages() -> None:
    """Blocks that Slack refuses are refused here too."""
    desk, _ = await pressed()

    with pytest.raises(Refused, match="invalid_blocks"):
        answer(desk, text="x", blocks=[{"type": "nonsense"}])
