"""``make bench``: what our own work costs, as ratios to a floor that is measured in the same run.

The machine's speed moves twofold between runs, so that only the ratios mean anything, and differences
below a fifth mean nothing.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from markdown_it import MarkdownIt
from rich.console import Console
from rich.table import Table

from bot.bank.library import open_library
from bot.bank.loader import load
from bot.bank.shipped import shipped
from bot.blocks.answer import answer_blocks
from bot.service.planning import plan_due
from bot.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ROUNDS = 7


def seconds(work: Callable[[], object], *, times: int) -> float:
    """The best of seven rounds, a call: the least disturbed one."""
    rounds = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        for _ in range(times):
            work()
        rounds.append((time.perf_counter() - begun) / times)
    return min(rounds)


def rows(folder: Path) -> Iterator[tuple[str, float, str, float]]:
    """Each measurement: what we do, its seconds, the floor, its seconds."""
    root = shipped()
    texts = [file.read_bytes() for file in root.rglob("*.yaml")]
    yield (
        "read the bank strictly",
        seconds(lambda: load([root]), times=1),
        "libyaml's parser on the same files",
        seconds(lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts], times=1),
    )
    library = open_library([root])
    answers = [question.answer for question in library.bank.questions]
    yield (
        "all answers as rich text",
        seconds(lambda: [answer_blocks(question) for question in library.bank.questions], times=1),
        "markdown-it-py's parser on them",
        seconds(lambda: [MarkdownIt().parse(answer) for answer in answers], times=1),
    )
    with closing(sqlite3.connect(":memory:")) as bare:
        bare.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        bare.executemany("INSERT INTO words VALUES (?)", [(answer,) for answer in answers])
        match = "SELECT rowid FROM words WHERE words MATCH 'websocket' ORDER BY rank LIMIT 3"
        yield (
            "search, a word misspelt",
            seconds(lambda: library.search.best("websokcet"), times=200),
            "FTS5 alone, spelt right",
            seconds(lambda: bare.execute(match).fetchall(), times=200),
        )
    now = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
    with closing(Store(folder / "bench.db")) as store, closing(sqlite3.connect(folder / "bare.db")) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("CREATE TABLE plan (next_due TEXT)")

        def floor() -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("SELECT * FROM plan WHERE next_due <= 'x'").fetchall()
            bare.commit()

        yield (
            "a tick with nothing due",
            seconds(lambda: store.write(lambda tx: plan_due(tx, now=now)), times=200),
            "the same in sqlite3",
            seconds(floor, times=200),
        )


def main() -> None:
    """Prints the table."""
    table = Table("work", "each", "floor", "each", "ratio", title="What our own work costs")
    with tempfile.TemporaryDirectory() as folder:
        for work, cost, floor, least in rows(Path(folder)):
            cells = (f"{cost * 1000:.3f} ms", floor, f"{least * 1000:.3f} ms", f"{cost / least:.1f}x")
            table.add_row(work, *cells)
    Console().print(table)


if __name__ == "__main__":
    main()
