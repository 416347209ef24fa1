"""Files: upload tickets, bytes, and where they were shared; it knows nothing of HTTP or of shapes."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.refusals import Refused

if TYPE_CHECKING:
    from bot.playground.ids import Ids

PROCESSING_SECONDS = 1.0
"""Slack looks at a file after the upload, and says nothing of it until then (slackapi/python-slack-sdk#1521);
how long it takes is a guess."""
LENGTH = 20_000_000
"""Bytes of one file, which lie in memory here; Slack takes a gigabyte."""


@dataclass(slots=True, kw_only=True, eq=False)
class File:
    """One file; `content` is None until its bytes came, `ready` the monotonic second when Slack knows it."""

    id: str
    ticket: str
    user: str
    name: str
    length: int
    created: int
    alt_txt: str = ""
    title: str = ""
    content: bytes | None = None
    ready: float | None = None
    shares: dict[str, list[str]] = field(default_factory=dict)

    @property
    def mimetype(self) -> str:
        """What the name says that it is."""
        return mimetypes.guess_type(self.name, strict=True)[0] or "application/octet-stream"

    def processed(self, *, seconds: float) -> bool:
        """Whether Slack has looked at it by this monotonic second."""
        return self.ready is not None and seconds >= self.ready


class Files:
    """The files of one workspace."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._files: dict[str, File] = {}

    def begin(self, *, user: str, name: str, length: int, alt_txt: str, created: int) -> File:
        """A file to be uploaded; its ticket is the last part of the upload's address."""
        started = File(
            id=self._ids.named("F"),
            ticket=self._ids.letters(48),
            user=user,
            name=name,
            length=length,
            created=created,
            alt_txt=alt_txt,
        )
        self._files[started.id] = started
        return started

    def awaited(self, ticket: str) -> File | None:
        """The file whose bytes this ticket awaits; a ticket is good for one upload."""
        files = self._files.values()
        return next((known for known in files if known.ticket == ticket and known.content is None), None)

    def uploaded(self, file_id: str) -> File:
        """The file whose bytes have come and whose upload was not completed yet."""
        known = self._files.get(file_id)
        if known is None or known.content is None or known.ready is not None:
            raise Refused("file_not_found")
        return known

    def find(self, file_id: str) -> File:
        """The file whose upload was completed."""
        known = self._files.get(file_id)
        if known is None or known.ready is None:
            raise Refused("file_not_found")
        return known
