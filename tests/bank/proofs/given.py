"""Questions with proofs to test with, on the interpreter that runs the tests."""

from __future__ import annotations

import importlib.metadata
import sys
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from bot.bank.proof import Claim, Proof, Unsettled
from bot.bank.proofs.run import Environment
from tests.bank.given import question

if TYPE_CHECKING:
    from bot.bank.model import Question

HERE = Environment(python=Path(sys.executable), pins={"pytest": importlib.metadata.version("pytest")})
"""The tests' own environment, as if it were the proofs'."""

ANSWER = """\
Doubling adds a number to itself.

```python double.py
def double(number):
    return number + number
```
"""
TEST = """\
from double import double

def test_double():
    assert double(3) == 6
"""
CLAIMS = (Claim(says=("Doubling adds a number to itself.",), test=TEST),)
SAYINGS = (Unsettled(says=("Twice.", "Add it."), why="a saying"),)
PROOF = Proof(libraries=("pytest",), claims=CLAIMS, not_for_machines=SAYINGS)


def proved(slug: str = "doubling", *, proof: Proof | None = PROOF, **changes: object) -> Question:
    """A question whose proof holds, with other values."""
    whole = question(slug, answer=ANSWER, short_answer="Twice.", rule_of_thumb="Add it.", proof=proof)
    return replace(whole, **changes)  # type: ignore[arg-type] # the names of fields are the caller's


def asked(block: str, test: str, **changes: object) -> Question:
    """A question whose answer is this block, whose only claim is settled by this test, with another proof."""
    claims = (Claim(says=("It does.",), test=dedent(test)),)
    proof = replace(PROOF, claims=claims, **changes)  # type: ignore[arg-type] # the names of fields are the caller's
    return proved(answer=f"It does.\n\n{dedent(block)}", proof=proof)
