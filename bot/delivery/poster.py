"""Sends what is due and records what came of it; it knows nothing of plans or payload shapes.

No transaction is open while Slack is on the wire. Whatever happens between two steps, the row says
how far it came: bot/README.md draws it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from functools import partial
from typing import TYPE_CHECKING, assert_never

from bot.blocks.command_names import PLAIN
from bot.delivery.bell import Bell
from bot.delivery.messages import calls
from bot.delivery.outcomes import (
    BlocksRefused,
    ChannelRefused,
    Doubtful,
    Failed,
    NotSent,
    Outcome,
    RateLimited,
    Revoked,
    Sent,
    Spared,
)
from bot.delivery.reading import Hidden, Page, Unheard, Wait
from bot.service import posting, settling
from bot.store.outgoing import Kind, State
from bot.store.trouble import StoreAwayError

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from bot.bank.library import Library
    from bot.blocks.command_names import CommandNames
    from bot.clock import Clock
    from bot.delivery.wire import Wire
    from bot.store.outgoing import Outgoing
    from bot.store.store import Store, Transaction
    from bot.store.workspaces import TeamId

log = logging.getLogger(__name__)

_AT_ONCE = 50  # calls on the wire
_OF_A_TEAM = 10  # of them
_ON_THE_WIRE = 1 / 3  # of the lease, for one call
_MARGIN = 1 / 12  # of the lease, which must be left for recording
_LONGEST_BACKOFF = 300.0
_PATIENCE = 1.0  # seconds between two tries to reach the database
_REPLIED = "People replied under it, so it stays."
_NO_TIME = NotSent(error="there was no time left in the lease")


class Poster:
    """One sender; ``owner`` names its process in the leases, ``library`` gives the bank of the moment.

    ``team`` is the workspace whose token ``wire`` has: the others' calls are left to their own bots; None: it
    has every one's. ``lease`` is how long a claim, and then a sending, may take before others may look at the
    row.
    """

    def __init__(  # noqa: PLR0913 - what a sender is made of
        self,
        *,
        store: Store,
        wire: Wire,
        library: Callable[[], Library],
        clock: Clock,
        chance: random.Random,
        owner: str,
        team: TeamId | None = None,
        lease: dt.timedelta = posting.LEASE,
        commands: CommandNames = PLAIN,
    ) -> None:
        self.store = store
        self.wire = wire
        self.library = library
        self.clock = clock
        self.chance = chance
        self.owner = owner
        self.team = team
        self.lease = lease
        self.commands = commands
        self.nudge = asyncio.Event()
        self.recorded = Bell()
        self._under_way: set[asyncio.Task[None]] = set()

    async def work(self) -> int:
        """Begins to send what is due, as far as there is room; how many rows it took."""
        room = _AT_ONCE - len(self._under_way)
        if room <= 0:
            return 0
        rows = await self.store.write_soon(partial(self._claim, room))
        for row in rows:
            task = asyncio.create_task(self._deliver(row), name=f"outgoing-{row.id}")
            self._under_way.add(task)
            task.add_done_callback(self._ended)
        return len(rows)

    @property
    def _lease(self) -> float:
        return self.lease.total_seconds()

    async def drained(self) -> None:
        """Waits until nothing is on the wire."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def stop(self, *, within: float) -> None:
        """Waits so many seconds for what is on the wire, then gives back what was claimed and not begun.

        A call that takes longer is left as a process leaves it that dies: its row says that it was being
        sent, and when its lease is over the next start settles it.
        """
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=within)
        left = list(self._under_way)
        for task in left:
            log.warning("%s had no answer in time; the next start settles it", task.get_name())
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        try:
            await self.release()
        except StoreAwayError as away:
            log.warning("what was claimed was not given back (%s); its lease does that", away)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Makes room, and wakes the loop: the next message of the thread may be due now."""
        self._under_way.discard(task)
        self.nudge.set()
        if not task.cancelled() and (bug := task.exception()):
            log.error("%s met a bug; its lease gives it back", task.get_name(), exc_info=bug)

    def _claim(self, room: int, tx: Transaction) -> list[Outgoing]:
        now = self.clock()
        return tx.outbox.claim(
            self.owner, now=now, lease=self.lease, limit=room, share=_OF_A_TEAM, team=self.team
        )

    async def release(self) -> None:
        """Gives back what was claimed and not begun."""
        await self.store.write_soon(lambda tx: tx.outbox.release(self.owner))

    async def _deliver(self, row: Outgoing) -> None:
        # Before the transaction that begins the lease, never behind it: a process may be stopped in between.
        lease_ends = asyncio.get_running_loop().time() + self._lease
        try:
            draft = await self.store.write_soon(
                lambda tx: posting.prepare(tx, row, self.library().bank, now=self.clock(), lease=self.lease)
            )
        except StoreAwayError:  # whether the intent was committed is not known; that nothing was sent is
            await self._insist(lambda tx: posting.unsent(tx, row, now=self.clock()), until=lease_ends)
            return
        if draft is None:
            return
        deadline = lease_ends - self._lease * _MARGIN
        outcome = await self._spared(row) or await self._send(row, draft, deadline)
        held = await self._insist(partial(self._record, row, outcome), until=deadline)
        self.recorded.ring()
        level = logging.INFO if isinstance(outcome, Sent) else logging.WARNING
        log.log(level, "outgoing id=%s kind=%s held=%s %s", row.id, row.kind, held, outcome)
        if held and isinstance(outcome, Sent) and row.kind is Kind.ANSWER:
            await self._link(row, outcome.ts)

    async def _insist(self, use_case: Callable[[Transaction], bool], *, until: float) -> bool:
        """Writes what is known and must not be forgotten, however often the database is away meanwhile.

        Guarded by the fence, so that it may be carried out twice. After the lease its row speaks for itself.
        """
        while True:
            try:
                return await self.store.write_soon(use_case)
            except StoreAwayError:
                if asyncio.get_running_loop().time() + _PATIENCE > until:
                    raise
                log.warning("the database is away; what is known is written when it is back")
                await asyncio.sleep(_PATIENCE)

    async def _link(self, row: Outgoing, ts: str) -> None:
        """Keeps the address of an answer, which root and stale presses lead to.

        After the record, never before: what Slack took must not be forgotten for the sake of a link.
        """
        link = await self.wire.permalink(row.channel, ts)
        if link:
            await self.store.write_soon(lambda tx: posting.linked(tx, row, link, now=self.clock()))

    async def _spared(self, row: Outgoing) -> Spared | NotSent | None:
        """What keeps a twin: people replied under it. None: it goes, also where we may not look.

        The thread's own message comes first (docs.slack.dev/reference/methods/conversations.replies).
        """
        if row.kind is not Kind.DELETION:
            return None
        look = await self.wire.read(settling.REPLIES, {"channel": row.channel, "ts": row.ts, "limit": 2})
        match look:
            case Page():
                has_replies = look.cursor or any(one.get("ts") != row.ts for one in look.messages)
                return Spared(why=_REPLIED) if has_replies else None
            case Wait() | Unheard():
                return NotSent(error="whether people replied could not be read")
            case Hidden():
                return None
            case _:
                assert_never(look)

    async def _send(self, row: Outgoing, draft: posting.Draft, deadline: float) -> Outcome:
        """Tries the message, then its plainer forms where Slack refuses the form."""
        outcome: Outcome = _NO_TIME
        for call in calls(row, draft, self.library(), self.commands):
            left = deadline - asyncio.get_running_loop().time()
            if left < self._lease * _MARGIN:
                return _NO_TIME
            outcome = await self.wire.send(call, seconds=min(self._lease * _ON_THE_WIRE, left))
            if not isinstance(outcome, BlocksRefused):
                return outcome
            log.error("outgoing id=%s: Slack refused the form of %s: %s", row.id, row.kind, outcome.error)
        return outcome

    def _record(self, row: Outgoing, outcome: Outcome | Spared, tx: Transaction) -> bool:
        """Writes what came of a call; False when the row had been taken over."""
        now = self.clock()
        match outcome:
            case Sent():
                ts = outcome.ts if row.kind.is_post else row.ts or outcome.ts
                held = posting.sent(tx, row, ts=ts, now=now)
            case RateLimited():
                until = now + dt.timedelta(seconds=outcome.seconds + self.chance.uniform(0, 1))
                tx.outbox.gate(row, until=until)
                held = tx.outbox.retry(row, at=until, error="rate limited", spent=False)
            case Doubtful() if row.kind.is_post:
                held = tx.outbox.doubt(row, error=outcome.error)
            case NotSent() | Doubtful():
                held = tx.outbox.retry(row, at=now + self._backoff(row), error=outcome.error)
            case ChannelRefused():
                held = posting.refused_by_channel(tx, row, outcome.error, now=now)
            case Revoked():
                held = posting.refused_by_workspace(tx, row, outcome.error, now=now)
            case Failed(error="message_not_found") if row.kind is Kind.DELETION:
                held = posting.sent(tx, row, ts=row.ts or "", now=now)  # gone is gone
            case Spared():
                held = tx.outbox.end(row, State.SENDING, State.SKIPPED, error=outcome.why)
            case BlocksRefused() | Failed():
                held = posting.failed(tx, row, outcome.error)
            case _:
                assert_never(outcome)
        return held

    def _backoff(self, row: Outgoing) -> dt.timedelta:
        """Twice as long after each try, up to five minutes, and a little by chance."""
        seconds = min(2.0 ** min(row.attempts + 1, 10), _LONGEST_BACKOFF)  # days later, 2.0**1024 overflows
        return dt.timedelta(seconds=seconds * self.chance.uniform(0.5, 1))
