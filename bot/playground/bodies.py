"""Reads the bodies of requests as Slack does, JSON and forms; it knows no route."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from aiohttp import BodyPartReader

from bot.playground.fields import parse
from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from aiohttp import web

CHARSETS = ("utf-8", "iso-8859-1")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
CHUNK = 65_536
DECODED = ("blocks", "view", "message", "metadata", "attachments", "files")
"""Arguments that a form carries as JSON in a string; the wire shows them decoded."""


async def arguments(request: web.Request) -> tuple[dict[str, object], str]:
    """A call's arguments and its token; a token inside JSON does not count.

    https://docs.slack.dev/apis/web-api#post-bodies; raises Refused.
    """
    if (request.charset or "utf-8").casefold() not in CHARSETS:
        raise Refused("invalid_charset")
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    token = credentials.strip() if scheme == "Bearer" else ""
    given: dict[str, object] = dict(request.query) | (_client(credentials) if scheme == "Basic" else {})
    if is_json(request):
        body = await json_body(request)
        if not isinstance(body, dict):
            raise Refused("json_not_object")
        return {name: value for name, value in (given | body).items() if name != "token"}, token
    if request.content_type in FORMS:
        given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    elif request.can_read_body:
        raise Refused("invalid_post_type")
    in_form = str(given.pop("token", ""))
    return {name: _decoded(name, value) for name, value in given.items()}, token or in_form


async def file_content(request: web.Request, *, most: int) -> bytes:
    """The bytes of a file, posted raw or in a form; a byte more than `most` says that they were too many."""
    content = bytearray()
    if request.content_type == "multipart/form-data":
        part = await (await request.multipart()).next()
        while isinstance(part, BodyPartReader) and len(content) <= most and not part.at_eof():
            content += await part.read_chunk(CHUNK)
    else:
        while len(content) <= most and (chunk := await request.content.read(CHUNK)):
            content += chunk
    return bytes(content[: most + 1])


async def json_body(request: web.Request) -> object:
    """The JSON of a body, an object when it is empty; refuses what is none with invalid_json.

    slack_sdk's own WebClient announces JSON and sends nothing where a call has no arguments.
    """
    try:
        return parse(await request.text() or "{}")
    except ValueError:
        raise Refused("invalid_json") from None


def is_json(request: web.Request) -> bool:
    """Whether the body says that it is JSON."""
    return request.content_type == "application/json"


def _client(credentials: str) -> dict[str, object]:
    """The client's id and secret, as oauth.v2.access takes them by HTTP's Basic scheme."""
    try:
        client_id, _, client_secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": client_id, "client_secret": client_secret}


def _decoded(name: str, value: object) -> object:
    if name not in DECODED or not isinstance(value, str):
        return value
    try:
        return parse(value)
    except ValueError:
        return value
