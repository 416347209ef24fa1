"""One Bolt listener a payload kind, then a dict: Bolt asks every listener in turn; no use case here."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
import secrets
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.blocks import modals, replies
from bot.blocks.ids import Modal
from bot.blocks.plan_ids import PlanAction
from bot.listeners import home, plans
from bot.listeners.commands import COMMANDS, is_daily
from bot.listeners.payloads import read_command, read_opening, read_press, read_submission
from bot.listeners.plan_payloads import read_asked, read_in_window
from bot.listeners.presses import PRESSES, checked
from bot.store.trouble import StoreAwayError
from bot.store.workspaces import TeamId

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.async_app import AsyncAck
    from slack_bolt.authorization import AuthorizeResult
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.blocks.message import Message
    from bot.blocks.modals import View
    from bot.listeners.desk import Desk
    from bot.listeners.payloads import Command
    from bot.store.store import Transaction

log = logging.getLogger(__name__)

_ANY = re.compile(r".*")
_BUG = "Something went wrong on my side, and nothing was changed."
_REMEMBERED = dt.timedelta(hours=1)  # Slack gives up much earlier
_EVENTS_REMEMBERED = dt.timedelta(hours=25)  # an event may be sent again each hour of a day
_CODES = "23456789abcdefghjkmnpqrstuvwxyz"  # no letters that are read as digits


def open_door(
    client: AsyncWebClient, authorize: Callable[..., Awaitable[AuthorizeResult]], desk: Desk
) -> AsyncApp:
    """The Bolt app with our listeners; the ack goes out when a listener returns (no polling for it).

    It verifies no signature: bot/web does, on the raw bytes, which Bolt parses before it looks.
    """
    app = AsyncApp(
        client=client, authorize=authorize, process_before_response=True, request_verification_enabled=False
    )
    door = _Door(desk)
    app.command(_ANY)(door.command)
    app.action(_ANY)(door.press)
    app.view(_ANY)(door.submission)
    app.options(_ANY)(door.options)
    app.event("app_home_opened")(door.home)
    app.event("app_uninstalled")(door.removed)
    app.event("tokens_revoked")(door.removed)
    app.error(door.failure)
    return app


class _Door:
    """Reads each payload, finds who answers it, and acks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A slash command: the last message is the ack, which Slack shows behind what came before it."""
        if await self._came_before(body):
            await ack()
            return
        names = self._desk.commands
        command = read_command(body)
        command = replace(command, name=names.plain(command.name))
        if is_daily(command):
            await plans.daily(read_asked(body), self._desk)
            await self._met(command)
            await ack()
            return
        await self._met(command)
        answer = COMMANDS.get(command.name)
        *before, last = (
            await answer(command, self._desk) if answer else [names.message(replies.usage_reply())]
        )
        for message in before:
            await self._desk.replies.whisper(command.response_url, message)
        await ack(**self._ephemeral(last))

    async def _came_before(self, body: dict[str, Any]) -> bool:
        """Whether Slack sends a command, a press or an event again that was heard: it is answered once.

        A process that dies before it answers leaves it unanswered: the person presses again, and whatever
        must last is a row that the second press finds.
        """
        first = await self._desk.store.write_soon(partial(self._is_first, body))
        if not first:
            log.info("Slack sent a %s again", body.get("type") or body.get("command"))
        return not first

    def _is_first(self, body: dict[str, Any], tx: Transaction) -> bool:
        """Keeps what each has of its own: an event its id, a command or press its trigger."""
        kind, name, kept = (
            ("event", body["event_id"], _EVENTS_REMEMBERED)
            if "event_id" in body
            else ("trigger", body.get("trigger_id"), _REMEMBERED)
        )
        if not name:
            return True
        now = self._desk.clock()
        signature = f"{kind}/{hashlib.sha256(str(name).encode()).hexdigest()}"
        return tx.requests.first(signature, now=now, until=now + kept)

    async def _met(self, command: Command) -> None:
        """Remembers where this person has used the bot, and greets them once.

        A greeting that fails to arrive takes nothing from the reply beside it.
        """
        asker, now = command.asker, self._desk.clock()

        def met(tx: Transaction) -> bool:
            tx.visits.note(asker, now=now)
            return tx.visits.greet(asker.team, asker.person, now=now)

        if await self._desk.store.write_soon(met):
            await self._tell(command.response_url, self._desk.commands.message(replies.greeting()))

    async def press(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A press: an unknown button is one of an older version, and says so."""
        if await self._came_before(body):
            await ack()
            return
        press = read_press(body)
        if press.asker:
            asker, now = press.asker, self._desk.clock()
            await self._desk.store.write_soon(lambda tx: tx.visits.note(asker, now=now))
        if press.action in plans.PRESSES or press.action == PlanAction.TITLES:
            await plans.press(read_in_window(body), self._desk)
            await ack()
            return
        handler = PRESSES.get(press.action)
        if handler:
            await handler(press, self._desk)
        elif press.response_url:
            old = replies.notice("This button is from an older version of me and does nothing any more.")
            await self._desk.replies.whisper(press.response_url, old)
        await ack()

    async def submission(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A submitted modal: the answer is drawn in its place.

        What comes again is carried out again, since only the answer tells the person what became of their
        entries, and the first one may be lost: each use case finds that it is done (service/editing.py).
        """
        if body["view"]["callback_id"] in plans.SUBMISSIONS:
            answer: dict[str, Any] = {**await plans.submission(read_in_window(body), self._desk)}
            await ack(**answer)
            return
        submission = read_submission(body)
        if submission.modal != Modal.CHECK:
            await ack()
            return
        view = self._desk.replies.view(await checked(submission, self._desk))
        await ack(response_action="update", view=view)

    async def options(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A menu that asks for what fits the typed letters."""
        offered = plans.suggest(body["action_id"], body.get("value") or "", self._desk)
        await ack(options=offered)

    async def home(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Somebody opened the Home tab."""
        opening = read_opening(body)
        if opening and not await self._came_before(body):
            await home.opened(opening, self._desk)
        await ack()

    async def removed(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The app was taken out of a workspace, or its token: nothing is sent there until it connects again.

        https://docs.slack.dev/reference/events/tokens_revoked: ``tokens.bot`` names the bots; a person's
        own token is none of ours. One that comes again finds an app that may have been installed anew: it is
        carried out and remembered in one transaction.
        """
        event, team = body["event"], TeamId(body["team_id"])

        def removed(tx: Transaction) -> bool:
            is_first = self._is_first(body, tx)
            if is_first:
                tx.workspaces.revoke(team)
            return is_first

        is_ours = event["type"] == "app_uninstalled" or (event.get("tokens") or {}).get("bot")
        if is_ours and await self._desk.store.write_soon(removed):
            log.warning("%s: team %s; install the app again, then start the bot", event["type"], team)
        await ack()

    async def failure(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        """The one handler of bugs and of a memory that is away: logged under a code that the person is told.

        It answers 200, since Bolt acks only that in Socket Mode and the person would see a timeout.
        """
        code = "".join(secrets.choice(_CODES) for _ in range(6))
        log.error("failure code=%s kind=%s", code, body.get("type") or body.get("command"), exc_info=error)
        what = str(error) if isinstance(error, StoreAwayError) else _BUG
        sentence = f"{what} Code {code} finds it in the log."
        if "command" in body:
            return BoltResponse(status=200, body=self._ephemeral(replies.notice(sentence)))
        if body.get("type") == "view_submission":
            view = modals.notice_modal(sentence)
            return BoltResponse(status=200, body={"response_action": "update", "view": view})
        if body.get("response_url"):
            await self._tell(body["response_url"], replies.notice(sentence))
        elif body.get("trigger_id"):
            await self._tell_over(body, modals.notice_modal(sentence))
        return BoltResponse(status=200)

    async def _tell(self, response_url: str, message: Message) -> None:
        """Whispers if it can: what failed may be the very way to the person."""
        try:
            await self._desk.replies.whisper(response_url, message)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as unheard:
            log.warning("the person was not told: %r", unheard)

    async def _tell_over(self, body: dict[str, Any], view: View) -> None:
        """The same where a press has no way of its own to answer: over the window, or over Home."""
        within = (body.get("view") or {}).get("type") == "modal"
        show = self._desk.replies.push if within else self._desk.replies.open
        try:
            await show(body["trigger_id"], view)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as unheard:
            log.warning("the person was not told: %r", unheard)

    def _ephemeral(self, message: Message) -> dict[str, Any]:
        blocks = self._desk.replies.blocks(message.blocks)
        return {"response_type": "ephemeral", "text": message.text, "blocks": blocks}
