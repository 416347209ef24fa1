"""A refusal has one name, whatever Slack sent: its code, or the status of a page."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.refusals import code_of, is_trouble


def _reply(data: object, status: int) -> AsyncSlackResponse:
    return AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="",
        req_args={},
        data=data,  # type: ignore[arg-type]  # what Slack should not send
        headers={},
        status_code=status,
    )


@pytest.mark.parametrize(
    ("response", "code", "trouble"),
    [
        (_reply({"ok": False, "error": "not_in_channel"}, 200), "not_in_channel", False),
        (_reply({"ok": False, "error": "fatal_error"}, 200), "fatal_error", True),
        (_reply({"ok": False}, 200), "HTTP 200", False),
        (SimpleNamespace(status=503, headers={}), "HTTP 503", True),
        (SimpleNamespace(), "HTTP without a status", False),
    ],
)
def test_every_refusal_has_a_name(response: object, code: str, *, trouble: bool) -> None:
    """Nothing raises, and a failure of Slack's own is told from a refusal of ours."""
    refusal = SlackApiError("refused", response)  # type: ignore[no-untyped-call]  # the SDK leaves it bare

    assert code_of(refusal) == code
    assert is_trouble(code) == trouble
