"""Says a sentence of ours to whoever pressed, with the commands as they must type them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks import replies

if TYPE_CHECKING:
    from bot.listeners.desk import Desk
    from bot.listeners.payloads import Press


async def say(press: Press, desk: Desk, sentence: str, *, replace: bool = False) -> None:
    """Below the message, or in place of the reply that was pressed; never a question's own text."""
    message = replies.notice(desk.commands.spell(sentence))
    await desk.replies.whisper(press.reply_url, message, replace=replace)
