"""The first day by mouse and keyboard: what a newcomer does in the demo's first minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from bot.blocks.plain import words
from tests.stories.reading import question_of

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from bot.bank.model import Question
    from bot.cli.demo import Stage

GUILD = "backend-guild"


def today(stage: Stage) -> Question:
    """The question that Monday's root asks."""
    channels = stage.playground.see("ana")["channels"]
    assert isinstance(channels, list)
    (guild,) = (channel for channel in channels if channel["name"] == GUILD)
    return question_of([message for message in guild["messages"] if message["is_bot"]][-1])


def root(page: Page) -> Locator:
    """Monday's question in the channel."""
    return page.get_by_test_id("message").filter(has_text="Mon ").last


async def become(page: Page, name: str) -> None:
    """Changes who sits at the screen."""
    await page.get_by_test_id("people-switcher").click()
    await page.get_by_test_id("person").filter(has_text=name).click()
    await expect(page.get_by_test_id("people-switcher")).to_contain_text(name)


async def test_a_newcomer_checks_reveals_and_asks(page: Page, stage: Stage) -> None:
    """Check oneself, take a hint, reveal for all, follow the link, ask with a slip: by clicks and keys."""
    question = today(stage)
    answer = words(question.short_answer)[:40]

    await root(page).get_by_role("button", name="Check myself").click()
    modal = page.get_by_test_id("modal")
    await modal.get_by_role("textbox").fill("Something with loops")
    await modal.get_by_test_id("modal-submit").click()
    await expect(modal).to_contain_text("Something with loops")
    await expect(modal).to_contain_text(answer)
    await page.keyboard.press("Escape")
    await expect(modal).to_have_count(0)
    await expect(page.get_by_text(answer)).to_have_count(0)

    await become(page, "Ben")
    await root(page).get_by_role("button", name="Hint").click()
    await expect(modal).to_contain_text("Hint 1 of")
    await page.keyboard.press("Escape")
    await root(page).get_by_role("button", name="Reveal").click()
    confirm = page.get_by_test_id("confirm")
    await expect(confirm).to_contain_text("It comes by itself at 16:00 Berlin time.")
    await confirm.get_by_test_id("confirm-yes").click()
    await root(page).get_by_role("link", name="Go to the answer").click()
    thread = page.get_by_test_id("thread-pane")
    await expect(thread).to_contain_text(answer)
    await expect(thread).to_contain_text("I have met this one")

    composer = page.get_by_test_id("composer")
    await composer.fill("/answer websokcet")
    await composer.press("Enter")
    reply = page.get_by_test_id("message").filter(has_text="Only visible to you").last
    await expect(reply).to_contain_text("instead of")
    await expect(reply).to_contain_text("WebSocket")


async def test_a_grade_is_answered_where_it_is_pressed(page: Page) -> None:
    """The window is drawn anew, and whoever pressed at its end goes on reading there."""
    await root(page).get_by_role("button", name="Check myself").click()
    modal = page.get_by_test_id("modal")
    await modal.get_by_test_id("modal-submit").click()
    await modal.get_by_role("button", name="Got it").click()
    await expect(modal.get_by_text("You said: Got it.")).to_be_in_viewport()


async def test_the_clock_brings_the_answer_and_then_tuesday(page: Page) -> None:
    """The host's control walks to 16:00, where Monday's answer stands, and on to Tuesday's question."""
    control = page.get_by_test_id("control").filter(has_text="next post")

    await control.click()
    await expect(page.get_by_test_id("control-said")).to_contain_text("16:00")
    await expect(root(page)).to_contain_text("Answer in the thread since 16:00")
    await control.click()
    await expect(page.get_by_test_id("control-said")).to_contain_text("Tue")
    await expect(page.get_by_test_id("message").filter(has_text="Tue ").last).to_contain_text(
        "Reply in the thread"
    )


async def test_a_killed_bot_is_told_by_slack_and_comes_back(page: Page) -> None:
    """A press on a dead bot meets Slack's own warning; after the start the same press works."""
    await page.get_by_test_id("control").filter(has_text="Kill").click()
    await expect(page.get_by_test_id("app")).to_have_attribute("data-connected", "false")
    await root(page).get_by_role("button", name="Hint").click()
    await expect(page.get_by_test_id("notice").filter(has_text="Interview Bot").last).to_be_visible()

    await page.get_by_test_id("control").filter(has_text="Start").click()
    await expect(page.get_by_test_id("app")).to_have_attribute("data-connected", "true")
    await root(page).get_by_role("button", name="Hint").click()
    await expect(page.get_by_test_id("modal")).to_contain_text("Hint 1 of")


async def test_no_line_of_code_runs_under_its_language(page: Page) -> None:
    """A long first line is read whole, on a phone, too."""
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator(".code-block .language").first).to_be_attached()

    covered = await page.evaluate(
        """() => [...document.querySelectorAll(".code-block:has(.language)")].map((block) => {
            const [label, code] = [".language", "code"].map((name) => block.querySelector(name));
            return code.getClientRects()[0].top < label.getBoundingClientRect().bottom;
        })"""
    )

    assert covered
    assert not any(covered)
