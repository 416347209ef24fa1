"""A channel's daily question by mouse and keyboard: the form, what it says, and the step that is left."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from playwright.async_api import expect

from bot.bank.loader import load
from bot.bank.model import Difficulty
from bot.bank.shipped import shipped

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

_PHONE = 390
_FIRST_OF_THE_PREVIEW = re.compile(r"Tue 24 Nov 09:30 · [^›·]+ › [^›·]+ · (Easy|Medium|Hard)")
"""Place and difficulty, of whatever the plan's seed draws."""


async def _type(page: Page, command: str) -> None:
    """Types a slash command in the channel."""
    composer = page.get_by_test_id("composer")
    await composer.fill(command)
    await composer.press("Escape")  # closes what is offered
    await composer.press("Enter")
    await expect(composer).to_have_value("")


async def _opened(page: Page) -> Locator:
    await page.get_by_test_id("channel-link").filter(has_text="new-team").click()
    await _type(page, "/interview daily")
    return page.get_by_test_id("modal")


async def test_a_daily_question_is_set_up_in_a_minute(page: Page) -> None:
    """Zone by four letters, a wrong date at its field, the next fourteen, /invite, Try again."""
    modal = await _opened(page)
    zone = modal.get_by_role("combobox", name="Time zone")
    await zone.press_sequentially("Kolk")
    await expect(page.get_by_test_id("option")).to_have_text(["Kolkata, Asia · UTC+05:30"])
    await zone.press("Enter")
    await modal.get_by_label("Hour of the question").fill("09:30")
    questions = [question for question in load([shipped()]).bank.questions if question.is_open]
    counted = Counter(question.difficulty.value for question in questions)
    shares = ", ".join(f"{counted[difficulty]} {difficulty}" for difficulty in Difficulty)
    await expect(modal).to_contain_text(f"{len(questions)} questions match: {shares}. Next: Tue 24 Nov 09:30")
    skips = modal.get_by_label("Skipped dates")
    await skips.fill("25.12.2026")
    await modal.get_by_label("Medium").uncheck()
    await expect(modal).to_contain_text("“25.12.2026” is no date here")
    await expect(skips).to_have_value("25.12.2026")
    await modal.get_by_test_id("modal-submit").click()
    await expect(modal.get_by_test_id("field-error")).to_contain_text("“25.12.2026” is no date here")

    await skips.fill("2026-12-25")
    await modal.get_by_role("button", name="The next 14").click()
    await expect(modal).to_contain_text(_FIRST_OF_THE_PREVIEW)
    await modal.get_by_test_id("modal-close").click()
    await expect(skips).to_have_value("2026-12-25")
    await modal.get_by_test_id("modal-submit").click()
    await expect(modal).to_contain_text("/invite @Interview Bot")
    await modal.get_by_test_id("modal-close").click()
    await expect(modal).to_have_count(0)

    await _type(page, "/invite @Interview Bot")
    await _type(page, "/interview daily")
    await modal.get_by_test_id("modal-submit").click()
    await expect(modal).to_contain_text("Saved. I said so in the channel.")
    await expect(page.get_by_test_id("message").last).to_contain_text("ana set up a daily question here")


async def test_the_form_fits_a_phone(page: Page) -> None:
    """At 390 px nothing in it is cut off at the right."""
    modal = await _opened(page)
    await expect(modal).to_contain_text("questions match")
    await page.set_viewport_size({"width": _PHONE, "height": 844})

    widest = await modal.evaluate(
        "modal => Math.max(...[...modal.querySelectorAll('*')].map(one => one.getBoundingClientRect().right))"
    )

    assert widest <= _PHONE
