"""Git, for proofs: a tool of scripts that bash runs, in a world where all else is fixed."""

from __future__ import annotations

from typing import Final

from bot.bank.proofs.language import Tool

SWAPS: Final = {
    "--soft": "--hard",
    "--hard": "--soft",
    "--mixed": "--hard",
    "--no-ff": "--ff",
    "--ff-only": "--no-ff",
    "--cached": "",
    "--staged": "",
    "--amend": "",
    "HEAD~1": "HEAD~2",
    "HEAD~": "HEAD~2",
    "HEAD~2": "HEAD~1",
    "HEAD^": "HEAD",
}
"""Words of git's command line and what to put in their place."""

GIT: Final = Tool(
    name="git",
    version=("git", "--version"),
    # The same commits get the same hashes on every machine, and nobody's own settings decide.
    surroundings={
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "init.defaultBranch",
        "GIT_CONFIG_VALUE_0": "main",
        "GIT_AUTHOR_NAME": "Author",
        "GIT_AUTHOR_EMAIL": "author@example.com",
        "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
        "GIT_COMMITTER_NAME": "Author",
        "GIT_COMMITTER_EMAIL": "author@example.com",
        "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
        "GIT_EDITOR": "true",
        "GIT_TERMINAL_PROMPT": "0",
    },
)
