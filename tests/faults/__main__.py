"""``make faults``: every fault of the promise's table; ``ARGS="--only 13 --seed 7"`` repeats one.

``--volume 0.1`` runs a tenth of the tries, ``--database postgresql`` what is simulated on PostgreSQL. Lines
are told as they come; at the end stands the table, to be pasted. A line that fails names its seed.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import secrets
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

from tests.engines import ENGINES, POSTGRESQL, SQLITE
from tests.faults.again import PARTS, twice
from tests.faults.calendar import calendar
from tests.faults.harms import harmed, kill_one, restart_server, shake, stop_some, stopped_behind_the_look
from tests.faults.itself import itself
from tests.faults.presses import press_at_once
from tests.faults.replicas import Setting
from tests.faults.tally import HEAD, Tally, last_line
from tests.postgres import a_server
from tests.simulation import scenarios
from tests.simulation.everything import everything
from tests.simulation.town import on_server

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

SHOWN = 5
"""Sentences of a line that fails."""

LANES = 3
"""Towns that live at once where an hour is mostly waiting."""

BACK_WITHIN = 30.0
"""Seconds within which all is done after PostgreSQL is back."""


def pressed(seed: int, *, volume: float = 1.0) -> list[Tally]:
    """14: a hundred press Reveal at once, over three replicas."""
    return [asyncio.run(press_at_once(max(1, round(1_000 * volume)), seed=seed))]


def repeated(seed: int, *, volume: float = 1.0) -> list[Tally]:
    """15: half of it presses on Reveal, simulated; half payloads of all kinds, three real processes."""
    presses = scenarios.repeated(seed, history=False, volume=volume / 2)
    rounds = max(1, round(5_000 / PARTS * volume))
    return [*presses, asyncio.run(twice(rounds, seed=seed))]


def _on_default_scopes(run: Callable[..., list[Tally]]) -> Callable[..., list[Tally]]:
    return partial(run, history=False)


def _on_either_scopes(run: Callable[..., list[Tally]]) -> Callable[..., list[Tally]]:
    """With the history scopes, and on the two default ones."""
    return partial(_both, run)


def _both(run: Callable[..., list[Tally]], seed: int, *, volume: float) -> list[Tally]:
    looked_for = run(seed, history=True, volume=volume)
    for tally in looked_for:
        if tally.uncertain:
            tally.wrong.append(f"{tally.uncertain} posts came once more, where a look can settle each")
    return [*looked_for, *run(seed, history=False, volume=volume)]


def _again_on_default_scopes(run: Callable[..., list[Tally]]) -> Callable[..., list[Tally]]:
    """The whole volume with the history scopes, and a tenth of it again on the two default ones."""

    def again(seed: int, *, history: bool, volume: float) -> list[Tally]:
        return run(seed, history=history, volume=volume if history else volume / 10)

    return _on_either_scopes(again)


def replicas_killed(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """1: kill -9 of any of three replicas on PostgreSQL, a thousand times."""
    setting, times = Setting(history=history), round(1_000 * volume)
    return asyncio.run(harmed(1, "kill -9", kill_one, times=times, seed=seed, setting=setting, lanes=LANES))


def process_killed(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """2: kill -9 of the one process on SQLite, three hundred times."""
    setting, times = Setting(history=history, on_postgres=False), round(300 * volume)
    return asyncio.run(harmed(2, "kill -9", kill_one, times=times, seed=seed, setting=setting, lanes=LANES))


def replicas_stopped(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """3: SIGSTOP of any of three replicas past its lease, two hundred times.

    Beside it, exactly between look and write.
    """
    setting, times = Setting(history=history), round(200 * volume)
    found = asyncio.run(
        harmed(3, "SIGSTOP past a lease", stop_some, times=times, seed=seed, setting=setting, lanes=LANES)
    )
    if history:
        found += [
            asyncio.run(
                stopped_behind_the_look(max(2, times // 10), seed=seed, honoured=honoured, setting=setting)
            )
            for honoured in (False, True)
        ]
    return found


def server_killed(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """4: PostgreSQL ends at once under three replicas, fifty times."""
    setting, times = Setting(history=history), round(50 * volume)
    found = asyncio.run(
        harmed(4, "PostgreSQL restarted at once", restart_server, times=times, seed=seed, setting=setting)
    )
    for tally in found:
        if history and (tally.recovery or 0.0) > BACK_WITHIN:
            tally.wrong.append(f"it took {tally.recovery:.1f} s until all was done")
    return found


def swallowed(seed: int, *, history: bool, volume: float = 1.0) -> list[Tally]:
    """5: Slack accepts and never answers, fails after accepting, and before; simulated, and over sockets.

    Of twenty thousand calls over sockets half is made with the history scopes, half on the default ones; half
    as many are simulated.
    """
    setting, times = Setting(history=history, plans=50, shaken=True), round(20_000 * volume / 2)
    return [
        *scenarios.swallowed(seed, history=history, volume=volume / 4),
        *asyncio.run(harmed(5, "calls", shake, times=times, seed=seed, setting=setting, lanes=LANES)),
    ]


FAULTS: dict[int, Callable[..., list[Tally]]] = {
    0: _on_either_scopes(everything),
    1: _again_on_default_scopes(replicas_killed),
    2: _again_on_default_scopes(process_killed),
    3: _again_on_default_scopes(replicas_stopped),
    4: _again_on_default_scopes(server_killed),
    5: _on_either_scopes(swallowed),
    6: _on_default_scopes(scenarios.stormed),
    7: _on_default_scopes(scenarios.one_hangs),
    8: calendar,
    9: _again_on_default_scopes(scenarios.skewed),
    10: _on_default_scopes(scenarios.away),
    11: _on_default_scopes(scenarios.edited),
    12: _on_default_scopes(scenarios.bank_edited),
    13: _on_either_scopes(scenarios.broken_steps),
    14: pressed,
    15: repeated,
    16: _again_on_default_scopes(scenarios.crowded),
    17: itself,
}
"""By the numbers of the table; 0 is all simulated faults at once."""


SIMULATED = (0, 5, 6, 7, 9, 10, 11, 12, 13, 16)
"""What may be lived on either database; the others say in their line where they happen."""

LONGEST_FIRST = (14, 1, 0, 5, 13, 15, 3, 17, 16, 9, 10, 2, 11, 8, 4)
"""So that nothing long begins last, and what waits much runs beside what computes; the others are short."""


def _say(*lines: object) -> None:
    """Progress, in one write: the faults that run beside each other tell of it in one place."""
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.stderr.flush()


def _timed(number: int, seed: int, volume: float, database: str) -> tuple[int, list[Tally], float]:
    """One fault, and how long it took; in a process of its own."""
    logging.disable(logging.CRITICAL)
    _say(f"{number}: begun")
    began = time.monotonic()
    on_postgres = database == POSTGRESQL and number in SIMULATED
    with a_server() if on_postgres else nullcontext() as server, on_server(server):
        found = FAULTS[number](seed, volume=volume)
    for tally in found if on_postgres else ():
        tally.way += ", PostgreSQL"
    return number, found, time.monotonic() - began


def _ended(run: Future[tuple[int, list[Tally], float]], number: int) -> tuple[int, list[Tally], float]:
    """What it came to; a fault whose run broke off is a line that fails, and keeps none of the others."""
    error = run.exception()
    if error is None:
        return run.result()
    traceback.print_exception(error)
    wrong = traceback.format_exception_only(error)[-1].strip()
    return number, [Tally(fault=number, way="broke off", tries=0, wrong=[wrong])], 0.0


def main() -> int:
    """Runs, prints the table and the count, and fails when anything was lost or stands twice."""
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--only", type=int, choices=sorted(FAULTS), help="one fault of the table")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000))
    parser.add_argument("--volume", type=float, default=1.0, help="a part of the tries, from 0 to 1")
    parser.add_argument("--database", choices=ENGINES, default=SQLITE, help="of what is simulated")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    chosen = set(FAULTS) if options.only is None else {options.only}
    if options.database == POSTGRESQL:
        chosen &= set(SIMULATED)
    numbers = sorted(chosen, key=lambda one: (*LONGEST_FIRST, one).index(one))
    tallies: list[Tally] = []
    with ProcessPoolExecutor(min(len(numbers), os.cpu_count() or 1)) as pool:
        runs = {
            pool.submit(_timed, number, options.seed, options.volume, options.database): number
            for number in numbers
        }
        for run in as_completed(runs):
            number, found, seconds = _ended(run, runs[run])
            wrong = [sentence for tally in found for sentence in tally.wrong[:SHOWN]]
            _say(*found, *wrong, f"{number}: {seconds:.0f} s")
            tallies += found
    print("", HEAD, *sorted(tallies, key=lambda tally: tally.fault), sep="\n")
    broken = [tally for tally in tallies if not tally.is_good]
    for tally in broken:
        told = f"--seed {options.seed} --volume {options.volume} --database {options.database}"
        again = f'make faults ARGS="--only {tally.fault} {told}"'
        print(f"\n{tally.fault}, {tally.way}: run it again with {again}")
        print(*tally.wrong[:SHOWN], sep="\n")
    print(f"\n{last_line(tallies)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
