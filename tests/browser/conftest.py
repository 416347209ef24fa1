"""A headless Chromium, and the demo that it looks at."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import async_playwright

from bot.cli.demo import Stage
from tests.browser.gallery import gallery

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Page

    from bot.playground.server import Playground

FLAGS = [
    "--no-sandbox",  # Chromium refuses its sandbox to root, and pages from this machine need none
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture
def chromium() -> str:
    """Where Chromium lies; REQUIRE_BROWSER=1 turns its absence from a skip into a failure."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail("REQUIRE_BROWSER=1, and no chromium on the PATH")
    # Not every machine has one; .ci/run has.
    return found or pytest.skip("no chromium on the PATH; REQUIRE_BROWSER=1 would make this a failure")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The demo on a free port, its scene set: Monday, 09:05."""
    made = Stage(tmp_path)
    await made.open(0)
    try:
        await made.set_scene()
        yield made
    finally:
        await made.close()


@pytest.fixture
async def page(chromium: str, stage: Stage) -> AsyncIterator[Page]:
    """The demo's page as Ana sees it; any error on its console fails the test."""
    errors: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        shown = await browser.new_page(viewport={"width": 1360, "height": 900})
        shown.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        shown.on("pageerror", lambda error: errors.append(str(error)))
        await shown.goto(f"{stage.playground.url}/?as=ana")
        yield shown
        await browser.close()
    assert errors == []


@pytest.fixture
async def shown(chromium: str, shows: Playground) -> AsyncIterator[Page]:
    """The gallery's page as Ana sees it; any error that a script makes fails the test."""
    errors: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1360, "height": 900})
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{shows.url}/?as=ana")
        await page.get_by_test_id("message").first.wait_for()
        yield page
        await browser.close()
    assert errors == []


@pytest.fixture
async def shows() -> AsyncIterator[Playground]:
    """A playground with an app that shows every kind of block."""
    async with gallery() as playground:
        yield playground
