"""``make faults``: the longer fault runs; ``make faults ARGS="--days 5 --seed 7"`` repeats one."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys

from tests.faults.kills import kill_through_days


def main() -> int:
    """Runs, prints the count, and fails when anything was lost or stands twice."""
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--days", type=int, default=30, help="posting days, two kills each")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    count = asyncio.run(kill_through_days(options.days, seed=options.seed))
    print(count)
    return 1 if count.lost or count.double else 0


if __name__ == "__main__":
    sys.exit(main())
