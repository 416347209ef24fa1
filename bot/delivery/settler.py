"""Looks whether a post arrived of which nobody knows, where the bot may read; it sends nothing.

A page a turn, so that an app that gets one a minute comes through, too: where it stopped stays in memory,
and a restart begins anew. A post that is nowhere is due again only once its lease is over, when no call
of its sender is on the wire any more. Where nothing can be read, the hold decides (store/outgoing.py).
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, assert_never

from bot.delivery.reading import Hidden, Page, Unheard, Wait, find
from bot.service import posting, settling
from bot.store.outgoing import Kind

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.delivery.reading import Reading
    from bot.delivery.wire import Wire
    from bot.service.settling import Doubt
    from bot.store.store import Store, Transaction
    from bot.store.workspaces import TeamId

log = logging.getLogger(__name__)

_AT_A_TURN = 10
_AGAIN = dt.timedelta(seconds=20)  # after a look that decided nothing
_BLIND = dt.timedelta(days=1)  # where the bot may not read: longer than any hold
_BEFORE = dt.timedelta(hours=1)  # clocks differ: a post may stand under an earlier ts than its row says


class Settler:
    """One reader: it keeps how far it has read for each post that takes several pages.

    ``team`` is the workspace whose token ``wire`` has; None: it has every one's.
    """

    def __init__(self, *, store: Store, wire: Wire, clock: Clock, team: TeamId | None = None) -> None:
        self._store = store
        self._wire = wire
        self._clock = clock
        self._team = team
        self._cursors: dict[tuple[int, str], tuple[str, bool]] = {}

    async def work(self) -> int:
        """Looks for the doubtful posts whose turn it is; how many of them were settled."""
        doubts = await self._store.write_soon(self._claim)
        return sum([await self._look(doubt) for doubt in doubts])

    def _claim(self, tx: Transaction) -> list[Doubt]:
        return settling.doubts(tx, now=self._clock(), again=_AGAIN, limit=_AT_A_TURN, team=self._team)

    async def _look(self, doubt: Doubt) -> bool:
        """Reads one page for a post, and settles it if that tells enough."""
        row = doubt.row
        place = row.id, row.key
        cursor, conclusive = self._cursors.pop(place, (None, doubt.is_over))
        arguments: dict[str, object] = {
            "channel": row.channel,
            "oldest": f"{((row.sent or self._clock()) - _BEFORE).timestamp():.6f}",
            "include_all_metadata": True,
            "limit": 200,
        }
        if cursor:
            arguments["cursor"] = cursor
        if doubt.thread:
            arguments["ts"] = doubt.thread
        reading = await self._wire.read(doubt.method, arguments)
        found = find(reading, row, bot_user=doubt.bot_user) if isinstance(reading, Page) else None
        if isinstance(found, str):
            return await self._found(doubt, found)
        if isinstance(reading, Page) and found is None:
            if reading.cursor:
                self._cursors[place] = reading.cursor, conclusive
            elif conclusive:
                return await self._absent(doubt)
        elif cursor and isinstance(reading, Wait | Unheard):
            self._cursors[place] = cursor, conclusive
        await self._postpone(doubt, found if isinstance(found, Hidden) else reading)
        return False

    async def _found(self, doubt: Doubt, ts: str) -> bool:
        row = doubt.row
        held = await self._store.write_soon(lambda tx: settling.found(tx, row, ts, now=self._clock()))
        log.info("outgoing id=%s kind=%s stands after all, by a look: held=%s", row.id, row.kind, held)
        if held and row.kind is Kind.ANSWER and (link := await self._wire.permalink(row.channel, ts)):
            await self._store.write_soon(lambda tx: posting.linked(tx, row, link, now=self._clock()))
        return held

    async def _absent(self, doubt: Doubt) -> bool:
        row = doubt.row
        held = await self._store.write_soon(lambda tx: settling.absent(tx, row, now=self._clock()))
        log.info("outgoing id=%s kind=%s does not stand, by a look: held=%s", row.id, row.kind, held)
        return held

    async def _postpone(self, doubt: Doubt, reading: Reading) -> None:
        """The next look at this post: the next page at once, after a pause, or never."""
        now = self._clock()
        match reading:
            case Page(cursor=None) | Unheard():
                return  # its next turn was written when it was taken
            case Page():
                at = now
            case Wait(seconds=seconds):
                at = now + dt.timedelta(seconds=seconds)
            case Hidden(error=error):
                log.warning("outgoing id=%s: the channel can't be read (%s)", doubt.row.id, error)
                at = now + _BLIND
            case _:
                assert_never(reading)
        waits = isinstance(reading, Wait)
        await self._store.write_soon(lambda tx: settling.look_again(tx, doubt, at=at, gate=waits))
