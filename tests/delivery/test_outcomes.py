"""What a reply means: every reply means something, and only a sure one says that Slack has it or not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.outcomes import (
    DEFAULT_WAIT,
    BlocksRefused,
    ChannelRefused,
    Doubtful,
    Failed,
    NotSent,
    Outcome,
    RateLimited,
    Revoked,
    Sent,
    outcome_of,
    wait_of,
)

OUTCOMES = (Sent, RateLimited, NotSent, Doubtful, ChannelRefused, Revoked, BlocksRefused, Failed)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(["ok", "error", "ts", "channel"])


@given(
    status=st.integers(-1, 999),
    body=st.none() | st.dictionaries(KEYS | st.text(), JSON),
    retry_after=st.none() | st.text(),
)
def test_every_reply_means_something(
    status: int, body: dict[str, object] | None, retry_after: str | None
) -> None:
    """Whatever comes back, nothing is raised; only ok with a ts is taken as sent."""
    outcome = outcome_of(status, body, retry_after=retry_after)

    assert isinstance(outcome, OUTCOMES)
    if isinstance(outcome, Sent):
        assert body is not None
        assert body["ok"] is True
        assert body["ts"] == outcome.ts != ""


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, {"ok": True, "ts": "1.2"}, Sent(ts="1.2")),
        (200, {"ok": True}, Doubtful(error="Slack named no message")),
        (200, {"ok": True, "ts": 12}, Doubtful(error="Slack named no message")),
        (429, {}, RateLimited(seconds=30.0)),
        (429, None, RateLimited(seconds=30.0)),
        (200, {"ok": False, "error": "ratelimited"}, RateLimited(seconds=30.0)),
        (200, {"ok": False, "error": "message_limit_exceeded"}, RateLimited(seconds=30.0)),
        (500, {"ok": True, "ts": "1.2"}, Doubtful(error="HTTP 500")),
        (503, {"ok": False, "error": "not_in_channel"}, Doubtful(error="not_in_channel")),
        (200, None, Doubtful(error="HTTP 200")),
        (200, {}, Doubtful(error="HTTP 200")),
        (200, {"ok": False, "error": "fatal_error"}, Doubtful(error="fatal_error")),
        (200, {"ok": False, "error": "internal_error"}, Doubtful(error="internal_error")),
        (200, {"ok": False, "error": "request_timeout"}, Doubtful(error="request_timeout")),
        (200, {"ok": False, "error": "service_unavailable"}, Doubtful(error="service_unavailable")),
        (200, {"ok": False, "error": "is_archived"}, ChannelRefused(error="is_archived")),
        (200, {"ok": False, "error": "channel_not_found"}, ChannelRefused(error="channel_not_found")),
        (
            200,
            {"ok": False, "error": "restricted_action_thread"},
            ChannelRefused(error="restricted_action_thread"),
        ),
        (200, {"ok": False, "error": "token_revoked"}, Revoked(error="token_revoked")),
        (403, {"ok": False, "error": "invalid_auth"}, Revoked(error="invalid_auth")),
        (200, {"ok": False, "error": "invalid_blocks"}, BlocksRefused(error="invalid_blocks")),
        (200, {"ok": False, "error": "msg_too_long"}, BlocksRefused(error="msg_too_long")),
        (200, {"ok": False, "error": "message_not_found"}, Failed(error="message_not_found")),
        (200, {"ok": False}, Failed(error="HTTP 200")),
        (200, {"ok": "yes", "error": None}, Failed(error="None")),
    ],
)
def test_a_reply_means(status: int, body: dict[str, object] | None, outcome: Outcome) -> None:
    """The table of design decisions, line by line: in doubt unless Slack said so."""
    assert outcome_of(status, body) == outcome


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("1", 1.0),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("0.5", 0.5),
        ("3600", 3600.0),
        *(
            (absurd, DEFAULT_WAIT)
            for absurd in (None, "", "soon", "0", "-5", "nan", "inf", "1e999", "3601", "9" * 400)
        ),
        ("Wed, 21 Oct 2026 07:28:00 GMT", DEFAULT_WAIT),
    ],
)
def test_an_absurd_wait_becomes_a_sane_one(header: str | None, seconds: float) -> None:
    """Up to an hour is believed; anything else is half a minute."""
    assert wait_of(header) == seconds


@given(st.none() | st.text() | st.floats().map(str))
def test_a_wait_is_always_sane(header: str | None) -> None:
    """More than nothing and an hour at most, whatever the header says."""
    assert 0 < wait_of(header) <= 3600
