"""The Web API's methods about files, whose bytes come by another way; they know nothing of tokens or HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import content, reach, shapes
from bot.playground.api_call import Done
from bot.playground.conversations import Content
from bot.playground.fields import items, mapping, text
from bot.playground.files import LENGTH, PROCESSING_SECONDS
from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from bot.playground.api_call import Call
    from bot.playground.conversations import Conversation
    from bot.playground.files import File

ALT_TEXT = 1_000
"""https://docs.slack.dev/reference/methods/files.getUploadURLExternal: alt_txt_too_large beyond."""
CHANNELS = 100
"""https://docs.slack.dev/reference/methods/files.completeUploadExternal: channels_limit_exceeded beyond."""


def begin(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/files.getUploadURLExternal."""
    workspace, arguments = call.workspace, call.arguments
    name = arguments.required("filename")
    length = arguments.number("length", default=0, most=10**9 - 1, malformed="missing_argument")
    if not length:
        raise Refused("missing_argument")
    if length > LENGTH:
        raise Refused("file_upload_size_restricted")
    alt_txt = arguments.text("alt_txt")
    if len(alt_txt) > ALT_TEXT:
        raise Refused("alt_txt_too_large")
    started = workspace.files.begin(
        user=call.app.bot_user_id,
        name=name,
        length=length,
        alt_txt=alt_txt,
        created=int(workspace.now().timestamp()),
    )
    return Done({"upload_url": f"{workspace.base_url}/upload/v1/{started.ticket}", "file_id": started.id})


def complete(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/files.completeUploadExternal: kept, or shared at once."""
    files = _named(call)
    conversations = _conversations(call)
    said = _said(call) if conversations else Content(text="")
    thread_ts = call.arguments.text("thread_ts")
    threads = [reach.thread(conversation, thread_ts) for conversation in conversations]
    for found, title in files:
        found.title = title
        found.ready = call.workspace.monotonic() + PROCESSING_SECONDS
    to: set[str] = set()
    for conversation, thread in zip(conversations, threads, strict=True):
        _share(call, [found for found, _ in files], conversation, said, thread)
        to |= call.workspace.audience(conversation)
    return Done(
        {"files": [{"id": found.id, "title": found.title or found.name} for found, _ in files]}, to=to
    )


def info(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/files.info: one's own, and what was shared near the bot."""
    found = call.workspace.files.find(call.arguments.required("file"))
    reached = [call.workspace.conversations[channel] for channel in found.shares]
    bot = call.app.bot_user_id
    if found.user != bot and not any(bot in conversation.members for conversation in reached):
        raise Refused("not_visible")
    return Done({"file": shapes.file(call.workspace, found), "comments": []})


def _named(call: Call) -> list[tuple[File, str]]:
    """The files of the call with their titles, none twice."""
    given = items(call.arguments.structure("files", malformed="invalid_arguments"))
    ids = [text(mapping(one).get("id")) for one in given]
    if not ids or not all(ids) or len(set(ids)) != len(ids):
        raise Refused("invalid_arguments", messages=["[ERROR] missing required field: files"])
    titles = [text(mapping(one).get("title")) for one in given]
    return [(call.workspace.files.uploaded(one), title) for one, title in zip(ids, titles, strict=True)]


def _conversations(call: Call) -> list[Conversation]:
    """Where to share; chat:write is not asked for, chat:write.public does not help."""
    named = [call.arguments.text("channel_id"), *call.arguments.text("channels").split(",")]
    wanted = list(dict.fromkeys(name.strip() for name in named if name.strip()))
    if len(wanted) > CHANNELS:
        raise Refused("channels_limit_exceeded")
    found = [reach.postable(call.workspace, call.app, name) for name in wanted]
    if any(call.app.bot_user_id not in conversation.members for conversation in found):
        raise Refused("not_in_channel")
    return found


def _said(call: Call) -> Content:
    """The message around the files: the comment, else the blocks (which a comment makes Slack ignore)."""
    comment = call.arguments.text("initial_comment")
    blocks = [] if comment else content.read_blocks(call.arguments, call.workspace)
    if any(block.get("type") == "markdown" for block in blocks):
        raise Refused("internal_error")  # slackapi/python-slack-sdk#1756, September 2026
    return Content(text=comment or content.spoken(blocks), blocks=blocks)


def _share(
    call: Call, files: list[File], conversation: Conversation, said: Content, thread_ts: str | None
) -> None:
    whole = Content(text=said.text, blocks=said.blocks, files=tuple(found.id for found in files))
    message = call.workspace.post(conversation, user=call.app.bot_user_id, content=whole, thread_ts=thread_ts)
    for found in files:
        found.shares.setdefault(conversation.id, []).append(message.ts)
