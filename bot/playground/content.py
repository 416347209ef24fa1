"""Reads what a message is to say, with Slack's limits; it knows nothing of where it will stand."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from bot.playground.conversations import Content
from bot.playground.fields import items, mapping, objects_within, text
from bot.playground.refusals import Refused
from bot.playground.rules import Code, Problem, Surface, blocks_problems
from bot.playground.unknowns import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.playground.arguments import Arguments
    from bot.playground.ids import Ids
    from bot.playground.workspace import Workspace

TEXT_TRUNCATED = 40_000
"""Slack cuts a longer text: https://docs.slack.dev/reference/methods/chat.postMessage."""
TEXT_UPDATED = 4_000
"""chat.update refuses a longer one with msg_too_long: https://docs.slack.dev/reference/methods/chat.update."""
MARKDOWN_TEXT = 12_000
ATTACHMENTS = 100
DOUBTFUL = {"language": Unknown.LANGUAGE_REFUSED, "border": Unknown.BORDER_REFUSED}
"""Fields of preformatted rich text that Slack may refuse, and their switches."""


def read(arguments: Arguments, workspace: Workspace) -> Content:
    """The content of a call; refuses with no_text, invalid_blocks and their neighbours."""
    if arguments.has("markdown_text"):
        return _markdown(arguments, workspace)
    blocks = read_blocks(arguments, workspace)
    attachments = _attachments(arguments)
    said = arguments.text("text")
    if not said and not blocks and not attachments:
        raise Refused("no_text")
    return Content(
        text=(said or spoken(blocks))[:TEXT_TRUNCATED],
        blocks=blocks,
        attachments=attachments,
        metadata=read_metadata(arguments, workspace),
    )


def read_blocks(arguments: Arguments, workspace: Workspace) -> list[dict[str, object]]:
    """The blocks as Slack keeps them; refuses with invalid_blocks_format or invalid_blocks."""
    blocks = arguments.structure("blocks", malformed="invalid_blocks_format")
    if blocks is None:
        return []
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    problems = blocks_problems(blocks, surface=Surface.MESSAGE) or world_problems(blocks, workspace)
    if problems:
        too_long = any((problem.pointer, problem.code) == ("/blocks", Code.TOO_LONG) for problem in problems)
        raise Refused(
            "msg_blocks_too_long" if too_long else "invalid_blocks",
            messages=messages(problems),
            errors=[f"{problem.message} [json-pointer:{problem.pointer}]" for problem in problems],
        )
    return completed(blocks, workspace.ids)


def world_problems(blocks: object, workspace: Workspace) -> list[Problem]:
    """What only this workspace can tell: files that it does not know, and fields that may be refused."""
    unknowns = workspace.unknowns
    refused = [name for name, switch in DOUBTFUL.items() if unknowns[switch]]
    problems = [
        Problem(f"{at}/{name}", Code.UNKNOWN_FIELD, f"invalid additional property: {name}")
        for at, part in pointed(blocks, "/blocks")
        if part.get("type") == "rich_text_preformatted"
        for name in refused
        if name in part
    ]
    return problems + [
        Problem(f"{at}/slack_file", Code.BAD_VALUE, "invalid slack file")
        for at, part in pointed(blocks, "/blocks")
        if "slack_file" in part and not _shared(mapping(part["slack_file"]), workspace)
    ]


def pointed(value: object, at: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every object inside a JSON value with its JSON pointer, outermost first."""
    if isinstance(value, dict):
        yield at, value
    inside = value.items() if isinstance(value, dict) else enumerate(items(value))
    for key, child in inside:
        yield from pointed(child, f"{at}/{key}")


def _shared(given: Mapping[str, object], workspace: Workspace) -> bool:
    """Whether Slack has looked at the file and somebody can see it: python-slack-sdk#1658 and its like."""
    below = text(given.get("url")).removeprefix(f"{workspace.base_url}/files/{workspace.team_id}/")
    try:
        found = workspace.files.find(text(given.get("id")) or below.split("/", maxsplit=1)[0])
    except Refused:
        return False
    return bool(found.shares) and found.processed(seconds=workspace.monotonic())


def messages(problems: list[Problem]) -> list[str]:
    """The problems as Slack words them in response_metadata."""
    return [f"[ERROR] {problem.message} [json-pointer:{problem.pointer}]" for problem in problems]


def read_metadata(arguments: Arguments, workspace: Workspace) -> Mapping[str, object] | None:
    """The metadata, None for none; refuses what has no event_type and event_payload by Slack's two codes.

    https://docs.slack.dev/messaging/message-metadata
    """
    metadata = arguments.structure("metadata", malformed="invalid_metadata_format")
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    if not text(metadata.get("event_type")) or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_schema")
    return metadata if workspace.unknowns[Unknown.METADATA_KEPT] else None


def completed(blocks: list[dict[str, object]], ids: Ids) -> list[dict[str, object]]:
    """A copy with the ids and defaults that Slack adds where an app left them out."""
    kept = copy.deepcopy(blocks)
    for block in kept:
        block.setdefault("block_id", ids.letters(5))
        for part in objects_within(block):
            _complete(part, ids)
    return kept


def _complete(part: Mapping[str, object], ids: Ids) -> None:
    if not isinstance(part, dict):
        return
    kind = part.get("type")
    if kind == "plain_text":
        part.setdefault("emoji", True)
    elif kind == "mrkdwn":
        part.setdefault("verbatim", False)
    elif kind == "button":
        part.setdefault("action_id", ids.letters(5))


def spoken(blocks: list[dict[str, object]]) -> str:
    """The text that Slack makes for screen readers and phones when an app gives none."""
    said = ["".join(text(part.get("text")) for part in objects_within(block)) for block in blocks]
    return "\n".join(line for line in said if line)


def _markdown(arguments: Arguments, workspace: Workspace) -> Content:
    said = arguments.text("markdown_text")
    if arguments.has("text") or arguments.has("blocks"):
        raise Refused("markdown_text_conflict")
    if not said:
        raise Refused("no_text")
    if len(said) > MARKDOWN_TEXT:
        raise Refused("msg_too_long")
    blocks = completed([{"type": "markdown", "text": said}], workspace.ids)
    return Content(text=said, blocks=blocks, metadata=read_metadata(arguments, workspace))


def _attachments(arguments: Arguments) -> list[object]:
    attachments = arguments.structure("attachments", malformed="invalid_attachments")
    if attachments is not None and not isinstance(attachments, list):
        raise Refused("invalid_attachments")
    if len(items(attachments)) > ATTACHMENTS:
        raise Refused("too_many_attachments")
    return items(attachments)
