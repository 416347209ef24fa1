"""Files: tickets, bytes, sharing, and what Slack knows of a file when."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.fields import mapping, mappings
from tests.playground.desk import Desk
from tests.playground.fixtures import a_playground, manifest, running

if TYPE_CHECKING:
    from tests.playground.fixtures import Clock

SCOPES = ("commands", "chat:write", "files:write", "files:read", "channels:history")
PNG = b"\x89PNG\r\n\x1a\nnot much of a picture"


@pytest.fixture
def desk() -> Desk:
    """An app that may handle files, whose bot is in #backend-guild."""
    desk = Desk(scopes=SCOPES)
    desk.join("backend-guild")
    return desk


def uploaded(desk: Desk, name: str = "chart.png") -> str:
    """The id of a file whose bytes have come."""
    body = desk.call("files.getUploadURLExternal", filename=name, length=len(PNG))
    found = desk.workspace.files.awaited(str(body["upload_url"]).rpartition("/")[2])
    assert found is not None
    found.content = PNG
    return str(body["file_id"])


def image(file_id: str) -> dict[str, object]:
    """An image block of this file."""
    return {"type": "image", "alt_text": "A chart", "slack_file": {"id": file_id}}


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"length": 3}, "invalid_arguments"),
        ({"filename": "x.png"}, "missing_argument"),
        ({"filename": "x.png", "length": 0}, "missing_argument"),
        ({"filename": "x.png", "length": "many"}, "missing_argument"),
        ({"filename": "x.png", "length": 20_000_001}, "file_upload_size_restricted"),
        ({"filename": "x.png", "length": 3, "alt_txt": "x" * 1_001}, "alt_txt_too_large"),
        ({"filename": "x.png", "length": 3, "alt_txt": "x" * 1_000}, None),
    ],
)
def test_what_can_be_uploaded(desk: Desk, given: dict[str, object], error: str | None) -> None:
    """files.getUploadURLExternal wants a name and a length."""
    assert desk.error("files.getUploadURLExternal", **given) == error


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, "invalid_arguments"),
        ({"files": []}, "invalid_arguments"),
        ({"files": "["}, "invalid_arguments"),
        ({"files": [{"title": "x"}]}, "invalid_arguments"),
        ({"files": [{"id": "F0"}]}, "file_not_found"),
    ],
)
def test_what_can_be_completed(desk: Desk, given: dict[str, object], error: str) -> None:
    """files.completeUploadExternal wants files that were begun."""
    assert desk.error("files.completeUploadExternal", **given) == error


@pytest.mark.parametrize(
    ("channel", "error"),
    [("new-team", "not_in_channel"), ("nowhere", "channel_not_found"), ("attic", "is_archived")],
)
def test_where_a_file_can_be_shared(desk: Desk, channel: str, error: str) -> None:
    """Only where the bot is; the file can still be completed elsewhere afterwards."""
    file_id = uploaded(desk)

    assert desk.error("files.completeUploadExternal", files=[{"id": file_id}], channel_id=channel) == error
    assert desk.error("files.completeUploadExternal", files=[{"id": file_id}]) is None


def test_bytes_must_come_first_and_a_file_completes_once(desk: Desk) -> None:
    """Neither an empty ticket nor a second completion is known."""
    begun = desk.call("files.getUploadURLExternal", filename="x.png", length=3)["file_id"]
    file_id = uploaded(desk)
    desk.call("files.completeUploadExternal", files=[{"id": file_id}])

    assert desk.error("files.completeUploadExternal", files=[{"id": begun}]) == "file_not_found"
    assert desk.error("files.completeUploadExternal", files=[{"id": file_id}]) == "file_not_found"


def test_a_shared_file_stands_in_a_message_of_the_bots(desk: Desk) -> None:
    """The comment is the text, the file hangs on the message, and a moment later info says where."""
    file_id = uploaded(desk)
    files = [{"id": file_id, "title": "Our week"}]

    body = desk.call(
        "files.completeUploadExternal", files=files, channel_id="backend-guild", initial_comment="Look"
    )
    at_once = mapping(desk.call("files.info", file=file_id)["file"])
    desk.seconds += 1
    later = mapping(desk.call("files.info", file=file_id)["file"])
    (message,) = mappings(desk.call("conversations.history", channel="backend-guild")["messages"])

    channel = desk.channel("backend-guild").id
    assert body["files"] == files
    assert (message["text"], [shown["id"] for shown in mappings(message["files"])]) == ("Look", [file_id])
    assert (at_once["shares"], at_once["mimetype"], at_once["title"]) == ({}, "", "Our week")
    assert later["shares"] == {"public": {channel: [{"ts": message["ts"]}]}}
    assert (later["mimetype"], later["filetype"], later["size"]) == ("image/png", "png", len(PNG))


def test_a_file_and_blocks_in_one_call(desk: Desk) -> None:
    """Blocks make the message unless a comment does; markdown blocks break it, as they do at Slack."""
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "Our week"}}
    markdown = {"type": "markdown", "text": "Our week"}
    first, second, third = uploaded(desk), uploaded(desk), uploaded(desk)
    share = {"channel_id": "backend-guild"}

    desk.call("files.completeUploadExternal", files=[{"id": first}], blocks=[section], **share)
    desk.call(
        "files.completeUploadExternal",
        files=[{"id": second}],
        blocks=[section],
        initial_comment="Look",
        **share,
    )
    broken = desk.error("files.completeUploadExternal", files=[{"id": third}], blocks=[markdown], **share)

    shown = [(message["text"], bool(message["blocks"])) for message in desk.messages("ana", "backend-guild")]
    assert shown == [("Our week", True), ("Look", False)]
    assert broken == "internal_error"


def test_a_file_in_an_image_block_must_be_shared_and_looked_at(desk: Desk) -> None:
    """Private, unknown or fresh, it is no file yet; then it is."""
    private, shared = uploaded(desk), uploaded(desk)
    desk.call("files.completeUploadExternal", files=[{"id": private}])
    desk.call("files.completeUploadExternal", files=[{"id": shared}], channel_id="backend-guild")
    post = {"channel": "backend-guild", "text": "x"}

    fresh = desk.error("chat.postMessage", blocks=[image(shared)], **post)
    desk.seconds += 1

    assert fresh == "invalid_blocks"
    assert desk.call("chat.postMessage", blocks=[image(private)], **post)["errors"] == [
        "invalid slack file [json-pointer:/blocks/0/slack_file]"
    ]
    assert desk.error("chat.postMessage", blocks=[image("F0")], **post) == "invalid_blocks"
    assert desk.error("chat.postMessage", blocks=[image(shared)], **post) is None


async def test_slack_sdks_own_upload(clock: Clock) -> None:
    """files_upload_v2 goes through all three steps, and the page can fetch the bytes."""
    playground = a_playground(clock)
    async with running(playground) as slack:
        app = playground.install(manifest(scopes=SCOPES))
        channel = playground.workspace.conversation("backend-guild")
        assert channel is not None
        channel.members.add(app.bot_user_id)
        client = AsyncWebClient(token=app.bot_token, base_url=playground.api_url)

        answer = await client.files_upload_v2(
            content=PNG, filename="chart.png", title="Our week", channel=channel.id, initial_comment="Look"
        )
        info = await client.files_info(file=answer["files"][0]["id"])
        async with slack.session.get(info["file"]["url_private"]) as got:
            content, headers = await got.read(), got.headers
        (message,) = await slack.person("ana").messages("backend-guild")

    assert message["text"] == "Look"
    assert content == PNG
    assert (headers["Content-Type"], headers["Content-Security-Policy"]) == ("image/png", "sandbox")


@pytest.mark.parametrize(("sent", "status"), [(b"1234", 200), (b"123", 400), (b"12345", 400), (b"", 400)])
@pytest.mark.parametrize("as_form", [False, True])
async def test_bytes_come_raw_or_in_a_form_in_the_length_announced(
    clock: Clock, sent: bytes, status: int, *, as_form: bool
) -> None:
    """Another length is refused, and the address takes the right one afterwards, once."""
    playground = a_playground(clock)
    async with running(playground) as slack:
        token = playground.install(manifest(scopes=SCOPES)).bot_token
        client = AsyncWebClient(token=token, base_url=playground.api_url)
        url = (await client.files_getUploadURLExternal(filename="x.bin", length=4))["upload_url"]
        statuses = []
        for data in (sent, b"1234", b"1234"):
            body: object = {"file": io.BytesIO(data)} if as_form else data
            async with slack.session.post(url, data=body) as answered:
                statuses.append(answered.status)

    assert statuses == ([200, 404, 404] if status == 200 else [400, 200, 404])


async def test_a_page_that_was_uploaded_is_no_page(clock: Clock) -> None:
    """HTML comes as bytes to be kept, and runs nowhere."""
    playground = a_playground(clock)
    async with running(playground) as slack:
        token = playground.install(manifest(scopes=SCOPES)).bot_token
        client = AsyncWebClient(token=token, base_url=playground.api_url)
        begun = await client.files_getUploadURLExternal(filename="x.html", length=4)
        async with slack.session.post(begun["upload_url"], data=b"<b>x"):
            pass
        done = await client.files_completeUploadExternal(files=[{"id": begun["file_id"], "title": "x"}])
        info = await client.files_info(file=done["files"][0]["id"])
        async with slack.session.get(info["file"]["url_private"]) as got:
            headers = got.headers

    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
