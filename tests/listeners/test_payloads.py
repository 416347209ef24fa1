"""Payloads as values: what Slack sends is read, and what is no payload is an error at the door."""

from __future__ import annotations

from typing import Any

import pytest

from bot.listeners.payloads import Command, Press, Submission, read_command, read_press, read_submission
from bot.store.showings import Asker
from bot.store.workspaces import ChannelId, TeamId

PRESS: dict[str, Any] = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": {"id": "U1", "team_id": "T9"},
    "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1", "is_ephemeral": False},
    "trigger_id": "1.2.3",
    "response_url": "https://hooks.slack.com/actions/1",
    "actions": [{"action_id": "check", "value": "d:key"}],
}


def test_a_press_on_a_message_names_it() -> None:
    """The message's ts, and the person by their own team (Slack Connect)."""
    assert read_press(PRESS) == Press(
        action="check",
        value="d:key",
        team=TeamId("T1"),
        person="T9/U1",
        ts="1.2",
        view=None,
        trigger="1.2.3",
        response_url="https://hooks.slack.com/actions/1",
    )


def test_a_press_on_an_ephemeral_message_is_on_no_post_of_ours() -> None:
    """Its ts is nobody's, so that it settles nothing."""
    container = {**PRESS["container"], "is_ephemeral": True}

    assert read_press({**PRESS, "container": container}).ts is None


def test_a_press_in_a_modal_names_the_modal() -> None:
    """There is no message and no response_url."""
    body = {key: value for key, value in PRESS.items() if key not in ("response_url", "container")}
    press = read_press({**body, "container": {"type": "view"}, "view": {"id": "V1"}})

    assert (press.view, press.ts, press.response_url) == ("V1", None, None)


def test_a_numbered_button_is_of_its_kind() -> None:
    """Slack wants ids unique in a row; the number behind the colon is for that alone."""
    assert read_press({**PRESS, "actions": [{"action_id": "show_answer:2"}]}).action == "show_answer"


def test_a_person_without_a_team_is_of_the_payloads() -> None:
    """Slack names the user's team where it differs, and need not elsewhere; a link has no value."""
    press = read_press({**PRESS, "user": {"id": "U1"}, "actions": [{"action_id": "go_to_answer"}]})

    assert (press.person, press.value) == ("T1/U1", "")


@pytest.mark.parametrize("text", [None, "", "words"])
def test_a_command_has_words_or_none(text: str | None) -> None:
    """Slack leaves the text out or empty."""
    body = {
        "command": "/question",
        "team_id": "T1",
        "channel_id": "C1",
        "user_id": "U1",
        "response_url": "https://hooks.slack.com/commands/1",
    }
    given = body if text is None else {**body, "text": text}

    assert read_command(given) == Command(
        name="/question",
        text=text or "",
        asker=Asker(team=TeamId("T1"), channel=ChannelId("C1"), person="T1/U1"),
        response_url="https://hooks.slack.com/commands/1",
    )


@pytest.mark.parametrize(
    ("values", "attempt"),
    [
        ({}, ""),
        ({"try": {}}, ""),
        ({"try": {"text": {"value": None}}}, ""),
        ({"try": {"text": {"value": "  my try\n"}}}, "my try"),
    ],
)
def test_a_submission_holds_a_try_or_none(values: dict[str, Any], attempt: str) -> None:
    """An empty input comes as null or not at all."""
    view = {"callback_id": "check", "private_metadata": "d:key", "state": {"values": values}}

    assert read_submission({"view": view, "team": {"id": "T1"}, "user": {"id": "U1"}}) == Submission(
        modal="check", metadata="d:key", team=TeamId("T1"), person="T1/U1", attempt=attempt
    )


@pytest.mark.parametrize("body", [{}, {"actions": []}, {**PRESS, "team": None}, {**PRESS, "actions": [{}]}])
def test_what_is_no_press_is_an_error_at_the_door(body: dict[str, Any]) -> None:
    """The failure handler answers it; nothing behind the door sees it."""
    with pytest.raises((KeyError, IndexError, TypeError)):
        read_press(body)
