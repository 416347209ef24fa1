"""blocks.validate: what it takes, and how it says what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import api
from bot.playground.fields import mappings
from tests.playground.desk import MODAL, Desk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.server import Playground
    from bot.playground.testing.person import Slack

ONE = "must provide exactly one of `blocks`, `view`, or `message`"
GOOD = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
BAD = {"type": "section", "text": {"type": "invalid", "text": "Hello"}}
LONG = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}


def validated(**given: object) -> Mapping[str, object]:
    """What the method answers to a form with these fields, and no token."""
    form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    return api.call(Desk().workspace, "blocks.validate", form, "", form=True).body


@pytest.mark.parametrize(
    "given",
    [
        {"blocks": [GOOD]},
        {"message": {"blocks": [GOOD]}},
        {"message": {"text": "Hello"}},
        {"view": MODAL},
        {"view": {"type": "home", "blocks": [GOOD]}},
    ],
)
def test_good_ones_pass_without_a_token(given: dict[str, object]) -> None:
    """Nothing but ok."""
    assert validated(**given) == {"ok": True}


@pytest.mark.parametrize(
    ("given", "error", "pointer"),
    [
        ({"blocks": [GOOD, BAD]}, "invalid_blocks", "/1/text/type"),
        ({"message": {"blocks": [BAD]}}, "invalid_message", "/blocks/0/text/type"),
        ({"view": {**MODAL, "blocks": [BAD]}}, "invalid_view", "/blocks/0/text/type"),
    ],
)
def test_an_error_in_slacks_own_form(given: dict[str, object], error: str, pointer: str) -> None:
    """Code, message, pointer from inside the argument, and the constraint of Slack's own example."""
    body = validated(**given)

    (found,) = mappings(body["errors"])
    assert (body["ok"], body["error"]) == (False, error)
    assert (found["code"], found["pointer"]) == ("failed_constraint", pointer)
    assert str(found["message"]).startswith("unsupported type: invalid")
    assert found["constraint"] == {"type": "enum", "expected": ["plain_text", "mrkdwn"], "got": "invalid"}


def test_a_size_is_a_constraint_too() -> None:
    """What was expected, and what came."""
    assert validated(blocks=[LONG])["errors"] == [
        {
            "pointer": "/0/text/text",
            "code": "failed_constraint",
            "message": "must be less than 151 characters",
            "constraint": {"type": "max_length", "expected": 150, "got": 151},
        }
    ]


@pytest.mark.parametrize("given", [{}, {"blocks": [GOOD], "view": MODAL}])
def test_exactly_one_argument(given: dict[str, object]) -> None:
    """Slack's own sentence."""
    body = validated(**given)

    assert (body["error"], body["response_metadata"]) == ("invalid_arguments", {"messages": [ONE]})


@pytest.mark.parametrize(
    ("kind", "error"),
    [("blocks", "invalid_blocks"), ("view", "invalid_view"), ("message", "invalid_message")],
)
def test_what_is_no_json(kind: str, error: str) -> None:
    """A broken string is as invalid as broken blocks."""
    assert validated(**{kind: "{"})["error"] == error


def test_what_it_is_known_to_miss() -> None:
    """A section of nothing and mrkdwn in a confirm pass here, and nowhere else."""
    confirm = {
        "title": {"type": "mrkdwn", "text": "Sure?"},
        "text": {"type": "mrkdwn", "text": "Sure?"},
        "confirm": {"type": "plain_text", "text": "Yes"},
        "deny": {"type": "plain_text", "text": "No"},
    }
    text = {"type": "plain_text", "text": "Go"}
    button = {"type": "button", "action_id": "go", "text": text, "confirm": confirm}
    blocks = [{"type": "section"}, {"type": "actions", "elements": [button]}]
    desk = Desk()
    desk.join("backend-guild")

    assert validated(blocks=blocks) == {"ok": True}
    assert (
        desk.error("chat.postMessage", channel="backend-guild", text="x", blocks=blocks) == "invalid_blocks"
    )


async def test_slack_sdk_and_a_json_body(playground: Playground, slack: Slack) -> None:
    """slack_sdk's own call is understood; JSON is refused, as somebody saw it refused."""
    client = AsyncWebClient(base_url=playground.api_url)
    good = await client.blocks_validate(blocks=[GOOD])
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await client.blocks_validate(blocks=[BAD])
    async with slack.session.post("/api/blocks.validate", json={"blocks": [GOOD]}) as answered:
        as_json = await answered.json()
    form = aiohttp.FormData({"blocks": json.dumps([GOOD])})
    async with slack.session.post("/api/blocks.validate", data=form) as answered:
        as_form = await answered.json()

    assert good["ok"]
    assert as_json["error"] == "invalid_arguments"
    assert as_form == {"ok": True}
