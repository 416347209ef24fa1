"""The Web API's chat methods; they know nothing of tokens or HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground import content, reach, shapes
from bot.playground.api_call import Done
from bot.playground.happenings import Deleted, Rewritten
from bot.playground.refusals import Refused
from bot.playground.unknowns import Unknown

if TYPE_CHECKING:
    from bot.playground.api_call import Call
    from bot.playground.conversations import Conversation, Message


def post_message(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/chat.postMessage."""
    workspace, app = call.workspace, call.app
    conversation = reach.postable(workspace, app, call.arguments.required("channel"))
    thread_ts = reach.thread(conversation, call.arguments.text("thread_ts"))
    said = content.read(call.arguments, workspace)
    said.client_msg_id = call.arguments.text("client_msg_id")
    known = _same(call, conversation, said.client_msg_id)
    if known is not None:
        return Done(_answer(call, conversation, known), to=workspace.audience(conversation))
    posted = workspace.post(conversation, user=app.bot_user_id, content=said, thread_ts=thread_ts)
    return Done(_answer(call, conversation, posted), to=workspace.audience(conversation))


def update(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/chat.update; what is not given stays as it was."""
    workspace, arguments = call.workspace, call.arguments
    conversation = reach.visible(workspace, call.app, arguments.required("channel"))
    message = _own(call, conversation, arguments.required("ts"), refusal="cant_update_message")
    if conversation.archived:
        raise Refused("is_inactive")
    if len(arguments.text("text")) > content.TEXT_UPDATED:
        raise Refused("msg_too_long")
    before = message.content
    _rewrite(call, message)
    workspace.happened(Rewritten(conversation, message, before))
    workspace.changed()
    body = _answer(call, conversation, message) | {"text": message.content.text}
    return Done(body, to=workspace.audience(conversation))


def delete(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/chat.delete."""
    conversation = reach.visible(call.workspace, call.app, call.arguments.required("channel"))
    message = _own(call, conversation, call.arguments.required("ts"), refusal="cant_delete_message")
    call.workspace.happened(Deleted(conversation, message))
    conversation.remove(message)
    call.workspace.changed()
    return Done({"channel": conversation.id, "ts": message.ts})


def post_ephemeral(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/chat.postEphemeral."""
    workspace, app = call.workspace, call.app
    conversation = reach.postable(workspace, app, call.arguments.required("channel"))
    person = call.arguments.required("user")
    if person not in conversation.members:
        raise Refused("user_not_in_channel")
    if len(call.arguments.text("text")) > content.TEXT_TRUNCATED:
        raise Refused("msg_too_long")
    thread_ts = reach.thread(conversation, call.arguments.text("thread_ts"))
    said = content.read(call.arguments, workspace)
    whispered = workspace.whisper(
        conversation, user=app.bot_user_id, content=said, to=person, thread_ts=thread_ts
    )
    return Done({"message_ts": whispered.ts}, to={person})


def get_permalink(call: Call) -> Done:
    """https://docs.slack.dev/reference/methods/chat.getPermalink."""
    conversation = reach.visible(call.workspace, call.app, call.arguments.required("channel"))
    message = conversation.find(call.arguments.required("message_ts"))
    if message is None:
        raise Refused("message_not_found")
    link = call.workspace.base_url + shapes.permalink(conversation, message)
    return Done({"channel": conversation.id, "permalink": link})


def _same(call: Call, conversation: Conversation, client_msg_id: str) -> Message | None:
    """The app's message of this client_msg_id, in the world where Slack looks for one."""
    if not client_msg_id or not call.workspace.unknowns[Unknown.CLIENT_MSG_ID_HONOURED]:
        return None
    return next(
        (
            message
            for message in conversation.messages.values()
            if message.content.client_msg_id == client_msg_id and message.user == call.app.bot_user_id
        ),
        None,
    )


def _answer(call: Call, conversation: Conversation, message: Message) -> dict[str, object]:
    body = shapes.with_metadata(shapes.message(call.workspace, conversation, message), message)
    return {"channel": conversation.id, "ts": message.ts, "message": body}


def _own(call: Call, conversation: Conversation, ts: str, *, refusal: str) -> Message:
    message = conversation.find(ts)
    if message is None:
        raise Refused("message_not_found")
    if message.user != call.app.bot_user_id:
        raise Refused(refusal)
    return message


def _rewrite(call: Call, message: Message) -> None:
    """An update without blocks or metadata keeps the old; only one without blocks is marked as edited."""
    before, arguments = message.content, call.arguments
    after = content.read(arguments, call.workspace)
    after.files, after.client_msg_id = before.files, before.client_msg_id
    if not arguments.has("blocks") and not arguments.has("markdown_text"):
        after.blocks = before.blocks
        message.edited_ts = call.workspace.ts_now()
    if not arguments.has("attachments"):
        after.attachments = before.attachments
    if not arguments.has("metadata"):
        after.metadata = before.metadata
    message.content = after
