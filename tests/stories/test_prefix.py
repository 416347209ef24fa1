"""Another app owns the plain names: the bot answers to its own, and says no other ones."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from bot.playground.faults import Moment, Say, When
from tests.stories.world import GUILD, NINE, a_world

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = re.compile(r"(?<![\w/.-])/(question|answer|interview)\b")


async def test_every_text_names_the_commands_as_people_must_type_them(tmp_path: Path) -> None:
    """Usage, welcome, Home, why, plans, steps, introduction, sharing and the notice of a refusal."""
    async with a_world(tmp_path, _closed, prefix="acme-") as world:
        ana = world.slack.person("ana")
        await ana.home()
        for text in ("help", "why", "dance", "topics"):
            await ana.command(GUILD, f"/acme-interview {text}")
        await ana.command("new-team", "/acme-interview daily")
        await ana.submit()
        await ana.see_until(lambda seen: "/invite" in json.dumps(seen["modals"]))
        await ana.close(everything=True)
        await ana.command(await ana.dm(), "/acme-interview daily")
        await ana.close(everything=True)
        await ana.command("new-team", "/acme-answer")
        await ana.command("new-team", "/acme-question fastapi/testing/async-testing/websocket-testing")
        await ana.press(await ana.message("new-team"), "Post to channel", confirmed=True)
        await world.move(NINE)
        wire = await world.slack.wire()

    sent = [json.dumps([one["body"], one["reply"]]) for one in wire if one["way"] != "event"]
    assert [text[:2000] for text in sent if PLAIN.search(text)] == []
    assert any("/acme-interview daily" in text for text in sent)


async def _closed(moment: Moment) -> Say | None:
    """Nobody is let into the guild at nine."""
    root = moment.when is When.BEFORE and "Check myself" in json.dumps(dict(moment.arguments))
    return Say(status=200, body='{"ok": false, "error": "is_archived"}') if root else None
