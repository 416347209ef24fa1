"""Draws a window anew after each entry, so that the newest one stands; it knows nothing of what is drawn.

Two quick entries carry the same hash of the view, since the second is made before the first one's drawing
has come back. Slack refuses an update whose hash is outdated, and the entry that is refused is the newer
one. So we remember which hash our own drawing put in place of which, and go on from there. A window that
something else has changed, such as Save, has a hash that we do not know, and is left alone.
https://docs.slack.dev/reference/methods/views.update

What is remembered is this process's alone. Where another replica draws the same window, its line can lag
until the next entry; Save judges what stands in the fields.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.blocks.modals import View
    from bot.listeners.replying import Replies

_MOST: Final = 1_000  # windows that are remembered; the least recently used one goes

Moment = tuple[int, ...]
"""A Slack ts as numbers: seconds and microseconds."""


@dataclass(slots=True)
class _Window:
    newest: Moment = ()
    after: dict[str, str] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def present(self, seen: str) -> str:
        """The hash that our own drawings have put in place of one."""
        while seen in self.after:
            seen = self.after[seen]
        return seen


class Refreshing:
    """The windows that people are filling in."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        self._windows: OrderedDict[str, _Window] = OrderedDict()

    async def refresh(self, view: str, seen: str, at: str, draw: Callable[[], Awaitable[View]]) -> None:
        """Draws the window for an entry made at ``at`` (a ts) in the state ``seen`` (a hash).

        One drawing at a time; an entry that a newer one has overtaken draws nothing.
        """
        window, moment = self._window(view), _moment(at)
        window.newest = max(window.newest, moment)
        async with window.turn:
            if moment < window.newest:
                return
            shown = window.present(seen)
            now = await self._replies.redraw(view, await draw(), seen=shown)
            if now and now != shown:
                window.after[shown] = now

    def _window(self, view: str) -> _Window:
        window = self._windows.setdefault(view, _Window())
        self._windows.move_to_end(view)
        while len(self._windows) > _MOST:
            self._windows.popitem(last=False)
        return window


def _moment(ts: str) -> Moment:
    return tuple(int(part) for part in ts.split(".") if part.isdecimal())
