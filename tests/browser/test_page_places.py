"""The page's places: shortcuts, modals, Home, messages, worlds; and that all of it can be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.async_api import expect

from bot.playground.cast import Channel, Person, Team
from bot.playground.conversations import Content

if TYPE_CHECKING:
    from playwright.async_api import Page

    from bot.playground.server import Playground


CONTRAST = Path(__file__).with_name("contrast.js").read_text("utf-8")
NAMELESS = Path(__file__).with_name("nameless.js").read_text("utf-8")
WIDE = """() => [...document.querySelectorAll(".message-main, .accessory, .combobox, .composer, .block")]
  .filter((node) => !node.closest(".carousel, .table-frame"))
  .filter((node) => node.getBoundingClientRect().right > innerWidth)
  .map((node) => node.className)"""


async def test_a_global_shortcut_opens_a_form_that_is_filled_and_sent(shown: Page) -> None:
    """By keyboard from the composer; what is missing is said beside its field; the app hears every value."""
    await shown.get_by_test_id("shortcuts").press("Enter")
    await shown.keyboard.press("Enter")
    modal = shown.get_by_test_id("modal")
    await modal.get_by_test_id("modal-submit").click()
    await expect(modal.get_by_test_id("field-error")).to_have_text(["Please complete this required field."])
    await modal.get_by_label("The plain text input").fill("Hello")
    await modal.get_by_label("The number input").fill("7")
    await modal.get_by_label("The static select").select_option("plum")
    await modal.get_by_role("combobox", name="The multi users select").press_sequentially("chi")
    await shown.keyboard.press("Enter")
    await expect(modal.get_by_test_id("chip")).to_have_text(["Chiara"])
    await modal.get_by_label("Pear").check()
    await modal.get_by_label("The rich text input").fill("Rich words")
    await modal.get_by_test_id("modal-submit").click()
    await expect(modal).to_have_count(0)
    await shown.get_by_test_id("channel-link").filter(has_text="random").click()
    said = shown.get_by_test_id("message").last
    for words in (
        "plain_text_input: Hello",
        "number_input: 7",
        "static_select: plum",
        "checkboxes: ['pear']",
    ):
        await expect(said).to_contain_text(words)


async def test_closing_a_form_tells_the_app(shown: Page) -> None:
    """The cross closes it, and the focus goes back to where it came from."""
    composer = shown.get_by_test_id("composer")
    await composer.fill("/form")
    await composer.press("Enter")
    await shown.get_by_test_id("modal-x").click()
    await expect(shown.get_by_test_id("modal")).to_have_count(0)
    await expect(shown).to_have_title("(1) #general · Ana · Playground")
    await expect(shown.get_by_test_id("channel-link").filter(has_text="random")).to_contain_text("1")


async def test_a_message_shortcut_answers_in_the_thread(shown: Page) -> None:
    """From the message's own menu, which Escape closes again."""
    menu = shown.get_by_test_id("message-menu").last
    await menu.press("Enter")
    await shown.keyboard.press("Escape")
    await expect(shown.get_by_role("menu")).to_have_count(0)
    await expect(menu).to_be_focused()
    await menu.press("Enter")
    await shown.get_by_role("menuitem", name="Note it").click()
    await shown.get_by_test_id("replies").click()
    await expect(shown.get_by_test_id("thread-pane")).to_contain_text("I have noted it.")


async def test_ones_own_message_can_be_taken_back(shown: Page) -> None:
    """It is gone after `Delete message`, which another's message does not offer."""
    await shown.get_by_test_id("composer").fill("A slip")
    await shown.get_by_test_id("composer").press("Enter")
    mine = shown.get_by_test_id("message").filter(has_text="A slip")
    await mine.get_by_test_id("message-menu").press("Enter")
    await shown.get_by_role("menuitem", name="Delete message").click()
    await expect(mine).to_have_count(0)
    await shown.get_by_test_id("message-menu").last.press("Enter")
    await expect(shown.get_by_role("menuitem", name="Delete message")).to_have_count(0)


async def test_home_is_published_upon_the_visit_and_its_parts_work(shown: Page) -> None:
    """The Home tab shows, its button opens the form, and its neighbour leads to the messages."""
    await shown.get_by_test_id("app-home-link").click()
    home = shown.get_by_test_id("home")
    await expect(home).to_contain_text("Welcome home")
    await home.get_by_role("button", name="Open the form").click()
    await expect(shown.get_by_test_id("modal")).to_contain_text("Every field")
    await shown.keyboard.press("Escape")
    await shown.get_by_role("tab", name="Messages").click()
    await expect(shown.get_by_test_id("composer")).to_be_visible()
    await shown.get_by_role("tab", name="Home").click()
    await expect(home).to_contain_text("Welcome home")


async def test_a_permalink_leads_to_its_message(shown: Page, shows: Playground) -> None:
    """The address of a message opens the page at it."""
    await shown.get_by_test_id("message").nth(1).locator("a.moment").click()
    await expect(shown.locator(".message.jumped")).to_contain_text("Here is static_select")
    await shown.goto(shows.url + str(await shown.locator("a.moment").first.get_attribute("data-permalink")))
    await expect(shown.locator(".message.jumped")).to_contain_text("Language")


async def test_another_workspace_has_its_own_people(shown: Page, shows: Playground) -> None:
    """The people's menu leads there, what is said there stays there, and the install page is near."""
    dora = Person(handle="dora", name="Dora", zone="Europe/Berlin")
    shows.add_workspace(team=Team(name="Other"), people=(dora,), channels=(Channel(name="elsewhere"),))
    shows.publish()
    await shown.get_by_test_id("people-switcher").click()
    await shown.get_by_test_id("team").filter(has_text="Other").click()
    await expect(shown.get_by_test_id("channel-name")).to_have_text("#elsewhere")
    await expect(shown.get_by_test_id("install-link")).to_have_attribute("href", "/install")
    await shown.get_by_test_id("composer").fill("Hello from here")
    await shown.get_by_test_id("composer").press("Enter")
    await expect(shown.get_by_test_id("message")).to_contain_text("Hello from here")


async def test_worlds_are_switched(shown: Page, shows: Playground) -> None:
    """A switch turns one of Slack's open questions round, and the workspace follows."""
    await shown.get_by_test_id("world-toggle").click()
    switch = shown.get_by_test_id("unknown").first
    before = await switch.get_attribute("aria-checked")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "false" if before == "true" else "true")
    name = await switch.get_attribute("data-name")
    unknowns = shows.see("ana")["unknowns"]
    assert isinstance(unknowns, list)
    assert [each["on"] for each in unknowns if each["name"] == name] == [before != "true"]


async def test_a_reload_takes_what_was_ephemeral(shown: Page, shows: Playground) -> None:
    """As in Slack, what only I could see is gone after a reload."""
    workspace = shows.workspace
    conversation, ana = workspace.conversation("general"), workspace.member("ana")
    assert conversation is not None
    assert ana is not None
    app = next(person for person in workspace.people.values() if person.is_bot)
    workspace.whisper(conversation, user=app.id, content=Content(text="Psst"), to=ana.id)
    shows.publish()
    await expect(shown.get_by_test_id("message").filter(has_text="Psst")).to_be_visible()
    await shown.reload()
    await shown.get_by_test_id("message").first.wait_for()
    await expect(shown.get_by_test_id("message").filter(has_text="Psst")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_word_stands_out_from_its_ground(shown: Page, scheme: Literal["light", "dark"]) -> None:
    """At least 4.5 to 1: messages, an open menu, the wire, the worlds, Home, and a modal with an error."""
    await shown.emulate_media(color_scheme=scheme)
    faint: list[str] = await shown.evaluate(CONTRAST)
    await shown.get_by_test_id("message-menu").last.press("Enter")
    faint += await shown.evaluate(CONTRAST)
    await shown.keyboard.press("Escape")
    for panel in ("wire", "world"):
        await shown.get_by_test_id(f"{panel}-toggle").click()
        await expect(shown.get_by_test_id(panel)).to_be_visible()
        faint += await shown.evaluate(CONTRAST)
    await shown.get_by_test_id("app-home-link").click()
    await shown.get_by_role("button", name="Open the form").click()
    await shown.get_by_test_id("modal-submit").click()
    await expect(shown.get_by_test_id("field-error").first).to_be_visible()
    faint += await shown.evaluate(CONTRAST)
    assert sorted(set(faint)) == []


async def test_everything_that_can_be_used_has_a_name(shown: Page) -> None:
    """No button, link, field or region is nameless for a screen reader, at a phone's width neither."""
    nameless: list[str] = await shown.evaluate(NAMELESS)
    await shown.set_viewport_size({"width": 390, "height": 844})
    await shown.get_by_test_id("sidebar-toggle").click()
    nameless += await shown.evaluate(NAMELESS)
    assert nameless == []


async def test_nothing_is_wider_than_a_phone(shown: Page) -> None:
    """At 390 px no message is cut off at the right."""
    await shown.set_viewport_size({"width": 390, "height": 844})
    assert await shown.evaluate(WIDE) == []
