"""People judge themselves: in the modal, below the answer, alone, and counted without a name."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from bot.blocks.plain import words
from bot.playground.testing.person import buttons, said
from tests.stories.reading import question_of
from tests.stories.world import GUILD, NINE

if TYPE_CHECKING:
    from bot.playground.testing.person import Person
    from tests.stories.world import World

GRADES = ["Missed", "Shaky", "Got it", "Easy"]
DAY = dt.timedelta(days=1)


async def _until_root(person: Person, piece: str) -> str:
    """The channel as a person sees it, once a piece of text stands there."""
    return json.dumps(await person.see_until(lambda seen: piece in json.dumps(seen)))


async def test_a_grade_in_the_modal_keeps_the_try_and_counts_at_the_root(world: World) -> None:
    """Ana tries, looks, presses Got it: the modal says so, and the root says one, and no more."""
    ana = world.slack.person("ana")
    await world.move(NINE)
    root = await ana.message(GUILD)

    await ana.press(root, "Check myself")
    await ana.submit({"try": {"text": "loops"}})
    before = await ana.modal()
    await ana.press_in_modal("Got it")
    after = await ana.modal()

    assert buttons(before) == GRADES
    assert "loops" in said(after)
    assert "You said: Got it. Press another to change it." in said(after)
    assert all(words(point.text) in words(said(after)) for point in question_of(root).key_points)
    seen = await _until_root(world.slack.person("ben"), "1 checked themselves")
    assert "got it" not in seen


async def test_undo_in_the_modal_takes_the_grade_back(world: World) -> None:
    """The four buttons ask again, and the root counts nobody."""
    ana = world.slack.person("ana")
    await world.move(NINE)
    await ana.press(await ana.message(GUILD), "Check myself")
    await ana.submit({"try": {"text": ""}})

    await ana.press_in_modal("Easy")
    await _until_root(ana, "1 checked themselves")
    await ana.press_in_modal("Undo")

    assert "How did you do? Nobody sees your grade." in said(await ana.modal())
    await ana.see_until(lambda seen: "checked themselves" not in json.dumps(seen["channels"]))


async def test_three_grades_in_the_thread_show_their_split(world: World) -> None:
    """A receipt to each presser; of one or two nobody learns the split; the next root tells."""
    ana, ben, chiara = (world.slack.person(name) for name in ("ana", "ben", "chiara"))
    await world.move(NINE)
    root = await ana.message(GUILD)
    await ana.press(root, "Reveal in thread", confirmed=True)
    await ana.see_until(lambda seen: "Go to the answer" in json.dumps(seen))
    (answer,) = await ana.replies(GUILD, root["ts"])

    await ana.press(answer, "Got it")
    await ben.press(answer, "Shaky")
    receipt = await _until_root(ben, "Noted: Shaky. Only you see this.")
    await _until_root(ana, "2 checked themselves")
    await chiara.press(answer, "Got it")

    assert buttons(answer) == GRADES
    assert '"Undo"' in receipt
    assert "1 shaky" not in json.dumps((await ana.see())["channels"])
    await _until_root(ana, "3 checked themselves: 1 shaky, 2 got it")
    await world.move(NINE + DAY)
    assert "Monday: 3 checked, 2 got it · <" in said(await ana.message(GUILD))


async def test_undo_of_a_receipt_gives_the_grade_before_it_back(world: World) -> None:
    """Shaky, then Easy, then Undo: Shaky again."""
    ana = world.slack.person("ana")
    await world.move(NINE)
    root = await ana.message(GUILD)
    await ana.press(root, "Reveal in thread", confirmed=True)
    await ana.see_until(lambda seen: "Go to the answer" in json.dumps(seen))
    (answer,) = await ana.replies(GUILD, root["ts"])
    await ana.press(answer, "Shaky")
    await ana.press(answer, "Easy")
    await _until_root(ana, "Noted: Easy instead of Shaky.")

    receipts = [one for one in await ana.messages(GUILD) if "instead of" in said(one)]
    await ana.press(receipts[-1], "Undo")

    await _until_root(ana, "Taken back: your grade is Shaky again.")
