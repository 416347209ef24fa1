"""``python -m tests.browser.picture FILE``: draws the README's picture from the running demo."""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import ViewportSize, async_playwright

from bot.cli.demo import Stage
from tests.browser.conftest import FLAGS

_SIZE = ViewportSize(width=1440, height=900)


async def draw(file: Path) -> None:
    """Ben reveals Monday's answer; the picture shows the channel, and the answer under his try."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        await stage.open(0)
        try:
            await stage.set_scene()
            await _shoot(stage.playground.url, file)
        finally:
            await stage.close()


async def _shoot(url: str, file: Path) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = await browser.new_page(viewport=_SIZE)
        await page.goto(f"{url}/?as=ben")
        root = page.get_by_test_id("message").filter(has_text="Mon ").last
        await root.get_by_role("button", name="Reveal").click()
        await page.get_by_test_id("confirm-yes").click()
        await root.get_by_role("link", name="Go to the answer").click()
        answer = page.get_by_test_id("thread-pane").get_by_test_id("message").last
        await answer.evaluate("node => node.scrollIntoView({block: 'start'})")
        for dismiss in await page.get_by_test_id("notice-dismiss").all():
            await dismiss.click()
        await page.mouse.move(700, 60)
        await page.wait_for_timeout(3000)  # the light on the message that was jumped to goes out
        await page.screenshot(path=file)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(draw(Path(sys.argv[1])))
