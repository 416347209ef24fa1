"""`interview-bot playground`: the small Slack for somebody else's app."""

from __future__ import annotations

import asyncio
import re
import sys
from typing import TYPE_CHECKING

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path


async def test_it_prints_what_an_app_needs_and_serves_it() -> None:
    """The printed token is taken at the printed base address; SIGTERM ends it with exit code 0."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "playground", "--port", "0"), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    printed = (await process.stdout.readuntil(b"scripts: http")).decode()
    given = dict(re.findall(r"^export (\w+)=(\S+)$", printed, re.MULTILINE))

    reply = await AsyncWebClient(token=given["SLACK_BOT_TOKEN"], base_url=given["SLACK_API_URL"]).auth_test()
    process.terminate()
    await process.communicate()

    assert reply["ok"] is True
    assert set(given) >= {"SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("{", "is no JSON"),
        ("[]", "is no app manifest"),
        ("{}", "The manifest needs"),
    ],
)
def test_a_manifest_that_is_none_is_told_in_one_sentence(
    text: str, mend: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, and what to mend."""
    file = tmp_path / "manifest.json"
    file.write_text(text, "utf-8")

    code = main(["playground", "--port", "0", "--manifest", str(file)])

    assert code == 1
    assert mend in capsys.readouterr().err
