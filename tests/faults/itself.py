"""17: the suite against itself. What the promise rests on is taken out of a copy of the tree, piece by piece.

The named scenario of each piece must fail there every time, and pass in the tree as it is. The product has
no switch for this: a patch that no longer applies ends the run.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.tally import Tally
from tests.simulation.named import NAMED

_TREE = Path(__file__).parents[2]
_PATCHES = Path(__file__).with_name("patches")


def without(name: str, seeds: range) -> Tally:
    """The tree without one piece: ``lost`` counts the runs in which its scenario noticed nothing."""
    with tempfile.TemporaryDirectory(prefix="faults-itself-") as folder:
        copy = Path(folder) / "tree"
        for part in ("bot", "tests"):
            shutil.copytree(_TREE / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(_TREE / "content", copy / "content")
        patch = _PATCHES / f"{name}.patch"
        applied = _run(["git", "apply", "--unsafe-paths", f"--directory={copy}", str(patch)], Path(folder))
        if applied.returncode or _is_same(copy):
            raise AssertionError(f"{patch.name} no longer applies: mend it.\n{applied.stderr}")
        blind = [seed for seed in seeds if not _notices(name, seed, copy)]
        noisy = [seed for seed in seeds if _run(_scenario(name, seed), _TREE).returncode]
    wrong = [f"without {name} its scenario passed, seed {seed}" for seed in blind]
    wrong += [f"with {name} its scenario failed, seed {seed}" for seed in noisy]
    return Tally(fault=17, way=f"without {name}", tries=len(seeds), rows=0, wrong=wrong)


def itself(seed: int, *, volume: float = 1.0) -> list[Tally]:
    """Each piece, by twenty seeds."""
    seeds = range(seed, seed + max(2, round(20 * volume)))
    return [without(name, seeds) for name in NAMED]


def _is_same(copy: Path) -> bool:
    """Whether nothing at all was changed."""
    files = (path.relative_to(copy) for path in (copy / "bot").rglob("*.py"))
    return all((copy / file).read_bytes() == (_TREE / file).read_bytes() for file in files)


def _notices(name: str, seed: int, tree: Path) -> bool:
    """Whether the scenario fails there by what it saw, not by an error of its own."""
    ended = _run(_scenario(name, seed), tree)
    if ended.returncode not in (0, 1) or " lost, " not in ended.stdout:
        raise AssertionError(f"the scenario {name} broke down in the copy:\n{ended.stderr[-2000:]}")
    return ended.returncode == 1


def _scenario(name: str, seed: int) -> list[str]:
    return [sys.executable, "-m", "tests.simulation.named", name, "--seed", str(seed)]


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - ours
