"""The log: one line a record, and no secret in it, wherever in the record it stood."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telemetry import log_to, redact

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRETS = [
    "xoxb-1111-2222-abcdefgh",
    "xoxp-1111-2222-abcdefgh",
    "xapp-1-A111-2222-abcdef",
    "xoxe-1-abcdefgh",
    "xoxe.xoxp-1-Mi0yLTExMTE",
    "XOXB-1111-2222-ABCDEFGH",
    "https://hooks.slack.com/commands/T1/22/abcdef",
    "https://hooks.slack.com/actions/T1/22/abcdef",
    "http://127.0.0.1:8421/response/abcdef",
]


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What the log says; the loggers are as before afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    log_to(stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("around", ["{}", "token={} and more", "{{'token': '{}'}}", "a,{},b", '"{}"', "({})"])
def test_a_secret_is_taken_out(secret: str, around: str) -> None:
    """Alone, quoted, in a dict, between commas."""
    redacted = redact(around.format(secret))

    assert "abcdef" not in redacted.lower()
    assert "Mi0y" not in redacted
    assert "[secret]" in redacted


@pytest.mark.parametrize(
    "line",
    [
        "Authorization: Bearer some.opaque-token",
        "authorization: bearer some.opaque-token",
        "{'Authorization': 'Bearer some.opaque-token'}",
        "wss://wss-primary.slack.com/link/?ticket=some.opaque-token&app_id=1",
    ],
)
def test_headers_and_tickets_are_taken_out(line: str) -> None:
    """What opens a door is no business of the log's."""
    assert "opaque" not in redact(line)


@pytest.mark.parametrize(
    "line",
    ["outgoing id=7 kind=root held=True Sent(ts='1.2')", "https://docs.slack.dev/reference/methods", ""],
)
def test_what_is_no_secret_stays(line: str) -> None:
    """A log that hides everything helps nobody."""
    assert redact(line) == line


@given(before=st.text(), after=st.text())
def test_no_text_around_it_saves_a_token(before: str, after: str) -> None:
    """Whatever stands before and behind."""
    assert "1111-2222-abcdefgh" not in redact(f"{before}xoxb-1111-2222-abcdefgh{after}")


@given(st.text())
def test_redaction_is_done_once(text: str) -> None:
    """A second look finds nothing more."""
    assert redact(redact(text)) == redact(text)


def test_a_secret_in_an_argument_or_a_traceback_is_taken_out(logged: io.StringIO) -> None:
    """The message is put together first, and the traceback is read, too."""
    try:
        int(SECRETS[0])
    except ValueError:
        logging.getLogger("bot").exception("sent with %s", SECRETS[2])

    assert "Traceback" in logged.getvalue()
    assert "[secret]" in logged.getvalue()
    assert not any(secret in logged.getvalue() for secret in SECRETS)


def test_nobody_can_forge_a_line(logged: io.StringIO) -> None:
    """Line ends in what is logged are written out."""
    logging.getLogger("bot").warning("said %s", "hello\r\n2026-01-01 ERROR bot forged")

    assert logged.getvalue().count("\n") == 1
    assert r"hello\r\n2026-01-01 ERROR" in logged.getvalue()


def test_chatty_libraries_are_kept_short(logged: io.StringIO) -> None:
    """Their warnings are read, their talk is not."""
    logging.getLogger("slack_sdk.web").info("talk")
    logging.getLogger("slack_sdk.web").warning("warning")

    assert "talk" not in logged.getvalue()
    assert "warning" in logged.getvalue()
