"""All that can be chosen or pressed, by mouse and keyboard, and what the app hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Page

    from bot.playground.server import Playground


async def heard(page: Page, words: str) -> None:
    """Wait until the app has said this in #random, which is opened for it and left again."""
    await page.get_by_test_id("channel-link").filter(has_text="random").click()
    await expect(page.get_by_test_id("message").last).to_contain_text(words)
    await page.get_by_test_id("channel-link").filter(has_text="general").click()


async def test_menus_are_typed_into_and_chosen_from_by_keyboard(shown: Page) -> None:
    """Arrows and Enter choose, Backspace takes back, and a full menu says so."""
    fruits = shown.get_by_role("combobox", name="Fruits")
    await fruits.press("ArrowDown")
    await fruits.press("ArrowDown")
    await fruits.press("Enter")
    await expect(shown.get_by_test_id("chip")).to_have_text(["Pear"])
    await fruits.press_sequentially("plu")
    await expect(shown.get_by_test_id("option")).to_have_text(["Plum"])
    await fruits.press("Enter")
    await expect(shown.get_by_test_id("chip")).to_have_text(["Pear", "Plum"])
    await fruits.press("ArrowDown")
    await expect(shown.get_by_test_id("options-said")).to_have_text("No more than 2 can be chosen")
    await fruits.press("Escape")
    await fruits.press("Backspace")
    await expect(shown.get_by_test_id("chip")).to_have_text(["Pear"])
    await heard(shown, "multi_static_select: ['pear']")


async def test_an_external_menu_asks_the_app(shown: Page) -> None:
    """What the app offers for the letters typed can be chosen by mouse."""
    menu = shown.get_by_role("combobox", name="Ask the app")
    await menu.click()
    await expect(shown.get_by_test_id("options-said")).to_have_text("Type at least 1 character")
    await menu.press_sequentially("pl")
    await expect(shown.get_by_test_id("option")).to_have_text(["Apple", "Plum"])
    await shown.get_by_test_id("option").filter(has_text="Plum").click()
    await heard(shown, "external_select: plum")


async def test_people_and_channels_are_chosen_by_name(shown: Page, shows: Playground) -> None:
    """The app hears their ids."""
    ben = shows.workspace.member("ben")
    assert ben is not None
    person = shown.get_by_role("combobox", name="Somebody")
    await person.press_sequentially("be")
    await expect(shown.get_by_test_id("option")).to_have_text(["Ben"])
    await person.press("Enter")
    await heard(shown, f"users_select: {ben.id}")


async def test_a_root_that_stands_in_two_panes_opens_one_menu(shown: Page) -> None:
    """Its menu in the thread is not the one in the channel; what is chosen shows in both."""
    await shown.get_by_test_id("message").nth(1).get_by_test_id("reply").press("Enter")
    fruits = shown.get_by_test_id("thread-pane").get_by_role("combobox", name="Fruits")
    await fruits.press("ArrowDown")
    await expect(shown.get_by_role("listbox")).to_have_count(1)
    await fruits.press("Enter")
    await expect(shown.get_by_test_id("chip")).to_have_text(["Apple", "Apple"])


async def test_fixed_menus_pickers_and_boxes_tell_the_app_at_once(shown: Page) -> None:
    """A native menu, a tick, a date, and an overflow menu by keyboard."""
    await shown.get_by_label("One fruit").select_option("pear")
    await heard(shown, "static_select: pear")
    await shown.get_by_role("group", name="checkboxes").get_by_label("Plum").check()
    await heard(shown, "checkboxes: ['apple', 'plum']")
    await shown.get_by_label("datepicker").fill("2026-12-24")
    await heard(shown, "datepicker: 2026-12-24")
    await shown.get_by_test_id("overflow").press("Enter")
    await expect(shown.get_by_role("menuitem").first).to_be_focused()
    await shown.keyboard.press("ArrowDown")
    await shown.keyboard.press("Enter")
    await heard(shown, "overflow: pear")


async def test_a_choice_taken_back_in_its_dialog_stands_as_before(shown: Page) -> None:
    """Denied, the radio button is off again and the app hears nothing; confirmed, it hears."""
    apple = shown.get_by_role("radiogroup").get_by_label("Apple")
    await apple.click()
    await shown.get_by_test_id("confirm-no").click()
    await expect(apple).not_to_be_checked()
    await apple.click()
    await shown.get_by_test_id("confirm-yes").click()
    await expect(apple).to_be_checked()
    await heard(shown, "radio_buttons: apple")


async def test_buttons_inside_other_blocks_are_heard(shown: Page) -> None:
    """In a card, in a container, a thumb and the bin."""
    for name, said in {"Press the card": "button: 1", "Good": "feedback_buttons: good"}.items():
        await shown.get_by_role("button", name=name).click()
        await heard(shown, said)
    await shown.get_by_role("button", name="Press inside").click()
    await heard(shown, "button: None")
    await shown.get_by_role("button", name="Throw away").click()
    await heard(shown, "icon_button: None")


async def test_a_data_table_turns_its_pages_and_its_order(shown: Page) -> None:
    """Two rows a page; the second press on a head turns the order round."""
    table = shown.get_by_role("table", name="Scores")
    await expect(table.get_by_role("rowheader")).to_have_text(["Ana", "Ben"])
    await shown.get_by_test_id("next-page").click()
    await expect(table.get_by_role("rowheader")).to_have_text(["Chiara", "Dora"])
    score = table.get_by_role("columnheader").filter(has_text="Score")
    await score.get_by_role("button").click()
    await expect(table.get_by_role("rowheader")).to_have_text(["Chiara", "Ana"])
    await score.get_by_role("button").click()
    await expect(score).to_have_attribute("aria-sort", "descending")
    await expect(table.get_by_role("rowheader")).to_have_text(["Ben", "Dora"])
